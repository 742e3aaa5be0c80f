"""Families in pieces: what one piece must know of the others."""

import numpy as np
import pandas as pd
import pytest

from analysis.sources.families.pieces import find_repeated, plan_families, settle_tasks, survey_piece
from analysis.sources.measurements.findings import Refused
from tests.sources.families.conftest import TIDY, tidy


def _tasks(path, piece_bytes):
    plan, pieces = plan_families(path, path.name, (), {}, (), piece_bytes)
    return settle_tasks(plan, pieces, [survey_piece(piece, plan) for piece in pieces])


@pytest.mark.parametrize("piece_bytes", [2_000, 10_000, 10_000_000])
def test_the_rows_that_repeat_a_family_do_not_depend_on_the_pieces(tmp_path, piece_bytes):
    chance = np.random.default_rng(5)
    codes = [f"k{number}" if number else "" for number in chance.integers(0, 400, 1000)]
    path = tmp_path / "k.csv"
    path.write_text(tidy(*({"kode_keluarga": code} for code in codes)))
    _plan, tasks = _tasks(path, piece_bytes)
    # The place of a row in its piece, and the line where the piece begins, are its line in the file.
    first = [task.piece.first_line if task.piece.first_line > 1 else 2 for task in tasks]
    found = [start + place for start, task in zip(first, tasks, strict=True) for place in task.repeated.tolist()]
    known = pd.Series(codes)
    assert found == [place + 2 for place in np.flatnonzero(known.duplicated() & (known != ""))]


def test_spellings_of_one_code_are_one_family_and_no_code_is_none(tmp_path):
    path = tmp_path / "k.csv"
    path.write_text(tidy(*({"kode_keluarga": code} for code in ("ab1", " AB1 ", "", "", "'ab1"))))
    ((task,),) = [_tasks(path, 10_000_000)[1]]
    assert task.repeated.tolist() == [1, 4]


def test_no_keys_repeat_nothing():
    assert find_repeated([]) == []


def test_a_column_that_names_people_is_refused_before_any_piece_is_read(tmp_path):
    path = tmp_path / "k.csv"
    path.write_text(tidy({"NIK": "9912345678901234"}, header=TIDY + ";NIK"))
    with pytest.raises(Refused):
        plan_families(path, path.name, (), {}, ("NIK",), 1000)
