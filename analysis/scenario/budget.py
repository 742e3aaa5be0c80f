"""Dividing a budget: the door to packages, hulls, limits and comparisons.

`frontier` answers every budget at once where only the budget binds; `solve` answers one budget under further limits.
Both maximise expected averted cases; being linear in the shares, the mean over draws is exact. Averted stunting cases
and families leaving KRS are different objectives: give the gains of one or of the other, never a conversion.
"""

from analysis.scenario.cautious import Cautious, cautious, mean_of_worst
from analysis.scenario.comparing import (
    Stability,
    allocation_table,
    compare,
    divide,
    price_of_fairness,
    splits,
    stability,
)
from analysis.scenario.constrained import BUDGET, Solved, solve
from analysis.scenario.hull import NOTHING, Allocation, Frontier, frontier
from analysis.scenario.limits import Capacity, Constraints, Floor, Fund, LokusFirst, Ramp, StartUp
from analysis.scenario.packages import (
    MOST_LEVERS,
    BudgetError,
    levers_without_cost,
    packages_of,
    say_without_cost,
)

__all__ = [
    "BUDGET",
    "MOST_LEVERS",
    "NOTHING",
    "Allocation",
    "BudgetError",
    "Capacity",
    "Cautious",
    "Constraints",
    "Floor",
    "Frontier",
    "Fund",
    "LokusFirst",
    "Ramp",
    "Solved",
    "Stability",
    "StartUp",
    "allocation_table",
    "cautious",
    "compare",
    "divide",
    "frontier",
    "levers_without_cost",
    "mean_of_worst",
    "packages_of",
    "price_of_fairness",
    "say_without_cost",
    "solve",
    "splits",
    "stability",
]
