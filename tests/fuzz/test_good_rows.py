"""Broken lines between good ones cost themselves only, and no sentence about them repeats whom the file is about."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.sources.catalog import read_upload
from analysis.sources.families import read_families
from analysis.sources.imports import apply_all, open_file, read_and_recognise
from analysis.sources.measurements import AreaCodes, Options, read_measurements
from tests.fuzz.common import NIK, PERSON, catalog, references
from tests.sources.families.conftest import tidy
from tests.sources.measurements.conftest import eppgbm

BALITA = ["kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek"]
BALITA += [f"31.73.01.100{place};2024;10;8;1;0" for place in range(1, 6)]
EXPORT = eppgbm(*({"NIK": NIK, "Nama": PERSON, "Berat": f"1{place},5"} for place in range(5))).decode().splitlines()
FAMILIES = tidy(*({"umur_istri": str(25 + place)} for place in range(5))).splitlines()


def from_upload(data: bytes) -> tuple[pd.DataFrame, list]:
    frame, problems = read_upload("balita", data, "data.csv", catalog())
    return frame, problems


def from_import(data: bytes) -> tuple[pd.DataFrame, list]:
    sheet, found = read_and_recognise(open_file(data, "data.csv"), references().indicators)
    (outcome,) = apply_all(sheet, found.mappings, references())
    return outcome.frame, [*sheet.problems, *outcome.problems, *outcome.notes]


def from_export(data: bytes) -> tuple[pd.DataFrame, list]:
    tables = catalog().tables
    areas = AreaCodes(tables["kelurahan"], tables["alias"])
    found = read_measurements(data, "data.csv", Options(linked=True, area_codes=areas))
    # A line that cannot be cut into cells keeps its place, with nothing in it.
    frame = found.frame[found.frame["berat_kg"].notna()]
    return frame.astype({name: "str" for name in frame.select_dtypes("category")}), found.problems


def from_families(data: bytes) -> tuple[pd.DataFrame, list]:
    families = read_families(data, "data.csv", set(catalog().tables["kelurahan"]["kode_kelurahan"]))
    frame = families.frame[families.frame["umur_istri"].notna()]
    return frame.astype({name: "str" for name in frame.select_dtypes("category")}), families.problems


# Lines of nonsense; each is wrong in its own way in each of the files.
broken = st.sampled_from(
    [
        "x",
        f"{PERSON};{NIK}",
        ";".join(["x"] * 60),
        "1;2;3;4;5;9;7",
        "-;-;-;-;-;-",
        "=1+1;;;;;",
        f"31.99.01.1001;2024;{NIK};8;1;0",
    ]
)


@pytest.mark.parametrize(
    ("lines", "read"),
    [(BALITA, from_upload), (BALITA, from_import), (EXPORT, from_export), (FAMILIES, from_families)],
    ids=["upload", "import", "measurements", "families"],
)
def test_good_rows_stay_as_they_are(lines, read):
    whole = _content(read("\n".join(lines).encode())[0])
    assert len(whole) == 5

    @settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(1, 6), broken), min_size=1, max_size=4))
    def check(put):
        mixed = list(lines)
        for place, line in sorted(put, reverse=True):
            mixed.insert(place, line)
        frame, problems = read("\n".join(mixed).encode())
        pd.testing.assert_frame_equal(_content(frame), whole)
        said = " ".join(map(str, problems))
        # A family of which nothing but its code is known is a family too.
        assert problems or lines is FAMILIES
        assert NIK not in said
        if lines is EXPORT:
            assert PERSON not in said

    check()


def _content(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows without what depends on where they stand or on who wrote them."""
    moving = {"baris", "anak", "sumber_judul", "catatan", "tanggal_sumber"}
    return frame.drop(columns=[name for name in frame if name in moving]).reset_index(drop=True)
