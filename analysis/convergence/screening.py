"""Which families are at risk of stunting (KRS): the screening rules, family by family, and their counts.

The traps: a cell that is empty is not a "no", so every answer is 1, 0 or unknown (three-valued: one known factor is
enough for a yes, a no needs them all); the 4T overlap, so families with any of them are counted, never the sum; and a
group of which nothing is known has no count, not a count of 0.

Rules: BKKBN, heads of the SIGA export and Tribun Sulbar 21 January 2024 (definitions in data/rujukan/faktor_krs.csv).
Where they say nothing, this is decided here, each with a row in tests/kasus/penapisan_krs.csv:
- Target family (`sasaran`): PUS, pregnant, baduta or balita, as the file states them. Where `pus` is empty, a wife whose
  age is known to be outside 15-49 makes no PUS; inside it stays unknown (she may be a widow). A stated PUS of another
  age is a contradiction that is reported, not decided here.
- A family that is no target is not at risk; its factors are found all the same, they are facts about the home.
- `bukan_kb_modern` is about PUS: 0 for others. The rules make no exception of pregnancy, so neither do we, unless
  `kb_kecuali_hamil` asks for it.
- Years of age are completed years: 40.9 is 40. Nothing is said of 41-49, so they are not too old, unless
  `umur_tua_tanpa_batas`.
- Spacing needs two children: empty or 0 months with at most one child is 0. A stated spacing counts as stated.
- What a file states of a factor itself (SIGA: `terlalu_*`, `air_tidak_layak`) counts where it cannot be computed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from analysis.convergence.families import FOUR_T, WELFARE

YES, NO, UNKNOWN = 1, 0, -1
FACTORS = ["air_tidak_layak", "jamban_tidak_layak", *FOUR_T, "bukan_kb_modern"]
RESULTS = ["sasaran", *FACTORS, "berisiko"]

# The options of the tidy form and whether each is unfit ("tidak layak").
WATER = {
    "air kemasan/isi ulang": NO,
    "ledeng/PAM": NO,
    "sumur bor": NO,
    "sumur terlindung": NO,
    "sumur tak terlindung": YES,
    "mata air tak terlindung": YES,
    "air permukaan": YES,
    "air hujan": YES,
}
TOILET = {"jamban dengan tangki septik": NO, "jamban tanpa tangki septik": YES, "tidak ada": YES}
# SIGA states the verdict itself.
STATED = {"layak": NO, "tidak layak": YES}


@dataclass(frozen=True)
class Thresholds:
    """Limits (names and values of data/rujukan/parameter.csv) and the switches where sources conflict.

    `anak_lebih_dari_3`: more than the limit (press) instead of from the limit on (SIGA). `umur_tua_tanpa_batas`: too
    old from `terlalu_tua_dari` on without end, instead of up to `terlalu_tua_sampai` (SIGA). `kb_kecuali_hamil`: a
    pregnant PUS needs no contraception. `semua_sasaran`: the file lists target families only, so one that states
    nothing about it is one.
    """

    batas_umur_terlalu_muda: float = 20
    terlalu_tua_dari: float = 35
    terlalu_tua_sampai: float = 40
    jumlah_anak_terlalu_banyak: float = 3
    jarak_anak_terlalu_dekat_bulan: float = 24
    umur_pus_dari: float = 15
    umur_pus_sampai: float = 49
    anak_lebih_dari_3: bool = False
    umur_tua_tanpa_batas: bool = False
    kb_kecuali_hamil: bool = False
    semua_sasaran: bool = False


SWITCHES = tuple(field.name for field in fields(Thresholds) if field.type == "bool")
LIMITS = tuple(field.name for field in fields(Thresholds) if field.type == "float")


def thresholds_from(parameter: pd.DataFrame, **chosen: float | bool) -> Thresholds:
    """The limits as the table `parameter` has them (the latest of each), with what the user `chosen` instead."""
    rows = parameter[parameter["parameter"].isin(LIMITS)].sort_values("berlaku_dari")
    values = {name: float(value) for name, value in zip(rows["parameter"], rows["nilai"], strict=True)}
    return Thresholds(**{**values, **chosen})


def screen_families(families: pd.DataFrame, thresholds: Thresholds | None = None) -> pd.DataFrame:
    """One row per family in the order given: `baris, kode_kelurahan`, RESULTS as Int8 (1, 0, missing = unknown).

    `families`: `baris, kode_kelurahan, umur_istri` (years), `jumlah_anak, jarak_anak_bulan` (NaN = unknown), `pus, hamil,
    baduta, balita, kb_modern` (1, 0; missing or below 0 = unknown), `sumber_air_minum, fasilitas_bab` (keys of WATER,
    TOILET or STATED; anything else = unknown), and perhaps FACTORS as stated by the source. An absent column is unknown.
    """
    rules, size = thresholds or Thresholds(), len(families)
    flags = {name: _flag(families, name) for name in ("pus", "hamil", "baduta", "balita", "kb_modern")}
    age = np.floor(_number(families, "umur_istri"))
    outside = (age < rules.umur_pus_dari) | (age > rules.umur_pus_sampai)
    pus = np.where((flags["pus"] == UNKNOWN) & outside, NO, flags["pus"])
    target = _any([pus, flags["hamil"], flags["baduta"], flags["balita"]])
    if rules.semua_sasaran:
        target = np.where(target == UNKNOWN, YES, target)
    found = {
        "air_tidak_layak": _of_option(families, "sumber_air_minum", WATER),
        "jamban_tidak_layak": _of_option(families, "fasilitas_bab", TOILET),
        **_four_t(families, age, rules),
        "bukan_kb_modern": _without_modern_method(pus, flags, rules),
    }
    for name, values in found.items():
        if name in families:
            found[name] = np.where(values == UNKNOWN, _flag(families, name), values)
    found = {"sasaran": target, **found, "berisiko": _all([target, _any(list(found.values()))])}
    baris = families["baris"] if "baris" in families else np.arange(1, size + 1)
    place = families["kode_kelurahan"] if "kode_kelurahan" in families else pd.Categorical([""] * size)
    columns = {name: _nullable(values) for name, values in found.items()}
    return pd.DataFrame({"baris": baris, "kode_kelurahan": place, **columns}, copy=False)


def _four_t(families: pd.DataFrame, age: np.ndarray, rules: Thresholds) -> dict[str, np.ndarray]:
    children, spacing = _number(families, "jumlah_anak"), _number(families, "jarak_anak_bulan")
    young = _where_known(age, age < rules.batas_umur_terlalu_muda)
    old = age >= rules.terlalu_tua_dari
    if not rules.umur_tua_tanpa_batas:
        old &= age <= rules.terlalu_tua_sampai
    limit = rules.jumlah_anak_terlalu_banyak
    many = children > limit if rules.anak_lebih_dari_3 else children >= limit
    close = _where_known(spacing, spacing < rules.jarak_anak_terlalu_dekat_bulan)
    no_second = (children <= 1) & ~(spacing > 0)
    return {
        "terlalu_muda": young,
        "terlalu_tua": _where_known(age, old),
        "terlalu_dekat": np.where(no_second, np.int8(NO), close),
        "terlalu_banyak": _where_known(children, many),
    }


def _without_modern_method(pus: np.ndarray, flags: Mapping[str, np.ndarray], rules: Thresholds) -> np.ndarray:
    parts = [pus, _not(flags["kb_modern"])]
    if rules.kb_kecuali_hamil:
        parts.append(_not(flags["hamil"]))
    return _all(parts)


def _number(frame: pd.DataFrame, name: str) -> np.ndarray:
    """A column as floats, NaN = unknown."""
    if name not in frame:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=np.float64, na_value=np.nan)


def _flag(frame: pd.DataFrame, name: str) -> np.ndarray:
    """A column of 1 and 0 as int8, anything else = UNKNOWN."""
    if name not in frame:
        return np.full(len(frame), UNKNOWN, dtype=np.int8)
    column = frame[name]
    values = column.to_numpy() if column.dtype == np.int8 else column.to_numpy(dtype=np.float64, na_value=np.nan)
    known = (values == YES) | (values == NO)
    return np.where(known, values, UNKNOWN).astype(np.int8)


def _of_option(frame: pd.DataFrame, name: str, options: Mapping[str, int]) -> np.ndarray:
    """Verdict on the option that each row names."""
    if name not in frame:
        return np.full(len(frame), UNKNOWN, dtype=np.int8)
    column = frame[name]
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("category")
    verdicts = {**options, **STATED}
    of_category = [verdicts.get(text, UNKNOWN) for text in column.cat.categories]
    # The code -1 (missing) finds the UNKNOWN at the end.
    return np.array([*of_category, UNKNOWN], dtype=np.int8)[column.cat.codes.to_numpy()]


def _where_known(values: np.ndarray, verdict: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(values), np.int8(UNKNOWN), verdict.astype(np.int8))


def _not(values: np.ndarray) -> np.ndarray:
    return np.where(values == UNKNOWN, np.int8(UNKNOWN), np.int8(1) - values)


def _any(parts: list[np.ndarray]) -> np.ndarray:
    """Three-valued or: one yes is enough, a no needs all of them."""
    most, least = (join.reduce(parts) for join in (np.maximum, np.minimum))
    return np.where((most == NO) & (least == UNKNOWN), np.int8(UNKNOWN), most).astype(np.int8)


def _all(parts: list[np.ndarray]) -> np.ndarray:
    """Three-valued and: one no is enough, a yes needs all of them."""
    return _not(_any([_not(part) for part in parts]))


def _nullable(values: np.ndarray) -> pd.arrays.IntegerArray:
    unknown = values == UNKNOWN
    return pd.arrays.IntegerArray(np.where(unknown, 0, values).astype(np.int8), unknown)


COUNTS = ["jumlah_keluarga", "keluarga_sasaran", "total_krs", "tidak_berisiko"]
OPEN_COUNTS = ["tidak_diketahui", "sasaran_tidak_diketahui"]
CAUSES = ["air_tidak_layak", "jamban_tidak_layak", *FOUR_T, "jumlah_4t", "bukan_kb_modern"]
RANKS = list(WELFARE.values())
OPEN_RANK = "kesejahteraan_tidak_diketahui"
_KNOWN = "_diketahui"


def count_families(screened: pd.DataFrame, peringkat: pd.Series, group: pd.Series) -> pd.DataFrame:
    """Counts per value of `group` (text, same rows as `screened`), sorted by it; "" = families of no known group.

    `group.name`; COUNTS and OPEN_COUNTS: target families = at risk + not at risk + `tidak_diketahui` (target, risk
    unknown); `sasaran_tidak_diketahui` are families of which even that is not known, counted nowhere else but in
    `jumlah_keluarga`. CAUSES: families at risk known to have the factor, `jumlah_4t` with at least one of the 4T;
    missing where it is known of none of them. RANKS: families at risk by `peringkat` ("1".."4", ">4", "" = unknown,
    counted in OPEN_RANK); missing where no rank is known. All Int64.
    """
    return finish_counts(tally_families(screened, peringkat, group))


def tally_families(screened: pd.DataFrame, peringkat: pd.Series, group: pd.Series) -> pd.DataFrame:
    """The sums behind `count_families`, which may be added up over parts of the families (`add_tallies`).

    `group.name`; COUNTS, OPEN_COUNTS, CAUSES, RANKS and OPEN_RANK as int64, and for each of CAUSES under its name with
    `_diketahui` the families at risk of which it is known.
    """
    codes, labels = _groups(group)
    size = len(labels)

    def count(where: np.ndarray) -> np.ndarray:
        return np.bincount(codes[where], minlength=size)

    answers = {name: _flag(screened, name) for name in RESULTS}
    answers["jumlah_4t"] = _any([answers[name] for name in FOUR_T])
    target, risk = answers["sasaran"], answers["berisiko"]
    at_risk = risk == YES
    sums = {
        "jumlah_keluarga": np.bincount(codes, minlength=size),
        "keluarga_sasaran": count(target == YES),
        "total_krs": count(at_risk),
        "tidak_berisiko": count((target == YES) & (risk == NO)),
        "tidak_diketahui": count((target == YES) & (risk == UNKNOWN)),
        "sasaran_tidak_diketahui": count(target == UNKNOWN),
    }
    for name in CAUSES:
        sums[name] = count(at_risk & (answers[name] == YES))
        sums[name + _KNOWN] = count(at_risk & (answers[name] != UNKNOWN))
    ranks = _rank_codes(peringkat)
    for place, name in enumerate(RANKS):
        sums[name] = count(at_risk & (ranks == place))
    sums[OPEN_RANK] = count(at_risk & (ranks < 0))
    return pd.DataFrame({group.name: pd.array(labels, dtype="str"), **sums})


def add_tallies(tallies: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The tallies of all parts as one, sorted by its group."""
    joined = pd.concat(tallies, ignore_index=True)
    group = joined.columns[0]
    labels, place = np.unique(joined[group].to_numpy(dtype=object).astype(str), return_inverse=True)
    sums = {name: np.zeros(len(labels), dtype=np.int64) for name in joined.columns[1:]}
    for name, total in sums.items():
        np.add.at(total, place, joined[name].to_numpy())
    return pd.DataFrame({group: pd.array(labels, dtype="str"), **sums})


def finish_counts(tally: pd.DataFrame) -> pd.DataFrame:
    """What `count_families` gives, from its sums: a count of which nothing is known is missing."""
    total = tally["total_krs"].to_numpy()
    result = {name: pd.array(tally[name].to_numpy(), dtype="Int64") for name in (*COUNTS, *OPEN_COUNTS)}
    for name in CAUSES:
        known = tally[name + _KNOWN].to_numpy()
        result[name] = pd.arrays.IntegerArray(tally[name].to_numpy(), (known == 0) & (total > 0))
    unranked = tally[OPEN_RANK].to_numpy()
    for name in RANKS:
        result[name] = pd.arrays.IntegerArray(tally[name].to_numpy(), (unranked == total) & (total > 0))
    result[OPEN_RANK] = pd.array(unranked, dtype="Int64")
    return pd.DataFrame({tally.columns[0]: tally.iloc[:, 0], **result})


def _groups(group: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The place of each row among the sorted texts that occur, and these; what is missing is ""."""
    codes, found = pd.factorize(group, use_na_sentinel=False)
    texts = np.array(["" if pd.isna(text) else str(text) for text in found], dtype=object)
    labels, place = np.unique(texts.astype(str), return_inverse=True)
    return place[codes], labels


def _rank_codes(peringkat: pd.Series) -> np.ndarray:
    """Place in WELFARE of each rank, -1 = unknown."""
    column = peringkat if isinstance(peringkat.dtype, pd.CategoricalDtype) else peringkat.astype("category")
    places = {rank: place for place, rank in enumerate(WELFARE)}
    of_category = [places.get(str(rank), -1) for rank in column.cat.categories]
    return np.array([*of_category, -1], dtype=np.int8)[column.cat.codes.to_numpy()]


def krs_rows(screened: pd.DataFrame, families: pd.DataFrame, tahun: int) -> pd.DataFrame:
    """A screened file as rows of the table `krs`: `kode_kelurahan, tahun` and its counts (Int64), one per kelurahan.

    So that the identities hold, `keluarga_sasaran` = `total_krs` + `tidak_berisiko`: target families whose risk is
    known. Those that it is not known of are in `jumlah_keluarga` only; `count_families` tells how many. Where the risk
    of no family is known every count but `jumlah_keluarga` is missing, and so are the welfare ranks where one is
    missing. Families of no known kelurahan are left out.
    """
    codes = screened["kode_kelurahan"].rename("kode_kelurahan")
    ranks = families.get("peringkat_kesejahteraan", pd.Series([""] * len(families), index=families.index))
    counts = count_families(screened, ranks, codes)
    counts = counts[(counts["kode_kelurahan"] != "").to_numpy()].reset_index(drop=True)
    known = counts["total_krs"] + counts["tidak_berisiko"]
    nothing = (known == 0) & (counts["tidak_diketahui"] + counts["sasaran_tidak_diketahui"] > 0)
    counts["keluarga_sasaran"] = known
    for name in (*COUNTS[1:], *CAUSES, *RANKS):
        counts[name] = counts[name].mask(nothing)
    for name in RANKS:
        counts[name] = counts[name].mask(counts[OPEN_RANK] > 0)
    counts.insert(1, "tahun", tahun)
    return counts[["kode_kelurahan", "tahun", *COUNTS, *CAUSES, *RANKS]]
