"""A synthetic e-PPGBM export of any size, with the faults that real ones have.

Traps: it looks like personal data and is none: every NIK begins with 99, which no region has, names are
numbered and addresses say "contoh". Children are drawn around the WHO standard with plain arithmetic,
so the bytes are the same on every machine. About 5 % are stunted, as DKI reported in October 2023; no
kelurahan is meant to be true.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from analysis.growth.scoring import score_growth
from analysis.growth.tables import DAYS, load_tables
from analysis.sources.sample.areas import make_areas, read_rows
from analysis.sources.sample.numbers import SEED

HEADER = (
    "NIK", "Nama", "JK", "Tgl Lahir", "BB Lahir", "TB Lahir", "Nama Ortu", "Prov", "Kab/Kota", "Kec", "Pukesmas",
    "Desa/Kel", "Posyandu", "RT", "RW", "Alamat", "Usia Saat Ukur", "Tanggal Pengukuran", "Berat", "Tinggi",
    "Cara Ukur", "LiLA", "BB/U", "ZS BB/U", "TB/U", "ZS TB/U", "BB/TB", "ZS BB/TB", "Naik Berat Badan",
    "PMT Diterima (kg)", "Jml Vit A", "KPSP", "KIA", "Detail",
)  # fmt: skip
FEBRUARI, AGUSTUS = date(2024, 2, 5), date(2024, 8, 5)  # bulan timbang
SHIPPED_CHILDREN, SHIPPED_ROUNDS = 4_800, (FEBRUARI, AGUSTUS)
_AT_ONCE = 100_000
_LAST_DAY = 1825
_VISIT_DAYS = 19  # a round lasts most of a month
_POSYANDU = (
    "MELATI", "MAWAR", "ANGGREK", "DAHLIA", "KENANGA", "FLAMBOYAN", "CEMPAKA", "TERATAI"
)  # fmt: skip
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip
# What the export itself prints for a category.
_LABELS = {
    "bbu": {"bb_sangat_kurang": "Sangat Kurang", "bb_kurang": "Kurang", "bb_normal": "Berat Badan Normal", "risiko_bb_lebih": "Risiko Lebih"},
    "tbu": {"sangat_pendek": "Sangat Pendek", "pendek": "Pendek", "normal": "Normal", "tinggi": "Tinggi"},
    "bbtb": {
        "gizi_buruk": "Gizi Buruk", "gizi_kurang": "Gizi Kurang", "gizi_baik": "Gizi Baik",
        "berisiko_gizi_lebih": "Risiko Gizi Lebih", "gizi_lebih": "Gizi Lebih", "obesitas": "Obesitas",
    },
}  # fmt: skip


def write_export(file: BinaryIO, children: int, data: Path, rounds: tuple[date, ...] = (AGUSTUS,)) -> None:
    """A CSV as e-PPGBM exports it (";", decimal comma) of `children` measured in each of `rounds`.

    One row per child (with several rounds: for each in which it was under five and came), and now and then the same
    row twice. `data` is the project's folder of that name.
    """
    file.write((";".join(HEADER) + "\n").encode())
    options = pacsv.WriteOptions(include_header=False, delimiter=";", quoting_style="none")
    places = _Places(data)
    for part, start in enumerate(range(0, children, _AT_ONCE)):
        one = _Children(part, start, min(_AT_ONCE, children - start), places, rounds)
        for number in range(len(rounds)):
            lines = pa.BufferOutputStream()
            pacsv.write_csv(one.rows(number), lines, options)
            file.write(lines.getvalue())


class _Places:
    """The kelurahan as an export names them, and what its posyandu are like."""

    def __init__(self, data: Path) -> None:
        areas = make_areas(data)
        rows = {row["kode_kelurahan"]: row for row in read_rows(data / "wilayah/kelurahan.csv")}
        named = [rows[area.code] for area in areas]
        alias = {row["kode_kelurahan"]: row["alias"] for row in read_rows(data / "wilayah/alias.csv")}
        self.until = np.cumsum([area.population for area in areas])
        # Need moves the mean height, in thousandths of a standard deviation.
        self.mean = -380 - np.clip([(area.need - 1000) * 35 // 100 for area in areas], -500, 700)
        self.kota = _spelled([row["nama_kota_pendek"] for row in named])
        self.kecamatan = _spelled([row["nama_kecamatan"] for row in named])
        self.puskesmas = _spelled([f"PUSKESMAS {row['nama_kecamatan']}" for row in named])
        self.kelurahan = _spelled([row["nama_kelurahan"] for row in named])
        self.as_spoken = _spelled([alias.get(row["kode_kelurahan"], row["nama_kelurahan"]) for row in named])
        codes = sorted({row["kode_kecamatan"] for row in named})
        # How a puskesmas writes: each kecamatan has habits of its own.
        self.habit = np.array([codes.index(row["kode_kecamatan"]) for row in named])


def _spelled(names: list[str]) -> list[str]:
    return [name.upper() for name in names]


def _pick(texts: list[str], codes: np.ndarray) -> pa.Array:
    """texts[code] of each row, without making a text for each row."""
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(texts, pa.string()))


class _Children:
    """Some children and their measurements; their own stream of random numbers makes them reproducible."""

    def __init__(self, part: int, start: int, n: int, places: _Places, rounds: tuple[date, ...]) -> None:
        self.rng = np.random.Generator(np.random.PCG64([SEED, 50, part]))
        self.n, self.places, self.rounds = n, places, rounds
        last = _day(rounds[-1])
        self.born = self.rng.integers(_day(rounds[0]) + _VISIT_DAYS - _LAST_DAY, last, n, endpoint=True)
        self.area = np.searchsorted(places.until, self.rng.integers(0, places.until[-1], n), side="right")
        self.area.sort()
        self.sex = self.rng.integers(0, 2, n)
        self.posyandu = self.rng.integers(0, 24, n)
        self.z_height = places.mean[self.area] + self._normal(930)
        self.z_weight = self._normal(980) - 150
        self.z_arm = self._normal(900)
        self.number = np.arange(start, start + n)
        self.nik = self.rng.integers(0, 10**14, n)
        # A NIK takes months to be issued, and some never get into the system.
        self.without_nik = self._chance(25) | ((last - self.born < 150) & self._chance(300))

    def _normal(self, spread: int) -> np.ndarray:
        """Thousandths of a standard normal times `spread` thousandths: a sum of twelve uniforms."""
        return (self.rng.integers(0, 1001, (12, self.n)).sum(axis=0) - 6000) * spread // 1000

    def _chance(self, per_thousand: float) -> np.ndarray:
        return self.rng.integers(0, 100_000, self.n) < per_thousand * 100

    def rows(self, number: int) -> pa.Table:
        """The rows of one round."""
        visit = _day(self.rounds[number]) + (self.area * 7 + self.posyandu) % _VISIT_DAYS
        age = visit - self.born
        came = (age >= 0) & (age <= _LAST_DAY) & ~self._chance(100 if len(self.rounds) > 1 else 0)
        day = np.clip(age, 0, _LAST_DAY)
        lying = (day < 731) ^ self._chance(15)
        true_height, kilograms, centimetres = self._sizes(day)
        height = self._recorded(true_height, lying, day)
        weight, arm = (np.floor(size * 10 + 0.5).astype(np.int64) for size in (kilograms, centimetres))
        scores = self._scores(day, height, weight, lying)
        columns = self._who() | self._where() | self._when(visit, day) | self._sized(day, height, weight, arm, lying)
        columns |= scores | self._rest(number, day)
        table = pa.table([columns[name] for name in HEADER], names=list(HEADER))
        twice = np.flatnonzero(came)
        return table.take(pa.array(np.repeat(twice, 1 + self._chance(4)[twice])))

    def _sizes(self, day: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """True height (cm), weight (kg) and arm (cm)."""
        tables = load_tables()
        row = self.sex * DAYS + day
        height = _from_z(self.z_height + self._normal(180), tables.tbu[:, row])
        tall = (day >= 731).astype(np.int64)
        tenths = np.floor(height * 10 + 0.5).astype(np.int64)
        tenths = np.clip(tenths, np.where(tall, 650, 450), np.where(tall, 1200, 1100)) - np.where(tall, 650, 450)
        weight = _from_z(self.z_weight + self._normal(200), tables.bbtb[:, tables.start[tall, self.sex] + tenths])
        # The standard for the arm begins at day 91.
        arm = _from_z(self.z_arm, tables.lilau[:, np.maximum(row, self.sex * DAYS + 91)])
        return height, weight, arm

    def _recorded(self, height: np.ndarray, lying: np.ndarray, day: np.ndarray) -> np.ndarray:
        """Height as it is read off, in tenths: the other position changes it, and some like whole numbers."""
        moved = np.where(lying & (day >= 731), 0.7, np.where(~lying & (day < 731), -0.7, 0.0))
        tenths = np.floor((height + moved) * 10 + 0.5).astype(np.int64)
        to_whole = (self.area * 5 + self.posyandu) % 7 == 0
        to_half = (self.area * 3 + self.posyandu) % 5 == 0
        return np.where(to_whole, (tenths + 5) // 10 * 10, np.where(to_half, (tenths + 2) // 5 * 5, tenths))

    def _who(self) -> dict[str, pa.Array]:
        digits = pc.binary_join_element_wise("99", pc.utf8_lpad(pc.cast(pa.array(self.nik), pa.string()), 14, "0"), "")
        numbered = pc.utf8_lpad(pc.cast(pa.array(self.number + 1), pa.string()), 7, "0")
        codes = np.where(self.places.habit[self.area] == 11, 2, 0) + self.sex
        codes = np.where(self._chance(8), 4 + self.sex, np.where(self._chance(0.5), 6, codes))
        return {
            "NIK": pc.if_else(pa.array(self.without_nik), "", digits),
            "Nama": pc.binary_join_element_wise("ANANDA", numbered, " "),
            "JK": _pick(["L", "P", "1", "2", "l", "p", ""], codes),
            "BB Lahir": _pick(_tenths(45), 24 + self.rng.integers(0, 16, self.n)),
            "TB Lahir": _pick([str(cm) for cm in range(46, 53)], self.rng.integers(0, 7, self.n)),
            "Nama Ortu": pc.binary_join_element_wise("IBU CONTOH", numbered, " "),
        }

    def _where(self) -> dict[str, pa.Array]:
        places, area = self.places, self.area
        names = [f"{flower} {number}" for number in (1, 2, 3) for flower in _POSYANDU]
        names += [name.title() for name in names]
        return {
            "Prov": _pick(["DKI JAKARTA"], np.zeros(self.n)),
            "Kab/Kota": _pick(places.kota, area),
            "Kec": _pick(places.kecamatan, area),
            "Pukesmas": _pick(places.puskesmas, area),
            "Desa/Kel": _pick(places.kelurahan + places.as_spoken, area + self._chance(300) * len(places.kelurahan)),
            "Posyandu": _pick(names, self.posyandu + self._chance(10) * len(_POSYANDU) * 3),
            "RT": _pick([f"{rt:03}" for rt in range(1, 16)], self.rng.integers(0, 15, self.n)),
            "RW": _pick([f"{rw:03}" for rw in range(1, 11)], self.rng.integers(0, 10, self.n)),
            "Alamat": _pick([f"JL CONTOH NO {house}" for house in range(1, 100)], self.rng.integers(0, 99, self.n)),
        }

    def _when(self, visit: np.ndarray, day: np.ndarray) -> dict[str, pa.Array]:
        habit = self.places.habit[self.area]
        style = np.where(habit % 9 == 4, 1, np.where(habit % 9 == 7, 2, np.where(self._chance(4), 3, 0)))
        # Typed a year too late, so that the child is measured before it is born.
        born = np.where(self._chance(0.4), self.born + 1826, self.born)
        texts = _dates(_day(date(2018, 1, 1)), _day(date(2029, 12, 31)))
        first, count = _day(date(2018, 1, 1)), len(texts) // 4
        ages = [_age(days) for days in range(_LAST_DAY + 1)]
        return {
            "Tgl Lahir": _pick([*texts, ""], np.where(self._chance(0.8), len(texts), style * count + born - first)),
            "Tanggal Pengukuran": _pick(texts, style * count + visit - first),
            "Usia Saat Ukur": _pick(ages, day),
        }

    def _sized(self, day, height, weight, arm, lying) -> dict[str, pa.Array]:
        """Measurements as they are typed: empty, without the comma, in the wrong cell."""
        pointed = self.places.habit[self.area] == 17
        swapped = self._chance(0.4)
        return {
            "Berat": self._typed(np.where(swapped, height, weight), pointed, 8),
            "Tinggi": self._typed(np.where(swapped, weight, height), pointed, 10),
            "Cara Ukur": _pick(["Berdiri", "Terlentang", ""], np.where(self._chance(20), 2, lying)),
            "LiLA": self._typed(np.where(self._chance(450) | (day < 183), -1, arm), pointed, 0),
        }

    def _typed(self, tenths: np.ndarray, pointed: np.ndarray, empty_per_thousand: int) -> pa.Array:
        """Tenths as "12,5"; some "12.5", some "125", some "-", some empty (a negative number is empty too)."""
        most = 1400
        texts = _tenths(most)
        spellings = [*texts, *(text.replace(",", ".") for text in texts), *map(str, range(most)), "-", ""]
        kind = np.where(self._chance(1.2), 2, pointed)
        codes = np.minimum(tenths, most - 1) + kind * most
        codes = np.where(self._chance(empty_per_thousand) | (tenths < 0), 3 * most + 1, codes)
        return _pick(spellings, np.where((tenths >= 0) & self._chance(1), 3 * most, codes))

    def _scores(self, day, height, weight, lying) -> dict[str, pa.Array]:
        """What the system itself prints beside the measurements."""
        nothing = np.full(self.n, np.nan)
        frame = pd.DataFrame(
            {
                "jk": pd.Categorical.from_codes(self.sex, ["L", "P"]),
                "umur_hari": day.astype(float),
                "berat_kg": weight / 10,
                "tinggi_cm": height / 10,
                "cara_ukur": pd.Categorical.from_codes(lying.astype(int), ["berdiri", "terlentang"]),
                "lingkar_kepala_cm": nothing,
                "lila_cm": nothing,
                "edema": pd.Categorical.from_codes(np.zeros(self.n, int), [""]),
            }
        )
        scored = score_growth(frame)
        columns: dict[str, pa.Array] = {}
        for index, title in (("bbu", "BB/U"), ("tbu", "TB/U"), ("bbtb", "BB/TB")):
            codes = scored[f"kategori_{index}"].cat
            columns[title] = _pick([_LABELS[index].get(code, "") for code in codes.categories], codes.codes.to_numpy())
            zscores = scored[f"zs_{index}"].clip(-9.99, 9.99).fillna(10).to_numpy()
            hundredths = np.floor(zscores * 100 + 1000.5).astype(np.int64)
            columns[f"ZS {title}"] = _pick([*(_hundredths(z) for z in range(-1000, 1000)), ""], hundredths)
        return columns

    def _rest(self, number: int, day: np.ndarray) -> dict[str, pa.Array]:
        first = number == 0 and len(self.rounds) > 1
        gained = np.where(self._chance(150), 1, 0) if not first else np.full(self.n, 2)
        empty = _pick([""], np.zeros(self.n))
        return {
            "Naik Berat Badan": _pick(["N", "T", "B"], gained),
            "PMT Diterima (kg)": empty,
            "Jml Vit A": _pick(["", "1"], day >= 183),
            "KPSP": _pick(["", "Sesuai"], self._chance(700)),
            "KIA": _pick(["Tidak", "Ya"], self._chance(900)),
            "Detail": empty,
        }


def _from_z(thousandths: np.ndarray, lms: np.ndarray) -> np.ndarray:
    """The measurement at a z-score, by the first terms of (1 + LSz)^(1/L): a power is not the same everywhere."""
    power, median, spread = lms
    step = spread * thousandths / 1000
    return median * (1 + step + (1 - power) / 2 * step * step)


def _day(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _tenths(most: int) -> list[str]:
    return [f"{tenth // 10},{tenth % 10}" for tenth in range(most)]


def _hundredths(value: int) -> str:
    return f"{'-' if value < 0 else ''}{abs(value) // 100},{abs(value) % 100:02}"


def _dates(first: int, last: int) -> list[str]:
    """Every day from `first` to `last` in four spellings, one after the other."""
    days = [date(1970, 1, 1) + timedelta(days=day) for day in range(first, last + 1)]
    spelled = [f"{day.day} {_MONTHS[day.month - 1]} {day.year}" for day in days]
    return [
        *(day.isoformat() for day in days),
        *(f"{d:%d/%m/%Y}" for d in days),
        *(f"{d:%d-%m-%Y}" for d in days),
        *spelled,
    ]


def _age(days: int) -> str:
    """The age as the export words it; a month is 30.4375 days."""
    months = days * 10_000 // 304_375
    return f"{months // 12} Tahun - {months % 12} Bulan - {days - months * 304_375 // 10_000} Hari"
