"""A file of families on its way to the screening."""

from __future__ import annotations

from analysis.convergence.screening import screen_families, thresholds_from
from analysis.sources.families import read_families
from tests.fuzz.common import catalog
from tests.fuzz.property import rows_or_sentences, told


def read(data: bytes) -> None:
    tables = catalog().tables
    families = read_families(data, "keluarga.csv", set(tables["kelurahan"]["kode_kelurahan"]))
    rows_or_sentences(len(families.frame), families.problems)
    if families.columns is not None and len(families.frame):
        screen_families(families.frame, thresholds_from(tables["parameter"]))
    told(set(families.problem_table("keluarga.csv")["masalah"]))


def seeds() -> list[bytes]:
    from tests.sources.families.test_reading_families import SPELLED, TWO, as_parquet, as_xlsx

    siga = (
        "No Keluarga;Kode Kelurahan;Nama Kepala Keluarga;Terlalu Muda;Terlalu Tua;Terlalu Dekat;Terlalu Banyak;PUS\n"
        "KK-1;3173011005;CONTOH;2;1;1;3;1\nKK-2;3173011006;CONTOH;1;1;2;1;0\n"
    )
    return [TWO.encode(), SPELLED.encode(), siga.encode(), as_xlsx(TWO), as_parquet(TWO)]
