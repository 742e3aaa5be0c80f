"""A proposal of lokus: a simulation with the user's own criteria and weights, and how sure each place in it is.

Kepwal Jakarta Selatan e-0102/2023 names the criteria (stunted balita, prevalence, families at risk); official
weights, limits or a formula were found nowhere. So weights and the number of lokus are the user's, the result is
called "simulasi", and a rank never stands without the share of draws in which the kelurahan is among the first k.

Three traps. Cases and prevalence are the same children counted twice, so one draw of chance serves both. Values are
turned into positions by rank (0 = lightest, 1 = heaviest of the kota), not by distance to minimum and maximum: with
one very large kelurahan (Kapuk) min-max pushes all others together near 0. And what is missing is not light: a
kelurahan without a value in a weighted criterion gets no score and is listed apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.convergence.lokus import lokus_of_year, official_lists
from analysis.convergence.measures import META, RECIPES, areas_in, counts, source_of_sum
from analysis.convergence.statistics import LEVEL

Tables = dict[str, pd.DataFrame]
NAMED_IN_KEPWAL = ("jumlah_pendek", "prevalensi_rutin", "total_krs")
# Assumptions of this app, said on screen; no source fixes them.
CONCENTRATION = 20.0  # Dirichlet: three equal weights of 33 % then lie between about 17 and 51 % in 90 % of draws
SINGLE_SHARE = 0.5  # share of draws that look at one criterion only, when sources vary
SURE_PCT, POSSIBLE_PCT = 90.0, 10.0
SHARE_OF_KOTA = 0.1
_TIE_DIGITS = 9
_UNKNOWN_N = 1e9  # a count without denominator varies like a Poisson count: the limit of a very large denominator


@dataclass(frozen=True)
class Setting:
    """What the user chose. kriteria: (code, weight) pairs, any positive scale, codes of indikator or E01..E29.

    k: number of lokus. Sources of variation: bobot_acak (weights), derau (chance in small counts), tahun_lalu (the
    year before beside the year chosen), sumber (single criteria beside the sum, other systems' rows beside the
    standing ones). Same setting and tables, same result.
    """

    kriteria: tuple[tuple[str, float], ...]
    k: int
    bobot_acak: bool = True
    derau: bool = True
    tahun_lalu: bool = True
    sumber: bool = True
    draws: int = 1000
    seed: int = 2024

    @property
    def bobot(self) -> dict[str, float]:
        """Weights above 0, summing to 1. ValueError for a negative weight or none above 0."""
        weights = [weight for _, weight in self.kriteria]
        if any(weight < 0 for weight in weights) or not sum(weights) > 0:
            raise ValueError("proposal: weights must not be negative and one must be above 0")
        # Rounded, so that weights on another scale give the very same draws.
        return {kode: round(weight / sum(weights), 12) for kode, weight in self.kriteria if weight > 0}

    @property
    def varies(self) -> bool:
        """Does anything vary?"""
        return self.bobot_acak or self.derau or self.tahun_lalu or self.sumber


@dataclass(frozen=True)
class Proposal:
    """The simulated proposal of one kota and year.

    rows, best rank first: `kode_kelurahan, nama, kode_kecamatan, nama_kecamatan`, one column per criterion (its
    value), `skor` (0-100), `peringkat, peringkat_bawah, peringkat_atas` (95 % of the draws), `pct_masuk` (percent of
    draws among the first k), `usul`, `kepastian` (kuat | tepi | bisa | luar), `skor_seri` (same score on both sides of
    the limit), `resmi` (semua | sebagian | tidak | "" = no list of names known), `n` (denominator of the first
    criterion), META of the year's rows. posisi: kode_kelurahan x criterion, 0..1. tidak_dinilai: `kode_kelurahan,
    nama, kurang` (codes of the missing criteria, "a, b"). tahun_dipakai: years that entered the draws.
    """

    tahun: int
    setting: Setting
    rows: pd.DataFrame
    posisi: pd.DataFrame
    tidak_dinilai: pd.DataFrame
    tahun_dipakai: tuple[int, ...]

    @property
    def usulan(self) -> pd.DataFrame:
        """The proposed kelurahan, best rank first."""
        return self.rows[self.rows["usul"].to_numpy(dtype=bool)]


def default_k(tables: Tables, kode_kota: str, tahun: int) -> tuple[int, str]:
    """Number of lokus to begin with, and where it comes from: "resmi" (the year's list) or "asumsi" (10 % of the
    kota's kelurahan, rounded up). Names printed count before the number a source states."""
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], kode_kota, tahun)
    known = lists["n_nama"].max() or lists["jumlah"].max() if len(lists) else 0
    if known > 0:
        return int(known), "resmi"
    return int(np.ceil(SHARE_OF_KOTA * len(areas_in(tables["kelurahan"], tahun, kode_kota)))), "asumsi"


def as_each_system(tables: Tables, recorded: Tables) -> tuple[Tables, ...]:
    """`tables` once per recorded system, its rows in place of the standing ones; for `alternatif` of `propose`.

    recorded: table name -> all systems' rows with `sumber_data`. Systems alone in their table add nothing and are
    left out.
    """
    contested = {name: rows for name, rows in recorded.items() if rows["sumber_data"].nunique() > 1}
    found = []
    for system in sorted({code for rows in contested.values() for code in rows["sumber_data"]}):
        changed = {}
        for name, rows in contested.items():
            own = rows[(rows["sumber_data"] == system).to_numpy(dtype=bool)].drop(columns="sumber_data")
            keys = [key for key in ("kode_kelurahan", "tahun", "kode_indikator") if key in own]
            changed[name] = pd.concat([own, tables[name]], ignore_index=True).drop_duplicates(keys)
        found.append({**tables, **changed})
    return tuple(found)


def _service(kode: str) -> str | None:
    return None if kode in RECIPES else kode


def _recipe(kode: str):
    return RECIPES["cakupan" if _service(kode) else kode]


def _family(kode: str) -> tuple:
    """Criteria of one numerator and denominator share their draws of chance."""
    return _recipe(kode).table, _recipe(kode).pembilang, _service(kode)


def _low_is_need(tables: Tables, kode: str) -> bool:
    table, key = ("indikator_esensial", "kode_indikator") if _service(kode) else ("indikator", "indikator")
    return bool((tables[table].set_index(key).loc[kode, "polaritas"]) == "naik_baik")


def _rows_of(tables: Tables, kode: str, tahun: int, kode_kota: str) -> pd.DataFrame:
    service = _service(kode)
    return counts(tables, "cakupan" if service else kode, service, tahun, kode_kota).set_index("kode_kelurahan")


@dataclass(frozen=True)
class _Criterion:
    """Counts of one criterion: (options, areas), option 0 = standing tables and the year chosen."""

    kode: str
    share: bool
    low_is_need: bool
    k: np.ndarray
    n: np.ndarray

    def positions(self, k: np.ndarray, n: np.ndarray) -> np.ndarray:
        """Rank of need along each row as 0..1; equal values share their mean position."""
        values = k / n if self.share else k
        ranks = pd.DataFrame(np.round(values, 12)).rank(axis=1, ascending=not self.low_is_need).to_numpy()
        return (ranks - 1) / max(values.shape[1] - 1, 1)


def _usable(k: np.ndarray, n: np.ndarray, share: bool) -> np.ndarray:
    """Nobody looked at is not zero cases; a count may do without its denominator, a share may not."""
    return (k >= 0) & ((n > 0) & (k <= n) | (np.isnan(n) & (not share)))


def _criterion(tables: Tables, kode: str, codes: pd.Index, options: list[tuple[Tables, int]], kota: str) -> _Criterion:
    share, ks, ns = _recipe(kode).share, [], []
    for option, tahun in options:
        rows = _rows_of(option, kode, tahun, kota)[["pembilang", "penyebut"]]
        k, n = rows[~rows.index.duplicated()].reindex(codes).to_numpy(dtype=float).T
        usable = _usable(k, n, share)
        # An area that another year or system does not know keeps its standing figure.
        ks.append(np.where(usable, k, ks[0] if ks else np.nan))
        ns.append(np.where(usable, n, ns[0] if ns else np.nan))
    return _Criterion(kode, share, _low_is_need(tables, kode), np.array(ks), np.array(ns))


def _kept(criterion: _Criterion, keep: np.ndarray) -> _Criterion:
    k, n = criterion.k[:, keep], criterion.n[:, keep]
    return _Criterion(criterion.kode, criterion.share, criterion.low_is_need, k, np.where(np.isnan(n), _UNKNOWN_N, n))


def _order(score: np.ndarray) -> np.ndarray:
    """Column numbers from the highest score down along each row; ties keep the order of the columns."""
    return np.argsort(-np.round(score, _TIE_DIGITS), axis=-1, kind="stable")


def _drawn_weights(setting: Setting, rng: np.random.Generator) -> np.ndarray:
    """(draws, criteria): around the user's weights, and 1 for a single criterion where sources vary."""
    weights = np.array(list(setting.bobot.values()))
    drawn = np.tile(weights, (setting.draws, 1))
    if setting.bobot_acak:
        drawn = rng.dirichlet(CONCENTRATION * weights, setting.draws)
    if setting.sumber and len(weights) > 1:
        alone = rng.random(setting.draws) < SINGLE_SHARE
        drawn[alone] = np.eye(len(weights))[rng.integers(len(weights), size=int(alone.sum()))]
    return drawn


def _noisy(criterion: _Criterion, option: np.ndarray, noise: np.ndarray) -> np.ndarray:
    """Positions in each draw with chance: normal on the logit scale, Jeffreys counts, as in `statistics`."""
    hits, misses = criterion.k[option] + 0.5, criterion.n[option] - criterion.k[option] + 0.5
    share = 1 / (1 + misses / hits * np.exp(-noise * np.sqrt(1 / hits + 1 / misses)))
    return criterion.positions(share * criterion.n[option], criterion.n[option])


def _drawn_ranks(setting: Setting, criteria: list[_Criterion], n_years: int, n_tables: int) -> np.ndarray:
    """(draws, areas): rank 1 = first. Options are ordered table by table, years within."""
    rng = np.random.default_rng(setting.seed)
    weights = _drawn_weights(setting, rng)
    option = rng.integers(n_tables, size=setting.draws) * n_years + rng.integers(n_years, size=setting.draws)
    noise, score = {}, 0.0
    for place, criterion in enumerate(criteria):
        if setting.derau:
            family = _family(criterion.kode)
            if family not in noise:
                noise[family] = rng.standard_normal((setting.draws, criterion.k.shape[1]))
            positions = _noisy(criterion, option, noise[family])
        else:
            positions = criterion.positions(criterion.k, criterion.n)[option]
        score = score + weights[:, [place]] * positions
    order = _order(score)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, order.shape[1] + 1)[None, :], axis=1)
    return ranks


def _described(tables: Tables, kriteria: list[str], tahun: int, kode_kota: str, codes: np.ndarray) -> pd.DataFrame:
    """META per kelurahan of all rows of the year that made its score: the weakest kind of truth, every source."""
    rows = pd.concat([_rows_of(tables, kode, tahun, kode_kota)[META] for kode in kriteria])
    rows = rows[rows.index.isin(codes)]
    if all(rows[name].nunique() < 2 for name in META):
        found = {name: rows[name].iloc[0] if len(rows) else "" for name in META}
        return pd.DataFrame(found, index=codes)
    return pd.DataFrame({kode: source_of_sum(part) for kode, part in rows.groupby(level=0)}).T.reindex(codes)


def _official(tables: Tables, kode_kota: str, tahun: int, codes: np.ndarray) -> np.ndarray:
    listed = lokus_of_year(tables["lokus"], tables["kelurahan"], kode_kota, tahun).set_index("kode_kelurahan")["semua"]
    if listed.empty:
        return np.full(len(codes), "", dtype=object)
    return np.array(["tidak" if c not in listed.index else "semua" if listed[c] else "sebagian" for c in codes])


def _certainty(usul: np.ndarray, pct: np.ndarray) -> np.ndarray:
    return np.select([usul & (pct >= SURE_PCT), usul, pct >= POSSIBLE_PCT], ["kuat", "tepi", "bisa"], default="luar")


def propose(
    tables: Tables, kode_kota: str, tahun: int, setting: Setting, alternatif: tuple[Tables, ...] = ()
) -> Proposal:
    """Rank the kelurahan of a kota by the user's criteria; see `Proposal`.

    alternatif: the same tables as other systems report them; they enter the draws when `setting.sumber`. ValueError
    for weights that cannot be used.
    """
    areas = areas_in(tables["kelurahan"], tahun, kode_kota).drop_duplicates("kode_kelurahan")
    areas = areas.set_index("kode_kelurahan").sort_index()
    years = (tahun, tahun - 1) if setting.tahun_lalu else (tahun,)
    systems = (tables, *alternatif) if setting.sumber else (tables,)
    options = [(system, year) for system in systems for year in years]
    found = [_criterion(tables, kode, areas.index, options, kode_kota) for kode in setting.bobot]
    known = np.array([~np.isnan(criterion.k[0]) for criterion in found])
    complete = np.flatnonzero(known.all(axis=0))
    first = np.array([_kept(c, complete).positions(c.k[:1, complete], c.n[:1, complete])[0] for c in found])
    # Equal scores: the heavier criterion decides, then the code. Everything below is in this order.
    heaviest = int(np.argmax(list(setting.bobot.values())))
    presorted = complete[np.argsort(-first[heaviest], kind="stable")]
    criteria = [_kept(criterion, presorted) for criterion in found]
    codes = areas.index[presorted]
    posisi = pd.DataFrame({c.kode: c.positions(c.k[:1], c.n[:1])[0] for c in criteria}, index=codes)
    rows = _result(setting, criteria, posisi, len(years), len(systems))
    names = areas.loc[codes, ["nama_kelurahan", "kode_kecamatan", "nama_kecamatan"]].reset_index()
    meta = _described(tables, list(setting.bobot), tahun, kode_kota, codes)
    rows = pd.concat([names.rename(columns={"nama_kelurahan": "nama"}), rows, meta.reset_index(drop=True)], axis=1)
    rows.insert(rows.columns.get_loc("n"), "resmi", _official(tables, kode_kota, tahun, codes))
    left = [
        (code, areas.at[code, "nama_kelurahan"], ", ".join(np.array(list(setting.bobot))[~known[:, place]]))
        for place, code in enumerate(areas.index)
        if not known[:, place].all()
    ]
    return Proposal(
        tahun,
        setting,
        rows.iloc[_order(rows["skor"].to_numpy())].reset_index(drop=True),
        posisi,
        pd.DataFrame(left, columns=["kode_kelurahan", "nama", "kurang"]),
        _years_used(tables, setting, years, kode_kota),
    )


def _years_used(tables: Tables, setting: Setting, years: tuple[int, ...], kode_kota: str) -> tuple[int, ...]:
    return tuple(y for y in years if any(len(_rows_of(tables, kode, y, kode_kota)) for kode in setting.bobot))


def _result(
    setting: Setting, criteria: list[_Criterion], posisi: pd.DataFrame, n_years: int, n_tables: int
) -> pd.DataFrame:
    """Values, score, ranks and certainty of the areas, in the order of `posisi`."""
    values = {c.kode: 100 * c.k[0] / c.n[0] if c.share else c.k[0] for c in criteria}
    skor = 100 * posisi.to_numpy() @ np.array(list(setting.bobot.values()))
    peringkat = pd.Series(np.round(skor, _TIE_DIGITS)).rank(method="min", ascending=False).to_numpy()
    place = np.empty(len(skor), dtype=int)
    place[_order(skor)] = np.arange(1, len(skor) + 1)
    ranks = _drawn_ranks(setting, criteria, n_years, n_tables)
    pct = 100 * (ranks <= setting.k).mean(axis=0)
    ranks.sort(axis=0)
    tail = int((1 - LEVEL) / 2 * setting.draws)
    usul = place <= setting.k
    edge = peringkat[usul].max(initial=0)
    n = criteria[0].n[0]
    return pd.DataFrame(
        {
            **values,
            "skor": skor,
            "peringkat": peringkat,
            "peringkat_bawah": np.minimum(ranks[tail], peringkat),
            "peringkat_atas": np.maximum(ranks[setting.draws - 1 - tail], peringkat),
            "pct_masuk": pct,
            "usul": usul,
            "kepastian": _certainty(usul, pct),
            "skor_seri": (peringkat == edge) & bool((peringkat[~usul] == edge).any()),
            "n": np.where(n == _UNKNOWN_N, np.nan, n),
        }
    ).astype({"peringkat": int, "peringkat_bawah": int, "peringkat_atas": int})
