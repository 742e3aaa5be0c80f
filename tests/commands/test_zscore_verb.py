"""zscore: every row of the input, in order, without whom it is about and with what WHO's program says."""

import gzip

import numpy as np
import pandas as pd
import pytest

from tests.commands.conftest import CASES, SHIPPED, as_text

RESULTS = ["zs_tbu", "zs_bbu", "zs_bbtb", "zs_imtu", "zs_lku", "zs_lilau"]
WHO_NAMES = {"tbu": "len", "bbu": "wei", "bbtb": "wfl", "imtu": "bmi", "lku": "hc", "lilau": "ac"}


def test_every_row_as_whos_own_program_scores_it(run, tmp_path):
    """Reference: R package anthro 1.1.0 (tests/kasus/SUMBER.md)."""
    said = run("zscore", CASES / "zskor_acuan_500.csv", "-o", tmp_path / "z.csv")
    found, who = pd.read_csv(tmp_path / "z.csv"), pd.read_csv(CASES / "zskor_acuan_500.csv")
    assert said.code == 0 and said.out == b""
    assert found["baris"].tolist() == list(range(2, 502))
    for index, name in WHO_NAMES.items():
        np.testing.assert_array_equal(found[f"zs_{index}"], who[f"z{name}"])
        np.testing.assert_array_equal(found[f"flag_{index}"], who[f"f{name}"].fillna(0))


def test_columns_of_the_input_stay_and_identities_go(run, tmp_path):
    run("zscore", SHIPPED, "-o", tmp_path / "z.csv")
    found = as_text(tmp_path / "z.csv")
    source = pd.read_csv(SHIPPED, sep=";", dtype=str, keep_default_na=False)
    gone = ["NIK", "Nama", "Nama Ortu", "RT", "RW", "Alamat"]
    kept = [name for name in source if name not in gone]
    assert found.columns.tolist()[: len(kept) + 7] == ["baris", *kept, *RESULTS]
    pd.testing.assert_frame_equal(found[kept], source[kept])
    rest = found.columns.tolist()[len(kept) + 7 :]
    assert [name.split("_")[0] for name in rest] == ["flag"] * 6 + ["alasan"] * 6 + ["kategori"] * 4 + ["posisi"]


def test_a_missing_z_has_a_reason_and_a_z_has_none(run, tmp_path):
    run("zscore", SHIPPED, "-o", tmp_path / "z.csv")
    found = as_text(tmp_path / "z.csv")
    for name in RESULTS:
        assert ((found[name] == "") == (found[name.replace("zs", "alasan")] != "")).all()


def test_what_the_export_itself_says_agrees(run, tmp_path):
    """The sample prints the scores of the measurements before they were typed wrongly: nearly all must agree."""
    run("zscore", SHIPPED, "-o", tmp_path / "z.csv")
    found = as_text(tmp_path / "z.csv")
    printed = pd.to_numeric(found["ZS TB/U"].str.replace(",", "."))
    assert (printed == pd.to_numeric(found["zs_tbu"])).mean() > 0.95


def test_through_pipes_and_packed(run, tmp_path, monkeypatch):
    import io
    import sys

    run("zscore", SHIPPED, "-o", tmp_path / "z.csv")
    expected = (tmp_path / "z.csv").read_bytes()
    packed = io.TextIOWrapper(io.BytesIO(gzip.compress(SHIPPED.read_bytes())))
    monkeypatch.setattr(sys, "stdin", packed)
    assert run("zscore", "-", "-o", "-").out == expected
    run("zscore", SHIPPED, "-o", tmp_path / "z.csv.gz")
    assert gzip.decompress((tmp_path / "z.csv.gz").read_bytes()) == expected


def test_zero_rows_in_zero_rows_out(run, tmp_path):
    (tmp_path / "kosong.csv").write_text("sex,age,weight\n")
    run("zscore", tmp_path / "kosong.csv", "-o", tmp_path / "z.csv")
    found = as_text(tmp_path / "z.csv")
    assert len(found) == 0 and RESULTS[0] in found


def test_a_scored_file_can_be_scored_again(run, tmp_path):
    run("zscore", CASES / "zskor_acuan_500.csv", "-o", tmp_path / "z.csv")
    run("zscore", tmp_path / "z.csv", "-o", tmp_path / "zz.csv")
    assert (tmp_path / "zz.csv").read_bytes() == (tmp_path / "z.csv").read_bytes()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["tidak-ada.csv"], "berkas atau folder tidak ada"),
        (["asing.csv"], "kolom untuk jk, berat_kg, dan tinggi_cm tidak dikenali"),
        (["asing.csv", "--kolom", "jk"], "tulis NAMA=KOLOM"),
        (["asing.csv", "--kolom", "jk=zzz"], "kolom zzz tidak ada"),
        (["asing.csv", "--kolom", "zzz=a"], "zzz bukan data yang dikenal"),
        (["rusak.csv"], "isinya PDF"),
        (["-", "--workers", "2"], "Masukan standar hanya dapat diolah satu proses"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_leaves_nothing(run, tmp_path, monkeypatch, words, reason):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "asing.csv").write_text("a;b\n1;2\n")
    (tmp_path / "rusak.csv").write_bytes(b"%PDF-1.7")
    said = run("zscore", *words, "-o", "z.csv")
    assert said.code == 1 and reason in said.err and "Traceback" not in said.err
    assert sorted(f.name for f in tmp_path.iterdir()) == ["asing.csv", "rusak.csv"]


def test_the_input_is_never_overwritten(run, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("sex,age,lenhei\n1,700,80\n")
    assert "masukannya sendiri" in run("zscore", file, "-o", file).err
    assert file.read_text().startswith("sex")


def test_columns_can_be_mapped_and_the_unit_of_age_said(run, tmp_path):
    """Half of all boys weigh less than 12.15 kg at two years (WHO 2006)."""
    (tmp_path / "a.csv").write_text("kel_amin;Bobot;umur\nL;12,2;24\n")
    words = ["--kolom", "jk=kel_amin", "--kolom", "berat_kg=Bobot"]
    run("zscore", tmp_path / "a.csv", "-o", tmp_path / "z.csv", *words, "--umur", "bulan")
    assert as_text(tmp_path / "z.csv")["zs_bbu"].tolist() == ["0.03"]


def test_long_work_tells_how_far_it_is(capsys):
    from analysis.commands.dialogue import Progress

    progress = Progress("ekspor.csv")
    progress(0.1)
    progress._said -= 10  # ten seconds later
    progress(0.43)
    assert capsys.readouterr().err == "ekspor.csv: 43\u00a0%\n"


def test_an_assumed_unit_of_age_is_said(run, tmp_path):
    (tmp_path / "a.csv").write_text("jk;umur;bb\nL;24;12,2\n")
    said = run("zscore", tmp_path / "a.csv", "-o", "-")
    assert (
        said.err
        == f"{tmp_path / 'a.csv'}: angka di kolom umur dibaca sebagai bulan; bila bukan, sebutkan dengan --umur.\n"
    )
    assert run("zscore", tmp_path / "a.csv", "-o", "-", "--umur", "bulan").err == ""
