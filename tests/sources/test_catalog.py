"""The shipped data are whole, a damaged file costs one table and no more, and the kinds of truth stay apart."""

import shutil
from time import perf_counter

import pytest

from analysis.sources.catalog import CONTOH, DATA, RESMI, load_catalog, read_upload, template_csv
from analysis.sources.layouts import TABLES

KAPUK = "31.73.01.1005"


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def upload(catalog):
    data = f"kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n{KAPUK};2024;9000;7000;600;150\n"
    frame, problems = read_upload("balita", data.encode(), "kapuk.csv", catalog)
    assert problems == []
    return frame


def test_every_row_of_every_shipped_file_is_good(catalog):
    assert [str(problem) for problem in catalog.problems] == []


def test_shipped_rows_are_all_there(catalog):
    """267 kelurahan (Kepmendagri 300.2.2-2138/2025) in 6 kota; 29 essential indicators; sample 2021-2025."""
    assert len(catalog.tables["kelurahan"]) == 267
    assert catalog.tables["kelurahan"]["kode_kota"].nunique() == 6
    assert len(catalog.tables["indikator_esensial"]) == 29
    for name in ("balita", "krs"):
        assert len(catalog.tables[name]) == 267 * 5


def test_kind_and_source_stand_on_every_row(catalog, upload):
    for names, kind in ((RESMI, "resmi"), (("angka",), "resmi"), (CONTOH, "contoh")):
        for name in names:
            assert set(catalog.tables[name]["jenis_data"]) == {kind}
            assert (catalog.tables[name]["sumber_judul"] != "").all()
    assert upload["jenis_data"].tolist() == ["diunggah"]
    assert upload["sumber_judul"].tolist() == ["kapuk.csv"]
    assert upload["catatan"].str.fullmatch("sha256 [0-9a-f]{12}").all()


def test_uploaded_rows_replace_sample_rows_of_the_same_area_and_year(catalog, upload):
    before, after = (catalog.view(True, files)["balita"] for files in ({}, {"balita": upload}))
    assert len(after) == len(before)
    rows = after[after["kode_kelurahan"] == KAPUK].set_index("tahun")
    assert rows["jenis_data"].to_dict() == {**dict.fromkeys((2021, 2022, 2023, 2025), "contoh"), 2024: "diunggah"}
    assert rows.loc[2024, "diukur"] == 7000
    assert after["diukur"].dtype == "int64"


def test_without_sample_data_only_uploads_remain(catalog, upload):
    view = catalog.view(False, {"balita": upload})
    assert view["balita"]["jenis_data"].tolist() == ["diunggah"]
    assert all(view[name].empty for name in CONTOH if name != "balita")
    assert list(view["krs"].columns) == list(catalog.tables["krs"].columns)
    assert len(view["angka"]) == len(catalog.tables["angka"])


def test_evidence_of_an_aksi_is_replaced_as_a_whole(catalog):
    """Real and sample documents of one aksi side by side would look like one list."""
    data = template_csv("bukti") + b"31.73;2024;aksi8;1;Ansit;ya;;\n"
    frame, _problems = read_upload("bukti", data, "bukti.csv", catalog)
    rows = catalog.view(True, {"bukti": frame})["bukti"]
    one = rows[(rows["kode_kota"] == "31.73") & (rows["tahun"] == 2024) & (rows["aksi"] == "1")]
    assert one["bukti"].tolist() == ["Ansit"]


def test_a_view_is_composed_once(catalog, upload):
    view = catalog.view(True, {"balita": upload})
    start = perf_counter()
    again = catalog.view(True, {"balita": upload})
    assert perf_counter() - start < 0.001
    assert again is view
    assert catalog.view(True, {"balita": upload.copy()}) is not view


def test_damaged_and_missing_files_cost_one_table_each(tmp_path):
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.geojson"))
    (tmp_path / "data/contoh/krs.csv").write_bytes(b"PK\x03\x04")
    (tmp_path / "data/rujukan/parameter.csv").unlink()
    damaged = load_catalog(tmp_path / "data")
    assert [str(problem) for problem in damaged.problems] == [
        "data/rujukan/parameter.csv: berkas tidak ada; letakkan kembali dari salinan proyek.",
        "data/contoh/krs.csv: isinya Excel (.xlsx) atau ZIP, bukan CSV; buka, lalu pilih Simpan Sebagai dan jenis "
        "CSV UTF-8.",
    ]
    for name in ("krs", "parameter"):
        assert damaged.tables[name].empty
        assert set(TABLES[name].columns) <= set(damaged.tables[name].columns)
    assert len(damaged.tables["balita"]) == 1335
    assert damaged.view(True)["krs"].empty


def test_an_empty_folder_still_gives_a_catalog(tmp_path):
    nothing = load_catalog(tmp_path)
    tables = [file for file in DATA.glob("*/*.csv") if file.stem != "pengukuran"]  # an export, read by measurements
    assert len(nothing.problems) == len(tables)
    assert nothing.fingerprint().tanggal == ""


def test_fingerprint_changes_with_the_data_and_only_with_them(tmp_path, catalog):
    shutil.copytree(DATA, tmp_path / "data", ignore=shutil.ignore_patterns("*.geojson"))
    assert load_catalog(tmp_path / "data").fingerprint() == catalog.fingerprint()
    file = tmp_path / "data/contoh/reviu.csv"
    file.write_bytes(file.read_bytes().replace(b",A\n", b",B\n", 1))
    assert load_catalog(tmp_path / "data").fingerprint().sidik != catalog.fingerprint().sidik


def test_a_template_filled_in_comes_back_without_a_problem(catalog):
    for name in CONTOH:
        row = catalog.tables[name][list(TABLES[name].columns)].iloc[0].fillna("").astype(str)
        filled = template_csv(name) + ";".join(row).encode() + b"\r\n"
        frame, problems = read_upload(name, filled, f"{name}.csv", catalog)
        assert (len(frame), problems) == (1, [])


def test_a_file_over_the_limit_is_not_read(catalog):
    frame, problems = read_upload("balita", b"x" * 2_000_001, "besar.csv", catalog, limit_mb=2)
    assert [str(problem) for problem in problems] == [
        "besar.csv: ukuran berkas lebih dari 2 MB; bagi menjadi beberapa berkas yang lebih kecil."
    ]
    assert frame.empty
