"""What Ringkasan shows: headline, key figures, the lokus map, survey prevalence with its targets."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.facts import headline_facts, what_changed
from analysis.figures.lokus import official_map_figure
from analysis.figures.trends import survey_figure
from analysis.figures.view import Empty
from analysis.language import _, date, number, percent
from analysis.output.sentences import say_fact
from pages.parts import state
from pages.parts.chart_panel import Panel, chart
from pages.parts.looking import view_of
from pages.parts.memory import remembered, remembered_of_the_kota
from pages.parts.view import KeyFigure


@remembered_of_the_kota
def facts(tables: dict[str, pd.DataFrame]) -> list:
    """The headline facts of the kota and year chosen."""
    return headline_facts(tables, state.get("kota"), state.year())


@remembered_of_the_kota
def changes(tables: dict[str, pd.DataFrame]) -> list:
    """What changed since the year before."""
    return what_changed(tables, state.get("kota"), state.year())


def _by_code(facts: list) -> dict:
    return {fact.kode: fact for fact in reversed(facts)}


def headline(facts: list, names: dict[str, str]) -> str:
    """Survey and target in one breath; without a survey, the first thing that is known or missing."""
    found = _by_code(facts)
    sentences = [say_fact(found[code], names) for code in ("survei", "target") if code in found]
    return " ".join(sentences or [say_fact(facts[0], names)])


def key_figures(facts: list) -> list[KeyFigure]:
    """Four figures, each published or an empty place that says so."""
    found = {code: fact.nilai for code, fact in _by_code(facts).items()}
    survey, krs, review = found.get("survei"), found.get("krs"), found.get("penilaian_kinerja")
    lokus, lokus_count = found.get("lokus"), found.get("lokus_jumlah_saja") or found.get("lokus_provinsi")
    lists, period = number(None), _("tidak ditemukan")
    if lokus:
        low, high = min(lokus["jumlah"]), max(lokus["jumlah"])
        lists = number(low) if low == high else f"{number(low)}–{number(high)}"
        period = _("{tahun}, {versi} daftar resmi").format(tahun=lokus["tahun"], versi=number(len(lokus["versi"])))
    elif lokus_count:
        counted = lokus_count.get("jumlah") or sum(lokus_count["kota"].values())
        lists, period = number(counted), str(lokus_count["tahun"])
    missing = _("tidak ditemukan")
    return [
        KeyFigure(
            _("Prevalensi survei"),
            percent(survey and survey["nilai"]),
            survey["periode"] if survey else missing,
            "resmi" if survey else "",
        ),
        KeyFigure(_("Kelurahan lokus"), lists, period, "resmi" if lokus or lokus_count else ""),
        KeyFigure(
            _("Keluarga berisiko stunting"),
            number(krs and krs["nilai"]),
            _(krs["periode"]) if krs else missing,
            "resmi" if krs else "",
        ),
        KeyFigure(
            _("Penilaian kinerja"),
            date(review and review["tanggal_mulai"]),
            _("untuk tahun {tahun}").format(tahun=review["tahun"]) if review else missing,
            "resmi" if review else "",
        ),
    ]


@remembered
def lokus_map(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Where the lokus of the year lie; nothing but published lists is drawn."""
    return chart(official_map_figure(view_of(tables)), key="peta_lokus")


@remembered_of_the_kota
def survey_trend(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Survey prevalence of the kota with both national target paths."""
    return chart(survey_figure(view_of(tables)), key="tren_survei")
