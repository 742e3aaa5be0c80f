"""The row of filters on top of a page. Never more than five; every choice stands in the address."""

from __future__ import annotations

import streamlit as st

from analysis.language import _
from pages.parts import data, state


def _area(code: str) -> str:
    return data.name(code) if code else _("Semua")


def _map(code: str) -> str:
    return {"indikatif": _("Batas wilayah"), "ubin": _("Ubin"), "simbol": _("Simbol")}[code]


def show_filters(*keys: str) -> None:
    """Draw the filters named, in this order: kota, kecamatan, tahun, indikator, peta."""
    labels = {
        "kota": _("Kota"),
        "kecamatan": _("Kecamatan"),
        "tahun": _("Tahun"),
        "indikator": _("Indikator"),
        "peta": _("Peta"),
    }
    formats = {"kota": _area, "kecamatan": _area, "indikator": data.indicator_name}
    widths = {"kota": 6, "kecamatan": 6, "tahun": 4, "indikator": 7, "peta": 8}
    for key, column in zip(keys, st.columns([widths[key] for key in keys]), strict=True):
        options = state.allowed(key, state.get("kota"))
        with column:
            if key == "peta":
                st.segmented_control(labels[key], options, format_func=_map, key=key, required=True)
            else:
                st.selectbox(labels[key], options, format_func=formats.get(key, str), key=key)


def _kelurahan(code: str) -> str:
    return data.name(code) if code else _("Pilih kelurahan")


def choose_kelurahan(label: str) -> None:
    """The same choice as a click on a mark: by name, and by keyboard."""
    st.selectbox(label, state.allowed("kelurahan", state.get("kota")), format_func=_kelurahan, key="kelurahan")
