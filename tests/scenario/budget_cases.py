"""Three kelurahan and two levers that can be worked by hand, and random problems of any size."""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.scenario.budget import packages_of

CASES = Path(__file__).parents[1] / "kasus"
AREAS = ["Kapuk", "Kalideres", "Gambir"]
KAPUK, KALIDERES, GAMBIR = np.eye(3, dtype=bool)
LEVERS = ["a", "b"]
PACKAGES = packages_of(LEVERS)


def read_case(name: str) -> pd.DataFrame:
    return pd.read_csv(CASES / f"{name}.csv")


def small_problem() -> tuple[np.ndarray, np.ndarray]:
    """gain (cases) and cost (Rp juta), 3 x 4, of the table that is worked by hand."""
    table = read_case("skenario_anggaran_paket")
    gain, cost = np.zeros((3, 4)), np.zeros((3, 4))
    for row in table.itertuples():
        place = AREAS.index(row.kelurahan), sum(2 ** LEVERS.index(lever) for lever in row.paket.split())
        gain[place], cost[place] = row.dicegah, row.biaya_juta
    return gain, cost


def package_problem(rng: np.random.Generator, areas: int, levers: int) -> tuple[np.ndarray, np.ndarray]:
    """Children kept from stunting when levers multiply, and costs that add up: k x 2^levers."""
    members = packages_of([str(lever) for lever in range(levers)]).to_numpy(dtype=float)
    unit = rng.uniform(1e5, 5e6, (areas, levers)) * rng.uniform(0.2, 4, (areas, 1))
    effect = rng.uniform(0.01, 0.15, (areas, levers))
    return rng.uniform(50, 900, (areas, 1)) * (1 - np.exp(np.log1p(-effect) @ members.T)), unit @ members.T


def awkward_problem(rng: np.random.Generator, areas: int, packages: int) -> tuple[np.ndarray, np.ndarray]:
    """Any packages: free ones, harmful ones, equal ones, and equal slopes."""
    gain = rng.integers(-3, 8, (areas, packages)).astype(float)
    cost = rng.integers(0, 6, (areas, packages)).astype(float)
    gain[:, -1], cost[:, -1] = gain[:, 0], cost[:, 0]
    return gain, cost
