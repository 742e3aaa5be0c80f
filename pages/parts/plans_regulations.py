"""Regulasi: what is published for a kota, its province and the nation, and what the kota adds itself."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.plans import regulations
from analysis.language import _, number
from analysis.output.captions import Caption, source_line
from pages.parts import data, state
from pages.parts.chart_panel import show_list
from pages.parts.editor import Form
from pages.parts.memory import remembered
from pages.parts.plans_editor import needs_one_kota, show_editor_heading, show_list_editor, text_cell


def show(tables: dict[str, pd.DataFrame]) -> None:
    """All regulations that hold here, and the editor of the kota's own."""
    rows, where = _rows(tables), data.name(state.get("kota"))
    caption = Caption(_finding(tables), _("Regulasi kota, provinsi, dan nasional, terbaru di atas"), source_line(rows))
    show_list(
        rows, caption, key="daftar_regulasi", file_name=f"regulasi stunting {where}", readable=True, links=("tautan",)
    )
    if not needs_one_kota():
        show_editor()


@remembered
def _rows(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["nomor", "tanggal", "tentang", "tingkat", "tautan", "jenis_data", "sumber_judul"]
    return regulations(tables, state.below())[columns]


@remembered
def _finding(tables: dict[str, pd.DataFrame]) -> str:
    """How many regulations of the kota itself are known, by where they come from."""
    rows = regulations(tables, state.below())
    own = rows[rows["tingkat"] == "kota"]
    return _("{wilayah}: {terbit} keputusan kota dari sumber terbit dan {catat} yang dicatat kota").format(
        wilayah=data.name(state.get("kota")),
        terbit=number(int((own["jenis_data"] == "resmi").sum())),
        catat=number(int((own["jenis_data"] != "resmi").sum())),
    )


def show_editor() -> None:
    """The kota's own recorded regulations; published ones stand above and are not typed over."""
    show_editor_heading(grows=True)
    kota = state.get("kota")
    form = Form(
        key=f"regulasi-{kota}",
        title=_("Regulasi {wilayah}").format(wilayah=data.name(kota)),
        columns={
            "nomor": text_cell("nomor"),
            "tahun": text_cell("tahun", default=str(state.year())),
            "tanggal": text_cell("tanggal", help=_("Sejauh diketahui: 2024, 2024-11, atau 2024-11-07.")),
            "tentang": text_cell("tentang", width="large"),
            "tautan": text_cell("tautan", help=_("Alamat yang diawali https:// atau http://.")),
        },
        label=lambda row: row["nomor"] or _("baris baru"),
        grows=True,
        ask_who=True,
    )
    show_list_editor("regulasi_daerah", form, belongs=lambda key: key[0] == kota, fixed={"kode_kota": kota})
