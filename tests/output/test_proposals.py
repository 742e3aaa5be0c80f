"""What the proposal says in words and pictures."""

import re
from io import BytesIO

import numpy as np
import openpyxl
import pandas as pd
import pytest

from analysis import language
from analysis.convergence.proposal import Proposal, Setting
from analysis.output import theme
from analysis.output.captions import Caption
from analysis.output.proposal_sentences import (
    say_comparison,
    say_groups,
    say_list_move,
    say_list_moves,
    say_proposal,
    say_proposal_move,
    say_setting,
    say_sources,
)
from analysis.output.tables_out import to_xlsx
from tests.output.test_charts import svg, texts

NAMES = {"jumlah_pendek": "Balita stunting", "prevalensi_rutin": "Prevalensi rutin", "total_krs": "Keluarga berisiko"}
WEIGHTS = (("jumlah_pendek", 2.0), ("prevalensi_rutin", 1.0), ("total_krs", 1.0))


@pytest.fixture(autouse=True)
def indonesian():
    language.use("id")


def proposal(*shares: tuple[str, float, str], k: int = 2, **settings) -> Proposal:
    """A proposal of kelurahan (name, percent of draws, kepastian); the first k are proposed."""
    rows = pd.DataFrame(shares, columns=["nama", "pct_masuk", "kepastian"])
    rows = rows.assign(usul=np.arange(len(rows)) < k, skor_seri=False)
    left = pd.DataFrame(columns=["kode_kelurahan", "nama", "kurang"])
    return Proposal(2024, Setting(WEIGHTS, k, **settings), rows, pd.DataFrame(), left, (2024, 2023))


SURE, EDGE, MAY = ("Kapuk", 97.0, "kuat"), ("Jatipulo", 61.0, "tepi"), ("Angke", 30.0, "bisa")
STILL = {"bobot_acak": False, "derau": False, "tahun_lalu": False, "sumber": False}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            proposal(SURE, EDGE, MAY),
            "2 kelurahan diusulkan untuk Jakarta Barat 2024 (simulasi); 1 masuk di sedikitnya 90\u00a0% simulasi, 1 di tepi.",
        ),
        (
            proposal(SURE, MAY, k=1),
            "1 kelurahan diusulkan untuk Jakarta Barat 2024 (simulasi); semuanya tetap masuk di sedikitnya 90\u00a0% simulasi.",
        ),
        (
            proposal(EDGE, MAY, k=1),
            "1 kelurahan diusulkan untuk Jakarta Barat 2024 (simulasi); belum satu pun masuk di sedikitnya 90\u00a0% "
            "simulasi, semuanya di tepi.",
        ),
        (
            proposal(SURE, EDGE, **STILL),
            "2 kelurahan diusulkan untuk Jakarta Barat 2024 (simulasi); tidak ada yang divariasikan, jadi kepastiannya "
            "belum diuji.",
        ),
        (proposal(), "Usulan lokus 2024 untuk Jakarta Barat belum dapat disimulasikan: datanya belum ada."),
    ],
    ids=["sure and edge", "all sure", "none sure", "nothing varies", "no data"],
)
def test_the_finding_says_who_is_sure(found, sentence):
    assert say_proposal(found, "Jakarta Barat").replace("\u00a0", " ") == sentence.replace("\u00a0", " ")


def test_groups_name_the_sure_the_edge_the_possible_and_those_without_data():
    found = proposal(SURE, EDGE, MAY)
    left = pd.DataFrame(
        [("x", "Krukut", "total_krs"), ("y", "Glodok", "total_krs")], columns=found.tidak_dinilai.columns
    )
    found = Proposal(2024, found.setting, found.rows, found.posisi, left, (2024,))
    assert [text.replace("\u00a0", " ") for text in say_groups(found, NAMES)] == [
        "Kuat: Kapuk (97 %).",
        "Di tepi: Jatipulo (61 %).",
        "Bisa masuk: Angke (30 %).",
        "Tidak dapat dinilai karena keluarga berisiko kosong: Krukut dan Glodok.",
    ]
    assert say_groups(proposal(SURE, EDGE, MAY, **STILL), NAMES) == ["Diusulkan: Kapuk dan Jatipulo."]


def test_who_is_outside_but_more_often_in_than_the_weakest_inside_is_named():
    found = proposal(SURE, ("Joglo", 24.0, "tepi"), ("Cengkareng Barat", 57.0, "bisa"), ("Kamal", 16.0, "bisa"))
    assert say_groups(found, NAMES)[-1].replace("\u00a0", " ") == (
        "Tidak diusulkan, tetapi lebih sering masuk daripada Joglo (24 %): Cengkareng Barat (57 %)."
    )


def test_equal_scores_at_the_limit_are_said():
    found = proposal(SURE, EDGE, MAY)
    found.rows["skor_seri"] = [False, True, True]
    assert "Skor sama tepat di batas: Jatipulo dan Angke" in " ".join(say_groups(found, NAMES))


def test_the_settings_say_simulation_weights_and_what_varied():
    said = say_setting(proposal(SURE, EDGE), NAMES).replace("\u00a0", " ")
    assert said.startswith("Simulasi, bukan ketetapan.")
    assert "balita stunting 50 %; prevalensi rutin 25 %; keluarga berisiko 25 %" in said
    assert "asumsi, bukan bobot resmi" in said
    assert "1.000 simulasi dengan variasi bobot" in said and "tahun data 2024 dan 2023" in said
    assert "Tidak ada yang divariasikan" in say_setting(proposal(SURE, **STILL), NAMES)


def test_every_export_carries_the_weights():
    note = say_setting(proposal(SURE, EDGE), NAMES)
    book = openpyxl.load_workbook(BytesIO(to_xlsx(pd.DataFrame({"nama": ["Kapuk"]}), Caption("Usulan", catatan=note))))
    assert note in [cell.value for row in book.worksheets[1].iter_rows() for cell in row]


def test_the_comparison_with_one_version_of_the_list():
    rows = pd.DataFrame(
        {
            "versi": "b",
            "nama": ["Kapuk", "Tegal Alur", "Kalideres"],
            "kelompok": ["keduanya", "hanya_usulan", "hanya_resmi"],
        }
    )
    assert say_comparison(rows) == (
        "Daftar b: 1 dari 2 kelurahan resmi juga diusulkan; hanya diusulkan: Tegal Alur; hanya di daftar resmi: Kalideres."
    )
    same = "Daftar b: 1 dari 1 kelurahan resmi juga diusulkan."
    assert say_comparison(rows.iloc[:1]) == same


def test_what_is_common_to_all_sources():
    rows = pd.DataFrame({"kode_kelurahan": ["a", "b"], "nama": ["Kapuk", "Angke"], "n_masuk": [3, 1], "n_ukuran": 3})
    assert say_sources(rows, 8) == (
        "2 kelurahan masuk 8 besar menurut sedikitnya satu kriteria; 1 menurut semua 3 kriteria: Kapuk."
    )
    assert say_sources(rows.iloc[1:], 8).endswith("tidak satu pun menurut semua 3 kriteria.")
    assert say_sources(rows.iloc[:0], 8) == "Peringkat menurut sumber belum dapat dihitung: datanya belum ada."


def move(arah: str, *figures: tuple) -> pd.DataFrame:
    """Rows of `list_moves`: (ukuran, sebelum, sesudah, rank before with interval, rank after with interval, gerak)."""
    rows = [
        {
            "nama": "Kota Bambu Utara",
            "arah": arah,
            "versi": "b",
            "tahun": 2024,
            "dibanding": 2023,
            "ukuran": ukuran,
            "sebelum": before,
            "sesudah": after,
            **dict(zip(("peringkat_sebelum", "peringkat_bawah_sebelum", "peringkat_atas_sebelum"), old, strict=True)),
            **dict(zip(("peringkat_sesudah", "peringkat_bawah_sesudah", "peringkat_atas_sesudah"), new, strict=True)),
            "gerak": gerak,
        }
        for ukuran, before, after, old, new, gerak in figures
    ]
    return pd.DataFrame(rows)


CASES = ("jumlah_pendek", 81.0, 60.0, (5, 2, 9), (14, 10, 20))
KRS = ("total_krs", 700.0, 910.0, (9, 8, 9), (6, 6, 6))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            move("keluar", (*CASES, "sejalan_jelas")),
            "Kota Bambu Utara keluar sejak daftar 2023; angka yang menyertai: balita stunting 81 → 60, peringkat "
            "5 (2–9) → 14 (10–20).",
        ),
        (
            move("keluar", (*CASES, "sejalan"), (*KRS, "berlawanan")),
            "Kota Bambu Utara keluar sejak daftar 2023; angka yang menyertai: balita stunting 81 → 60, peringkat "
            "5 (2–9) → 14 (10–20). Selang peringkatnya beririsan: bisa kebetulan. Yang berlawanan: keluarga berisiko "
            "700 → 910, peringkat 9 (8–9) → 6.",
        ),
        (
            move("masuk", (*CASES, "berlawanan")),
            "Kota Bambu Utara masuk sejak daftar 2023; tidak dijelaskan oleh angka ini: balita stunting 81 → 60, "
            "peringkat 5 (2–9) → 14 (10–20).",
        ),
        (
            move("kembali", (*CASES, "")),
            "Kota Bambu Utara masuk kembali sejak daftar 2023; angka kedua tahunnya belum ada.",
        ),
        (move("beda_sumber", (*CASES, "")), "Kota Bambu Utara hanya ada di daftar b tahun 2024; sumber resmi berbeda."),
    ],
    ids=["goes with it", "may be chance", "not explained", "no figures", "sources conflict"],
)
def test_exit_and_entry_claim_no_cause(rows, sentence):
    said = say_list_move(rows, NAMES)
    assert said == sentence
    assert not re.search(r"karena|sebab|akibat", said)


def shift(arah: str, skor: tuple[float, float]) -> pd.Series:
    """A row of `proposal_moves`: rank 12 (6–20) to 3 (1–9), KRS moved most."""
    rank = {"peringkat": (12, 3), "peringkat_bawah": (6, 1), "peringkat_atas": (20, 9), "pct_masuk": (4.0, 88.0)}
    both = rank | {"skor": skor, "posisi": (20.0, 100.0)}
    values = {
        f"{name}_{when}": pair[place]
        for name, pair in both.items()
        for place, when in enumerate(("sebelum", "sesudah"))
    }
    return pd.Series({"nama": "Kalideres", "arah": arah, "ukuran": "total_krs", **values})


@pytest.mark.parametrize(
    ("row", "ending"),
    [
        (shift("masuk", (40, 81)), "skor 40 → 81, paling bergeser keluarga berisiko (posisi 20 → 100 dari 100)."),
        (shift("masuk", (81, 80)), "skornya tidak naik (81 → 80), tetapi kelurahan lain turun lebih jauh."),
        (shift("keluar", (67, 72)), "skornya tidak turun (67 → 72), tetapi kelurahan lain melewatinya."),
        (shift("masuk", (np.nan, 72)), "satu dari kedua tahun tidak dapat dinilai."),
    ],
    ids=["own score", "others fell", "others passed", "not known"],
)
def test_a_move_of_the_proposal_tells_its_own_score_from_that_of_others(row, ending):
    head = {"masuk": "masuk usulan", "keluar": "keluar dari usulan"}[row["arah"]]
    assert say_proposal_move(row, NAMES).replace("\u00a0", " ") == (
        f"Kalideres {head}: peringkat 12 (6–20) → 3 (1–9), masuk di 4 % → 88 % simulasi; {ending}"
    )


def test_moves_of_the_list_are_counted_before_they_are_told():
    explained = move("keluar", (*CASES, "sejalan"), (*KRS, "berlawanan")).assign(kode_kelurahan="a")
    not_explained = move("masuk", (*CASES, "berlawanan")).assign(kode_kelurahan="b")
    disputed = move("beda_sumber", (*CASES, "")).assign(kode_kelurahan="c")
    assert say_list_moves(pd.concat([explained, not_explained, disputed])) == (
        "2 kelurahan masuk atau keluar; 1 disertai angka yang searah, 1 tidak; 1 berbeda antarsumber."
    )
    assert say_list_moves(disputed) == "Tidak ada yang pasti masuk atau keluar; 1 kelurahan berbeda antarsumber."


def test_certainty_is_a_word_and_a_number_beside_each_row():
    shown = [text.replace("\u00a0", " ") for text in texts(svg("draw_proposal"))]
    assert {"99 % · kuat", "62 % · di tepi", "31 % · bisa masuk", "8 %", "batas 4 besar"} <= set(shown)
    assert {"di semua daftar resmi", "di sebagian daftar resmi", "bukan lokus resmi"} <= set(shown)


def test_the_matrix_gives_ranks_with_intervals_and_hatches_what_is_missing():
    drawing = svg("draw_sources")
    assert {"1 (1–5)", "12 (12–16)", "tidak ada data"} <= set(texts(drawing))
    cells = re.findall(r'<path aria-label="([^"]*)"[^>]*?fill="([^"]*)"', drawing)
    hatched = [label for label, fill in cells if fill.startswith("url(")]
    assert len(hatched) == 1 and "tidak ada data" in hatched[0]
    assert len([fill for _label, fill in cells if fill == theme.DATA]) == 4
