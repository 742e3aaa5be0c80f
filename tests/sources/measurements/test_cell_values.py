"""Cells as real exports write them."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.sources.measurements.values import POSITION, SEX, read_ages, read_codes, read_dates, read_numbers

NAN = float("nan")


def one(read, text):
    values, *_bare, bad = read(pa.array([text], pa.string()))
    return "?" if bad[0] else values[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", 12.5), ("12.5", 12.5), (" 7 ", 7.0), ("12,5 kg", 12.5), ("+3", 3.0), ("0", 0.0), ("-0,5", -0.5),
        ("1.234,5", 1234.5), ("1e1", 10.0), ("", NAN), ("-", NAN), ("NA", NAN), ("abc", "?"), ("1,2,3", "?"), ("12;5", "?"),
        ("9900000000000001", "?"),
    ],
)  # fmt: skip
def test_numbers(text, value):
    assert one(read_numbers, text) == pytest.approx(value, nan_ok=True)


@pytest.mark.parametrize(
    "text",
    [
        "2024-08-15", "2024-08-15 09:30:00", "2024-08-15T00:00:00", "2024/8/15", "15/08/2024", "15-8-2024", "15.08.2024",
        "15/08/24", "15 Agustus 2024", "15-Aug-2024", "15 Ags 24", "20240815", "45519", " 2024-08-15 ",
    ],
)  # fmt: skip
def test_dates(text):
    """Excel's day 45519 is 15 August 2024."""
    assert np.datetime64("1970-01-01") + np.timedelta64(int(one(read_dates, text)), "D") == np.datetime64("2024-08-15")


@pytest.mark.parametrize("text", ["31/02/2024", "12/31/2024", "2024-13-01", "0000-00-00", "1-1-1900", "besok"])
def test_what_is_no_date(text):
    assert one(read_dates, text) == "?"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 Tahun - 3 Bulan - 5 Hari", 27 * 30.4375 + 5),
        ("2 Tahun - 3 Bulan - x Hari", 27 * 30.4375),
        ("11 bln", 11 * 30.4375),
        ("1 th 2 bl", 14 * 30.4375),
        ("5 hari", 5),
        ("0 Tahun - 0 Bulan - 0 Hari", 0),
        ("", NAN),
        ("dua tahun", "?"),
    ],
)
def test_ages_in_words(text, days):
    assert one(read_ages, text) == pytest.approx(days, nan_ok=True)


def test_a_bare_age_is_marked_for_its_unit_is_not_said():
    _values, bare, _bad = read_ages(pa.array(["27", "27 bulan"], pa.string()))
    assert bare.tolist() == [True, False]


@pytest.mark.parametrize(
    ("text", "place"), [("L", 0), ("p", 1), ("1", 0), ("2", 1), ("M", 0), ("f", 1), ("Perempuan", 1), ("x", -1)]
)
def test_sex(text, place):
    assert read_codes(pa.array([text], pa.string()), SEX)[0][0] == place


@pytest.mark.parametrize(("text", "place"), [("H", 0), ("berdiri", 0), ("l", 1), ("Telentang", 1), ("", -1)])
def test_position(text, place):
    """In the column of the position L is lying, whatever L means in the column of the sex."""
    assert read_codes(pa.array([text], pa.string()), POSITION)[0][0] == place
