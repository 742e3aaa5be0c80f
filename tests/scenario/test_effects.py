"""Effect sizes become prevalence ratios as their definitions say."""

import numpy as np
import pytest

from analysis.scenario.effects import (
    birthweight_change,
    latrine_ratios,
    log_multiplier,
    ratio_of_odds,
    ratio_of_shift,
    split_by_odds,
)


def test_prevalence_is_split_by_an_odds_ratio(cases):
    for case in cases("skenario_odds").itertuples():
        without, covered = split_by_odds(case.odds, case.cakupan, case.prevalensi)
        assert [without, covered] == pytest.approx([case.tanpa, case.dengan], abs=case.toleransi), case.kasus
        if not np.isnan(case.cakupan_baru):
            later = case.cakupan_baru * covered + (1 - case.cakupan_baru) * without
            assert later == pytest.approx(case.prevalensi_baru, abs=case.toleransi), case.kasus


def test_mixing_covered_and_uncovered_is_the_multiplier_of_the_ratio(cases):
    for case in cases("skenario_identitas").itertuples():
        without, covered = split_by_odds(case.odds, case.cakupan, case.prevalensi)
        mixed = (case.cakupan_baru * covered + (1 - case.cakupan_baru) * without) / case.prevalensi
        ratio = ratio_of_odds(case.odds, case.cakupan, case.prevalensi)
        told = np.exp(log_multiplier(1, case.cakupan_baru, case.cakupan, ratio))
        assert told == pytest.approx(mixed, abs=case.toleransi), case.kasus


@pytest.mark.parametrize(("sigma", "expected"), [(1.0, 0.853), (1.2, 0.876), (1.4, 0.893)])
def test_a_shift_in_z_score_depends_on_the_local_spread(sigma, expected):
    """Reference of the model: delta .11 at prevalence .198."""
    assert ratio_of_shift(0.11, sigma, 0.198) == pytest.approx(expected, abs=0.0005)


def test_without_unsafe_or_safe_households_apart_latrines_are_one_odds_ratio():
    """Share .10 without a latrine, all with unsafe water: as split_by_odds says; without them p falls to .173225."""
    unsafe, _safe = latrine_ratios(np.array([0.198]), 0.10, 1.0, 3.47, 1.27)
    without, covered = split_by_odds(3.47, 0.10, 0.198)
    assert unsafe == pytest.approx(covered / without, abs=1e-12)
    assert 0.198 / (1 + 0.10 * (unsafe - 1)) == pytest.approx(0.173225, abs=1e-6)


def test_the_three_kinds_of_household_mix_to_the_local_prevalence():
    unsafe, safe = latrine_ratios(np.array([0.17, 0.30]), 0.15, 0.3, 3.47, 1.27)
    reference = np.array([0.17, 0.30]) / (1 + 0.15 * (0.3 * (unsafe - 1) + 0.7 * (safe - 1)))
    for ratio, odds in ((unsafe, 3.47), (safe, 1.27)):
        exposed = ratio * reference
        assert exposed / (1 - exposed) == pytest.approx(odds * reference / (1 - reference), abs=1e-12)


def test_birthweight_gives_points_and_not_a_ratio():
    assert birthweight_change(1e-4, 45.16, 1, 1, 0) == pytest.approx(-0.004516)
    assert birthweight_change(1e-4, 66.96, 0.1, 0.9, 0.4) == pytest.approx(-0.0003348)
