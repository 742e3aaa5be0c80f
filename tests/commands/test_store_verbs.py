"""record and export, as an office at a terminal uses them."""

import zipfile

import frictionless
import pandas as pd
import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.store import open_store

GOOD = "kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n31.73.01.1005;2024;1.000;800;70;10\n"
BAD = "31.73.01.1001;2024;500;600;5;1\n"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "barat.csv"
    path.write_text(GOOD + BAD)
    return path


def record(run, file, tmp_path, *more):
    words = ("--table", "balita", "--by", "Subanppeko Jakarta Barat", "--store", tmp_path / "catatan")
    return run("record", file, *words, *more)


def test_record_keeps_the_good_rows_and_names_the_bad_ones(run, file, tmp_path):
    said = record(run, file, tmp_path, "--system", "eppgbm")
    assert said.code == 0
    assert "5 sel dari 1 baris tercatat" in said.out.decode()
    assert "barat.csv, baris 3" in said.err
    state = open_store(load_catalog().tables, str(tmp_path / "catatan")).state()
    assert state.by_source("balita")[["sumber_data", "diukur", "sumber_judul"]].to_numpy().tolist() == [
        ["eppgbm", 800, "barat.csv"]
    ]
    assert state.saves[0].oleh == "Subanppeko Jakarta Barat"


def test_record_twice_changes_nothing_and_says_so(run, file, tmp_path):
    record(run, file, tmp_path)
    said = record(run, file, tmp_path)
    assert said.code == 1 and "sudah tercatat" in said.err
    assert len(list((tmp_path / "catatan").iterdir())) == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--system", "tiada"), "tiada bukan data yang dikenal"),
        (("--table", "kelurahan"), "kelurahan bukan data yang dikenal"),
        (("--store", "/tiada/sama/sekali"), "tidak terjangkau"),
    ],
)
def test_record_refuses_in_one_sentence(run, file, tmp_path, more, sentence):
    said = record(run, file, tmp_path, *more)
    assert said.code == 1 and sentence in said.err and "Traceback" not in said.err


def test_record_of_a_file_that_is_not_there_or_no_table(run, file, tmp_path):
    assert "tidak ada" in record(run, tmp_path / "tiada.csv", tmp_path).err
    file.write_bytes(b"%PDF-1.7")
    assert "isinya PDF" in record(run, file, tmp_path).err
    assert not (tmp_path / "catatan").exists()


def test_export_writes_a_package_that_the_validator_accepts(run, file, tmp_path):
    record(run, file, tmp_path)
    said = run("export", "-o", tmp_path / "paket", "--store", tmp_path / "catatan")
    assert said.code == 0 and "1 simpanan" in said.out.decode()
    assert frictionless.validate(str(tmp_path / "paket/datapackage.json")).valid
    assert pd.read_parquet(tmp_path / "paket/data/balita.parquet")["diukur"].tolist() == [800]


def test_export_as_zip(run, file, tmp_path):
    record(run, file, tmp_path)
    run("export", "-o", tmp_path / "a.zip", "--store", tmp_path / "catatan")
    assert "datapackage.json" in zipfile.ZipFile(tmp_path / "a.zip").namelist()


def test_backup_and_restore_are_one_command_each(run, file, tmp_path, monkeypatch):
    record(run, file, tmp_path)
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path / "catatan"))
    # The save, and the note that a backup was taken.
    assert "2 berkas catatan dicadangkan" in run("backup", "-o", tmp_path / "a.zip").out.decode()
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", str(tmp_path / "baru"))
    assert "2 berkas catatan dipulihkan ke" in run("restore", tmp_path / "a.zip").out.decode()
    state = open_store(load_catalog().tables).state()
    assert state.frames["balita"]["diukur"].tolist() == [800]
    assert "dari pemulihan sebelumnya" in run("restore", tmp_path / "a.zip").out.decode()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("restore", "tiada.zip"), "tidak ada"),
        (("restore", "barat.csv"), "bukan cadangan Konvergensi yang utuh"),
        (("restore", "a.zip"), "sudah berisi catatan lain"),
        (("backup", "-o", "a.txt"), "beri nama berakhiran .zip"),
        (("backup", "-o", "tiada/a.zip"), "tidak ada"),
        (("backup", "-o", "b.zip", "--store", "tiada/sama/sekali"), "tidak terjangkau"),
        (("restore", "a.zip", "--store", "postgresql://ani:rahasia@127.0.0.1:1/kota"), "tidak terjangkau"),
    ],
)
def test_backup_and_restore_refuse_in_one_sentence(run, file, tmp_path, monkeypatch, words, sentence):
    monkeypatch.chdir(tmp_path)
    record(run, file, tmp_path)
    run("backup", "-o", "a.zip", "--store", "catatan")
    other = file.with_name("lain.csv")
    other.write_text(GOOD.replace("1005", "1004"))
    record(run, other, tmp_path)
    monkeypatch.setenv("KONVERGENSI_PENYIMPANAN", "catatan")
    said = run(*words)
    assert said.code == 1 and sentence in said.err and len(said.err.strip().splitlines()) == 1
    assert "rahasia" not in said.err


@pytest.mark.parametrize("verb", ["record", "export", "backup", "restore"])
def test_help_explains_each_verb(run, verb):
    said = run(verb, "--help")
    assert said.code == 0 and len(said.out.decode().split()) > 15
