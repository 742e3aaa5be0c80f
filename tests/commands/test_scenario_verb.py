"""scenario: a plan file becomes tables, pictures and the plan used; a bad plan is one sentence and exit code 1."""

import pandas as pd
import pytest

from analysis.sources.catalog import DATA
from analysis.sources.plan_files import from_toml
from tests.commands.conftest import as_text

EXAMPLE = DATA / "contoh/rencana_skenario.toml"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from analysis.__main__ import main

    folder = tmp_path_factory.mktemp("skenario") / "hasil"
    main(["scenario", str(EXAMPLE), "-o", str(folder), "--undian", "50", "--tahun", "2024"])
    return folder


def test_tables_pictures_and_the_plan_are_written(made):
    assert {"tahunan.csv", "kelurahan.csv", "biaya.csv", "pengaturan.csv", "parameter.csv", "krs.csv"} <= {
        file.name for file in made.iterdir()
    }
    for picture in ("prevalensi", "kasus", "sumbangan", "jangkauan", "keluar-krs"):
        assert (made / f"{picture}-CONTOH.svg").read_text("utf-8").startswith("<svg")
        assert (made / f"{picture}-CONTOH.png").read_bytes().startswith(b"\x89PNG")


def test_the_plan_written_is_the_plan_read(made):
    assert from_toml((made / "rencana.toml").read_bytes(), "a") == from_toml(EXAMPLE.read_bytes(), "b")


def test_years_and_marks(made):
    rows = pd.read_csv(made / "tahunan.csv")
    assert sorted(rows["tahun"].unique()) == [2024, 2025, 2026, 2027, 2028, 2029]
    assert set(rows["jenis_data"]) == {"contoh"}
    last = rows[rows["tahun"] == 2029].set_index("simulasi")["prevalensi_pct"]
    assert last["Dengan rencana"] < last["Tanpa rencana"]


def test_an_unknown_unit_cost_stays_empty(made):
    rows = as_text(made / "biaya.csv").groupby("tuas")["biaya_rp"].agg(set)
    assert rows["Suplemen harian anak 6–23 bulan"] == {""}
    assert "" not in rows["Jamban layak"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("2029 = 98.0", "2029 = 130.0", "isi antara 0 dan 100"),
        ("2029 = 98.0", "2029 = 10.0", "di bawah cakupan hari ini"),
        ("2029 = 98.0", "2040 = 98.0", "di luar 2025–2029"),
        ("jamban = 5775578", 'jamban = "mahal"', "biaya.jamban"),
        ("[jalur.mms]", "[jalur.ajaib]", "tidak dikenal"),
        ('preset = "baku"', 'preset = "bagus"', "tidak dikenal"),
        ('kode_kota = "31.73"', 'kode_kota = "99.99"', "Belum ada jumlah balita"),
        ("tahun_awal = 2026 ", "tahun_awal = ", "baris"),
    ],
)
def test_a_bad_plan_is_one_sentence_and_writes_nothing(run, tmp_path, old, new, words):
    text = EXAMPLE.read_text("utf-8")
    assert old in text
    bad = tmp_path / "buruk.toml"
    bad.write_text(text.replace(old, new), "utf-8")
    said = run("scenario", bad, "-o", tmp_path / "hasil")
    assert said.code == 1
    assert words in said.err and "Traceback" not in said.err and len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "hasil").exists()


def test_a_missing_plan_and_no_data_are_sentences(run, tmp_path):
    assert "berkas atau folder tidak ada" in run("scenario", tmp_path / "tiada.toml", "-o", tmp_path).err
    said = run("scenario", EXAMPLE, "-o", tmp_path / "hasil", "--tanpa-contoh")
    assert said.code == 1 and "Belum ada jumlah balita" in said.err
