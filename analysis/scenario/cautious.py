"""A cautious division: the best average of the worst draws (CVaR; Rockafellar & Uryasev 2000) instead of the average of all.

The trap: the mean over draws is the honest default, because the objective is linear. This answer gives up expected
averted cases for a better bad case; both figures belong beside each other on screen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from analysis.scenario.hull import Allocation, frontier
from analysis.scenario.packages import check_budget, check_problem
from analysis.scenario.programme import Programme, shares

SECONDS = 10.0


@dataclass(frozen=True)
class Cautious:
    """The allocation; its averted cases over all draws (expected) and in the worst of them (worst, at most `bound`).

    usual_expected, usual_worst: the same two of the optimum for the mean.
    """

    allocation: Allocation
    expected: float
    worst: float
    bound: float
    usual_expected: float
    usual_worst: float


def mean_of_worst(values: np.ndarray, worst: float) -> float:
    """Mean of the lowest share `worst` (0..1] of equally likely `values`; the last of them counts by its part."""
    ordered = np.sort(values)
    weights = np.clip(worst * len(ordered) - np.arange(len(ordered)), 0, 1)
    return float(ordered @ weights / weights.sum())


def cautious(gain_draws: np.ndarray, cost: np.ndarray, budget: float, worst: float = 0.1) -> Cautious:
    """Maximise the mean of the worst share `worst` of the draws: gain_draws k x s x d, cost k x s, budget in Rp.

    worst 1 is the mean over all draws. 50 to 100 draws are enough and stay quick.
    """
    if not 0 < worst <= 1:
        raise ValueError(f"worst: {worst}")
    draws = np.moveaxis(np.asarray(gain_draws, dtype=float), -1, 0)
    draws, costs = check_problem(draws, np.broadcast_to(np.asarray(cost, dtype=float), draws.shape))
    cost, mean = costs[0], draws.mean(axis=0)
    usual = frontier(mean, cost).at(check_budget(budget))
    answer = _programme(draws, cost, budget, worst).solve(SECONDS)
    allocation = Allocation(shares(answer.v, mean.shape), mean, cost)
    usual_worst = mean_of_worst((draws * usual.x).sum(axis=(1, 2)), worst)
    return Cautious(allocation, allocation.value, answer.value, answer.bound, usual.value, usual_worst)


def _programme(draws: np.ndarray, cost: np.ndarray, budget: float, worst: float) -> Programme:
    """Columns: shares, one level, and per draw how far it falls short of the level."""
    count = len(draws)
    most = float(np.maximum(draws, 0).max(axis=2).sum(axis=1).max())
    programme = Programme()
    x = programme.add_shares(np.zeros(cost.shape))
    level = programme.add_columns(np.ones(1), most)
    short = programme.add_columns(np.full(count, -1 / (worst * count)), most)
    programme.at_most(budget, (x, cost.ravel()))
    of_draw = -draws.reshape(count, -1)
    programme.at_most(0.0, (x, of_draw), (level, np.ones((count, 1))), (short, -sparse.eye_array(count, format="csr")))
    return programme
