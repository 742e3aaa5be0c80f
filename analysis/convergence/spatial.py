"""Do high values lie together? Global and local spatial association of shares, with permutation p-values.

The traps. The app's own outlines are computed, not surveyed, so touching there means nothing: neighbours are the k
nearest centroids, or areas that touch in *official* boundaries once every area has one. Counts follow the size of a
kelurahan and would show a pattern of population, so only shares are tested. Many areas are tested at once: about
5 % would look significant by chance, so p-values are corrected (Benjamini & Hochberg 1995), and they are two-sided
(the one-sided pseudo p-value doubled, as esda recommends).
Moran's I: Moran 1950; local: Anselin 1995; G*: Ord & Getis 1995; computed by esda and libpysal.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pandas as pd

from analysis.convergence.measures import META

MIN_AREAS = 30
NEIGHBOURS = (4, 5, 6, 7, 8)
PERMUTATIONS = 4999
ALPHA = 0.05
SEED = 2024
ISLANDS = "31.01"  # Kepulauan Seribu: its kelurahan have no neighbours on land
_EARTH_M = 6_371_008.8
_TOUCH_DEGREES = 1e-5  # about a metre: official outlines of neighbours need not share their corners exactly
# esda draws from numpy's global state: two sessions at once would disturb each other's seed.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Pattern:
    """The result for one measure.

    frame: every area with `kode_kelurahan, nama, nama_kecamatan, nilai, rata_tetangga, p, p_koreksi, klaster,
    klaster_mentah` + META. klaster: tinggi_tinggi | rendah_rendah | tinggi_rendah | rendah_tinggi (own value, then
    its neighbours'; for G* only the first two) | tidak_nyata | tidak_dihitung; klaster_mentah: before correction.
    n: areas tested; moran, harapan: global I and its expectation; p: two-sided permutation p of I. alasan: why
    nothing was computed: "" | "jumlah" (a count) | "sedikit" (fewer than MIN_AREAS) | "sama" (all values equal).
    tetangga: "terdekat" | "batas"; statistik: "moran" | "gstar".
    """

    frame: pd.DataFrame
    n: int
    moran: float
    harapan: float
    p: float
    alasan: str
    tetangga: str
    k: int
    statistik: str

    @property
    def by_chance(self) -> float:
        """How many areas would look significant before correction if nothing were there."""
        return ALPHA * self.n

    @property
    def found(self) -> pd.DataFrame:
        """The areas that are significant after correction."""
        return self.frame[~self.frame["klaster"].isin(["tidak_nyata", "tidak_dihitung"])]


def to_metres(lat, lon) -> np.ndarray:
    """Planar x, y in metres around the mean latitude; across DKI (under 100 km) the error is far below 0.1 %."""
    lat, lon = (np.radians(np.asarray(values, dtype=float)) for values in (lat, lon))
    return _EARTH_M * np.column_stack([lon * np.cos(lat.mean()), lat])


def nearest(lat, lon, k: int) -> dict[int, list[int]]:
    """The k nearest areas of each by centroid: {position: positions}."""
    from libpysal.weights import KNN

    return KNN.from_array(to_metres(lat, lon), k=k).neighbors


def outlines_of(batas: pd.DataFrame, codes: pd.Series) -> np.ndarray | None:
    """The official outlines of `codes` in their order; None unless every one of them has a readable one.

    batas: `kode_kelurahan, geometri` (GeoJSON text, degrees).
    """
    import shapely

    if batas.empty or not codes.isin(batas["kode_kelurahan"]).all():
        return None
    texts = batas.drop_duplicates("kode_kelurahan", keep="last").set_index("kode_kelurahan")["geometri"]
    shapes = shapely.from_geojson(texts.loc[codes].to_numpy(dtype=object), on_invalid="ignore")
    return None if (shapely.is_missing(shapes) | shapely.is_empty(shapes)).any() else shapes


def touching(shapes: np.ndarray) -> dict[int, list[int]]:
    """Areas that touch in a line or a point (queen contiguity): {position: positions}."""
    import shapely

    pairs = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=_TOUCH_DEGREES).T
    found: dict[int, list[int]] = {place: [] for place in range(len(shapes))}
    for one, other in pairs[pairs[:, 0] != pairs[:, 1]]:
        found[int(one)].append(int(other))
    return {place: sorted(others) for place, others in found.items()}


def corrected(p: np.ndarray) -> np.ndarray:
    """p-values adjusted for the false discovery rate (Benjamini & Hochberg 1995, step up)."""
    p = np.asarray(p, dtype=float)
    order = np.argsort(p)[::-1]
    stepped = np.minimum.accumulate(p[order] * len(p) / np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(stepped, 1)
    return adjusted


def two_sided(observed, simulated: np.ndarray) -> np.ndarray:
    """Permutation p-values: twice the share of simulations at least as far out on the nearer side, at most 1.

    observed: one value per row of `simulated` (rows x permutations).
    """
    observed = np.asarray(observed, dtype=float)[:, None]
    above, below = (simulated >= observed).sum(axis=1), (simulated <= observed).sum(axis=1)
    return np.minimum(1, 2 * (np.minimum(above, below) + 1) / (simulated.shape[1] + 1))


def _global(z: np.ndarray, w, permutations: int, seed: int) -> tuple[float, float, float]:
    """Moran's I, its expectation and its permutation p; the permutations from a generator of their own."""
    from esda.moran import Moran

    result = Moran(z, w, permutations=0)
    drawn = np.random.default_rng(seed).permuted(np.tile(z - z.mean(), (permutations, 1)), axis=1)
    lags = (w.sparse @ drawn.T).T
    simulated = (drawn * lags).sum(axis=1) / (drawn**2).sum(axis=1) * len(z) / w.s0
    return float(result.I), float(result.EI), float(two_sided([result.I], simulated[None, :])[0])


def _local(values: np.ndarray, neighbours: dict[int, list[int]], statistik: str, permutations: int, seed: int):
    """Two-sided permutation p of the local statistic of each area. G* counts the area itself as its neighbour."""
    from esda.getisord import G_Local
    from esda.moran import Moran_Local
    from libpysal.weights import W

    with _one_at_a_time, warnings.catch_warnings():
        # esda announces that its own p-values become two-sided; ours are worked out from its simulations.
        warnings.simplefilter("ignore", DeprecationWarning)
        if statistik == "moran":
            w = W(neighbours, silence_warnings=True)
            result = Moran_Local(values, w, permutations=permutations, seed=seed)
            return two_sided(result.Is, result.rlisas)
        w = W({i: [i, *others] for i, others in neighbours.items()}, silence_warnings=True)
        result = G_Local(values, w, permutations=permutations, star=None, n_jobs=1, seed=seed)
        return two_sided(result.Gs, result.rGs)


def _clusters(own_high: np.ndarray, lag_high: np.ndarray, statistik: str) -> np.ndarray:
    lags = np.where(lag_high, "tinggi", "rendah")
    own = np.where(own_high, "tinggi", "rendah") if statistik == "moran" else lags
    return np.char.add(np.char.add(own, "_"), lags).astype(object)


def spatial_pattern(
    measure: pd.DataFrame,
    batas: pd.DataFrame,
    *,
    share: bool,
    k: int = 6,
    statistik: str = "moran",
    official: bool = False,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> Pattern:
    """Test a share per kelurahan (a frame of `measures.kelurahan_measure`) for clusters.

    batas: rows of the table of official boundaries. official: neighbours by touching; taken only where every area
    tested has an official boundary, otherwise the k nearest centroids. Areas without data and Kepulauan Seribu are
    left out (`tidak_dihitung`). Fewer than MIN_AREAS with data, a count, or equal values: nothing is tested.
    """
    names = ["kode_kelurahan", "nama", "nama_kecamatan", "nilai"]
    empty = {"rata_tetangga": np.nan, "p": np.nan, "p_koreksi": np.nan}
    frame = measure[[*names, *META]].assign(**empty, klaster="tidak_dihitung", klaster_mentah="tidak_dihitung")
    usable = measure["nilai"].notna() & ~measure["kode_kelurahan"].str.startswith(ISLANDS)
    rows = measure[usable.to_numpy(dtype=bool)]
    values = rows["nilai"].to_numpy(dtype=float)
    alasan = "jumlah" if not share else "sedikit" if len(rows) < MIN_AREAS else "sama" if np.ptp(values) == 0 else ""
    outlines = outlines_of(batas, rows["kode_kelurahan"]) if official and not alasan else None
    tetangga = "terdekat" if outlines is None else "batas"
    if alasan:
        nothing = float("nan")
        return Pattern(frame, len(rows), nothing, nothing, nothing, alasan, tetangga, k, statistik)
    neighbours = nearest(rows["lat"], rows["lon"], k) if outlines is None else touching(outlines)
    return _tested(frame, usable.to_numpy(dtype=bool), values, neighbours, tetangga, k, statistik, permutations, seed)


def _tested(frame, usable, values, neighbours, tetangga, k, statistik, permutations, seed) -> Pattern:
    from libpysal.weights import W

    w = W(neighbours, silence_warnings=True)
    w.transform = "r"
    moran, harapan, p_global = _global(values, w, permutations, seed)
    p = _local(values, neighbours, statistik, permutations, seed)
    alone = np.array([not neighbours[place] for place in range(len(values))])
    p[alone] = 1.0
    lag = np.array([values[others].mean() if others else np.nan for others in neighbours.values()])
    around = lag
    if statistik == "gstar":
        around = np.array([values[[place, *others]].mean() for place, others in neighbours.items()])
    kind = _clusters(values > values.mean(), around > values.mean(), statistik)
    adjusted = corrected(p)
    frame.loc[usable, ["rata_tetangga", "p", "p_koreksi"]] = np.column_stack([lag, p, adjusted])
    frame.loc[usable, "klaster"] = np.where(adjusted <= ALPHA, kind, "tidak_nyata")
    frame.loc[usable, "klaster_mentah"] = np.where(p <= ALPHA, kind, "tidak_nyata")
    return Pattern(frame, len(values), moran, harapan, p_global, "", tetangga, k, statistik)
