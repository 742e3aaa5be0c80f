"""prevalence, quality, check and sample, as somebody at a terminal sees them."""

import os
import subprocess

import pandas as pd
import pytest

from tests.commands.conftest import CASES, SHIPPED, as_text

DESIGN = ["--weight", "sw", "--cluster", "cluster", "--strata", "strata"]
CUTS = {"<-3": "_3", "<-2": "_2", "<-1": "_1", ">1": "1", ">2": "2", ">3": "3", "rerata": ""}


@pytest.fixture(scope="module")
def survey(tmp_path_factory) -> pd.DataFrame:
    from analysis.__main__ import main

    file = tmp_path_factory.mktemp("survei") / "p.csv"
    by = ["--by", "sex", "mothered", "gregion+wealthq"]
    main(["prevalence", str(CASES / "survei_acuan.csv"), "-o", str(file), *DESIGN, *by])
    return pd.read_csv(file, dtype={"kelompok": str}, keep_default_na=False, na_values=[""])


@pytest.mark.parametrize(
    ("group", "who"), [(("semua", "semua"), "All"), (("sex", "2"), "Sex: Female"), (("jk", "L"), "Sex: Male")]
)
@pytest.mark.parametrize(("index", "prefix"), [("tbu", "HA"), ("bbu", "WA"), ("bbtb", "WH"), ("imtu", "BMI")])
def test_prevalence_of_the_reference_survey(survey, group, who, index, prefix):
    """Reference: R package anthro 1.1.0 with weight, cluster and strata (tests/kasus/SUMBER.md)."""
    reference = pd.read_csv(CASES / "prevalensi_acuan.csv").set_index("Group").loc[who]
    rows = survey.set_index(["kelompok_kolom", "kelompok", "indeks", "batas"]).sort_index().loc[(*group, index)]
    for cut, suffix in CUTS.items():
        row = rows.loc[cut]
        assert row["nilai_pct"] == pytest.approx(reference[f"{prefix}{suffix}_r"], abs=1e-6)
        assert row["se_pct"] == pytest.approx(reference[f"{prefix}{suffix}_se"], abs=1e-6)
        assert row["bawah_pct"] == pytest.approx(reference[f"{prefix}{suffix}_ll"], abs=1e-4)
        assert row["atas_pct"] == pytest.approx(reference[f"{prefix}{suffix}_ul"], abs=1e-4)


def test_prevalence_has_the_columns_and_groups_promised(survey):
    assert survey.columns.tolist() == [
        "kelompok_kolom", "kelompok", "indeks", "batas", "n", "n_tertimbang", "nilai_pct", "se_pct", "bawah_pct",
        "atas_pct", "deff",
    ]  # fmt: skip
    assert survey["kelompok_kolom"].unique().tolist() == [
        "semua", "kelompok_umur", "jk", "kelompok_umur + jk", "sex", "mothered", "gregion + wealthq",
    ]  # fmt: skip
    assert set(survey.query("kelompok_kolom == 'mothered'")["kelompok"]) == {"None", "Primary", "Secondary"}


def test_a_child_typed_twice_counts_once(run, tmp_path):
    rows = ["9900000000000001;L;2022-05-01;2024-08-15;87,4"] * 3 + ["9900000000000002;P;2022-05-01;2024-08-15;70,1"]
    (tmp_path / "e.csv").write_text("NIK;JK;Tgl Lahir;Tanggal Pengukuran;Tinggi\n" + "\n".join(rows) + "\n")
    said = run("prevalence", tmp_path / "e.csv", "-o", tmp_path / "p.csv")
    found = as_text(tmp_path / "p.csv").query("kelompok == 'semua' and indeks == 'tbu' and batas == '<-2'")
    assert found[["n", "nilai_pct"]].to_numpy().tolist() == [["2", "50"]]
    assert "baris 3: anak ini sudah tercatat" in said.err


def test_groups_by_area_and_by_any_column_of_the_export(run, tmp_path):
    run("prevalence", SHIPPED, "-o", tmp_path / "p.csv", "--by", "kecamatan", "Pukesmas", "--by", "kelurahan+jk")
    found = as_text(tmp_path / "p.csv")
    assert {"kecamatan", "Pukesmas", "kelurahan + jk"} <= set(found["kelompok_kolom"])
    assert "PUSKESMAS CENGKARENG" in set(found["kelompok"])


@pytest.mark.parametrize("column", ["RT", "NIK", "Nama", "Tidak Ada"])
def test_no_group_is_a_person_or_a_neighbourhood(run, tmp_path, column):
    said = run("prevalence", SHIPPED, "-o", tmp_path / "p.csv", "--by", column)
    assert said.code == 1 and f"kolom {column} tidak ada atau memuat identitas" in said.err
    assert not (tmp_path / "p.csv").exists()


def test_quality_by_posyandu_names_repeats_and_empty_niks(run, tmp_path):
    run("quality", SHIPPED, "-o", tmp_path / "q.csv", "--by", "kecamatan")
    found = pd.read_csv(tmp_path / "q.csv").set_index(["kelompok_kolom", "kelompok"])
    source = pd.read_csv(SHIPPED, sep=";", dtype=str, keep_default_na=False)
    everyone = found.loc["semua", "semua"]
    assert everyone["n"] == len(source)
    assert everyone["kosong_nik_pct"] == pytest.approx((source["NIK"] == "").mean() * 100)
    assert everyone["ganda_pct"] > 0 and everyone["skor_smart"] >= 0
    assert len(found.loc["kecamatan"]) == 44


def test_check_is_silent_about_good_files_and_exits_1_for_bad_ones(run, tmp_path):
    good = tmp_path / "baik.csv"
    good.write_text("sex,age,weight\n1,700,11\n")
    assert run("check", good, CASES.parents[1] / "data/contoh/balita.csv").out.decode().splitlines()[0] == (
        f"{good}: 1 baris, tidak ada masalah."
    )
    bad = tmp_path / "balita.csv"
    bad.write_text("kode_kelurahan,tahun\n31.73.01.1005,2024\n")
    said = run("check", good, bad, tmp_path / "tiada.csv", __file__)
    lines = said.out.decode().splitlines()
    assert said.code == 1
    assert lines[1].startswith(f"{bad}: kolom balita_sasaran, diukur, pendek, dan sangat_pendek tidak ada")
    assert "berkas tidak ada" in lines[2]
    assert "bukan ekspor pengukuran" in lines[3]


def test_check_tells_every_kind_of_fault_of_an_export(run):
    said = run("check", SHIPPED)
    assert said.code == 1
    assert "sudah tercatat pada tanggal pengukuran yang sama" in said.out.decode()


@pytest.mark.parametrize("folder", ["resmi", "rujukan", "wilayah"])
def test_check_finds_our_own_tables_in_order(run, folder):
    files = sorted((CASES.parents[1] / "data" / folder).glob("*.csv"))
    said = run("check", *files)
    assert said.code == 0, said.out.decode()


def test_sample_of_any_size_reads_back(run, tmp_path):
    run("sample", "--balita", 500, "-o", tmp_path / "s.csv")
    again = run("sample", "--balita", 500, "-o", "-")
    assert again.out == (tmp_path / "s.csv").read_bytes()
    run("zscore", tmp_path / "s.csv", "-o", tmp_path / "z.csv")
    assert 500 <= len(as_text(tmp_path / "z.csv")) <= 510  # now and then a row stands twice


VERBS = (
    "zscore", "prevalence", "quality", "krs", "check", "sample", "scenario", "boundaries", "export", "record", "geometry", "translate",
)  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_help_explains_each_verb(run, verb):
    said = run(verb, "--help")
    assert said.code == 0
    assert len(said.out.decode().split()) > 15


def test_a_negative_weight_and_a_missing_folder_are_one_sentence(run, tmp_path):
    (tmp_path / "w.csv").write_text("sex,age,weight,w\n1,700,11,-1\n")
    assert "bobot di bawah nol" in run("prevalence", tmp_path / "w.csv", "-o", "-", "--weight", "w").err
    said = run("quality", tmp_path / "w.csv", "-o", tmp_path / "tiada/q.csv")
    assert said.code == 1 and "berkas atau folder tidak ada" in said.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes as POSIX has them")
def test_a_pipe_given_as_output_is_written_to_and_not_replaced(run, tmp_path):
    pipe = tmp_path / "pipa"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        run("sample", "--balita", 3, "-o", pipe)
        read = reader.communicate(timeout=30)[0]
    assert read.startswith(b"NIK;Nama;JK")
    assert pipe.is_fifo()
