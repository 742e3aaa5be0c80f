"""The to-do list per owner: sentences on screen, one row per kelurahan in the file that is sent.

Trap: the file goes to other offices, so it holds codes and names of areas and counts, never a row of a person.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import language
from analysis.language import _, number
from analysis.output.captions import Caption, has_sample, sample_mark
from analysis.output.quality_sentences import judged_tables, say_item, say_row, source_names
from pages.parts import data, quality, state
from pages.parts.downloads import offer
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape

SHOWN = 8


@remembered
def to_do(tables: dict[str, pd.DataFrame], frontier: tuple[str, ...], pemilik: str) -> pd.DataFrame:
    """One row per finding of an owner ("" = all), as it is shown and sent."""
    fix = quality.judged(tables, frontier).fix
    fix = fix if not pemilik else fix[(fix["pemilik"] == pemilik).to_numpy()]
    names, sources = data.load().names, source_names(tables["sumber_data"])
    areas = tables["kelurahan"].set_index("kode_kelurahan")["nama_kecamatan"]
    return pd.DataFrame(
        {
            "urutan": fix["urutan"],
            "nama_wilayah": fix["kode_kelurahan"].map(names),
            "nama_kecamatan": fix["kode_kelurahan"].map(areas).fillna(""),
            "tabel": fix["tabel"].map(judged_tables()),
            "indikator": [data.indicator_name(code) if code else "" for code in fix["kode_indikator"]],
            "aturan": fix["aturan"],
            "temuan": [say_row(row, sources) for row in fix.itertuples()],
            "sumber_data": fix["sumber_data"].map(sources).fillna(fix["sumber_data"]),
            "jumlah_sasaran": fix["jumlah"],
            "pemilik": fix["pemilik"],
            "tahun": fix["tahun"],
            "kode_wilayah": fix["kode_kelurahan"],
            # What is missing has no kind of truth.
            "jenis_data": fix["jenis_data"].replace("", None),
        }
    ).reset_index(drop=True)


def show(tables: dict[str, pd.DataFrame], frontier: tuple[str, ...]) -> None:
    """Sentences in the order of consequence, filtered by owner, with the file to send."""
    items = quality.judged(tables, frontier).items
    if items.empty:
        st.info(_("Tidak ada yang perlu dibenahi menurut pemeriksaan ini."), icon=":material/check_circle:")
        return
    owners = ["", *dict.fromkeys(items["pemilik"])]
    pemilik = st.selectbox(
        _("OPD pemilik data"),
        owners,
        format_func=lambda name: name or _("Semua OPD"),
        key="mutu_pemilik",
    )
    st.caption(
        _(
            "Pemilik data adalah asumsi menurut submenu Master Ansit. Urutan: hubungan hitungan, lokus yang belum melapor, "
            "total terbit, kelurahan lain, lonjakan, angka ganjil, salinan, sel kosong, tenggat, angka bulat."
        )
    )
    own = items if not pemilik else items[(items["pemilik"] == pemilik).to_numpy()]
    everything = st.session_state.get("mutu_semua", False)
    names, sources = data.load().names, source_names(tables["sumber_data"])
    lines = []
    for place, (_index, item) in enumerate(own.iterrows(), start=1):
        if place > SHOWN and not everything:
            break
        badge = f" :orange-badge[{sample_mark()}]" if item["jenis_data"] == "contoh" else ""
        owner = "" if pemilik else f" :gray[{escape(item['pemilik'])}]"
        lines.append(f"{place}. {escape(say_item(item, names, sources))}{owner}{badge}")
    st.markdown("\n".join(lines))
    if len(own) > SHOWN:
        st.toggle(_("Tampilkan semua {jumlah} hal").format(jumlah=number(len(own))), key="mutu_semua")
    rows = to_do(tables, frontier, pemilik)
    with st.expander(_("Rincian per kelurahan ({jumlah} baris)").format(jumlah=number(len(rows)))):
        show_table(rows, key="mutu_rincian", readable=False)
    _downloads(rows, pemilik)


def _downloads(rows: pd.DataFrame, pemilik: str) -> None:
    from analysis.output.export import file_name
    from analysis.output.tables_out import to_csv, to_xlsx

    kota, tahun = data.name(state.get("kota")), state.year()
    title = _("Daftar perbaikan data {kota} {tahun}").format(kota=kota, tahun=tahun)
    note = _("Pemilik dan urutan adalah asumsi; tiap baris minta diperiksa, belum tentu salah.")
    caption = Caption(title, pemilik or _("Semua OPD"), "", note, title, has_sample(rows), language.current())
    stem = " ".join(part for part in (title, pemilik) if part)
    with st.container(horizontal=True):
        for label, write in (("CSV", to_csv), ("XLSX", to_xlsx)):
            offer(
                _("Unduh daftar ({format})").format(format=label),
                file_name(stem, label.lower(), caption.contoh),
                lambda write=write: write(rows, caption),
                key=f"mutu_unduh_{label}",
            )
