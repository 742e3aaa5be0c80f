"""What the cells of an export mean: numbers, dates, ages, sex, position, oedema.

Traps: an Indonesian export writes 12,5 and dates day first; ages come as "2 Tahun - 3 Bulan - 5 Hari"; WHO
Anthro codes sex 1/2 and position L/H in either case. A column of a million cells has a few thousand
different texts, so only the different ones are read and every reader takes an array of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.sources.cells import Refusal, is_empty, read_decimal

DAYS_OF_MONTH = 30.4375
FIRST_YEAR, LAST_YEAR = 1990, 2100
LARGEST = 1e9

SEX = {
    "L": {"l", "1", "m", "male", "laki", "laki-laki", "laki laki", "laki2", "lk", "pria", "boy", "cowok", "1.0"},
    "P": {"p", "2", "f", "female", "perempuan", "pr", "wanita", "girl", "cewek", "2.0"},
}
POSITION = {
    "berdiri": {"h", "berdiri", "standing", "stand", "height", "tegak"},
    "terlentang": {"l", "terlentang", "telentang", "berbaring", "baring", "tidur", "lying", "recumbent", "length"},
}
OEDEMA = {"y": {"y", "1", "ya", "yes", "ada", "1.0", "true"}, "n": {"n", "2", "0", "tidak", "no", "tidak ada", "t", "2.0", "false"}}  # fmt: skip

_MONTHS = {
    name: month
    for month, names in enumerate(
        [
            "jan januari january", "feb peb februari pebruari february", "mar maret march", "apr april", "mei may",
            "jun juni june", "jul juli july", "agu ags agt agustus aug august", "sep sept september",
            "okt oct oktober october", "nov nop november nopember", "des dec desember december",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_LONGEST = 64  # characters of a cell that can be a number or a date; patterns take their time over longer ones
_EXCEL_EPOCH = -25_569  # 1899-12-30 in days from 1970


def _texts(uniques: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(uniques)


def _rest(texts: pa.Array, done: np.ndarray, read: Callable[[str], float | None], values: np.ndarray) -> np.ndarray:
    """Reads one by one what the fast way left; True where a cell says something that is not understood."""
    bad = np.zeros(len(values), dtype=bool)
    for place in np.flatnonzero(~done):
        text = texts[int(place)].as_py()
        if not is_empty(text):
            value = read(text) if len(text) <= _LONGEST else None
            bad[place] = value is None
            values[place] = np.nan if value is None else value
    return bad


def _year_month_day(texts: pa.Array, pattern: str) -> tuple[np.ndarray, list[np.ndarray]]:
    """Which texts match, and the whole numbers of the groups y, m and d in those that do."""
    found = pc.extract_regex(texts, pattern)
    matched = pc.is_valid(found).to_numpy(zero_copy_only=False)
    parts = (pc.drop_null(pc.struct_field(found, group)) for group in "ymd")
    return matched, [pc.cast(part, pa.int64()).to_numpy() for part in parts]


def read_numbers(uniques: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Values (NaN where there is none) and which cells cannot be read: "12,5", "12.5", "12,5 kg" -> 12.5.

    A number of LARGEST or more measures nothing and may be a NIK or a telephone number: it is not read.
    """
    texts = _texts(uniques)
    plain = pc.match_substring_regex(texts, r"^[+-]?[0-9]{1,15}([.,][0-9]{0,15})?$")
    done = plain.to_numpy(zero_copy_only=False)
    values = np.full(len(texts), np.nan)
    # A leading + is no number to Arrow.
    numbers = pc.replace_substring(pc.filter(texts, plain), ",", ".")
    values[done] = pc.cast(pc.utf8_ltrim(numbers, "+"), pa.float64()).to_numpy()
    bad = _rest(texts, done, _read_number, values)
    endless = np.abs(values) >= LARGEST
    values[endless] = np.nan
    return values, bad | endless


def _read_number(text: str) -> float | None:
    text = re.sub(r"\s*(kg|cm|mm|gr?|gram)\.?$", "", text, flags=re.IGNORECASE)
    value = read_decimal(text)
    if not isinstance(value, Refusal):
        return value
    if re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+(e[+-]?[0-9]{1,2})?", text, re.IGNORECASE):
        return float(text)
    return None


def _days(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Days from 1970-01-01 as floats; NaN where there is no such day, or none that a child of today could need."""
    first = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(np.int64)
    real = (month >= 1) & (month <= 12) & (day >= 1) & (day <= length) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    return np.where(real, first.astype("datetime64[D]").astype(np.float64) + day - 1, np.nan)


def read_dates(uniques: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Days from 1970-01-01 (NaN where there is none) and which cells cannot be read.

    Reads 2024-08-15 and 2024-08-15 09:30:00, 15/08/2024, 15-8-24, 15 Agustus 2024, 15-Aug-2024, 20240815 and Excel's 45519.
    """
    texts = _texts(uniques)
    values = np.full(len(texts), np.nan)
    clock = r"(?:[ T][0-9:.]*Z?)?$"
    iso, parts = _year_month_day(texts, r"^(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})" + clock)
    values[iso] = _days(*parts)
    local, parts = _year_month_day(texts, r"^(?P<d>[0-9]{1,2})[-/.](?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})" + clock)
    values[local] = _days(*parts)
    done = iso | local
    bad = done & np.isnan(values)
    return values, bad | _rest(texts, done, _read_date, values)


def _read_date(text: str) -> float | None:
    if match := re.fullmatch(r"([0-9]{1,2})[-/. ]+([A-Za-z]+)[-/., ]+([0-9]{2}|[0-9]{4})", text):
        day, month, year = match[1], _MONTHS.get(match[2].lower(), 0), match[3]
    elif match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2})", text):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"(20[0-9]{2})([01][0-9])([0-3][0-9])", text):
        year, month, day = match.groups()
    elif match := re.fullmatch(r"([34][0-9]{4}|5[0-4][0-9]{3})([.,][0-9]+)?", text):
        return float(match[1]) + _EXCEL_EPOCH
    else:
        return None
    year = int(year) + (2000 if len(str(year)) == 2 else 0)
    value = _days(*(np.array([int(part)]) for part in (year, month, day)))[0]
    return None if np.isnan(value) else float(value)


_WORDED_AGE = re.compile(
    r"(?:(?P<y>[0-9]{1,2}) *(?:tahun|thn|th|t|years?|yr?))?[ ,-]*"
    r"(?:(?P<m>[0-9]{1,3}) *(?:bulan|bln|bl|b|months?|mo?))?[ ,-]*"
    r"(?:(?P<d>[0-9]{1,4}|x) *(?:hari|hr|h|days?|d))?[ ,-]*"
)


def read_ages(uniques: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ages as written: days for "2 Tahun - 3 Bulan - 5 Hari", the bare number for "27".

    Gives values, which of them are bare numbers (their unit is the column's), and which cells cannot be read.
    A month is 30.4375 days.
    """
    texts = _texts(uniques)
    bare = pc.match_substring_regex(texts, r"^[0-9]+([.,][0-9]+)?$").to_numpy(zero_copy_only=False)
    values = np.full(len(texts), np.nan)
    values[bare] = read_numbers(texts.filter(pa.array(bare)))[0]
    return values, bare, _rest(texts, bare, _read_age, values)


def _read_age(text: str) -> float | None:
    match = _WORDED_AGE.fullmatch(text.lower())
    if not match or not any(match.groups()):
        return None
    years, months, days = (int(part) if part and part != "x" else 0 for part in match.group("y", "m", "d"))
    return (years * 12 + months) * DAYS_OF_MONTH + days


def read_codes(uniques: pa.Array, codes: dict[str, set[str]]) -> tuple[np.ndarray, np.ndarray]:
    """Positions in `codes` (-1 for none of them) and which cells say something else."""
    place_of = {spelling: place for place, spellings in enumerate(codes.values()) for spelling in spellings}
    texts = [text.strip().lower() for text in uniques.to_pylist()]
    places = np.array([place_of.get(text, -1) for text in texts], dtype=np.int8)
    empty = np.array([is_empty(text) for text in texts], dtype=bool)
    return places, (places < 0) & ~empty
