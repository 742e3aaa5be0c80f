"""Z-scores of whole frames against the WHO standard, equal to WHO's R package `anthro` 1.1.0.

The traps, each of which moves z-scores if "simplified":
- Age is rounded half up to whole days for the tables (730.5 is day 731, the height table), but "below 60 months" and
  "below 9 months" are asked of the unrounded age: 1826.24 d is valid, 1826.25 d is not.
- A child under 731 days measured standing gets +0.7 cm, from 731 days lying -0.7 cm; standing under 9 months is taken
  as "position unknown" and gets nothing.
- BB/TB is interpolated between rows of 0.1 cm with the reference's own floating-point steps; its limits (45-110 cm,
  65-120 cm) are asked after the 0.7 cm. It is the only index that needs no age.
- z is rounded to two decimals first; flags and categories come after.
- As in the reference, "a measurement <= 0 is missing" is asked of what an index measures: the adjusted length, the
  weight, the BMI. So a length of 0 gives an infinite BMI and a weight of 0 an extreme BB/TB; both are flagged, and a
  flagged z-score enters nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.growth.categories import PERMENKES_2_2020, Scale, categorise
from analysis.growth.tables import DAYS, GrowthTables, load_tables

INDICES = ("tbu", "bbu", "bbtb", "imtu", "lku", "lilau")
DAYS_OF_MONTH = 30.4375
FIRST_HEIGHT_DAY = 731
POSITION_CM = 0.7
HEIGHT_TABLE_FROM_CM = 87.0  # which table when neither age nor position is known
LENGTH_RANGE_CM = ((45.0, 110.0), (65.0, 120.0))
FIRST_MUAC_DAY = 91

# WHO flags: a z-score outside is not plausible.
PLAUSIBLE = {
    "tbu": (-6.0, 6.0),
    "bbu": (-6.0, 5.0),
    "bbtb": (-5.0, 5.0),
    "imtu": (-5.0, 5.0),
    "lku": (-5.0, 5.0),
    "lilau": (-5.0, 5.0),
}

# Why a z-score is missing; the first that applies is given.
REASONS = (
    "",
    "jk_tidak_dikenal",
    "umur_negatif",
    "umur_lebih_60_bulan",
    "umur_kosong",
    "ukuran_kosong",
    "ukuran_tidak_positif",
    "edema",
    "panjang_di_luar_tabel",
    "lila_sebelum_91_hari",
)
_REASON = {code: position for position, code in enumerate(REASONS)}

_CHUNK = 16_384  # rows; what one chunk works on stays in the processor's cache


def round_half_up(days: np.ndarray) -> np.ndarray:
    """Whole days, .5 upwards (1826.5 -> 1827); NaN stays."""
    whole = np.floor(days)
    return whole + (days - whole >= 0.5)


def round_zscore(value: np.ndarray) -> np.ndarray:
    """Two decimals as R rounds (4.0.0 and later): to the nearer of the two candidates, the even one when equally near.

    `np.round` gives the same except within rounding error of a tie, where it asks the product with 100, not the value.
    """
    scaled = value * 100.0
    rounded = np.rint(scaled)
    with np.errstate(invalid="ignore"):  # infinite minus infinite
        ties = np.flatnonzero(np.abs(np.abs(scaled - rounded) - 0.5) < 1e-6)
    result = rounded / 100.0
    if len(ties):
        size = np.abs(value[ties])
        floor = np.floor(size * 100.0)
        low, high = floor / 100.0, np.ceil(size * 100.0) / 100.0
        to_low, to_high = size - low, high - size
        down = (to_low < to_high) | ((to_low == to_high) & (floor % 2 == 0))
        result[ties] = np.copysign(np.where(down, low, high), value[ties])
    return result


def _text_codes(column: pd.Series, known: tuple[str, ...]) -> np.ndarray:
    """Position of each text in `known`, -1 for anything else; int8."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = [known.index(text) if text in known else -1 for text in column.cat.categories]
        return np.array([*categories, -1], dtype=np.int8)[column.cat.codes.to_numpy()]
    codes = np.full(len(column), -1, dtype=np.int8)
    for position, text in enumerate(known):
        codes[(column == text).to_numpy(dtype=bool, na_value=False)] = position
    return codes


def _numbers(column: pd.Series) -> np.ndarray:
    return column.to_numpy(dtype=np.float64, na_value=np.nan)


def _plain(measure: np.ndarray, lms: np.ndarray, row: np.ndarray) -> np.ndarray:
    """z for L = 1 (length and head circumference are normal)."""
    return round_zscore((np.where(measure > 0, measure, np.nan) / lms[1].take(row) - 1) / lms[2].take(row))


def _restricted(measure: np.ndarray, power: np.ndarray, median: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """LMS z-score, beyond ±3 continued in steps of the distance between 2 and 3 SD (WHO 2006, chapter 7)."""
    zscore = (np.power(measure / median, power) - 1) / (spread * power)
    tail = np.flatnonzero(np.abs(zscore) > 3)
    if len(tail):
        sign = np.sign(zscore[tail])
        power, median, spread = power[tail], median[tail], spread[tail]
        third, second = (median * (1 + power * spread * (sign * sd)) ** (1 / power) for sd in (3, 2))
        zscore[tail] = sign * 3 + (measure[tail] - third) / (sign * (third - second))
    return round_zscore(zscore)


def _restricted_by_row(measure: np.ndarray, lms: np.ndarray, row: np.ndarray) -> np.ndarray:
    measure = np.where(measure > 0, measure, np.nan)
    return _restricted(measure, lms[0].take(row), lms[1].take(row), lms[2].take(row))


def _weight_for_length(
    weight: np.ndarray, length: np.ndarray, table: np.ndarray, sex: np.ndarray, inside: np.ndarray, tables: GrowthTables
) -> np.ndarray:
    """BB/TB; table 0 = length, 1 = height; only rows `inside` (length within the table, sex and age usable)."""
    rows = np.flatnonzero(inside)
    tenths = length[rows] * 10
    low = np.trunc(tenths)
    above = (length[rows] - low / 10) / 0.1  # 0..1 between this row and the next
    table = table[rows]
    block = tables.start[table, sex[rows]] - np.where(table == 1, 650, 450)
    lower = block + low.astype(np.int64)
    upper = np.where(above > 0, block + np.trunc(tenths + 1).astype(np.int64), lower)
    power, median, spread = (
        np.where(above > 0, at_low + above * (at_high - at_low), at_low)
        for at_low, at_high in ((values.take(lower), values.take(upper)) for values in tables.bbtb)
    )
    zscore = np.full(len(weight), np.nan)
    zscore[rows] = _restricted(weight[rows], power, median, spread)
    return zscore


def _reasons(missing: np.ndarray, checks: list[tuple[str, np.ndarray]]) -> np.ndarray:
    """First reason that applies to each row of a missing z-score; position in REASONS."""
    reasons = np.zeros(len(missing), dtype=np.int8)
    rows = np.flatnonzero(missing)
    for code, applies in reversed(checks):
        reasons[rows[applies[rows]]] = _REASON[code]
    return reasons


class _Chunk:
    """One stretch of rows: what every index needs of it, computed once."""

    def __init__(self, age, weight, length, head, arm, sex, position, oedema):
        self.weight, self.head, self.arm, self.sex, self.oedema = weight, head, arm, sex, oedema
        self.no_age, self.negative = np.isnan(age), age < 0
        months = age / DAYS_OF_MONTH
        self.too_old = months >= 60
        self.day = round_half_up(age)
        self.unknown_position = (position == 0) & (months < 9)
        standing, lying = (position == 0) & ~self.unknown_position, position == 1
        length = np.where(standing & (self.day < FIRST_HEIGHT_DAY), length + POSITION_CM, length)
        self.length = np.where(lying & (self.day >= FIRST_HEIGHT_DAY), length - POSITION_CM, length)
        by_height = standing | (~lying & (self.length >= HEIGHT_TABLE_FROM_CM))
        self.table = np.where(self.no_age, by_height, self.day >= FIRST_HEIGHT_DAY).astype(np.int8)
        self.no_sex = sex < 0
        usable = ~(self.no_sex | self.no_age | self.negative | self.too_old)
        self.row = np.where(usable, sex * float(DAYS) + self.day, 2.0 * DAYS).astype(np.int64)
        metres = self.length / 100
        self.bmi = weight / (metres * metres)
        (a, b), (c, d) = LENGTH_RANGE_CM
        self.outside = ~np.where(
            self.table == 0, (self.length >= a) & (self.length <= b), (self.length >= c) & (self.length <= d)
        )

    def zscores(self, tables: GrowthTables) -> dict[str, np.ndarray]:
        inside = ~(self.outside | self.no_sex | self.negative | self.too_old)
        result = {
            "tbu": _plain(self.length, tables.tbu, self.row),
            "bbu": _restricted_by_row(self.weight, tables.bbu, self.row),
            "bbtb": _weight_for_length(self.weight, self.length, self.table, self.sex, inside, tables),
            "imtu": _restricted_by_row(self.bmi, tables.imtu, self.row),
            "lku": _plain(self.head, tables.lku, self.row),
            "lilau": _restricted_by_row(self.arm, tables.lilau, self.row),
        }
        for index in ("bbu", "bbtb", "imtu"):
            result[index][self.oedema] = np.nan
        return result

    def reasons(self, index: str, missing: np.ndarray) -> np.ndarray:
        measures = {
            "tbu": [self.length],
            "bbu": [self.weight],
            "bbtb": [self.weight, self.length],
            "imtu": [self.weight, self.length],
            "lku": [self.head],
            "lilau": [self.arm],
        }[index]
        checks = [
            ("jk_tidak_dikenal", self.no_sex),
            ("umur_negatif", self.negative),
            ("umur_lebih_60_bulan", self.too_old),
        ]
        if index != "bbtb":
            checks.append(("umur_kosong", self.no_age))
        checks += [("ukuran_kosong", np.isnan(measure)) for measure in measures]
        checks += [("ukuran_tidak_positif", measure <= 0) for measure in measures]
        if index in ("bbu", "bbtb", "imtu"):
            checks.append(("edema", self.oedema))
        if index == "bbtb":
            checks.append(("panjang_di_luar_tabel", self.outside))
        if index == "lilau":
            checks.append(("lila_sebelum_91_hari", self.day < FIRST_MUAC_DAY))
        return _reasons(missing, checks)


def score_growth(
    frame: pd.DataFrame, tables: GrowthTables | None = None, scales: dict[str, Scale] = PERMENKES_2_2020
) -> pd.DataFrame:
    """Z-scores, flags, reasons and categories of every row; a bad row never stops the others.

    frame: the measurement frame with `jk` ("L"|"P"), `umur_hari` (days, unrounded), `berat_kg`, `tinggi_cm`,
    `cara_ukur` ("berdiri"|"terlentang"|""), `lingkar_kepala_cm`, `lila_cm`, `edema` ("y"|"n"|""); anything else in the
    text columns counts as not known. Returns, with the same index and order, for each of INDICES `zs_*` (rounded to
    2 decimals), `flag_*` (WHO flag, int8, 0 where z is missing), `alasan_*` (one of REASONS, "" where z is there), for
    each index of `scales` `kategori_*` ("" where z is missing or flagged), `posisi_tidak_diketahui` (1 = standing
    below 9 months) and `tinggi_sesuai_cm` (after the 0.7 cm).
    """
    tables = load_tables() if tables is None else tables
    n = len(frame)
    numbers = ("umur_hari", "berat_kg", "tinggi_cm", "lingkar_kepala_cm", "lila_cm")
    columns = [_numbers(frame[name]) for name in numbers]
    columns += [
        _text_codes(frame["jk"], ("L", "P")),
        _text_codes(frame["cara_ukur"], ("berdiri", "terlentang")),
        _text_codes(frame["edema"], ("y",)) == 0,
    ]
    zscores = {index: np.empty(n) for index in INDICES}
    flags, reasons = ({index: np.zeros(n, dtype=np.int8) for index in INDICES} for _ in range(2))
    categories = {index: np.empty(n, dtype=np.int8) for index in scales}
    length, unknown_position = np.empty(n), np.empty(n, dtype=np.int8)
    with np.errstate(all="ignore"):
        for start in range(0, n, _CHUNK):
            rows = slice(start, start + _CHUNK)
            chunk = _Chunk(*(column[rows] for column in columns))
            length[rows], unknown_position[rows] = chunk.length, chunk.unknown_position
            for index, zscore in chunk.zscores(tables).items():
                low, high = PLAUSIBLE[index]
                flag = (zscore < low) | (zscore > high)
                zscores[index][rows], flags[index][rows] = zscore, flag
                reasons[index][rows] = chunk.reasons(index, np.isnan(zscore))
                if index in scales:
                    categories[index][rows] = np.where(flag, 0, categorise(zscore, scales[index]))
    data = {f"zs_{index}": zscores[index] for index in INDICES}
    data |= {f"flag_{index}": flags[index] for index in INDICES}
    data |= {f"alasan_{index}": _categorical(reasons[index], REASONS) for index in INDICES}
    data |= {f"kategori_{index}": _categorical(categories[index], ("", *scales[index].codes)) for index in scales}
    data |= {"posisi_tidak_diketahui": unknown_position, "tinggi_sesuai_cm": length}
    return pd.DataFrame(data, index=frame.index, copy=False)


def _categorical(codes: np.ndarray, categories: tuple[str, ...]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=list(categories))
