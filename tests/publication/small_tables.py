"""Small complete tables for tests: a tree of kelurahan and counts in it."""

from __future__ import annotations

import pandas as pd
from hypothesis import strategies as st

from tests.publication.attacker import RANKS

SOURCE = {
    "jenis_data": "contoh",
    "sumber_judul": "Data contoh (sintetis)",
    "sumber_url": "",
    "tanggal_sumber": "",
    "catatan": "",
}
YEAR = 2024
# Kecamatan of Kepulauan Seribu and of Jakarta Pusat: how many kelurahan each has.
SHAPES = [
    {"31.01.01": 3, "31.01.02": 3, "31.71.01": 4, "31.71.02": 1},
    {"31.01.01": 1},
    {"31.01.01": 2},
    {"31.01.01": 1, "31.01.02": 1},
    {"31.01.01": 2, "31.01.02": 1, "31.71.01": 2},
    {"31.71.01": 5},
]
# Mostly what the rules look at: nothing, the small, and both sides of the limits.
COUNTS = st.one_of(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 6, 19, 20, 21]), st.integers(0, 80))


def codes_of(shape: dict[str, int]) -> list[str]:
    return [f"{kecamatan}.{1001 + place}" for kecamatan, n in shape.items() for place in range(n)]


def areas_of(codes: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame({"kode_kelurahan": codes})
    kode = frame["kode_kelurahan"]
    return frame.assign(
        nama_kelurahan="Kelurahan " + kode,
        kode_kecamatan=kode.str[:8],
        nama_kecamatan="Kecamatan " + kode.str[:8],
        kode_kota=kode.str[:5],
        nama_kota="Kota " + kode.str[:5],
        nama_kota_pendek=kode.str[:5],
        lat=-6.1,
        lon=106.7,
        berlaku_dari="",
        berlaku_sampai="",
        kode_induk="",
    )


def tables_of(codes: list[str], **rows: list[dict]) -> dict[str, pd.DataFrame]:
    """Tables as the app has them; `rows` of balita, krs and cakupan without year and source."""
    tables = {"kelurahan": areas_of(codes)}
    texts = {"kode_kelurahan": "str", "kode_indikator": "str"}
    for name, part in rows.items():
        frame = pd.DataFrame(part).assign(tahun=YEAR, **SOURCE)
        counts = [column for column in frame if column not in (*texts, "tahun", *SOURCE)]
        tables[name] = frame.astype(dict.fromkeys(counts, "Int64"))
    return tables


def families(
    kode: str, risk: int, other: int, ranks: list[int] | None, factors: dict[str, int], every: int = 0
) -> dict:
    """A row of krs whose counts agree; ranks None: not known."""
    target = risk + other
    known = dict(zip(RANKS, ranks or [None] * 5, strict=True))
    row = {"kode_kelurahan": kode, "jumlah_keluarga": target + every, "keluarga_sasaran": target}
    return row | {"total_krs": risk, "tidak_berisiko": other} | factors | known


@st.composite
def balita_tables(draw) -> dict[str, pd.DataFrame]:
    codes = _reporting(draw)
    rows = []
    for kode in codes:
        short, very, others, missed = (draw(COUNTS) for _part in range(4))
        measured = short + very + others
        target = draw(st.sampled_from([measured + missed, measured, None]))
        row = {"kode_kelurahan": kode, "balita_sasaran": target, "diukur": measured}
        rows.append(row | {"pendek": short, "sangat_pendek": very})
    return tables_of(codes, balita=rows)


@st.composite
def krs_tables(draw) -> dict[str, pd.DataFrame]:
    codes = _reporting(draw)
    rows = []
    for kode in codes:
        ranks = [draw(COUNTS) for _rank in RANKS]
        risk = sum(ranks)
        share = st.integers(0, risk)
        four = [draw(share) for _one in range(4)]
        any_of = draw(st.integers(max(four), min(sum(four), risk)))
        names = ("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak")
        factors = {name: draw(share) for name in ("air_tidak_layak", "jamban_tidak_layak", "bukan_kb_modern")}
        factors |= dict(zip(names, four, strict=True)) | {"jumlah_4t": any_of}
        row = families(kode, risk, draw(COUNTS), ranks, factors, draw(COUNTS))
        unknown = draw(st.sampled_from([(), (), (), RANKS, ("keluarga_sasaran", "tidak_berisiko"), names]))
        rows.append(row | dict.fromkeys(unknown))
    return tables_of(codes, krs=rows)


@st.composite
def cakupan_tables(draw) -> dict[str, pd.DataFrame]:
    """Two services, sometimes with the very same targets."""
    codes = _reporting(draw)
    same = draw(st.booleans())
    rows = []
    for kode in codes:
        reached, missed = draw(COUNTS), draw(COUNTS)
        base = reached + missed
        other = draw(st.integers(0, base)) if same else draw(COUNTS)
        rows.append({"kode_kelurahan": kode, "kode_indikator": "E05", "pembilang": reached, "penyebut": base})
        if same or draw(st.booleans()):
            target = base if same else other + draw(COUNTS)
            rows.append({"kode_kelurahan": kode, "kode_indikator": "E06", "pembilang": other, "penyebut": target})
    return tables_of(codes, cakupan=rows)


def _reporting(draw) -> list[str]:
    """Kelurahan that have a row: sometimes one is missing."""
    codes = codes_of(draw(st.sampled_from(SHAPES)))
    absent = draw(st.sampled_from([None, *codes])) if len(codes) > 1 else None
    return [kode for kode in codes if kode != absent]
