import numpy as np
import pytest

from analysis.growth.categories import PERMENKES_2_2020, categorise
from analysis.growth.scoring import score_growth
from tests.growth.conftest import children


def category(index: str, zscore: float) -> str:
    scale = PERMENKES_2_2020[index]
    return ("", *scale.codes)[categorise(np.array([zscore]), scale)[0]]


@pytest.mark.parametrize(
    ("index", "zscore", "expected"),
    [
        ("tbu", -3.01, "sangat_pendek"),
        ("tbu", -3.0, "pendek"),
        ("tbu", -2.01, "pendek"),
        ("tbu", -2.0, "normal"),
        ("tbu", 3.0, "normal"),
        ("tbu", 3.01, "tinggi"),
        ("bbu", -3.01, "bb_sangat_kurang"),
        ("bbu", -2.01, "bb_kurang"),
        ("bbu", 1.0, "bb_normal"),
        ("bbu", 1.01, "risiko_bb_lebih"),
        ("bbtb", -3.01, "gizi_buruk"),
        ("bbtb", -3.0, "gizi_kurang"),
        ("bbtb", 1.0, "gizi_baik"),
        ("bbtb", 1.01, "berisiko_gizi_lebih"),
        ("imtu", 2.0, "berisiko_gizi_lebih"),
        ("imtu", 2.01, "gizi_lebih"),
        ("imtu", 3.0, "gizi_lebih"),
        ("imtu", 3.01, "obesitas"),
        ("imtu", np.nan, ""),
    ],
)
def test_cut_offs_of_permenkes_2_2020_belong_to_the_middle(index, zscore, expected):
    assert category(index, zscore) == expected


def test_implausible_score_has_no_category():
    ours = score_growth(children({"tinggi_cm": 50.0}, {"edema": "y"})).iloc
    assert (ours[0]["flag_tbu"], ours[0]["kategori_tbu"]) == (1, "")
    assert (ours[1]["kategori_tbu"], ours[1]["kategori_bbtb"]) == ("normal", "")
