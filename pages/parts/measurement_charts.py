"""The charts of the page Pengukuran."""

from __future__ import annotations

import pandas as pd

from analysis.figures import measurement as figures
from analysis.figures.view import Empty
from analysis.language import _
from pages.parts import data
from pages.parts.chart_panel import Panel, chart
from pages.parts.looking import view_of
from pages.parts.measured import Measured
from pages.parts.measurement import (
    AGE_SEX,
    Choice,
    fewest,
    level_name,
    round_name,
    rows_of,
    shares,
    short_name,
    where,
    worked_out,
)


def _round(source: Measured, choice: Choice) -> figures.Round:
    return figures.Round(
        source.berkas,
        source.jenis_data,
        where(source),
        choice.putaran,
        round_name(choice.putaran),
        short_name(choice.ukuran),
        fewest(data.tables()),
    )


@worked_out
def distribution_panel(source: Measured, choice: Choice) -> Panel:
    """The z-scores of the round beside the WHO standard."""
    from analysis.growth.distribution import zscore_bins

    index, rows = choice.ukuran[0], rows_of(source, choice.putaran)
    bins = zscore_bins(rows[f"zs_{index}"], rows[f"flag_{index}"])
    return chart(figures.distribution_figure(_round(source, choice), index, bins), key="sebaran_z")


@worked_out
def area_panel(source: Measured, choice: Choice) -> Panel | Empty:
    """Prevalence per area with intervals."""
    rows, whole = shares(source, choice, choice.tingkat), shares(source, choice, "semua").iloc[0]
    figure = figures.area_figure(_round(source, choice), level_name(choice.tingkat), rows, whole["nilai"])
    return chart(figure, key="prevalensi_wilayah")


@worked_out
def map_panel(source: Measured, tables: dict[str, pd.DataFrame], choice: Choice) -> Panel | Empty:
    """Prevalence per kelurahan on the map; few children are dotted, none hatched."""
    if not source.placed:
        return Empty(
            _("Berkas ini tidak menyebut kelurahan di DKI."), _("Tambahkan kolom Kec dan Desa/Kel untuk melihat peta.")
        )
    rows = rows_of(source, choice.putaran)
    places = rows.drop_duplicates("nama_kelurahan")[["nama_kelurahan", "kode_kelurahan"]].astype("str")
    found = shares(source, choice, "nama_kelurahan").merge(places, left_on="nama", right_on="nama_kelurahan")
    return chart(figures.map_figure(view_of(tables), _round(source, choice), found), key="peta_ukur")


@worked_out
def age_sex_panel(source: Measured, choice: Choice) -> Panel:
    """Shares by age band and sex."""
    return chart(figures.age_sex_figure(_round(source, choice), shares(source, choice, AGE_SEX)), key="umur_jk")
