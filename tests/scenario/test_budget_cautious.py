"""Giving up expected cases for a better bad case."""

import numpy as np
import pytest

from analysis.scenario.budget import cautious, frontier, mean_of_worst
from tests.scenario.budget_cases import package_problem

COST = np.array([[0, 1.0], [0, 1.0]])


def draws_of(first: list[float], second: list[float]) -> np.ndarray:
    """Two kelurahan with one package each, over the draws."""
    return np.stack([np.stack([np.zeros(len(one)), one]) for one in (first, second)]).astype(float)


def test_sure_gain_is_preferred_to_a_larger_gamble():
    found = cautious(draws_of([10, 0], [4, 4]), COST, 1, worst=0.5)
    assert (found.expected, found.worst, found.bound) == pytest.approx((4, 4, 4))
    assert (found.usual_expected, found.usual_worst) == (5, 0)


def test_two_gambles_that_offset_each_other_are_shared():
    found = cautious(draws_of([10, 0], [0, 8]), COST, 1, worst=0.5)
    # 10 x = 8 (1 - x): x = 4/9, and either draw gives 40/9.
    assert found.allocation.x[:, 1] == pytest.approx([4 / 9, 5 / 9])
    assert found.worst == pytest.approx(40 / 9)


def test_caution_over_all_draws_is_the_mean():
    rng = np.random.default_rng(4)
    gain, cost = package_problem(rng, 20, 3)
    draws = gain[:, :, None] * rng.lognormal(0, 0.5, (20, 1, 25))
    budget = 0.3 * cost.max(axis=1).sum()
    every, tenth = (cautious(draws, cost, budget, worst) for worst in (1, 0.1))
    assert every.worst == pytest.approx(frontier(draws.mean(axis=2), cost).at(budget).value, rel=1e-9)
    of_draw = (tenth.allocation.x[:, :, None] * draws).sum(axis=(0, 1))
    assert tenth.worst == pytest.approx(mean_of_worst(of_draw, 0.1), rel=1e-7) == pytest.approx(tenth.bound)
    assert tenth.worst > tenth.usual_worst and tenth.expected < tenth.usual_expected
    assert tenth.allocation.cost <= budget * (1 + 1e-7)


def test_mean_of_the_worst_takes_a_part_of_the_last():
    assert mean_of_worst(np.array([4, 1, 2, 9]), 0.5) == 1.5
    assert mean_of_worst(np.array([4, 1, 2, 9]), 0.375) == pytest.approx((1 + 0.5 * 2) / 1.5)
    assert mean_of_worst(np.array([4, 1, 2, 9]), 1) == 4
