"""The frontier: exact against a solver, by hand, and in the shape every frontier must have."""

from itertools import product

import numpy as np
import pytest
from scipy import sparse
from scipy.optimize import linprog

from analysis.scenario.budget import (
    BudgetError,
    frontier,
    levers_without_cost,
    packages_of,
    say_without_cost,
)
from tests.scenario.budget_cases import AREAS, awkward_problem, package_problem, read_case, small_problem


def best_by_highs(gain: np.ndarray, cost: np.ndarray, budget: float) -> float:
    """The same question as a plain linear programme, written here a second time."""
    areas, packages = gain.shape
    one = sparse.kron(sparse.eye(areas), np.ones((1, packages)))
    rows = sparse.vstack([one, sparse.csr_matrix(cost.reshape(1, -1) / cost.max())]).tocsr()
    found = linprog(-gain.ravel(), rows, np.append(np.ones(areas), budget / cost.max()), bounds=(0, None))
    assert found.status == 0
    return -found.fun


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("share", [0.05, 0.3, 0.8])
def test_hull_is_the_linear_optimum_of_267_areas_and_64_packages(seed, share):
    gain, cost = package_problem(np.random.default_rng(seed), 267, 6)
    budget = share * frontier(gain, cost).full_cost
    assert frontier(gain, cost).at(budget).value == pytest.approx(best_by_highs(gain, cost, budget), rel=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_hull_is_the_linear_optimum_of_awkward_packages(seed):
    gain, cost = awkward_problem(np.random.default_rng(seed), 12, 9)
    for budget in (0, 0.5, 3, 11, 40):
        expected = best_by_highs(gain, cost, budget)
        assert frontier(gain, cost).at(budget).value == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_frontier_never_falls_bends_only_down_and_splits_one_kelurahan(seed):
    rng = np.random.default_rng(seed)
    for gain, cost in (package_problem(rng, 30, 5), awkward_problem(rng, 30, 12)):
        best = frontier(gain, cost)
        slopes = np.diff(best.won) / np.diff(best.spent)
        assert (np.diff(best.won) > 0).all()
        assert (np.diff(slopes) <= 1e-12 * slopes[:-1]).all()
        for budget in np.linspace(0, best.full_cost, 23):
            allocation = best.at(budget)
            split = np.flatnonzero(((allocation.x > 0) & (allocation.x < 1)).any(axis=1))
            assert len(split) <= 1
            assert split.tolist() in ([], [allocation.split])
            assert allocation.x.sum(axis=1).max() <= 1 + 1e-12
            assert allocation.cost == pytest.approx(min(budget, best.full_cost))
            assert allocation.value == pytest.approx(float(best.value(budget)))


def test_small_problem_as_worked_by_hand():
    best = frontier(*small_problem())
    for case in read_case("skenario_anggaran").fillna({"terbelah": ""}).itertuples():
        found = best.at(case.anggaran_juta)
        assert found.value == pytest.approx(case.dicegah), case.kasus
        assert found.price == pytest.approx(case.harga_juta, nan_ok=True), case.kasus
        assert (AREAS[found.split] if found.split is not None else "") == case.terbelah, case.kasus


@pytest.mark.parametrize("seed", range(15))
def test_whole_packages_lose_at_most_the_last_step(seed):
    """Every plan of whole packages is tried: 4 areas x 8 packages."""
    gain, cost = package_problem(np.random.default_rng(seed), 4, 3)
    for share in (0.2, 0.5, 0.7):
        budget = share * cost.max(axis=1).sum()
        plans = np.array(list(product(range(8), repeat=4)))
        areas = np.arange(4)
        affordable = plans[cost[areas, plans].sum(axis=1) <= budget]
        best_whole = gain[areas, affordable].sum(axis=1).max()
        found = frontier(gain, cost).at(budget)
        rounded = found.rounded()
        assert rounded.cost <= budget and set(np.unique(rounded.x)) <= {0.0, 1.0}
        assert rounded.value <= best_whole + 1e-9 <= found.value + 2e-9
        assert found.value - rounded.value <= found.last_step


def test_nothing_to_spend_still_takes_what_is_free():
    found = frontier(np.array([[0, 2, 5.0], [0, -1, 3.0]]), np.array([[0, 0, 4.0], [0, 0, 2.0]])).at(0)
    assert (found.value, found.cost) == (2, 0)
    assert found.x.tolist() == [[0, 1, 0], [0, 0, 0]]


def test_no_kelurahan_at_all_is_an_empty_frontier():
    best = frontier(np.zeros((0, 4)), np.zeros((0, 4)))
    assert (best.at(10).value, best.full_cost, len(best.points())) == (0, 0, 1)


def test_harm_is_never_bought():
    best = frontier(np.array([[-2.0, -5.0], [-1.0, 0.0]]), np.array([[0.0, 3.0], [1.0, 2.0]]))
    assert (best.full_cost, best.full_value, best.at(100).x.sum()) == (0, 0, 0)


def test_equal_packages_are_bought_once():
    best = frontier(np.array([[0, 4.0, 4.0]]), np.array([[0, 2.0, 2.0]]))
    assert (best.at(9).value, best.at(9).cost, best.at(9).x.sum()) == (4, 2, 1)


def test_equal_slopes_are_bought_in_the_order_of_their_cost():
    """0.1 cases per rupiah all along; as floating-point numbers the slopes rise and fall by 1e-16."""
    rupiah = np.arange(31.0)
    best = frontier(np.array([0.1 * rupiah, 0.3 * rupiah / 3]), np.array([rupiah, rupiah]))
    for budget in np.arange(0, 62.5, 0.5):
        found = best.at(budget)
        assert (found.cost, found.value) == pytest.approx((min(budget, 60), 0.1 * min(budget, 60)))
        assert found.x.sum(axis=1).max() <= 1 + 1e-12 and found.x.min() >= 0


def test_chart_points_are_few_and_keep_the_corners_near_the_budget():
    best = frontier(*package_problem(np.random.default_rng(5), 267, 6))
    budget = 0.4 * best.full_cost
    points = best.points(budget)
    assert 300 < len(points) <= 400
    assert {0.0, best.full_cost} <= set(points["biaya_rp"])
    nearest = best.spent[np.argsort(np.abs(best.spent - budget))[:100]]
    assert set(nearest) <= set(points["biaya_rp"])
    assert points["dicegah"].to_numpy() == pytest.approx(best.value(points["biaya_rp"].to_numpy()))
    # Between the points that are kept, the drawn line is within a thousandth of the curve.
    drawn = np.interp(best.spent, points["biaya_rp"], points["dicegah"])
    assert (best.won - drawn).max() < 1e-3 * best.full_value


def test_short_frontier_is_drawn_whole_with_the_price_ahead_of_each_corner():
    points = frontier(*small_problem()).points()
    assert points["biaya_rp"].tolist() == [0, 75, 175, 225, 405, 525]
    assert points["dicegah"].tolist() == [0, 9, 19, 22, 31, 36]
    assert points["harga"].tolist() == pytest.approx([75 / 9, 10, 50 / 3, 20, 24, np.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("gain", "cost", "budget", "words"),
    [
        ([[0, np.nan]], [[0, 1]], 1, "Manfaat paket ke-2 di kelurahan ke-1 belum diketahui"),
        ([[0, 1], [0, 1]], [[0, 1], [np.nan, 1]], 1, "Biaya paket ke-1 di kelurahan ke-2 belum diketahui"),
        ([[0, 1]], [[0, np.inf]], 1, "Biaya paket ke-2 di kelurahan ke-1 belum diketahui"),
        ([[0, 1]], [[0, -1]], 1, "Biaya paket tidak boleh kurang dari nol"),
        ([[0, 1]], [[0, 1]], np.nan, "Anggaran harus berupa angka rupiah"),
        ([[0, 1]], [[0, 1]], -5, "Anggaran harus berupa angka rupiah"),
    ],
)
def test_what_is_unknown_is_refused_with_a_sentence(gain, cost, budget, words):
    with pytest.raises(BudgetError, match=words):
        frontier(np.array(gain, dtype=float), np.array(cost, dtype=float)).at(budget)


def test_packages_are_bit_masks_of_levers():
    packages = packages_of(["mms", "suplemen", "air"])
    assert packages.shape == (8, 3)
    assert [tuple(packages.columns[row]) for row in packages.to_numpy()][5] == ("mms", "air")
    assert not packages.loc[0].any() and packages.loc[7].all()


def test_too_many_levers_and_a_lever_twice_are_refused():
    with pytest.raises(BudgetError, match="paling banyak 6 tuas"):
        packages_of(list("abcdefg"))
    with pytest.raises(BudgetError, match="dua kali"):
        packages_of(["mms", "mms"])


def test_lever_without_a_unit_cost_is_named_and_never_given_one():
    costs = {"suplemen": 500_000, "pmba": None, "air": float("nan"), "asi": 0, "jamban": "mahal", "pkh": -1}
    missing = levers_without_cost(["suplemen", "pmba", "air", "asi", "jamban", "pkh", "mms"], costs)
    assert missing == ["pmba", "air", "jamban", "pkh", "mms"]
    assert say_without_cost(["PMBA", "MMS"]).startswith("Belum ada biaya satuan untuk PMBA dan MMS")
    assert say_without_cost([]) == ""
