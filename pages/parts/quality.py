"""What the tab on data quality shows, worked out once per choice, state of the store and session's trial."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.data_quality import (
    Assessment,
    Basis,
    area_scores,
    assess,
    dimension_shares,
    headline,
    main_sources,
    scores,
)
from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.to_fix import items, with_owner
from analysis.figures.view import Empty, Figure
from analysis.language import _, number
from analysis.output.captions import Caption
from analysis.output.quality_sentences import judged_tables, say_quality, source_names
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.memory import remembered
from pages.parts.view import KeyFigure

Frontier = tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """Everything that follows from the rows: kept together because all views of the tab read it."""

    rows: dict[str, pd.DataFrame]
    found: Assessment
    total: pd.Series | None
    contoh: bool
    fix: pd.DataFrame
    items: pd.DataFrame


def order(tables: dict[str, pd.DataFrame]) -> list[str]:
    """The systems in the order in which the app takes a row from them."""
    return tables["sumber_data"].sort_values("urutan")["sumber_data"].tolist()


def deadlines(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """The deadlines of the year as recorded: table -> ISO date."""
    rows = tables["tenggat"]
    rows = rows[(rows["tahun"] == state.year()).to_numpy(dtype=bool)]
    return dict(zip(rows["tabel"], rows["tenggat"].fillna(""), strict=True))


@remembered
def judged(tables: dict[str, pd.DataFrame], frontier: Frontier) -> Judged:
    """The rows of all sources in the kota and year chosen, judged."""
    from analysis.sources.by_source import cells_expected, identities, source_rows

    below, tahun = state.below(), state.year()
    rows = source_rows(tables, data.store().state(), data.uploads())
    lokus = lokus_of_year(tables["lokus"], tables["kelurahan"], below, tahun)
    basis = Basis(
        kelurahan=tables["kelurahan"],
        angka=tables["angka"],
        limits=tables["parameter"].set_index("parameter")["nilai"].to_dict(),
        identities=identities(),
        columns=cells_expected(),
        indicators=tables["indikator_esensial"]["kode_indikator"].tolist(),
        deadlines=deadlines(tables),
        order=order(tables),
        lokus=frozenset(lokus["kode_kelurahan"]),
    )
    found = assess(rows, basis, below, tahun)
    main = main_sources(found.reported, basis.order)
    fix = with_owner(found.findings, tables["sumber_data"], tables["pemilik_layanan"])
    contoh = bool((main["sumber_data"] == "contoh").any())
    return Judged(rows, found, headline(found.parts, main), contoh, fix, items(fix))


def finding(tables: dict[str, pd.DataFrame], frontier: Frontier) -> str:
    """The sentence of the tab."""
    own = judged(tables, frontier)
    return say_quality(own.total, len(own.items), data.name(state.get("kota")), state.year(), own.contoh)


def key_figures(tables: dict[str, pd.DataFrame], frontier: Frontier) -> list[KeyFigure]:
    """Score, complete, on time, consistent; empty when nothing could be judged."""
    own = judged(tables, frontier)
    if own.total is None:
        return []
    kind = "contoh" if own.contoh else "diunggah"
    late = _("per 100, {tahun}") if pd.notna(own.total["tepat_waktu"]) else _("tenggat belum ditetapkan")
    per_100 = _("per 100, {tahun}").format(tahun=state.year())
    n = int(own.total.drop("skor").notna().sum())
    return [
        KeyFigure(
            _("Skor mutu"),
            number(own.total["skor"], 1),
            _("rata-rata {n} dimensi, bobot sama: asumsi").format(n=number(n)),
            kind,
        ),
        KeyFigure(_("Lengkap"), number(own.total["lengkap"], 1), per_100, kind),
        KeyFigure(_("Tepat waktu"), number(own.total["tepat_waktu"], 1), late.format(tahun=state.year()), kind),
        KeyFigure(_("Konsisten"), number(own.total["konsisten"], 1), per_100, kind),
    ]


def _row_name(tables: dict[str, pd.DataFrame], sumber_data: str, tabel: str) -> str:
    return f"{source_names(tables['sumber_data']).get(sumber_data, sumber_data)}, {judged_tables()[tabel]}"


@remembered
def matrix_panel(tables: dict[str, pd.DataFrame], frontier: Frontier) -> Panel | Empty:
    """Sources and tables down, dimensions across."""
    from analysis.output.quality_matrix import draw_quality, quality_frame

    own, kota, tahun = judged(tables, frontier), data.name(state.get("kota")), state.year()
    if own.found.parts.empty:
        return Empty(
            _("Belum ada data {kota} {tahun} dari sumber mana pun.").format(kota=kota, tahun=tahun),
            _("Impor berkas di tab Impor, atau tampilkan data contoh lewat sakelar di bilah sisi."),
        )
    long = dimension_shares(own.found.parts, ["sumber_data", "tabel"])
    rank = {source: place for place, source in enumerate([*order(tables), "coba", "contoh"])}
    place = {table: place for place, table in enumerate(judged_tables())}
    long = long.assign(
        nama=[_row_name(tables, row.sumber_data, row.tabel) for row in long.itertuples()],
        urutan=long["sumber_data"].map(rank).fillna(len(rank)) * 10 + long["tabel"].map(place),
        jenis_data=long["sumber_data"].eq("contoh").map({True: "contoh", False: "diunggah"}),
    )
    contoh = bool((long["jenis_data"] == "contoh").any())
    weakest = scores(own.found.parts, ["sumber_data", "tabel"]).nsmallest(1, "skor").iloc[0]
    caption = Caption(
        _("{nama} paling rendah mutunya: skor {skor} dari 100").format(
            nama=_row_name(tables, weakest["sumber_data"], weakest["tabel"]), skor=number(weakest["skor"], 1)
        ),
        _(
            "Bagian yang baik dari yang diperiksa, per 100, {kota}, {tahun}; makin gelap makin tinggi, arsir: belum dapat dinilai"
        ).format(kota=kota, tahun=tahun),
        "",
        _(
            "Lengkap: sel terisi dari semua kelurahan. Tepat waktu: baris tercatat sebelum tenggat. Konsisten: hubungan "
            "hitungan, lonjakan, total terbit. Unik: laporan yang bukan salinan. Masuk akal: nol, seratus persen, batas "
            "kendali, angka bulat. Skor: rata-rata dimensi yang dinilai, bobot sama (asumsi). Batas semua pemeriksaan "
            "ada di halaman Metode & sumber."
        ),
        _("Matriks mutu data per sumber dan dimensi."),
        contoh,
    )
    shown = long[["nama", "dimensi", "nilai", "pembilang", "penyebut", "jenis_data"]]
    return chart(
        Figure(
            draw_quality,
            {"data": quality_frame(long)},
            caption,
            table=shown,
            file_name=f"mutu data {kota} {tahun}",
        ),
        key="mutu_matriks",
    )


@remembered
def areas(
    tables: dict[str, pd.DataFrame], frontier: Frontier, level: str, sumber_data: str, tabel: str
) -> pd.DataFrame:
    """Scores of every kecamatan or kelurahan for one source and table, weakest first, as a table to show."""
    parts = judged(tables, frontier).found.parts
    own = parts[((parts["sumber_data"] == sumber_data) & (parts["tabel"] == tabel)).to_numpy()]
    found = area_scores(own, level, tables["kelurahan"])
    columns = ["nama", "skor", "lengkap", "tepat_waktu", "konsisten", "unik", "masuk_akal", "n_dimensi", "n_diperiksa"]
    kind = "contoh" if sumber_data == "contoh" else "diunggah"
    return found[columns].rename(columns={"skor": "skor_mutu"}).assign(jenis_data=kind)


def choices(tables: dict[str, pd.DataFrame], frontier: Frontier) -> dict[tuple[str, str], str]:
    """(source, table) -> its name, for every pair that was judged."""
    pairs = judged(tables, frontier).found.parts[["sumber_data", "tabel"]].drop_duplicates()
    return {pair: _row_name(tables, *pair) for pair in pairs.itertuples(index=False, name=None)}
