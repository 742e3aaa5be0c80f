"""The row of filters on top of a page. Never more than five; every choice stands in the address."""

from __future__ import annotations

import streamlit as st

from analysis.language import _
from pages.parts import data, state


def _area(code: str) -> str:
    return data.name(code) if code else _("Semua")


def _map(code: str) -> str:
    return {"indikatif": _("Batas wilayah"), "ubin": _("Ubin"), "simbol": _("Simbol")}[code]


def _move() -> None:
    state.move_to(st.session_state["provinsi"])


def _options(key: str) -> list[str]:
    if key == "provinsi":
        return data.load().choices.provinsi
    return state.allowed_in(state.province()) if key == "kota" else state.allowed(key, state.get("kota"))


def show_filters(*keys: str) -> None:
    """Draw the filters named, in this order: kota, kecamatan, tahun, indikator, peta.

    Where there are several provinces, the province stands before the kota; it follows from the kota and has no place
    of its own in the address.
    """
    several = len(data.load().choices.provinsi) > 1
    keys = ("provinsi", *keys) if several and "kota" in keys else keys
    labels = {
        "provinsi": _("Provinsi"),
        "kota": _("Kota"),
        "kecamatan": _("Kecamatan"),
        "tahun": _("Tahun"),
        "indikator": _("Indikator"),
        "peta": _("Peta"),
    }
    formats = {"provinsi": _area, "kota": _area, "kecamatan": _area, "indikator": data.indicator_name}
    widths = {"kota": 6, "kecamatan": 6, "tahun": 4, "indikator": 7, "peta": 8}
    if several:
        # Six in a row: the three forms of the map must stay readable on a laptop.
        widths = {"provinsi": 5, "kota": 5, "kecamatan": 5, "tahun": 4, "indikator": 6, "peta": 9}
    for key, column in zip(keys, st.columns([widths[key] for key in keys]), strict=True):
        options = _options(key)
        with column:
            if key == "provinsi":
                st.session_state[key] = state.province()
                st.selectbox(labels[key], options, format_func=_area, key=key, on_change=_move)
            elif key == "peta":
                st.segmented_control(labels[key], options, format_func=_map, key=key, required=True)
            else:
                st.selectbox(labels[key], options, format_func=formats.get(key, str), key=key)


def _kelurahan(code: str) -> str:
    return data.name(code) if code else _("Pilih kelurahan")


def choose_kelurahan(label: str) -> None:
    """The same choice as a click on a mark: by name, and by keyboard."""
    st.selectbox(label, state.allowed("kelurahan", state.get("kota")), format_func=_kelurahan, key="kelurahan")
