"""Yearly series as the trend chart wants them, and the chart with the sentence that the trend rule allows."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.statistics import trend
from analysis.figures.view import Empty, Figure
from analysis.language import _
from analysis.output.captions import Caption, has_sample, source_line
from pages.parts.chart_panel import Panel, chart


def yearly(series: pd.DataFrame, nama: str, targets: pd.DataFrame | None = None) -> dict[str, pd.DataFrame]:
    """Datasets of `draw_trend` for one area's series; `periode` is the year where none is named."""
    from analysis.output.trends import trend_frame

    periods = series["periode"] if "periode" in series else series["tahun"].astype(str)
    frame = series.assign(periode=periods, seri=nama, peran="utama")
    names = ("data", "sasaran", "nama", "sumbu")
    return dict(zip(names, trend_frame(frame, targets), strict=True))


def trend_panel(
    series: pd.DataFrame, *, ukuran: str, sumbu: str, nama: str, key: str, boleh_tren: bool = True, tinggi: int = 220
) -> Panel | Empty:
    """One area's yearly series (`measures.measure_series`); `ukuran` names the measure, `sumbu` measure and unit.

    A direction is named only where the rule allows it; a measure that forbids trends shows no line at all.
    """
    from analysis.output.trends import draw_trend

    if not boleh_tren:
        return Empty(
            _("{ukuran} tidak dibandingkan antartahun.").format(ukuran=ukuran),
            _("Alasannya tertulis pada indikatornya di halaman Metode & sumber."),
        )
    if series["nilai"].notna().sum() < 2:
        return Empty(
            _("Belum ada dua tahun data {ukuran}.").format(ukuran=ukuran),
            _("Unggah tabelnya untuk beberapa tahun di halaman Manajemen data."),
        )
    words = {
        "naik": _("{ukuran} naik"),
        "turun": _("{ukuran} turun"),
        "belum_dapat_disimpulkan": _("{ukuran}: arahnya belum dapat disimpulkan"),
    }
    caption = Caption(
        words[trend(series).arah].format(ukuran=ukuran),
        _("{ukuran}, {nama}; selang 95 %").format(ukuran=sumbu, nama=nama),
        source_line(series),
        _("Naik atau turun hanya disebut bila lima titik terakhir menunjukkannya dengan kuat (khi-kuadrat > 9,55)."),
        _("Grafik tren {ukuran}, {nama}.").format(ukuran=ukuran, nama=nama),
        has_sample(series),
    )
    return chart(
        Figure(
            draw_trend,
            yearly(series, nama),
            caption,
            table=series,
            file_name=f"tren {ukuran} {nama}",
            options={"judul": sumbu, "tinggi": tinggi},
        ),
        key=key,
    )
