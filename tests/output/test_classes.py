"""Classes of a map: readable limits, no empty class, and no printed value outside its label."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import language
from analysis.output.classes import NO_DATA, class_labels, class_limits, classify, shades

CASES = pd.read_csv(Path(__file__).parents[1] / "kasus" / "kelas_peta.csv", dtype=str, keep_default_na=False)


def numbers(text: str) -> list[float]:
    return [float(part.replace(",", ".")) if part else np.nan for part in text.split(";")] if text else []


@pytest.mark.parametrize("case", CASES.to_dict("records"), ids=CASES["kasus"])
def test_worked_cases(case):
    values, digits = numbers(case["nilai"]), int(case["desimal"])
    limits = class_limits(values, digits)
    assert limits == numbers(case["batas"])
    assert class_labels(values, limits, digits) == [label for label in case["label"].split("|") if label]


def test_a_value_lies_in_the_class_that_its_printed_form_names():
    # 12,46 is printed 12,5, and 12,5 opens the upper class "12,5 and more".
    assert list(classify([12.44, 12.46, 12.5], [12.5], digits=1)) == [1, 4, 4]


def test_missing_values_are_no_class_of_their_own():
    assert list(classify([np.nan, 3], [], digits=0)) == [NO_DATA, 3]


def test_labels_follow_the_language():
    language.use("en")
    assert class_labels([900, 1000, 2000, 2500], [1500], digits=0) == ["≤ 1,499", "≥ 1,500"]


@given(st.lists(st.floats(0, 3000, allow_nan=False), min_size=1, max_size=80), st.sampled_from([0, 1]))
def test_every_class_is_filled_and_none_is_split_by_rounding(values, digits):
    limits = class_limits(values, digits)
    kelas = classify(values, limits, digits)
    assert set(kelas) == set(shades(limits)), "a legend entry without an area, or an area without an entry"
    printed = np.round(values, digits)
    order = np.argsort(printed, kind="stable")
    assert (np.diff(kelas[order]) >= 0).all()
    assert len(limits) <= 4
    assert limits == sorted(set(limits))
