"""The test that matters: who has every table of a release cannot work out one small cell of it."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

from analysis.publication.disclosure import Rules, Suppression
from analysis.sources.catalog import load_catalog
from tests.publication.attacker import Reader, possible_numbers
from tests.publication.small_tables import YEAR, balita_tables, cakupan_tables, krs_tables

RULES = Rules(4, 20)
THOROUGH = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def sample() -> tuple[dict[str, pd.DataFrame], Suppression]:
    tables = load_catalog().tables
    return tables, Suppression(tables, RULES)


def worked_out(tables, suppression, table, tahun, *, knowing: bool, exact: bool = True) -> dict:
    """Small cells for which this reader is left with fewer than two whole numbers."""
    found = Reader(tables, table, tahun, suppression.rules, knowing).read(suppression).widths(exact)
    return {cell: bounds for cell, bounds in found.items() if possible_numbers(bounds) < 2}


@pytest.mark.parametrize("tahun", [2021, 2022, 2023, 2024, 2025])
@pytest.mark.parametrize("table", ["balita", "krs", "cakupan"])
def test_nobody_works_out_a_small_cell_of_the_sample_data(sample, table, tahun):
    """Not even a reader who is told which hidden cells are small."""
    tables, suppression = sample
    assert worked_out(tables, suppression, table, tahun, knowing=True, exact=False) == {}


def test_the_attack_would_succeed_without_secondary_cells(sample):
    """The same reader opens most of what is hidden when only the small cells themselves are missing."""
    tables, suppression = sample
    naive = OnlySmallCells(suppression)
    opened = worked_out(tables, naive, "krs", 2024, knowing=False)
    assert ("", "air_tidak_layak", "31.71.06.1004") in opened or len(opened) > 3


class OnlySmallCells:
    """A release that hides small cells and nothing else."""

    def __init__(self, suppression: Suppression):
        self.rules, self._all = suppression.rules, suppression

    def mask(self, frame, indikator, tahun, level, kode_indikator=None):
        hidden = self._all.hidden(indikator, tahun, level, kode_indikator)
        own = hidden.loc[hidden["alasan"] != "sekunder", "kode"]
        masked = self._all.mask(frame, indikator, tahun, level, kode_indikator)
        return masked.where(frame[f"kode_{level}"].isin(own), frame.assign(disembunyikan=False))

    def mask_columns(self, frame, table, tahun, level):
        reasons = self._all.cell_reasons(frame, table, tahun, level)
        small = {name: [why in ("pembilang", "penyebut") for why in cells] for name, cells in reasons.items()}
        return frame.assign(
            **{name: frame[name].mask(pd.Series(cells, index=frame.index)) for name, cells in small.items()}
        )


@THOROUGH
@given(balita_tables())
def test_nobody_works_out_a_small_count_of_children(tables):
    assert worked_out(tables, Suppression(tables, RULES), "balita", YEAR, knowing=False) == {}


@THOROUGH
@given(krs_tables())
def test_nobody_works_out_a_small_count_of_families(tables):
    assert worked_out(tables, Suppression(tables, RULES), "krs", YEAR, knowing=False) == {}


@THOROUGH
@given(cakupan_tables())
def test_nobody_works_out_a_small_count_of_a_service(tables):
    assert worked_out(tables, Suppression(tables, RULES), "cakupan", YEAR, knowing=False) == {}
