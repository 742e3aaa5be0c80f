"""Bins hold what the cut-offs count, and the standard behind them is the standard normal."""

import numpy as np
import pytest

from analysis.growth.distribution import zscore_bins


def test_bins_below_minus_two_hold_exactly_the_children_below_minus_two():
    zscores = np.array([-2.01, -2.0, -1.99, -3.0, 0.1, np.nan, -5.0])
    flags = np.array([0, 0, 0, 0, 0, 0, 1])
    bins = zscore_bins(zscores, flags)
    below = bins[bins["z_sampai"] <= -2]
    # -2.01 and -3.0; -2.0 itself is not below, and the flagged child is an error of measurement.
    assert below["n"].sum() == 2
    assert bins["n"].sum() == 5
    assert bins["porsi_pct"].sum() == pytest.approx(100)


def test_the_standard_has_its_known_shares():
    bins = zscore_bins([0.0], [0])
    # Standard normal tables: 2.275 % below -2, 15.866 % below -1.
    assert bins.loc[bins["z_sampai"] <= -2, "standar_pct"].sum() == pytest.approx(2.275, abs=0.001)
    assert bins.loc[bins["z_sampai"] <= -1, "standar_pct"].sum() == pytest.approx(15.866, abs=0.001)


def test_nobody_measured_is_missing_not_zero():
    assert zscore_bins([], [])["porsi_pct"].isna().all()
