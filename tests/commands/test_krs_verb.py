"""krs: one row per family or counts per group, in words anybody can mend, and nobody's identity."""

import gzip
import io
import sys

import pandas as pd
import pytest

from analysis.convergence.families import check_counts
from analysis.convergence.screening import RESULTS
from tests.commands.conftest import as_text
from tests.sources.families.conftest import TIDY, tidy

WHO = {"NIK": "9912345678901234", "nama_istri": "ZUBAEDAHQX", "Alamat": "GANG BUNTUQX 3"}
NAMED = TIDY + ";NIK;nama_istri;Alamat;Dasawisma"
FAMILIES = tidy(
    {"Dasawisma": "A"},
    {"Dasawisma": "A", "umur_istri": "19", "kode_kelurahan": "31.73.01.1006", "peringkat_kesejahteraan": ">4"},
    {"Dasawisma": "=B", "umur_istri": "45", "jumlah_anak": "3", "kode_kelurahan": "31.73.04.1001"},
    {"Dasawisma": "=B", "umur_istri": "", "fasilitas_bab": ""},
    {"Dasawisma": "=B", "pus": "0", "balita": "0", "fasilitas_bab": "tidak ada"},
    header=TIDY + ";Dasawisma",
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "keluarga.csv"
    path.write_text(FAMILIES)
    return path


def test_one_row_per_family_in_order_with_empty_for_unknown(run, file, tmp_path):
    said = run("krs", file, "-o", tmp_path / "k.csv")
    assert (said.code, said.out, said.err) == (0, b"", "")
    lines = (tmp_path / "k.csv").read_text().splitlines()
    assert lines[0].replace('"', "") == ",".join(["baris", "kode_kelurahan", *RESULTS])
    assert [line.replace('"', "") for line in lines[1:]] == [
        "2,31.73.01.1005,1,0,0,0,0,0,0,0,0",
        "3,31.73.01.1006,1,0,0,1,0,0,0,0,1",
        "4,31.73.04.1001,1,0,0,0,0,0,1,0,1",
        "5,31.73.01.1005,1,0,,,,0,0,0,",
        "6,31.73.01.1005,0,0,1,0,0,0,0,0,0",
    ]


@pytest.mark.parametrize(
    ("words", "column", "expected"),
    [
        (["--anak-lebih-dari-3"], "terlalu_banyak", ["0", "0", "0", "0", "0"]),
        (["--umur-tua-tanpa-batas"], "terlalu_tua", ["0", "0", "1", "", "0"]),
        (["--parameter", "terlalu_tua_sampai=45"], "terlalu_tua", ["0", "0", "1", "", "0"]),
        (["--parameter", "batas_umur_terlalu_muda=18"], "terlalu_muda", ["0", "0", "0", "", "0"]),
        (["--parameter", "jarak_anak_terlalu_dekat_bulan=36"], "terlalu_dekat", ["0", "0", "0", "0", "0"]),
        (["--semua-sasaran"], "sasaran", ["1", "1", "1", "1", "0"]),
    ],
)
def test_every_threshold_and_conflict_is_a_choice(run, file, tmp_path, words, column, expected):
    assert run("krs", file, "-o", tmp_path / "k.csv", *words).code == 0
    assert as_text(tmp_path / "k.csv")[column].tolist() == expected


def test_pregnant_pus_without_a_modern_method_are_a_choice_too(run, tmp_path):
    (tmp_path / "h.csv").write_text(tidy({"hamil": "1", "kb_modern": "0"}))
    run("krs", tmp_path / "h.csv", "-o", tmp_path / "k.csv")
    run("krs", tmp_path / "h.csv", "-o", tmp_path / "l.csv", "--kb-kecuali-hamil")
    assert [as_text(tmp_path / f"{name}.csv")["bukan_kb_modern"].item() for name in "kl"] == ["1", "0"]


@pytest.mark.parametrize(
    ("by", "groups", "krs"),
    [
        ("kode_kelurahan", ["31.73.01.1005", "31.73.01.1006", "31.73.04.1001"], [0, 1, 1]),
        ("kecamatan", ["Cengkareng", "Tambora"], [1, 1]),
        ("kota", ["Kota Administrasi Jakarta Barat"], [2]),
        ("Dasawisma", ["'=B", "A"], [1, 1]),
    ],
)
def test_counts_per_group(run, file, tmp_path, by, groups, krs):
    said = run("krs", file, "-o", tmp_path / "k.csv", "--by", by)
    found = pd.read_csv(tmp_path / "k.csv")
    assert said.code == 0 and found[by].tolist() == groups and found["total_krs"].tolist() == krs
    assert found[["jumlah_keluarga", "keluarga_sasaran", "tidak_diketahui"]].sum().tolist() == [5, 4, 1]
    assert found["identitas"].eq(1).all() and check_counts(found)["benar"].all()
    assert "KRS + tidak berisiko + tidak diketahui = keluarga sasaran: 4 = 4, terpenuhi di" in said.err
    assert said.err.count("terpenuhi di") == 5 and "dilanggar" not in said.err


def test_through_pipes_and_packed(run, file, tmp_path, monkeypatch):
    run("krs", file, "-o", tmp_path / "k.csv")
    expected = (tmp_path / "k.csv").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(FAMILIES.encode()))))
    assert run("krs", "-", "-o", "-").out == expected
    run("krs", file, "-o", tmp_path / "k.csv.gz")
    assert gzip.decompress((tmp_path / "k.csv.gz").read_bytes()) == expected


def test_what_is_wrong_goes_to_stderr_and_the_good_rows_continue(run, tmp_path):
    (tmp_path / "a.csv").write_text(tidy({"umur_istri": "tua"}, {"kode_kelurahan": "31.73.01.0005"}))
    said = run("krs", tmp_path / "a.csv", "-o", "-")
    assert said.code == 0 and said.out.count(b"\n") == 3
    assert "baris 2, kolom umur_istri: “tua” bukan angka" in said.err
    assert "baris 3, kolom kode_kelurahan" in said.err and "kode BPS" in said.err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["tidak-ada.csv"], "berkas atau folder tidak ada"),
        (["rusak.csv"], "isinya PDF"),
        (["asing.csv"], "kolom berkas keluarga tidak dikenali"),
        (["baik.csv", "--by", "nama_istri"], "memuat identitas"),
        (["baik.csv", "--by", "kode_keluarga"], "memuat identitas"),
        (["baik.csv", "--by", "zzz"], "kolom zzz tidak ada"),
        (["baik.csv", "--parameter", "terlalu_tua_sampai"], "tulis NAMA=ANGKA"),
        (["baik.csv", "--parameter", "zzz=3"], "nama yang dikenal: batas_umur_terlalu_muda"),
        (["baik.csv", "--parameter", "terlalu_tua_sampai=abc"], "tulis NAMA=ANGKA"),
        (["baik.csv", "--parameter", "terlalu_tua_sampai=90"], "di luar 35 sampai 49"),
        (["baik.csv", "--kolom", "umur_istri"], "tulis NAMA=KOLOM"),
        (["baik.csv", "--kolom", "umur_istri=NIK"], "memuat identitas"),
        (["*.csv"], "sebutkan satu berkas"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(run, tmp_path, monkeypatch, words, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "asing.csv").write_text("a;b\n1;2\n")
    (tmp_path / "rusak.csv").write_bytes(b"%PDF-1.7")
    (tmp_path / "baik.csv").write_text(tidy(WHO, header=NAMED))
    said = run("krs", *words, "-o", "k.csv")
    assert said.code == 1 and reason in said.err and "Traceback" not in said.err
    assert not (tmp_path / "k.csv").exists()


def test_the_input_is_never_overwritten(run, file):
    assert "masukannya sendiri" in run("krs", file, "-o", file).err
    assert file.read_text() == FAMILIES


@pytest.mark.parametrize("by", [[], ["--by", "kecamatan"], ["--by", "Dasawisma"], ["--by", "nama_istri"]])
def test_nobody_is_in_the_result_or_in_what_is_said(run, tmp_path, by):
    """Names, NIK and household codes where they belong and where a slip of the hand put them."""
    rows = tidy(
        WHO,
        WHO | {"kode_keluarga": "KODEQX-7"},
        WHO | {"kode_keluarga": "KODEQX-7"},
        WHO | {"umur_istri": "9912345678901234", "sumber_air_minum": "ZUBAEDAHQX", "Dasawisma": "9912345678901234"},
        WHO | {"kode_kelurahan": "9912345678901234"},
        header=NAMED,
    )
    shifted = rows.splitlines()[1].split(";")
    (tmp_path / "n.csv").write_text(
        rows + ";".join(shifted[:3] + shifted[4:]) + "\n" + ";".join(["x", *shifted]) + "\n"
    )
    said = run("krs", tmp_path / "n.csv", "-o", tmp_path / "k.csv", *by)
    written = (tmp_path / "k.csv").read_bytes() if (tmp_path / "k.csv").exists() else b""
    told = written + said.out + said.err.encode()
    assert (len(written) > 0) == ("nama_istri" not in by)
    assert [word for word in ("QX", "9912345678901234") if word.encode() in told] == []


def test_help_is_indonesian(run):
    assert "penapisan keluarga berisiko stunting" in run("--help").out.decode()
    assert "terlalu tua mulai 35 tahun" in " ".join(run("krs", "--help").out.decode().split())


def test_a_siga_file_of_target_families_needs_a_word_about_that(run, tmp_path):
    """It states water, toilet and the 4T, but not who is a target; what it states of KB is nothing."""
    head = "kode_keluarga,kondisi_sumber_air_minum,kondisi_fasilitas_bab,terlalu_muda,terlalu_tua,terlalu_dekat\n"
    (tmp_path / "s.csv").write_text(head + "1,Layak,Tidak Layak,1,1,3\n2,Layak,Layak,1,2,3\n3,Layak,Layak,1,1,3\n")
    said = run("krs", tmp_path / "s.csv", "-o", tmp_path / "k.csv")
    assert "pakai --semua-sasaran" in said.err and set(as_text(tmp_path / "k.csv")["berisiko"]) == {""}
    said = run("krs", tmp_path / "s.csv", "-o", tmp_path / "k.csv", "--semua-sasaran")
    assert "--semua-sasaran" not in said.err
    assert as_text(tmp_path / "k.csv")["berisiko"].tolist() == ["1", "1", ""]


def test_check_knows_files_of_families(run, file, tmp_path):
    assert "5 baris, tidak ada masalah" in run("check", file).out.decode()
    (tmp_path / "a.csv").write_text(tidy({"umur_istri": "tua"}))
    said = run("check", tmp_path / "a.csv")
    assert said.code == 1 and "baris 2, kolom umur_istri" in said.out.decode()
