"""A country on one machine: every kota's rows are those of the CSV files, and only they are in memory."""

import shutil

import pandas as pd
import pytest

from analysis.sources.catalog import DATA, load_catalog, read_upload, with_source
from analysis.sources.layouts import TABLES
from analysis.sources.preparing import prepare
from analysis.sources.regions import SMALL_PROVINCE
from analysis.sources.sample.national import KOTA as WHOLE
from analysis.sources.store import cells_of_rows, open_store
from tests.national_folder import DESA, KOTA, make_country


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    return make_country(tmp_path_factory.mktemp("negara"))


@pytest.fixture(scope="module")
def catalog(country):
    return load_catalog(country)


def _csv(country, table: str) -> pd.DataFrame:
    parts = [
        pd.read_csv(file, dtype={"kode_kelurahan": "str"})
        for file in sorted((country / "contoh" / table).glob("*.csv"))
    ]
    return pd.concat(parts, ignore_index=True)


def _same(found: pd.DataFrame, wanted: pd.DataFrame, table: str) -> None:
    columns, key = list(TABLES[table].columns), list(TABLES[table].key)
    wanted = wanted[columns].sort_values(key, ignore_index=True)
    found = found[columns].sort_values(key, ignore_index=True)
    pd.testing.assert_frame_equal(found.astype(wanted.dtypes.to_dict()), wanted)


def test_the_sample_of_the_whole_country_has_its_provinces_and_kota():
    assert (len(WHOLE), sum(WHOLE.values())) == (38, 514)


def test_a_large_province_is_read_one_kota_at_a_time_and_equals_a_filter_of_the_csv(country, catalog):
    for kota in ("11.01", "11.03"):
        tables = catalog.around(kota).view(True)
        wide, small = _csv(country, "cakupan"), _csv(country, "krs")
        _same(tables["cakupan"], wide[wide["kode_kelurahan"].str.startswith(kota)], "cakupan")
        # What a kota is compared with: all of its province.
        _same(tables["krs"], small[small["kode_kelurahan"].str.startswith("11.")], "krs")
        assert set(tables["kelurahan"]["kode_kota"]) == {"11.01", "11.02", "11.03"}


def test_a_small_province_is_one_region(country, catalog):
    tables = catalog.around("96.01").view(True)
    wide = _csv(country, "cakupan")
    _same(tables["cakupan"], wide[wide["kode_kelurahan"].str.startswith("96.")], "cakupan")
    assert catalog.around("96") is catalog.around("96.01")
    assert catalog.shows_whole("96") and not catalog.shows_whole("11")


def test_everything_is_marked_as_a_sample(catalog):
    for kota in ("11.02", "12.01"):
        tables = catalog.around(kota).view(True)
        for name in ("balita", "krs", "cakupan"):
            assert set(tables[name]["jenis_data"]) == {"contoh"}
        assert tables["kelurahan"]["nama_kelurahan"].str.contains("(contoh)", regex=False).all()
        assert catalog.around(kota).view(False)["krs"].empty


def test_the_same_tables_come_back_until_they_are_pushed_out(country):
    catalog = load_catalog(country)
    first = catalog.around("11.01").view(True)
    assert catalog.around("11.01").view(True) is first
    for turn in range(20):
        catalog.around(("11.02", "11.03", "12.01", "96.01")[turn % 4])
    assert catalog.around("11.01").view(True) is first
    assert len(catalog._regions) <= 8 and len(catalog._provinces) <= 4


def test_codes_of_every_province_are_known_though_no_row_of_them_is_loaded(catalog, tmp_path):
    code = catalog.tables["kelurahan"]["kode_kelurahan"].iloc[-1]
    assert code.startswith("96.")
    file = f"kode_kelurahan,tahun,balita_sasaran,diukur,pendek,sangat_pendek\n{code},2024,40,30,5,1\n99.01.01.2001,2024,4,3,1,0\n"
    frame, problems = read_upload("balita", file.encode(), "isian.csv", catalog)
    assert frame["kode_kelurahan"].tolist() == [code]
    assert len(problems) == 1 and "99.01.01.2001" in str(problems[0])
    store = open_store(catalog.tables, str(tmp_path / "catatan"))
    store.save(cells_of_rows("balita", frame[list(TABLES["balita"].columns)], "berkas"), oleh="Dinas", apa="impor")
    recorded = store.state().frames
    assert store.state().problems == []
    here = catalog.around("96.01").view(True, recorded)["balita"]
    row = here[(here["kode_kelurahan"] == code) & (here["tahun"] == 2024)]
    assert row["diukur"].tolist() == [30] and row["jenis_data"].tolist() == ["diunggah"]
    # Elsewhere nobody sees it, and the store still has it.
    assert not (catalog.around("12.01").view(True, recorded)["balita"]["jenis_data"] == "diunggah").any()
    assert len(recorded["balita"]) == 1


def test_what_a_session_tries_out_is_cut_to_the_region_too(catalog):
    frame = catalog.around("12.01").view(True)["krs"].head(3)
    upload = with_source(frame.drop(columns=["jenis_data"]), "diunggah")
    assert (catalog.around("12.01").view(True, {"krs": upload})["krs"]["jenis_data"] == "diunggah").sum() == 3
    assert not (catalog.around("96.01").view(True, {"krs": upload})["krs"]["jenis_data"] == "diunggah").any()


def test_wrong_rows_are_told_when_the_folder_is_prepared_and_at_every_start(country, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(country, folder)
    part = folder / "contoh/balita/96.csv"
    lines = part.read_text().splitlines()
    part.write_text("\n".join([*lines, "99.01.01.2001,2024,10,9,1,0", "96.01.01.2001,2026,10,11,1,0"]) + "\n")
    (folder / "contoh/balita/tambahan.csv").write_text("\n".join(lines[:3]) + "\n")
    before = [str(problem) for problem in load_catalog(folder).problems]
    assert any("96.csv" in text and "python -m analysis prepare" in text for text in before)
    rows, problems = prepare(folder)
    told = [str(problem) for problem in problems]
    assert any("99.01.01.2001" in text and f"baris {len(lines) + 1}" in text for text in told)
    assert any("tambahan.csv" in text and "2 baris" in text for text in told)
    again = load_catalog(folder)
    assert set(told) <= {str(problem) for problem in again.problems}
    assert len(again.around("96.01").view(True)["balita"]) == len(lines) - 1
    assert rows > DESA * 5 * 2


@pytest.mark.parametrize("damage", ["siap.json", "kelurahan.parquet", "cakupan.parquet"])
def test_a_damaged_preparation_is_told_and_the_csv_is_read(country, tmp_path, damage):
    folder = tmp_path / "data"
    shutil.copytree(country, folder)
    (folder / "siap" / damage).write_bytes(b"PAR1 rusak")
    catalog = load_catalog(folder)
    assert any("python -m analysis prepare" in str(problem) for problem in catalog.problems)
    assert len(catalog.around("11.01").tables["cakupan"]) == len(_csv(country, "cakupan"))


def test_without_preparation_the_parts_are_one_table(country, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(country, folder, ignore=shutil.ignore_patterns("siap"))
    catalog = load_catalog(folder)
    _same(catalog.tables["krs"], _csv(country, "krs"), "krs")


def test_the_sample_is_the_same_every_time(country, tmp_path):
    again = make_country(tmp_path / "lagi")
    for name in ("contoh/cakupan/12.csv", "contoh/krs/11.csv", "wilayah/kelurahan.csv"):
        assert (again / name).read_bytes() == (country / name).read_bytes()


def test_a_province_counts_as_small_up_to_the_size_that_was_measured(catalog):
    sizes = catalog.tables["kelurahan"]["kode_kelurahan"].str[:2].value_counts()
    assert {code: bool(size <= SMALL_PROVINCE) for code, size in sizes.items()} == {"11": False, "12": True, "96": True}
    assert set(sizes.index) == set(KOTA)


def test_the_project_itself_is_read_whole():
    catalog = load_catalog(DATA)
    assert catalog.around("31.73") is catalog
