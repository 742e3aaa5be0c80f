"""A synthetic data folder of the size of the whole country: every province, kota and kecamatan, 84,000 desa.

Trap: codes have the form of Kemendagri's and each province has as many kabupaten/kota as it really has, but no name,
place or figure here exists; every name says "(contoh)" and every row is read as `jenis_data` contoh. Only the rows of
DKI are the project's own. Whole numbers only, so that the folder comes out the same on every machine (`numbers`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from analysis.sources.sample import cakupan, krs
from analysis.sources.sample.areas import YEARS
from analysis.sources.sample.numbers import apportion, generator, skewed

DESA = 84_000
_DESA_PER_KECAMATAN = 23  # in two kecamatan
# Kabupaten and kota of each province (38 provinces, 514 in all); DKI's six are the project's own rows.
KOTA = {
    "11": 23, "12": 33, "13": 19, "14": 12, "15": 11, "16": 17, "17": 10, "18": 15, "19": 7, "21": 7, "31": 6,
    "32": 27, "33": 35, "34": 5, "35": 38, "36": 8, "51": 9, "52": 10, "53": 22, "61": 14, "62": 14, "63": 13,
    "64": 10, "65": 5, "71": 15, "72": 13, "73": 24, "74": 17, "75": 6, "76": 6, "81": 11, "82": 10, "91": 9,
    "92": 7, "93": 4, "94": 8, "95": 8, "96": 6,
}  # fmt: skip
_OWN, _OWN_NAME = "31", "DKI Jakarta"
_COPIED = ("rujukan", "resmi")
_PARTS = ("balita", "krs", "cakupan")
# Invented: children under five per thousand people, stunted and measured per thousand.
_CHILDREN, _STUNTED, _MEASURED = 82, (40, 330), (620, 960)
_WELFARE = np.array(krs.WELFARE_SHARE)


def write_national(folder: Path, data: Path, desa: int = DESA, kota: Mapping[str, int] = KOTA) -> None:
    """Write a complete data folder (CSV): wilayah, rujukan and resmi of `data`, and sample rows for `desa` desa.

    `kota`: kabupaten/kota per province; "31" stands for the rows of `data` itself. The big tables are written in parts,
    one file per province: contoh/balita/11.csv. An existing folder keeps files that are not written.
    """
    for name in _COPIED:
        shutil.copytree(data / name, folder / name, dirs_exist_ok=True)
    for name in ("wilayah", *(f"contoh/{part}" for part in _PARTS)):
        (folder / name).mkdir(parents=True, exist_ok=True)
    own = _OWN in kota
    areas = [_own_areas(data)] if own else []
    for name in ("alias", "titik_peta"):
        _copy_table(data / f"wilayah/{name}.csv", folder / f"wilayah/{name}.csv", own)
    for file in sorted((data / "contoh").glob("*.csv")):
        if file.stem in _PARTS:
            if own:
                shutil.copyfile(file, folder / f"contoh/{file.stem}/{_OWN}.csv")
        elif file.stem != "pengukuran":
            _copy_table(file, folder / f"contoh/{file.name}", own)
    for province, made in _provinces(desa - (areas[0].num_rows if own else 0), kota):
        areas.append(made)
        rng = generator(1000 + int(province))
        children = _children(made["kode_kelurahan"], rng)
        families = _families(made["kode_kelurahan"], children, rng)
        services = _services(children, families, rng)
        for name, table in zip(_PARTS, (children.drop_columns(["_penduduk"]), families, services), strict=True):
            _write(table, folder / f"contoh/{name}/{province}.csv")
    _write(pa.concat_tables(areas), folder / "wilayah/kelurahan.csv")
    names = [_OWN_NAME if code == _OWN else f"Provinsi {code} (contoh)" for code in kota]
    _write(pa.table({"kode_provinsi": list(kota), "nama_provinsi": names}), folder / "wilayah/provinsi.csv")


def _copy_table(source: Path, target: Path, whole: bool) -> None:
    """A CSV file, or only its header where DKI is left out."""
    text = source.read_text(encoding="utf-8")
    target.write_text(text if whole else text.partition("\n")[0] + "\n", encoding="utf-8")


def _write(table: pa.Table, file: Path) -> None:
    pacsv.write_csv(table, file, pacsv.WriteOptions(quoting_style="none", quoting_header="none"))


def _own_areas(data: Path) -> pa.Table:
    """DKI's kelurahan as text."""
    file = data / "wilayah/kelurahan.csv"
    names = file.read_text(encoding="utf-8").partition("\n")[0].split(",")
    kinds = dict.fromkeys(names, pa.string())
    return pacsv.read_csv(file, convert_options=pacsv.ConvertOptions(column_types=kinds, strings_can_be_null=False))


def _provinces(desa: int, kota: Mapping[str, int]) -> Iterator[tuple[str, pa.Table]]:
    """Each province but DKI with its desa as rows of kelurahan.csv."""
    rng = generator(900)
    codes = [
        f"{province}.{one:02}" for province, many in kota.items() if province != _OWN for one in range(1, many + 1)
    ]
    sizes = apportion(desa, skewed(rng, len(codes), 300)) if codes else []
    for place, province in enumerate(one for one in kota if one != _OWN):
        mine = [(code, size) for code, size in zip(codes, sizes, strict=True) if code.startswith(province)]
        yield province, pa.concat_tables([_kota(code, size, place, number) for number, (code, size) in enumerate(mine)])


def _kota(code: str, size: int, province: int, number: int) -> pa.Table:
    """One kabupaten: its desa shared out among kecamatan, each a row of villages; nothing lies where it really does."""
    kecamatan = min(max(round(2 * size / _DESA_PER_KECAMATAN), 1), 99)
    parts = apportion(size, [1000 + 37 * (one % 11) for one in range(kecamatan)])
    across = max(int(kecamatan**0.5), 1)
    rows: dict[str, list[str]] = {name: [] for name in ("desa", "nama", "kec", "nama_kec", "lat", "lon")}
    serial = 0
    for one, many in enumerate(parts):
        side = max(int(many**0.5), 1)
        for inner in range(many):
            serial += 1
            # Ten-thousandths of a degree: kota on a grid of 1.2 degrees, kecamatan in it, desa in them.
            lat = 60_000 - (province // 8) * 30_000 - (number // 6) * 5_000 - one // across * 700 - inner // side * 150
            lon = 950_000 + (province % 8) * 60_000 + (number % 6) * 9_000 + one % across * 700 + inner % side * 150
            rows["desa"].append(f"{code}.{one + 1:02}.{2001 + inner}")
            rows["nama"].append(f"Desa {serial:04} (contoh)")
            rows["kec"].append(f"{code}.{one + 1:02}")
            rows["nama_kec"].append(f"Kecamatan {one + 1:02} (contoh)")
            rows["lat"].append(f"{lat / 10_000:.4f}")
            rows["lon"].append(f"{lon / 10_000:.4f}")
    return pa.table(
        {
            "kode_kelurahan": rows["desa"],
            "nama_kelurahan": rows["nama"],
            "kode_kecamatan": rows["kec"],
            "nama_kecamatan": rows["nama_kec"],
            "kode_kota": [code] * size,
            "nama_kota": [f"Kabupaten {code} (contoh)"] * size,
            "nama_kota_pendek": [f"Kab. {code} (contoh)"] * size,
            "lat": rows["lat"],
            "lon": rows["lon"],
            **dict.fromkeys(("berlaku_dari", "berlaku_sampai", "kode_induk"), [""] * size),
        }
    )


def _share(count: np.ndarray, per_thousand: np.ndarray | int) -> np.ndarray:
    return (count * per_thousand + 500) // 1000


def _by_year(codes: pa.ChunkedArray) -> tuple[pa.ChunkedArray, np.ndarray, np.ndarray]:
    """Every desa in every year: codes, years, and how many years before the last."""
    year = np.tile(np.array(YEARS), len(codes))
    return pc.take(codes, pa.array(np.repeat(np.arange(len(codes)), len(YEARS)))), year, YEARS[-1] - year


def _children(codes: pa.ChunkedArray, rng: np.random.Generator) -> pa.Table:
    """Rows of balita.csv with `_penduduk`, the people that everything else is worked out from."""
    code, year, back = _by_year(codes)
    many, years = len(codes), len(YEARS)

    def of_desa(low: int, high: int) -> np.ndarray:
        return np.repeat(rng.integers(low, high, many, endpoint=True), years)

    def wobble(by: int) -> np.ndarray:
        return rng.integers(1000 - by, 1000 + by, many * years, endpoint=True)

    people = _share(of_desa(700, 5_200), 1000 - 8 * back)
    due = _share(people, _CHILDREN)
    measured = np.minimum(_share(_share(due, of_desa(*_MEASURED)), wobble(40)), due)
    stunted = np.minimum(_share(_share(measured, of_desa(*_STUNTED)), 1000 + 55 * back), measured)
    stunted = np.minimum(_share(stunted, wobble(150)), measured)
    severe = _share(stunted, of_desa(120, 330))
    return pa.table(
        {
            "kode_kelurahan": code,
            "tahun": year,
            "balita_sasaran": due,
            "diukur": measured,
            "pendek": stunted - severe,
            "sangat_pendek": severe,
            "_penduduk": people,
        }
    )


def _families(codes: pa.ChunkedArray, children: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Rows of krs.csv: the identities of the recap hold in every row."""
    rows, years = children.num_rows, len(YEARS)
    back = YEARS[-1] - children["tahun"].to_numpy()

    def of_desa(low: int, high: int) -> np.ndarray:
        return np.repeat(rng.integers(low, high, rows // years, endpoint=True), years)

    families = children["_penduduk"].to_numpy() * 10 // 34
    target = _share(families, of_desa(480, 620))
    total = _share(target, np.minimum(_share(of_desa(110, 420), 1000 + 60 * back), 700))
    counts = {factor: _share(total, of_desa(low, high)) for factor, (low, high) in krs.FACTORS.items()}
    four = np.stack([counts[factor] for factor in krs.FOUR_T])
    largest = four.max(axis=0)
    counts["jumlah_4t"] = np.minimum(largest + _share(four.sum(axis=0) - largest, of_desa(380, 620)), total)
    weights = _WELFARE[:, None] * rng.integers(700, 1300, (len(_WELFARE), rows), endpoint=True)
    ranks = total * weights // weights.sum(axis=0)
    ranks[-1] += total - ranks.sum(axis=0)
    named = {"jumlah_keluarga": families, "keluarga_sasaran": target, "total_krs": total}
    named |= {"tidak_berisiko": target - total} | counts | dict(zip(krs.WELFARE, ranks, strict=True))
    head = {"kode_kelurahan": children["kode_kelurahan"], "tahun": children["tahun"]}
    return pa.table(head | {name: named[name] for name in krs.COLUMNS[2:]})


def _services(children: pa.Table, families: pa.Table, rng: np.random.Generator) -> pa.Table:
    """Rows of cakupan.csv, by desa, year and indicator; a few were never reported."""
    rows, kinds = children.num_rows, len(cakupan.SERVICES)
    year = children["tahun"].to_numpy()
    people, reached = np.empty((rows, kinds), dtype=np.int64), np.empty((rows, kinds), dtype=np.int64)
    own = np.repeat(rng.integers(780, 1220, rows // len(YEARS), endpoint=True), len(YEARS))
    for place, (code, (population, entitled, level, slope)) in enumerate(cakupan.SERVICES.items()):
        known = children if population in children.column_names else families
        people[:, place] = np.maximum(_share(known[population].to_numpy(), entitled), 1)
        usual = np.clip(level + slope * (year - 2024), 20, 995)
        rate = np.clip(_share(usual, own) + rng.integers(-60, 60, rows, endpoint=True), 5, 1000)
        reached[:, place] = _share(people[:, place], rate)
        if code == "E17":
            reached[:, place] = np.minimum(children["diukur"].to_numpy(), people[:, place])
    told = np.flatnonzero(rng.integers(1, 1000, rows * kinds, endpoint=True) > cakupan.MISSING_PER_THOUSAND)
    row, kind = pa.array(told // kinds), pa.array(told % kinds)
    return pa.table(
        {
            "kode_kelurahan": pc.take(children["kode_kelurahan"], row),
            "tahun": pc.take(children["tahun"], row),
            "kode_indikator": pc.take(pa.array(list(cakupan.SERVICES)), kind),
            "pembilang": reached.ravel()[told],
            "penyebut": people.ravel()[told],
        }
    )
