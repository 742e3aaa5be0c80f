"""A spreadsheet that opens a result runs nothing of what stood in the export."""

import pyarrow as pa
import pytest

from analysis.sources.measurements.writing import _harmless

NUMBERS = ["-", "-1,52", "+3", "-0.5", "12", "", "Berdiri", "2 Tahun - 3 Bulan"]
FORMULAS = ["=1+1", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0", "+cmd1", "\tx"]


@pytest.mark.parametrize("texts", [pa.array(NUMBERS), pa.array(NUMBERS).dictionary_encode()])
def test_numbers_and_words_stay_as_they_are(texts):
    assert _harmless(pa.chunked_array([texts])).to_pylist() == NUMBERS


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text(formula):
    for texts in (pa.array([*NUMBERS, formula]), pa.array([*NUMBERS, formula]).dictionary_encode()):
        assert _harmless(pa.chunked_array([texts])).to_pylist() == [*NUMBERS, "'" + formula]


def test_missing_cells_and_slices_are_kept():
    texts = pa.array(["=1", None, "-2", "=x"])[1:]
    assert _harmless(pa.chunked_array([texts])).to_pylist() == [None, "-2", "'=x"]
