"""What the tab on data quality shows, worked out once per choice, state of the store and session's trial."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.data_quality import area_scores
from analysis.figures import quality as figures
from analysis.figures.view import Empty
from analysis.language import _, number
from analysis.output.quality_sentences import say_quality
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.view import KeyFigure

Frontier = tuple[str, ...]


@remembered
def judged(tables: dict[str, pd.DataFrame], frontier: Frontier) -> figures.Judged:
    """The rows of all sources in the kota and year chosen, judged."""
    return figures.judged(view_of(tables))


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


@remembered
def matrix_panel(tables: dict[str, pd.DataFrame], frontier: Frontier) -> Panel | Empty:
    """Sources and tables down, dimensions across."""
    return chart(figures.matrix_figure(view_of(tables)), key="mutu_matriks")


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
    return {pair: figures.row_name(tables, *pair) for pair in pairs.itertuples(index=False, name=None)}
