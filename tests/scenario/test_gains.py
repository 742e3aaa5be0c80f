"""Packages of levers: each subset as a whole, priced only with prices that somebody gave."""

import numpy as np
import pytest

from analysis.scenario.gains import gains
from analysis.scenario.model import run
from analysis.scenario.plan import PlanError
from tests.scenario.bases import base_with, plan_of

PATH = {2029: 80}
LEVERS = ["suplemen", "pmba", "jamban"]


@pytest.fixture
def plan():
    return plan_of(
        dict.fromkeys(LEVERS, PATH), "baku", biaya={"suplemen": 100, "pmba": 10, "jamban": 1000}, sampai=2030
    )


@pytest.fixture
def base(tuas):
    krs = np.zeros((2, 2, 2, 2))
    krs[:, 0, 0, 0], krs[:, 0, 1, 0], krs[:, 0, 1, 1] = 800, 150, 50
    return base_with([0.15, 0.3], tuas, balita=[3000, 5000], cakupan={"jamban": 0.2}, krs=krs)


def test_the_full_package_is_the_whole_plan_and_the_empty_one_nothing(plan, base, parameter, tuas):
    found = gains(plan, base, parameter, tuas, LEVERS, draws=60)
    assert found.gain.shape == found.cost.shape == (2, 8) and found.draws.shape == (2, 8, 60)
    assert (found.gain[:, 0] == 0).all() and (found.cost[:, 0] == 0).all()
    whole = run(plan, base, parameter, tuas, 60)
    assert np.median(found.draws[:, 7], axis=1) == pytest.approx(whole.kelurahan["dicegah"].to_numpy(), rel=1e-5)
    assert found.cost[:, 7] == pytest.approx(whole.biaya.groupby("kode_kelurahan")["biaya_rp"].sum().to_numpy())


def test_gains_of_two_levers_are_less_than_their_sum(plan, base, parameter, tuas):
    found = gains(plan, base, parameter, tuas, LEVERS, draws=60)
    one, other, both = (found.gain[:, s] for s in (1, 2, 3))
    assert found.packages.loc[3].tolist() == [True, True, False]
    assert (np.maximum(one, other) < both).all() and (both < one + other).all()
    assert found.cost[:, 3] == pytest.approx(found.cost[:, 1] + found.cost[:, 2])


def test_a_lever_without_a_price_is_refused(plan, base, parameter, tuas):
    unpriced = plan_of(plan.jalur, biaya={"suplemen": 100, "jamban": 1000}, sampai=2030)
    with pytest.raises(PlanError, match="Biaya satuan Konseling pemberian makan"):
        gains(unpriced, base, parameter, tuas, LEVERS)
    with pytest.raises(PlanError, match="belum punya jalur"):
        gains(plan, base, parameter, tuas, ["mms"])


def test_families_leaving_krs_are_an_objective_of_their_own(plan, base, parameter, tuas):
    """Of 150 families with the latrine risk only, three quarters are reached (20 -> 80 %); those with 4T stay."""
    found = gains(plan, base, parameter, tuas, LEVERS, draws=5, tujuan="krs")
    assert found.gain[:, 4] == pytest.approx([112.5, 112.5])
    assert (found.gain[:, [1, 2, 3]] == 0).all()
