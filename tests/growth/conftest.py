"""The reference children as measurement frames, and worked cases."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.growth.scoring import score_growth

CASES = Path(__file__).parents[1] / "kasus"


def read_case(name: str) -> pd.DataFrame:
    """All columns as text: "None" is a value there, only "" is missing."""
    return pd.read_csv(CASES / f"{name}.csv", dtype=str, keep_default_na=False)


def number(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column.replace("", np.nan))


def measurements(who: pd.DataFrame) -> pd.DataFrame:
    """WHO Anthro columns as the measurement frame."""
    return pd.DataFrame(
        {
            "jk": who["sex"].map({"1": "L", "2": "P"}).fillna(""),
            "umur_hari": number(who["age"]),
            "berat_kg": number(who["weight"]),
            "tinggi_cm": number(who["lenhei"]),
            "cara_ukur": who["measure"].str.lower().map({"h": "berdiri", "l": "terlentang"}).fillna(""),
            "lingkar_kepala_cm": number(who["headc"]),
            "lila_cm": number(who["armc"]),
            "edema": who["oedema"].str.lower(),
        }
    )


@pytest.fixture(scope="session")
def survey() -> pd.DataFrame:
    """The reference survey, scored, with its groups and design columns."""
    who = read_case("survei_acuan")
    frame = measurements(who)
    groups = who[["area", "gregion", "wealthq", "mothered", "othergr"]]
    design = who[["sw", "cluster", "strata"]].apply(number)
    return pd.concat([frame, score_growth(frame), groups, design], axis=1)


def child(**values) -> dict:
    """One healthy girl of 1000 days, with what a test changes."""
    usual = {
        "jk": "P",
        "umur_hari": 1000.0,
        "berat_kg": 12.5,
        "tinggi_cm": 91.0,
        "cara_ukur": "berdiri",
        "lingkar_kepala_cm": 48.0,
        "lila_cm": 15.0,
        "edema": "n",
    }
    assert not values.keys() - usual.keys() - {"anak", "posyandu", "tanggal_ukur", "ganda", "nik_kosong"}
    return usual | values


def children(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([child(**row) for row in rows])


def scored(*rows: dict) -> pd.DataFrame:
    frame = children(*rows)
    return pd.concat([frame, score_growth(frame)], axis=1)
