"""Families in pieces: what one piece must know of the others."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis.sources.families import read_families
from analysis.sources.families.names import find_family_header
from analysis.sources.families.pieces import (
    find_repeated,
    plan_families,
    read_task,
    settle_tasks,
    survey_piece,
    told_families,
)
from analysis.sources.measurements.findings import Refused
from analysis.sources.measurements.pieces import cut_reader
from analysis.sources.measurements.reading import open_reader
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


def test_row_groups_of_a_parquet_file_are_its_pieces(tmp_path):
    header, *rows = [
        line.split(";")
        for line in tidy(
            *(
                {"kode_keluarga": f"k{n // 3}", "umur_istri": "tua" if n % 7 == 0 else str(20 + n % 20)}
                for n in range(900)
            )
        ).splitlines()
    ]
    path = tmp_path / "k.parquet"
    columns = {name: [row[place] for row in rows] for place, name in enumerate(header)}
    pq.write_table(pa.table(columns), path, row_group_size=100)
    plan, _whole = plan_families(path, path.name, (), {}, (), 1)
    pieces = cut_reader(path, open_reader(path, {}, find=find_family_header), piece_rows=200)
    assert len(pieces) == 5
    plan, tasks = settle_tasks(plan, pieces, [survey_piece(piece, plan) for piece in pieces])
    read = [read_task(task, plan) for task in tasks]
    alone = read_families(path, path.name)
    found = pd.concat([frame for frame, _told in read], ignore_index=True)
    for name in alone.frame:
        assert found[name].astype(str).tolist() == alone.frame[name].astype(str).tolist(), name
    told = read[0][1]
    for _frame, more in read[1:]:
        told.merge(more)
    assert list(map(str, told_families(plan, told).problems)) == list(map(str, alone.problems))
