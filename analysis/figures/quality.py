"""How good the data of every source are: what follows from the checks, and the matrix of sources and dimensions.

What is counted here are cells and reports, not people, so nothing of it is hidden in publications.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.data_quality import (
    Assessment,
    Basis,
    assess,
    dimension_shares,
    headline,
    main_sources,
    scores,
)
from analysis.convergence.to_fix import items, with_owner
from analysis.figures.lokus import listed
from analysis.figures.registry import recipe
from analysis.figures.view import Empty, Figure, Frames, Tables, View
from analysis.language import _, number
from analysis.output.captions import Caption, source_line
from analysis.output.quality_sentences import judged_tables, source_names


@dataclass(frozen=True)
class Judged:
    """Everything that follows from the rows: kept together because all views of the tab read it."""

    rows: Frames
    found: Assessment
    total: pd.Series | None
    contoh: bool
    fix: pd.DataFrame
    items: pd.DataFrame


def order(tables: Tables) -> list[str]:
    """The systems in the order in which the app takes a row from them."""
    return tables["sumber_data"].sort_values("urutan")["sumber_data"].tolist()


def deadlines(tables: Tables, tahun: int) -> dict[str, str]:
    """The deadlines of the year as recorded: table -> ISO date."""
    rows = tables["tenggat"]
    rows = rows[(rows["tahun"] == tahun).to_numpy(dtype=bool)]
    return dict(zip(rows["tabel"], rows["tenggat"].fillna(""), strict=True))


def judged(view: View) -> Judged:
    """The rows of all sources in the kota and year chosen, judged. Needs `view.sources`."""
    return view.kept(("mutu", view.sources.frontier), lambda: _judged(view))


def _judged(view: View) -> Judged:
    tables, rows = view.tables, view.sources.rows(view.tables)
    basis = Basis(
        kelurahan=tables["kelurahan"],
        angka=tables["angka"],
        limits=tables["parameter"].set_index("parameter")["nilai"].to_dict(),
        identities=view.sources.identities(),
        columns=view.sources.cells_expected(),
        indicators=tables["indikator_esensial"]["kode_indikator"].tolist(),
        deadlines=deadlines(tables, view.tahun),
        order=order(tables),
        lokus=frozenset(listed(view)["kode_kelurahan"]),
    )
    found = assess(rows, basis, view.below, view.tahun)
    main = main_sources(found.reported, basis.order)
    fix = with_owner(found.findings, tables["sumber_data"], tables["pemilik_layanan"])
    contoh = bool((main["sumber_data"] == "contoh").any())
    return Judged(rows, found, headline(found.parts, main), contoh, fix, items(fix))


def row_name(tables: Tables, sumber_data: str, tabel: str) -> str:
    """Source and table for people."""
    return f"{source_names(tables['sumber_data']).get(sumber_data, sumber_data)}, {judged_tables()[tabel]}"


@recipe("mutu_data", lambda: _("Mutu data per sumber"))
def matrix_figure(view: View) -> Figure | Empty | None:
    """Sources and tables down, dimensions across."""
    from analysis.output.quality_matrix import draw_quality, quality_frame

    if view.sources is None:
        return None
    own, kota, tahun, tables = judged(view), view.wilayah, view.tahun, view.tables
    if own.found.parts.empty:
        return Empty(
            _("Belum ada data {kota} {tahun} dari sumber mana pun.").format(kota=kota, tahun=tahun),
            _("Impor berkas di tab Impor, atau tampilkan data contoh lewat sakelar di bilah sisi."),
        )
    long = dimension_shares(own.found.parts, ["sumber_data", "tabel"])
    rank = {source: place for place, source in enumerate([*order(tables), "coba", "contoh"])}
    place = {table: place for place, table in enumerate(judged_tables())}
    long = long.assign(
        nama=[row_name(tables, row.sumber_data, row.tabel) for row in long.itertuples()],
        urutan=long["sumber_data"].map(rank).fillna(len(rank)) * 10 + long["tabel"].map(place),
        jenis_data=long["sumber_data"].eq("contoh").map({True: "contoh", False: "diunggah"}),
    )
    contoh = bool((long["jenis_data"] == "contoh").any())
    weakest = scores(own.found.parts, ["sumber_data", "tabel"]).nsmallest(1, "skor").iloc[0]
    caption = Caption(
        _("{nama} paling rendah mutunya: skor {skor} dari 100").format(
            nama=row_name(tables, weakest["sumber_data"], weakest["tabel"]), skor=number(weakest["skor"], 1)
        ),
        _(
            "Bagian yang baik dari yang diperiksa, per 100, {kota}, {tahun}; makin gelap makin tinggi, arsir: belum dapat dinilai"
        ).format(kota=kota, tahun=tahun),
        source_line(long),
        _(
            "Lengkap: sel terisi dari semua kelurahan. Tepat waktu: baris tercatat sebelum tenggat. Konsisten: hubungan "
            "hitungan, lonjakan, total terbit. Unik: laporan yang bukan salinan. Masuk akal: nol, seratus persen, batas "
            "kendali, angka bulat. Skor: rata-rata dimensi yang dinilai, bobot sama (asumsi). Batas semua pemeriksaan "
            "ada di halaman Metode & sumber."
        ),
        _("Matriks mutu data per sumber dan dimensi."),
        contoh,
    )
    shown = ["nama", "dimensi", "nilai", "pembilang", "penyebut", "jenis_data"]
    if view.supresi is not None:
        # A release check takes a small number of cells for one of people; the shares say enough.
        shown = ["sumber_data", "tabel", "nama", "dimensi", "nilai", "jenis_data"]
    return Figure(
        draw_quality,
        {"data": quality_frame(long)},
        caption,
        table=long[shown],
        file_name=f"mutu data {kota} {tahun}",
    )
