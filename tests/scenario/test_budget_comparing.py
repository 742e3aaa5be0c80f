"""The optimum beside usual divisions, its stability, and the plan as a table."""

import numpy as np
import pandas as pd
import pytest

from analysis.scenario.budget import (
    BudgetError,
    allocation_table,
    compare,
    divide,
    frontier,
    packages_of,
    splits,
    stability,
)
from tests.scenario.budget_cases import AREAS, PACKAGES, package_problem, read_case, small_problem

GAIN, COST = small_problem()
CHILDREN, CASES, CURRENT = np.array([200, 100, 100]), np.array([60, 60, 40]), np.array([0, 1, 9])


def test_divisions_as_worked_by_hand():
    for case in read_case("skenario_anggaran_banding").itertuples():
        found = splits(GAIN, COST, case.anggaran_juta, CASES, CHILDREN, CURRENT)[case.cara]
        if case.cara != "optimum":
            assert found.cost_by_area == pytest.approx(np.array(case.bagian.split(), dtype=float)), case.alasan
        assert found.value == pytest.approx(case.dicegah), case.alasan


def test_money_that_one_kelurahan_cannot_use_goes_to_the_others():
    best = frontier(GAIN, COST)
    assert divide(best, 500, CHILDREN).tolist() == pytest.approx([220, 125, 155])
    assert divide(best, 9999, CURRENT).tolist() == [0, 125, 180]
    assert divide(best, 60, np.zeros(3)).tolist() == [0, 0, 0]


def test_comparison_says_how_far_each_division_is_from_the_optimum():
    frame = compare(GAIN, COST, 200, CASES, CHILDREN).set_index("cara")
    assert frame.index.tolist() == ["sama_rata", "menurut_kasus", "sekarang", "optimum"]
    assert frame["selisih"].drop("sekarang").tolist() == pytest.approx([2, 1.5, 0])
    assert frame["biaya_per_kasus"]["optimum"] == pytest.approx(200 / 20.5)
    assert frame.loc["sekarang"].isna().all()  # not known: neither left out nor guessed


@pytest.mark.parametrize("share", [0, 0.02, 0.4, 0.9, 1, 3])
def test_no_division_beats_the_optimum_and_all_meet_when_money_is_plenty(share):
    rng = np.random.default_rng(8)
    gain, cost = package_problem(rng, 50, 4)
    budget = share * frontier(gain, cost).full_cost
    keys = rng.uniform(10, 500, (3, 50))
    frame = compare(gain, cost, budget, *keys)
    assert (frame["selisih"] >= -1e-9).all()
    assert frame["biaya_rp"].to_numpy() == pytest.approx(min(budget, frontier(gain, cost).full_cost))
    if share >= 1 or share == 0:
        assert frame["selisih"].to_numpy() == pytest.approx(0, abs=1e-6)


def test_division_by_an_unknown_count_is_refused():
    with pytest.raises(BudgetError, match="Dasar pembagian"):
        compare(GAIN, COST, 200, CASES, np.array([200, np.nan, 100]))


def test_certain_effects_make_a_certain_plan():
    found = stability(np.repeat(GAIN[:, :, None], 7, axis=2), COST, 200, PACKAGES)
    best = frontier(GAIN, COST).at(200)
    assert found.package.tolist() == (best.x > 0).astype(float).tolist()
    assert found.area.tolist() == [1, 1, 0]
    assert found.lever.tolist() == [[1, 0], [1, 1], [0, 0]]
    assert found.value == pytest.approx(20.5) and found.price == pytest.approx(50 / 3)


def test_uncertain_effects_are_counted_draw_by_draw():
    """In one of four draws Gambir's two levers together avert 90 instead of 9, and Gambir comes first."""
    draws = np.repeat(GAIN[:, :, None], 4, axis=2)
    draws[2, 3, 0] = 90
    found = stability(draws, COST, 75, PACKAGES)
    assert found.area.tolist() == [0, 0.75, 0.25]
    assert found.lever.tolist() == [[0, 0], [0, 0.75], [0.25, 0.25]]
    assert found.value.tolist() == pytest.approx([37.5, 9, 9, 9])


def test_stability_is_a_share():
    rng = np.random.default_rng(2)
    gain, cost = package_problem(rng, 40, 4)
    draws = gain[:, :, None] * rng.lognormal(0, 0.5, (40, 1, 30))
    found = stability(draws, cost, 0.3 * frontier(gain, cost).full_cost, packages_of(list("abcd")))
    for share in (found.area, found.package, found.lever):
        assert share.min() >= 0 and share.max() <= 1
    assert 0 < found.lever.mean() < 1
    assert (found.area >= found.lever.max(axis=1)).all()


def test_plan_table_has_a_row_per_funded_lever_and_adds_up():
    wilayah = pd.DataFrame({"kode_kelurahan": ["k1", "k2", "k3"], "nama": AREAS})
    allocation = frontier(GAIN, COST).at(200)
    plan = allocation_table(allocation, PACKAGES, wilayah, np.array([[50, 40], [30, 20], [10, 10]]))
    expected = {
        "nama": ["Kapuk", "Kalideres", "Kalideres"],
        "tuas": ["a", "a", "b"],
        "jangkauan_pct": [100, 50, 100],
        "biaya_rp": [100, 25, 75],
        "orang": [50, 15, 20],
    }
    assert plan[list(expected)].to_dict("list") == expected
    assert plan["biaya_rp"].sum() == allocation.cost == 200
    assert allocation_table(frontier(GAIN, COST).at(0), PACKAGES, wilayah).empty
