"""The tab Catatan penggunaan: who brought in, changed, published, downloaded what and when.

Trap: the list holds years of work. On screen stands the newest of what was asked for; the file holds all of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pandas as pd
import streamlit as st

from analysis.figures.view import Empty
from analysis.language import _, current, number
from analysis.output.captions import Caption
from analysis.same import Same
from pages.parts import data
from pages.parts.cell_words import table_name, when
from pages.parts.chart_panel import show as show_part
from pages.parts.downloads import offer
from pages.parts.person import person
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.usage_log import log
from pages.parts.view import KeyFigure, show_key_figures, show_section

_SHOWN = 300
_SHOWN_PROBLEMS = 20
_DAYS = (1, 7, 30, 365, 0)


def show() -> None:
    """The list with its filters, whether it is whole, and the list as a file; for administrators only."""
    from analysis.sources.store import StoreError

    if not person().at_least("admin"):
        st.error(_("Catatan penggunaan hanya untuk admin."), icon=":material/lock:")
        return
    book = log()
    try:
        uses = book.read()
    except StoreError as trouble:
        st.warning(escape(str(trouble)), icon=":material/cloud_off:")
        return
    state = data.store().state()
    everything = _everything(Same(uses), Same(state))
    _show_wholeness(len(everything), [*book.problems, *data.store().problems])
    if everything.empty:
        show_part(
            Empty(
                _("Belum ada yang tercatat."),
                _("Yang mengisinya: impor, perubahan, rilis, unduhan, dan masuknya orang ke aplikasi."),
            )
        )
        return
    asked = _asked(everything)
    _show_counts(asked)
    _show_list(asked)


@lru_cache(maxsize=2)
def _everything(uses: Same, state: Same) -> pd.DataFrame:
    from analysis.sources.usage import listed

    return listed(uses.thing.values(), state.thing.saves)


def _show_wholeness(count: int, problems: list) -> None:
    if not problems:
        said = _("Utuh: {jumlah} catatan saling menyambung, tidak ada yang hilang atau diubah.")
        st.success(said.format(jumlah=number(count)), icon=":material/verified:")
        return
    said = _("Tidak utuh: {jumlah} hal pada catatan tidak seperti seharusnya.")
    st.error(said.format(jumlah=number(len(problems))), icon=":material/gpp_bad:")
    with st.expander(_("Yang tidak seperti seharusnya"), expanded=True):
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems[:_SHOWN_PROBLEMS]))
        if (rest := len(problems) - _SHOWN_PROBLEMS) > 0:
            st.caption(_("… dan {jumlah} lagi.").format(jumlah=number(rest)))


def _kind_names() -> dict[str, str]:
    return {
        "impor": _("impor"),
        "ubah": _("perubahan"),
        "terbit": _("rilis"),
        "peran": _("perubahan peran"),
        "baca": _("berkas dibuka"),
        "unduh": _("unduhan"),
        "masuk": _("masuk ke aplikasi"),
        "keluar": _("keluar dari aplikasi"),
        "ditolak": _("ditolak"),
    }


def _period_names() -> dict[int, str]:
    return {
        1: _("24 jam terakhir"),
        7: _("7 hari terakhir"),
        30: _("30 hari terakhir"),
        365: _("setahun terakhir"),
        0: _("semua waktu"),
    }


def _asked(everything: pd.DataFrame) -> pd.DataFrame:
    """What the filters leave."""
    names, periods = _kind_names(), _period_names()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.selectbox(_("Waktu"), _DAYS, index=2, format_func=periods.get, key="penggunaan_waktu", width=220)
        people = sorted(_people(everything).unique())
        who = st.selectbox(
            _("Pengguna"), people, index=None, placeholder=_("semua pengguna"), key="penggunaan_siapa", width=340
        )
        kinds = st.pills(
            _("Penggunaan"),
            [kind for kind in names if kind in set(everything["apa"])],
            format_func=names.get,
            selection_mode="multi",
            key="penggunaan_apa",
        )
    kept = everything
    if days:
        since = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")
        kept = kept[kept["kapan"] >= since]
    if who is not None:
        kept = kept[_people(kept) == who]
    return kept[kept["apa"].isin(kinds)] if kinds else kept


def _people(rows: pd.DataFrame) -> pd.Series:
    """Who, for people: an account, else what stands for one."""
    from analysis.sources.usage import VERB

    nobody = rows["peran"].map({VERB: _("baris perintah")}).fillna(_("komputer ini, tanpa akun"))
    return rows["akun"].where(rows["akun"] != "", nobody)


def _show_counts(asked: pd.DataFrame) -> None:
    counts = asked["apa"].value_counts()
    saved = int(counts.reindex(["impor", "ubah", "terbit", "peran"]).sum())
    missed = int(asked["luput"].sum())
    show_key_figures(
        [
            KeyFigure(
                _("Jumlah catatan"), number(len(asked)), _("dari {orang} pengguna").format(orang=number(_n(asked))), ""
            ),
            KeyFigure(_("Impor, perubahan, rilis"), number(saved), _("masing-masing satu simpanan"), ""),
            KeyFigure(_("Unduhan"), number(int(counts.get("unduh", 0))), _("termasuk lewat baris perintah"), ""),
            KeyFigure(_("Ditolak"), number(int(counts.get("ditolak", 0))), _("halaman atau tindakan"), ""),
        ]
    )
    if missed:
        said = _("{jumlah} penggunaan tidak sempat tercatat karena tempat catatan tidak dapat ditulis.")
        st.warning(said.format(jumlah=number(missed)), icon=":material/warning:")


def _n(asked: pd.DataFrame) -> int:
    return int(_people(asked).nunique())


def _show_list(asked: pd.DataFrame) -> None:
    if asked.empty:
        show_part(Empty(_("Tidak ada catatan untuk pilihan ini."), _("Pilih waktu atau pengguna yang lain.")))
        return
    show_section(_("Terbaru di atas"))
    show_table(_for_people(asked.head(_SHOWN)), key="penggunaan", readable=False)
    if len(asked) > _SHOWN:
        said = _("Tampil {tampil} dari {jumlah} catatan; berkas unduhan memuat semuanya.")
        st.caption(said.format(tampil=number(_SHOWN), jumlah=number(len(asked))))
    _show_files(asked)


def _for_people(rows: pd.DataFrame) -> pd.DataFrame:
    from analysis.access import ROLES

    roles = {role: role.replace("_", " ") for role in ROLES}
    return pd.DataFrame(
        {
            "kapan": [when(kapan) for kapan in rows["kapan"]],
            "pengguna": _people(rows).to_numpy(),
            "peran": rows["peran"].map(roles).fillna("").to_numpy(),
            "penggunaan": rows["apa"].map(_kind_names()).fillna(rows["apa"]).to_numpy(),
            "rincian": [_details(*row) for row in zip(rows["rincian"], rows["tabel"], rows["sel"], strict=True)],
        }
    )


def _details(rincian: str, tabel: str, sel: int) -> str:
    """ "studio.png · 31.73 · 2024" -> "studio.png · Jakarta Barat · 2024"; of a save its tables, cells and file."""
    names = data.load().names
    parts = [names.get(part, part.replace("_", " ")) for part in rincian.split(" · ") if part]
    if tabel:
        saved = ", ".join(table_name(name) for name in tabel.split(","))
        parts = [saved, _("{jumlah} sel").format(jumlah=number(sel)), *parts]
    return " · ".join(parts)


def _show_files(asked: pd.DataFrame) -> None:
    from analysis.output.export import file_name
    from analysis.output.tables_out import to_csv, to_xlsx

    title = _("Catatan penggunaan")
    note = _("Waktu menurut UTC. Nomor catatan memuat sidik isinya: simpan berkas ini sebagai pembanding.")
    caption = Caption(title, "", "", note, title, False, current())
    with st.container(horizontal=True):
        for label, write in (("CSV", to_csv), ("XLSX", to_xlsx)):
            ending = label.lower()
            offer(
                _("Unduh catatan ({format})").format(format=label),
                file_name(title, ending),
                lambda write=write: write(_for_files(asked), caption),
                key=f"penggunaan_{ending}",
            )


def _for_files(asked: pd.DataFrame) -> pd.DataFrame:
    """Every row asked for, with its time as it was written and the number by which it can be found again."""
    return _for_people(asked).assign(kapan=asked["kapan"].to_numpy(), nomor_catatan=asked["id"].to_numpy())
