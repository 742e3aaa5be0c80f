"""Official boundaries from a dinas' file, matched to the kelurahan the app knows.

Order: a Kemendagri code; the name, with aliases, within its kecamatan; what the user chose; the rest is refused by
name. Trap: a match of words can be wrong while the map still looks right, so each polygon must also lie where its
kelurahan is known to lie. NIK-like digits and other attributes of the file are never kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from analysis.language import _, number
from analysis.sources.geometry.attributes import Named, has_names, marked_indicative, read_names
from analysis.sources.geometry.containers import read_features
from analysis.sources.geometry.indicative import ISLAND_KOTA, UTM_48S
from analysis.sources.geometry.repairs import inside, mend, place, simplify
from analysis.sources.measurements.areas import AreaCodes, normalise_area
from analysis.sources.measurements.findings import Refused
from analysis.sources.problems import SHOWN, Problem, quote

# How far the centroid of a polygon may lie from the known centre of its kelurahan (m).
CENTRE_M = 700
# Long coasts are further off between two official sources (BPS 2020 against Kemendagri: at most 1,014 m), and the
# middle of scattered islands depends on which of them are drawn. Up to here (asumsi) a polygon counts if no other
# kelurahan's centre is nearer, and that is told.
FAR_M, FAR_ISLANDS_M = 1_500, 5_000
TOLERANCE_M = 15
OVERLAP_HA = 0.1
_SUGGESTED, _NEAR_M = 5, 5_000


@dataclass(frozen=True)
class Unmatched:
    """A feature that was refused: its number in the file (from 1), its name as far as it may be repeated, why, and
    the codes of the kelurahan it may be, likeliest first."""

    fitur: int
    nama: str
    alasan: Problem
    calon: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = _("{berkas}, fitur {nomor} “{nama}”: {pesan}") if self.nama else _("{berkas}, fitur {nomor}: {pesan}")
        return place.format(
            berkas=self.alasan.berkas, nomor=number(self.fitur), nama=self.nama, pesan=self.alasan.pesan
        )


@dataclass(frozen=True)
class BoundaryImport:
    """What came of a file.

    `frame`: one row per matched kelurahan by code, EPSG:4326, simplified: kode_kelurahan, nama_kelurahan, fitur (how
    many features), cara (kode | nama | pilihan), jarak_m (centroid to the known centre), geometry. `refused`: features
    of Jakarta without a place. `notes`: what was guessed, repaired or doubtful.
    """

    frame: gpd.GeoDataFrame
    refused: list[Unmatched]
    notes: list[Problem]


def read_boundaries(
    source: Path | bytes,
    nama: str,
    kelurahan: pd.DataFrame,
    alias: pd.DataFrame,
    chosen: Mapping[int, str] | None = None,
) -> BoundaryImport:
    """The kelurahan that a file of boundaries draws; parts of DKI are enough.

    `nama` is the file's name for messages; `kelurahan` and `alias` are those tables of the catalogue; `chosen` gives
    features (by number) the code that a user chose. A file that cannot be used gives no rows and one note. OSError where
    there is no file to read.
    """
    try:
        features = read_features(source, nama)
        if not has_names(features.frame):
            columns = tuple(quote(str(name)) or "…" for name in features.frame.columns if name != "geometry")
            raise Refused("batas_tanpa_kolom", kolom=columns[:12] or ("-",))
        official, left_out = _only_official(features.frame, nama)
        frame, guessed = place(official, nama)
    except Refused as refused:
        note = Problem(nama, None, None, refused.jenis, refused.isi)
        return BoundaryImport(_no_rows(), [], [note])
    return _Matching(frame, nama, kelurahan, alias, chosen or {}, features.notes + left_out + guessed).result()


def _only_official(frame: gpd.GeoDataFrame, nama: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Without the features that this app itself marked as indicative when it wrote them."""
    marked = marked_indicative(frame)
    if not marked.any():
        return frame, []
    note = Problem(nama, None, None, "bertanda_indikatif", {"jumlah": int(marked.sum())})
    if marked.all():
        raise Refused(note.jenis, **note.isi)
    return frame[~marked], [note]


def _no_rows() -> gpd.GeoDataFrame:
    columns = ["kode_kelurahan", "nama_kelurahan", "fitur", "cara", "jarak_m"]
    return gpd.GeoDataFrame({name: [] for name in columns}, geometry=[], crs=4326)


def _rounded(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """With six decimals of a degree (11 cm), and still valid."""
    rounded = shapely.transform(shapes.to_numpy(), lambda points: points.round(6))
    return mend(gpd.GeoSeries(rounded, index=shapes.index, crs=shapes.crs))[0]


class _Matching:
    """One file on its way: features get codes, features of one code become one, each is checked against its place."""

    def __init__(self, frame, nama, kelurahan, alias, chosen, notes):
        self.nama, self.chosen, self.notes, self.refused = nama, chosen, notes, []
        self.areas = kelurahan.set_index("kode_kelurahan")
        self.codes = AreaCodes(kelurahan, alias)
        centres = gpd.GeoSeries.from_xy(self.areas["lon"], self.areas["lat"], index=self.areas.index, crs=4326)
        self.centres = centres.to_crs(UTM_48S)
        self.named = dict(zip(frame.index, read_names(frame), strict=True))
        self.shapes = self._sound(frame)

    def _note(self, jenis: str, **isi: object) -> None:
        self.notes.append(Problem(self.nama, None, None, jenis, isi))

    def _sound(self, frame: gpd.GeoDataFrame) -> gpd.GeoSeries:
        """Polygons in metres; what lies outside Jakarta is only counted, for a file may hold all Indonesia."""
        there = inside(frame.geometry) | frame.geometry.is_empty.to_numpy() | frame.geometry.isna().to_numpy()
        there |= np.array([name.kode in self.areas.index for name in self.named.values()], dtype=bool)
        if outside := int((~there).sum()):
            self._note("luar_jakarta", jumlah=outside)
        kept = frame.geometry[there]
        sound, mended = mend(kept)
        if mended:
            self._note("poligon_diperbaiki", jumlah=mended)
        # A corner far outside of what the projection knows becomes infinite.
        return mend(sound.to_crs(UTM_48S))[0]

    def result(self) -> BoundaryImport:
        codes, ways = self._match()
        matched = self.shapes[codes.index]
        if bps := sum(self.named[feature].bps for feature in self.shapes.index):
            self._note("kode_bps_diabaikan", jumlah=bps)
        whole = gpd.GeoSeries({code: shapely.union_all(part) for code, part in matched.groupby(codes)}, crs=UTM_48S)
        if joined := len(matched) - len(whole):
            self._note("fitur_digabung", jumlah=joined)
        whole, distances = self._in_place(whole, codes)
        self._tell_overlaps(whole)
        self.refused.sort(key=lambda feature: feature.fitur)
        if whole.empty:
            return BoundaryImport(_no_rows(), self.refused, self.notes)
        first = {code: feature for feature, code in reversed(list(codes.items()))}
        frame = gpd.GeoDataFrame(
            {
                "kode_kelurahan": whole.index,
                "nama_kelurahan": self.areas["nama_kelurahan"][whole.index].to_list(),
                "fitur": [int((codes == code).sum()) for code in whole.index],
                "cara": [ways[first[code]] for code in whole.index],
                "jarak_m": [round(distances[code]) for code in whole.index],
            },
            geometry=_rounded(simplify(whole, TOLERANCE_M).to_crs(4326)).to_list(),
            crs=4326,
        )
        return BoundaryImport(frame, self.refused, self.notes)

    def _match(self) -> tuple[pd.Series, dict[int, str]]:
        """The code and the way it was found, per feature; the others are refused."""
        codes, ways = {}, {}
        for feature, shape in self.shapes.items():
            name = self.named[feature]
            if shape.is_empty:
                self._refuse(feature, "bukan_poligon")
                continue
            code, way = self._code_of(feature, name)
            if code:
                codes[feature], ways[feature] = code, way
            elif name.kode or name.kelurahan:
                self._refuse(feature, "kode_asing" if name.kode and not name.kelurahan else "tanpa_padanan")
            else:
                self._refuse(feature, "tanpa_nama")
        return pd.Series(codes, dtype="object"), ways

    def _code_of(self, feature: int, name: Named) -> tuple[str, str]:
        if self.chosen.get(feature) in self.areas.index:
            return self.chosen[feature], "pilihan"
        if name.kode in self.areas.index:
            return name.kode, "kode"
        words = {"kelurahan": name.kelurahan, "kecamatan": name.kecamatan, "prov": name.prov}
        return self.codes.find(words) or "", "nama"

    def _in_place(self, whole: gpd.GeoSeries, codes: pd.Series) -> tuple[gpd.GeoSeries, dict[str, float]]:
        """Only polygons that lie where their kelurahan lies, and how far their centroids are off (m)."""
        kept, far = {}, []
        for code, centroid in whole.centroid.items():
            distances = self.centres.distance(centroid)
            own = float(distances[code])
            allowed = FAR_ISLANDS_M if code.startswith(ISLAND_KOTA) else FAR_M
            if own <= CENTRE_M or (own <= allowed and own == distances.min()):
                kept[code] = own
                far += [code] * (own > CENTRE_M)
                continue
            for feature in codes.index[codes == code]:
                self._refuse(feature, "jarak_batas", jarak=round(own), kelurahan=self._spoken(code), batas=CENTRE_M)
        for code in far:
            self._note("jarak_jauh", kelurahan=self._spoken(code), jarak=round(kept[code]), batas=CENTRE_M)
        return whole[list(kept)], kept

    def _spoken(self, code: str) -> str:
        return f"{self.areas.at[code, 'nama_kelurahan']} ({code})"

    def _tell_overlaps(self, whole: gpd.GeoSeries) -> None:
        left, right = whole.sindex.query(whole, predicate="intersects")
        pairs = [(i, j) for i, j in zip(left, right, strict=True) if i < j]
        shapes = whole.to_numpy()
        common = [shapely.area(shapely.intersection(shapes[i], shapes[j])) / 10_000 for i, j in pairs]
        found = sorted(((area, pair) for area, pair in zip(common, pairs, strict=True) if area > OVERLAP_HA))[::-1]
        for area, (i, j) in found[:SHOWN]:
            names = {"satu": self._spoken(whole.index[i]), "dua": self._spoken(whole.index[j])}
            self._note("bertindih", **names, luas=round(area, 1))
        if (rest := len(found) - SHOWN) > 0:
            self._note("bertindih_lain", jumlah=rest)

    def _refuse(self, feature: int, jenis: str, **isi: object) -> None:
        name = self.named[feature]
        parts = [quote(part) for part in (name.kelurahan, name.kecamatan) if part] or [quote(name.kode)]
        spoken = " / ".join(part for part in parts if part)
        alasan = Problem(self.nama, None, None, jenis, isi)
        self.refused.append(Unmatched(feature, spoken, alasan, self._candidates(feature)))

    def _candidates(self, feature: int) -> tuple[str, ...]:
        """Kelurahan of the same name, then the nearest."""
        shape, wanted = self.shapes[feature], normalise_area(self.named[feature].kelurahan)
        if shape.is_empty:
            return ()
        same = [
            code for code, name in self.areas["nama_kelurahan"].items() if wanted and normalise_area(name) == wanted
        ]
        near = self.centres.distance(shape.centroid).sort_values()
        return tuple(dict.fromkeys([*same, *near.index[near <= _NEAR_M]]))[:_SUGGESTED]
