"""The choices of the lokus simulation: weights, number of lokus, further criteria, what varies."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence.measures import areas_in
from analysis.convergence.proposal import NAMED_IN_KEPWAL, Setting, default_k
from analysis.language import _, join_names, percent
from analysis.output.sentences import lower_first
from pages.parts import data, state
from pages.parts.text import escape

VARIATIONS = ("bobot_acak", "derau", "tahun_lalu", "sumber")
_HEAVIEST = 10
_IN_A_ROW = 4


def choose_setting(tables: dict[str, pd.DataFrame]) -> Setting | None:
    """Draw the choices in a row and return them; None while all weights are 0."""
    kota, tahun = state.get("kota"), state.year()
    count, origin = default_k(tables, kota, tahun)
    *columns, last, wide = st.columns([2, 2, 2, 2, 4], vertical_alignment="bottom")
    weights = [(kode, _weight(column, kode)) for kode, column in zip(NAMED_IN_KEPWAL, columns, strict=True)]
    with last:
        size = len(areas_in(tables["kelurahan"], tahun, kota))
        key = _seeded(f"usulan_k_{kota}_{tahun}", count)
        k = _keep(key, st.number_input(_("Jumlah lokus"), min_value=1, max_value=size, step=1, key=key))
    with wide, st.popover(_("Kriteria lain dan variasi"), icon=":material/tune:", width="stretch"):
        further, varied = _further(tables), _variations()
    for start in range(0, len(further), _IN_A_ROW):
        row = further[start : start + _IN_A_ROW]
        for column, kode in zip(st.columns(_IN_A_ROW, vertical_alignment="bottom"), row, strict=False):
            weights.append((kode, _weight(column, kode)))
    st.caption(escape(_note(weights, origin, tahun) + " " + _varied_note(varied)))
    if not sum(weight for _kode, weight in weights):
        return None
    return Setting(tuple(weights), int(k), **{name: name in varied for name in VARIATIONS})


def _seeded(key: str, default) -> str:
    """Put back what was chosen before the tab was closed; returns the widget's key."""
    if key not in st.session_state:
        st.session_state[key] = st.session_state.setdefault("_usulan", {}).get(key, default)
    return key


def _keep(key: str, value):
    st.session_state["_usulan"][key] = value
    return value


def _weight(column, kode: str) -> int:
    key = _seeded(f"usulan_bobot_{kode}", 1)
    label = _("Bobot: {kriteria}").format(kriteria=lower_first(data.indicator_name(kode)))
    with column:
        return _keep(key, st.number_input(label, min_value=0, max_value=_HEAVIEST, step=1, key=key))


def _further(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Criteria beyond those of the Kepwal: any other indicator of the app."""
    options = ["proporsi_krs", "cakupan_ds", *tables["indikator_esensial"]["kode_indikator"]]
    key = _seeded("usulan_lain", [])
    label, none = _("Kriteria lain"), _("Tidak ada")
    return _keep(key, st.multiselect(label, options, format_func=data.indicator_name, key=key, placeholder=none))


def _labels() -> dict[str, str]:
    return {
        "bobot_acak": _("Bobot"),
        "derau": _("Kebetulan hitungan"),
        "tahun_lalu": _("Tahun data"),
        "sumber": _("Sumber"),
    }


def _varied_note(varied: list[str]) -> str:
    """What varies, also while the choice of it is folded away."""
    names = [lower_first(label) for name, label in _labels().items() if name in varied]
    return _("Divariasikan: {daftar}.").format(daftar=join_names(names)) if names else _("Tidak ada yang divariasikan.")


def _variations() -> list[str]:
    key = _seeded("usulan_ragam", list(VARIATIONS))
    return _keep(
        key,
        st.pills(
            _("Yang divariasikan dalam simulasi"),
            VARIATIONS,
            selection_mode="multi",
            format_func=_labels().get,
            key=key,
            help=_(
                "Bobot: di sekitar pilihan Anda. Kebetulan hitungan: seperti pada hitungan kecil. Tahun data: tahun "
                "ini dan tahun lalu. Sumber: gabungan atau satu kriteria saja, dan baris dari sistem lain bila ada."
            ),
        ),
    )


def _note(weights: list[tuple[str, int]], origin: str, tahun: int) -> str:
    """The weights as shares, where the criteria come from, and where the number of lokus began."""
    whole = sum(weight for _kode, weight in weights) or 1
    parts = [
        f"{lower_first(data.indicator_name(kode))} {percent(100 * weight / whole, 0)}"
        for kode, weight in weights
        if weight
    ]
    begun = _("Jumlah lokus awal: daftar resmi {tahun}.").format(tahun=tahun)
    if origin == "asumsi":
        begun = _("Jumlah lokus awal: 10 % kelurahan, asumsi; jumlah resmi {tahun} tidak diketahui.").format(
            tahun=tahun
        )
    return _(
        "Simulasi. Bobot dipakai (asumsi): {bobot}. {awal} Tiga kriteria pertama menurut Keputusan Wali Kota Jakarta "
        "Selatan e-0102/2023; bobot resmi tidak ditemukan."
    ).format(bobot="; ".join(parts) or "–", awal=begun)
