import pandas as pd
import pytest

from analysis.convergence.proposal import NAMED_IN_KEPWAL, Setting, propose
from analysis.convergence.proposal_compared import (
    compare_with_lists,
    list_moves,
    proposal_moves,
    rank_by_source,
    rules_side_by_side,
)

BARAT = "31.73"
KALIDERES, TEGAL_ALUR, KOTA_BAMBU_UTARA, CENGKARENG_BARAT = (
    "31.73.06.1001",
    "31.73.06.1003",
    "31.73.07.1003",
    "31.73.01.1001",
)
EQUAL = Setting(tuple((kode, 1.0) for kode in NAMED_IN_KEPWAL), 8)


@pytest.fixture
def jakarta(published, reference, source):
    """The published lists with the figures of a year that a test gives: {tahun: {kode: (pendek, krs)}}; all other
    kelurahan of Jakarta Barat have falling small figures, 1,000 measured and 10,000 families everywhere."""

    def build(figures: dict[int, dict[str, tuple[float, float]]]) -> dict[str, pd.DataFrame]:
        codes = [kode for kode in published["kelurahan"]["kode_kelurahan"] if kode.startswith(BARAT)]
        rows = [
            (kode, tahun, *given.get(kode, (20.0 - place / 10, 600.0 - place)))
            for tahun, given in figures.items()
            for place, kode in enumerate(codes)
        ]
        frame = pd.DataFrame(rows, columns=["kode_kelurahan", "tahun", "pendek", "total_krs"]).assign(**source)
        return published | {
            "balita": frame.assign(sangat_pendek=0.0, diukur=1000.0, balita_sasaran=1500.0),
            "krs": frame.assign(keluarga_sasaran=10_000.0),
            "indikator": reference("indikator"),
            "indikator_esensial": reference("indikator_esensial"),
        }

    return build


def list_a(published) -> list[str]:
    lokus = published["lokus"]
    return lokus.loc[lokus["daftar"] == "31.73-2024-a", "kode_kelurahan"].tolist()


def test_each_conflicting_version_of_2024_is_compared_on_its_own(published, jakarta):
    """The figures are highest in the eight of version a: the proposal is that list, and seven of version b."""
    high = {kode: (90.0 - place, 3000.0 - place) for place, kode in enumerate(list_a(published))}
    tables = jakarta({2024: high})
    proposal = propose(tables, BARAT, 2024, EQUAL)
    found = compare_with_lists(tables, proposal, BARAT)
    sizes = found.groupby(["versi", "kelompok"]).size().to_dict()
    assert sizes == {("a", "keduanya"): 8, ("b", "keduanya"): 7, ("b", "hanya_usulan"): 1, ("b", "hanya_resmi"): 1}
    b = found[found["versi"] == "b"].set_index("kelompok")["kode_kelurahan"]
    assert (b["hanya_usulan"], b["hanya_resmi"]) == (TEGAL_ALUR, KALIDERES)
    assert found["sumber_judul"].ne("").all()
    official = proposal.rows.set_index("kode_kelurahan")["resmi"]
    assert official[[TEGAL_ALUR, KALIDERES, CENGKARENG_BARAT, KOTA_BAMBU_UTARA]].tolist() == [
        "sebagian",
        "sebagian",
        "semua",
        "tidak",
    ]


def test_rule_1_1_of_the_proposal_stands_beside_each_list(published, jakarta):
    """Kalideres is below the median of the kota, so version b keeps 7 of 8 high: 87.5 %, letter B."""
    high = {kode: (90.0 - place, 3000.0) for place, kode in enumerate(list_a(published))}
    tables = jakarta({2024: high | {KALIDERES: (1.0, 10.0)}})
    rules = rules_side_by_side(tables, propose(tables, BARAT, 2024, EQUAL), BARAT)
    assert {daftar: (rule.n_tinggi, rule.huruf) for daftar, rule in rules.items()} == {
        "": (8, "A"),
        "31.73-2024-a": (8, "A"),
        "31.73-2024-b": (7, "B"),
    }
    assert rules["31.73-2024-b"].gagal == (KALIDERES,)


def test_a_kota_without_a_list_has_nothing_to_compare_and_no_official_mark(jakarta):
    tables = jakarta({2025: {}})
    proposal = propose(tables, BARAT, 2025, EQUAL)
    assert compare_with_lists(tables, proposal, BARAT).empty
    assert set(proposal.rows["resmi"]) == {""}


def test_sources_disagree_and_what_is_common_is_counted(jakarta):
    """First by cases and rate: Tegal Alur, Kalideres; first by KRS: Tegal Alur, Kota Bambu Utara."""
    tables = jakarta({2024: {TEGAL_ALUR: (90, 5000), KALIDERES: (80, 1), KOTA_BAMBU_UTARA: (1, 4000)}})
    setting = Setting(EQUAL.kriteria, 2)
    found = rank_by_source(tables, BARAT, 2024, setting, list(NAMED_IN_KEPWAL))
    assert found.groupby("nama", sort=False)["masuk"].apply(list).to_dict() == {
        "Tegal Alur": [True, True, True],
        "Kalideres": [True, True, False],
        "Kota Bambu Utara": [False, False, True],
    }
    assert found.groupby("nama", sort=False)["n_masuk"].first().tolist() == [3, 2, 1]
    assert (found["peringkat_bawah"] <= found["peringkat"]).all()


def test_a_source_without_data_for_a_kelurahan_says_so(jakarta):
    tables = jakarta({2024: {TEGAL_ALUR: (90, 5000)}})
    tables["krs"] = tables["krs"][tables["krs"]["kode_kelurahan"] != TEGAL_ALUR]
    found = rank_by_source(tables, BARAT, 2024, Setting(EQUAL.kriteria, 1), list(NAMED_IN_KEPWAL))
    row = found[(found["kode_kelurahan"] == TEGAL_ALUR) & (found["ukuran"] == "total_krs")].iloc[0]
    assert pd.isna(row["peringkat"]) and pd.isna(row["masuk"])


def moves_of(found: pd.DataFrame, kode: str) -> dict[str, str]:
    return found[found["kode_kelurahan"] == kode].set_index("ukuran")["gerak"].to_dict()


def test_figures_that_go_with_exit_and_entry(jakarta):
    """2023 to 2024: Kota Bambu Utara left with cases 81 -> 6; Cengkareng Barat entered with fewer cases and more KRS."""
    tables = jakarta(
        {
            2023: {KOTA_BAMBU_UTARA: (81, 700), CENGKARENG_BARAT: (60, 700)},
            2024: {KOTA_BAMBU_UTARA: (6, 700), CENGKARENG_BARAT: (15, 5000)},
        }
    )
    found = list_moves(tables, BARAT, 2024, EQUAL)
    assert found.groupby("nama")["arah"].first().to_dict() == {
        "Cengkareng Barat": "masuk",
        "Kalideres": "beda_sumber",
        "Kota Bambu Utara": "keluar",
        "Tegal Alur": "beda_sumber",
    }
    assert moves_of(found, KOTA_BAMBU_UTARA)["jumlah_pendek"] == "sejalan_jelas"
    cases = found[(found["kode_kelurahan"] == KOTA_BAMBU_UTARA) & (found["ukuran"] == "jumlah_pendek")].iloc[0]
    assert cases[["sebelum", "sesudah", "peringkat_sebelum", "peringkat_sesudah"]].tolist() == [81, 6, 1, 56]
    entered = moves_of(found, CENGKARENG_BARAT)
    assert entered["jumlah_pendek"] == entered["prevalensi_rutin"] == "berlawanan"
    assert set(moves_of(found, KALIDERES).values()) == {""}


def test_without_figures_of_the_earlier_year_nothing_is_claimed(jakarta):
    found = list_moves(jakarta({2024: {}}), BARAT, 2024, EQUAL)
    assert set(found["gerak"]) == {""}


def test_no_moves_without_a_list(jakarta):
    assert list_moves(jakarta({2025: {}}), BARAT, 2025, EQUAL).empty


def test_the_criterion_that_moved_a_proposal_most_is_named(jakarta):
    """Kalideres enters by KRS, lowest to highest; Tegal Alur leaves by cases, second of 56 (54 / 55) to lowest."""
    stays = {KOTA_BAMBU_UTARA: (91, 9000)}
    tables = jakarta(
        {
            2023: stays | {TEGAL_ALUR: (90, 8000), KALIDERES: (88, 1)},
            2024: stays | {TEGAL_ALUR: (2, 8000), KALIDERES: (88, 9500)},
        }
    )
    setting = Setting((("jumlah_pendek", 1.0), ("total_krs", 1.0)), 2, False, False, False, False)
    now, before = (propose(tables, BARAT, tahun, setting) for tahun in (2024, 2023))
    found = proposal_moves(now, before).set_index("nama")
    assert found["arah"].to_dict() == {"Kalideres": "masuk", "Tegal Alur": "keluar"}
    assert found["ukuran"].to_dict() == {"Kalideres": "total_krs", "Tegal Alur": "jumlah_pendek"}
    assert found.loc["Kalideres", ["posisi_sebelum", "posisi_sesudah"]].tolist() == [0, 100]
    assert found.loc["Tegal Alur", ["posisi_sebelum", "posisi_sesudah"]].tolist() == [pytest.approx(100 * 54 / 55), 0]
    assert proposal_moves(now, now).empty
