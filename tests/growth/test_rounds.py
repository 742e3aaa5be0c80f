import numpy as np
import pandas as pd
import pytest

from analysis.growth.rounds import compare_rounds, follow_children
from tests.growth.conftest import scored

FEBRUARI, AGUSTUS = pd.Timestamp("2024-02-05"), pd.Timestamp("2024-08-05")  # 182 days apart
NORMAL, SHORT = 92.0, 82.0


def row(anak: int, tinggi: float, umur: float = 1000.0, posyandu: str = "A", tanggal=FEBRUARI) -> dict:
    return {"anak": anak, "tinggi_cm": tinggi, "umur_hari": umur, "posyandu": posyandu, "tanggal_ukur": tanggal}


@pytest.fixture
def two_rounds() -> tuple[pd.DataFrame, pd.DataFrame]:
    before = scored(
        row(1, NORMAL),
        row(2, SHORT),
        row(3, SHORT),
        row(4, NORMAL),
        row(5, NORMAL, posyandu="B"),
        row(6, NORMAL, umur=1700.0),
        row(7, np.nan),
        row(0, NORMAL),
    )
    after = scored(
        row(1, SHORT, 1182.0, tanggal=AGUSTUS),
        row(2, 97.0, 1182.0, tanggal=AGUSTUS),
        row(3, SHORT, 1182.0, tanggal=AGUSTUS),
        row(4, 97.0, 1182.0, tanggal=AGUSTUS),
        row(7, 97.0, 1182.0, tanggal=AGUSTUS),
        row(8, NORMAL, posyandu="B", tanggal=AGUSTUS),
    )
    return before, after


def test_each_child_is_told_by_what_became_of_it(two_rounds):
    """Child 6 was 1700 days old, 1882 at the second round: not lost but past five years."""
    states = follow_children(*two_rounds).set_index("anak")["keadaan"]
    assert states.to_dict() == {
        1: "pendek_baru",
        2: "pulih",
        3: "tetap_pendek",
        4: "tetap_tidak",
        5: "hilang",
        6: "lewat_umur",
        7: "tidak_diketahui",
        8: "baru",
    }


def test_account_adds_up_and_rows_without_a_child_are_told(two_rounds):
    got = compare_rounds(*two_rounds, by=["posyandu"]).set_index("kelompok")
    assert got.loc["semua", ["diukur_lalu", "diukur_kini", "diukur_keduanya"]].tolist() == [7, 6, 5]
    assert got.loc["semua", ["tidak_tertaut_lalu", "tidak_tertaut_kini"]].tolist() == [1, 0]
    assert got.loc["B", ["diukur_lalu", "hilang", "baru", "diukur_keduanya"]].tolist() == [1, 1, 1, 0]
    assert got.loc["A", "pendek_baru"] == 1 and got.loc["B", "pendek_baru"] == 0


def test_last_measurement_of_a_round_counts():
    before = scored(row(1, SHORT, tanggal=FEBRUARI), row(1, NORMAL, tanggal=FEBRUARI - pd.Timedelta(days=9)))
    after = scored(row(1, 97.0, 1182.0, tanggal=AGUSTUS))
    assert follow_children(before, after)["keadaan"].tolist() == ["pulih"]


def test_flagged_height_leaves_the_child_unknown():
    before, after = scored(row(1, NORMAL)), scored(row(1, 50.0, 1182.0, tanggal=AGUSTUS))
    assert follow_children(before, after)["keadaan"].tolist() == ["tidak_diketahui"]


def test_rounds_without_anybody(two_rounds):
    before, after = two_rounds
    assert len(compare_rounds(before.iloc[:0], after.iloc[:0])) == 0
    assert compare_rounds(before.iloc[:0], after).loc[0, "baru"] == 6
    assert compare_rounds(before, after.iloc[:0]).loc[0, "hilang"] == 7
