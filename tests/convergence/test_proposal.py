from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.convergence import proposal as calculation
from analysis.convergence.proposal import NAMED_IN_KEPWAL, Setting, as_each_system, default_k, propose

KOTA, TAHUN = "31.73", 2024
OFF = {"bobot_acak": False, "derau": False, "tahun_lalu": False, "sumber": False}
EQUAL = tuple((kode, 1.0) for kode in NAMED_IN_KEPWAL)


@pytest.fixture
def kota(published, reference, source):
    """Builds the tables of a kota from rows `kelurahan, tahun, pendek, diukur, total_krs` (missing = empty)."""

    def build(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
        rows = rows.assign(kode_kelurahan=[f"{KOTA}.01.{name}" for name in rows["kelurahan"]], **source)
        names = rows.drop_duplicates("kode_kelurahan")
        areas = pd.DataFrame(
            {
                "kode_kelurahan": names["kode_kelurahan"],
                "nama_kelurahan": names["kelurahan"],
                "kode_kecamatan": f"{KOTA}.01",
                "nama_kecamatan": "Kecamatan 01",
                "kode_kota": KOTA,
                "nama_kota_pendek": "Jakarta Barat",
                "berlaku_dari": "",
                "berlaku_sampai": "",
                "lat": -6.1,
                "lon": 106.7,
            }
        )
        return {
            "kelurahan": areas.reset_index(drop=True),
            "balita": rows.assign(sangat_pendek=0.0, balita_sasaran=rows["diukur"] * 2),
            "krs": rows[rows["total_krs"].notna()].assign(keluarga_sasaran=10_000.0),
            "cakupan": rows.assign(kode_indikator="E05", pembilang=rows["pendek"], penyebut=rows["diukur"]),
            "lokus": published["lokus"],
            "lokus_daftar": published["lokus_daftar"],
            "indikator": reference("indikator"),
            "indikator_esensial": reference("indikator_esensial"),
        }

    return build


@pytest.fixture
def random_kota(kota):
    """A kota of 30 kelurahan in two years, drawn with a seed."""

    def build(seed: int = 1) -> dict[str, pd.DataFrame]:
        draw = np.random.default_rng(seed)
        names = [f"{place:04d}" for place in range(30)]
        parts = []
        for tahun in (TAHUN - 1, TAHUN):
            n = draw.integers(100, 2000, 30).astype(float)
            k = np.floor(n * draw.beta(4, 90, 30))
            krs = draw.integers(100, 5000, 30).astype(float)
            parts.append(pd.DataFrame({"kelurahan": names, "tahun": tahun, "pendek": k, "diukur": n, "total_krs": krs}))
        return kota(pd.concat(parts, ignore_index=True))

    return build


def test_scores_ranks_and_proposal_agree_with_the_hand(cases, kota):
    for name, rows in cases("usulan_lokus", text=("usul", "bobot")).groupby("kasus", sort=False):
        weights = zip(NAMED_IN_KEPWAL, map(float, rows["bobot"].iloc[0].split()), strict=True)
        tables = kota(rows.assign(tahun=TAHUN).reset_index(drop=True))
        found = propose(tables, KOTA, TAHUN, Setting(tuple(weights), int(rows["k"].iloc[0]), **OFF))
        got = found.rows.set_index("nama")
        expected = rows.set_index("kelurahan").dropna(subset=["skor"])
        assert got["skor"].reindex(expected.index).tolist() == pytest.approx(expected["skor"].tolist(), abs=1e-4), name
        assert got["peringkat"].reindex(expected.index).tolist() == expected["peringkat"].tolist(), name
        assert sorted(found.usulan["nama"]) == sorted(expected.index[expected["usul"] == "ya"]), name
        assert found.tidak_dinilai["nama"].tolist() == rows.loc[rows["skor"].isna(), "kelurahan"].tolist(), name


def test_what_is_missing_is_named(kota):
    rows = pd.DataFrame({"kelurahan": list("AB"), "tahun": TAHUN, "pendek": [4.0, 0], "diukur": [90.0, 0]})
    found = propose(kota(rows.assign(total_krs=[7.0, np.nan])), KOTA, TAHUN, Setting(EQUAL, 1))
    assert found.tidak_dinilai[["nama", "kurang"]].values.tolist() == [
        ["B", "jumlah_pendek, prevalensi_rutin, total_krs"]
    ]


def test_low_coverage_is_need_and_low_prevalence_is_not(kota):
    rows = pd.DataFrame({"kelurahan": list("ABC"), "tahun": TAHUN, "pendek": [10.0, 20, 30], "diukur": 100.0})
    tables = kota(rows.assign(total_krs=5.0))
    first = {
        kode: propose(tables, KOTA, TAHUN, Setting(((kode, 1.0),), 1, **OFF)).usulan["nama"].tolist()
        for kode in ("prevalensi_rutin", "E05")
    }
    assert first == {"prevalensi_rutin": ["C"], "E05": ["A"]}


def test_weights_on_another_scale_change_nothing(random_kota):
    tables = random_kota()
    one = propose(tables, KOTA, TAHUN, Setting(EQUAL, 5)).rows
    seven = propose(tables, KOTA, TAHUN, Setting(tuple((kode, 7.0) for kode in NAMED_IN_KEPWAL), 5)).rows
    pd.testing.assert_frame_equal(one, seven)


def test_a_criterion_with_weight_0_changes_nothing_even_where_it_is_missing(random_kota):
    tables = random_kota()
    two = (("jumlah_pendek", 1.0), ("total_krs", 2.0))
    without = propose(tables, KOTA, TAHUN, Setting(two, 5)).rows
    beside = propose(tables | {"cakupan": tables["cakupan"].iloc[:3]}, KOTA, TAHUN, Setting((*two, ("E05", 0.0)), 5))
    pd.testing.assert_frame_equal(without, beside.rows)


@pytest.mark.parametrize("k", [1, 5, 30])
@pytest.mark.parametrize("off", ["", "bobot_acak", "derau", "tahun_lalu", "sumber"])
def test_every_draw_holds_k_kelurahan(random_kota, k, off):
    setting = replace(Setting(EQUAL, k), **({off: False} if off else {}))
    rows = propose(random_kota(), KOTA, TAHUN, setting).rows
    assert rows["pct_masuk"].sum() == pytest.approx(100 * k)
    assert int(rows["usul"].sum()) == k
    assert (rows["peringkat_bawah"] <= rows["peringkat"]).all() and (rows["peringkat"] <= rows["peringkat_atas"]).all()


def test_without_variation_a_kelurahan_is_in_or_out(random_kota):
    rows = propose(random_kota(), KOTA, TAHUN, Setting(EQUAL, 5, **OFF)).rows
    assert rows["pct_masuk"].tolist() == [100.0] * 5 + [0.0] * 25
    alone = ~rows["skor"].round(6).duplicated(keep=False)
    assert (rows["peringkat_bawah"] == rows["peringkat_atas"])[alone].all() and alone.sum() > 20


@pytest.mark.parametrize("on", ["bobot_acak", "derau", "tahun_lalu", "sumber"])
def test_each_source_of_variation_moves_somebody(random_kota, on):
    rows = propose(random_kota(), KOTA, TAHUN, replace(Setting(EQUAL, 5, **OFF), **{on: True})).rows
    assert ((rows["pct_masuk"] > 0) & (rows["pct_masuk"] < 100)).any()


def test_same_seed_same_result_and_another_seed_another(random_kota):
    tables, setting = random_kota(), Setting(EQUAL, 5)
    first, again = (propose(tables, KOTA, TAHUN, setting).rows for _ in range(2))
    pd.testing.assert_frame_equal(first, again)
    assert propose(tables, KOTA, TAHUN, replace(setting, seed=7)).rows["pct_masuk"].tolist() != (
        first["pct_masuk"].tolist()
    )


def test_cases_and_prevalence_share_one_draw_of_chance(random_kota):
    """With the same denominator everywhere both criteria order the kelurahan alike in every draw."""
    tables = random_kota()
    tables["balita"] = tables["balita"].assign(diukur=1000.0)
    chance = {**OFF, "derau": True}
    alone = propose(tables, KOTA, TAHUN, Setting((("jumlah_pendek", 1.0),), 5, **chance)).rows
    both = propose(tables, KOTA, TAHUN, Setting(EQUAL[:2], 5, **chance)).rows
    assert both["pct_masuk"].tolist() == alone["pct_masuk"].tolist()


def test_small_counts_are_less_sure_than_large_ones(kota):
    few = pd.DataFrame({"kelurahan": list("AB"), "tahun": TAHUN, "pendek": [6.0, 5], "diukur": 100.0, "total_krs": 1.0})
    many = few.assign(pendek=few["pendek"] * 100, diukur=10_000.0)
    share = [
        propose(kota(rows), KOTA, TAHUN, Setting((("prevalensi_rutin", 1.0),), 1, **{**OFF, "derau": True}))
        .rows.set_index("nama")
        .at["A", "pct_masuk"]
        for rows in (few, many)
    ]
    # By hand: the logits differ by ln(6.5/94.5) - ln(5.5/95.5) = .178, with a standard error of
    # sqrt(1/6.5 + 1/94.5 + 1/5.5 + 1/95.5) = .597; .178 / .597 = .297, and below .297 lie 61.7 %.
    assert share[0] == pytest.approx(61.7, abs=4)
    assert share[1] > 99


def test_a_count_without_its_denominator_is_still_a_count(kota):
    rows = pd.DataFrame({"kelurahan": list("AB"), "tahun": TAHUN, "pendek": [9.0, 3], "diukur": [np.nan, 80]})
    tables = kota(rows.assign(total_krs=1.0))
    assert propose(tables, KOTA, TAHUN, Setting((("jumlah_pendek", 1.0),), 1)).usulan["nama"].tolist() == ["A"]
    rate = propose(tables, KOTA, TAHUN, Setting((("prevalensi_rutin", 1.0),), 1))
    assert rate.tidak_dinilai["nama"].tolist() == ["A"]


def test_another_systems_rows_enter_the_draws_only_when_sources_vary(kota):
    rows = pd.DataFrame({"kelurahan": list("AB"), "tahun": TAHUN, "pendek": [9.0, 3], "diukur": 90.0, "total_krs": 1.0})
    tables, other = kota(rows), kota(rows.assign(pendek=[3.0, 9]))
    one = Setting((("jumlah_pendek", 1.0),), 1, **OFF)
    closed = propose(tables, KOTA, TAHUN, one, (other,)).rows["pct_masuk"]
    opened = propose(tables, KOTA, TAHUN, replace(one, sumber=True), (other,)).rows["pct_masuk"]
    assert closed.tolist() == [100, 0]
    assert opened.iloc[0] == pytest.approx(50, abs=5)


def test_two_systems_that_differ_are_two_sets_of_tables(kota):
    rows = pd.DataFrame({"kelurahan": list("AB"), "tahun": TAHUN, "pendek": [9.0, 3], "diukur": 90.0, "total_krs": 1.0})
    tables = kota(rows)
    carik = tables["balita"].iloc[[1]].assign(pendek=40.0)
    both = pd.concat([tables["balita"].assign(sumber_data="eppgbm"), carik.assign(sumber_data="carik")])
    one_system = {"krs": tables["krs"].assign(sumber_data="siga")}
    systems = as_each_system(tables, {"balita": both} | one_system)
    assert [system["balita"].set_index("kelurahan")["pendek"].to_dict() for system in systems] == [
        {"B": 40, "A": 9},
        {"A": 9, "B": 3},
    ]
    assert as_each_system(tables, one_system) == ()


def test_equal_scores_at_the_limit_are_said_and_the_heavier_criterion_decides(kota):
    rows = pd.DataFrame(
        {"kelurahan": list("ABC"), "tahun": TAHUN, "pendek": [20.0, 30, 10], "diukur": 1000.0, "total_krs": [3.0, 2, 1]}
    )
    weights = (("jumlah_pendek", 1.0), ("total_krs", 1.0))
    found = propose(kota(rows), KOTA, TAHUN, Setting(weights, 1, **OFF)).rows
    assert found["nama"].tolist() == ["B", "A", "C"]
    assert found["peringkat"].tolist() == [1, 1, 3]
    assert found["skor_seri"].tolist() == [True, True, False]


def test_a_year_without_data_is_not_an_error(random_kota):
    found = propose(random_kota(), KOTA, 2020, Setting(EQUAL, 5))
    assert found.rows.empty and found.usulan.empty and len(found.tidak_dinilai) == 30


def test_the_year_before_is_used_only_where_it_is_known(random_kota):
    tables = random_kota()
    assert propose(tables, KOTA, TAHUN, Setting(EQUAL, 5)).tahun_dipakai == (TAHUN, TAHUN - 1)
    first = propose(tables, KOTA, TAHUN - 1, Setting(EQUAL, 5, **{**OFF, "tahun_lalu": True}))
    assert first.tahun_dipakai == (TAHUN - 1,)
    assert set(first.rows["pct_masuk"]) == {0.0, 100.0}


@pytest.mark.parametrize("weights", [(0.0, 0.0), (-1.0, 2.0)])
def test_weights_that_cannot_be_used_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        _ = Setting(tuple(zip(("jumlah_pendek", "total_krs"), weights, strict=True)), 5).bobot


def test_the_number_to_begin_with_is_the_official_one_or_says_that_it_is_assumed(published):
    numbers = {kota: default_k(published, kota, tahun) for kota, tahun in (("31.73", 2024), ("31.74", 2025))}
    # Jakarta Selatan 2025: one source says 15 and names 16. Jakarta Barat 2021: 11, without names.
    assert numbers == {"31.73": (8, "resmi"), "31.74": (16, "resmi")}
    assert default_k(published, "31.73", 2021) == (11, "resmi")
    # Jakarta Timur has 65 kelurahan and no list was found.
    assert default_k(published, "31.75", 2024) == (7, "asumsi")


def test_one_sample_row_makes_the_kelurahan_a_sample(random_kota):
    tables = random_kota()
    tables["balita"] = tables["balita"].assign(jenis_data="diunggah", sumber_judul="Rekap e-PPGBM")
    rows = propose(tables, KOTA, TAHUN, Setting(EQUAL, 5)).rows
    assert set(rows["jenis_data"]) == {"contoh"}
    assert set(rows["sumber_judul"]) == {"Rekap e-PPGBM; Data contoh (sintetis)"}


def test_what_the_calculation_assumes_stands_in_the_table_of_parameters(reference):
    rows = reference("parameter").set_index("parameter")
    assumed = rows[rows.index.str.startswith("usulan_")]
    assert set(assumed["jenis"]) == {"asumsi"}
    assert assumed["nilai"].astype(float).to_dict() == {
        "usulan_simulasi": Setting(EQUAL, 5).draws,
        "usulan_konsentrasi": calculation.CONCENTRATION,
        "usulan_satu_kriteria": 100 * calculation.SINGLE_SHARE,
        "usulan_kuat": calculation.SURE_PCT,
        "usulan_bisa": calculation.POSSIBLE_PCT,
        "usulan_bagian_kota": 100 * calculation.SHARE_OF_KOTA,
    }


def test_three_equal_weights_spread_as_the_parameter_says():
    setting = Setting(EQUAL, 5, sumber=False, draws=20_000)
    drawn = calculation._drawn_weights(setting, np.random.default_rng(1))
    assert np.quantile(drawn, [0.05, 0.95]) * 100 == pytest.approx([17, 51], abs=1)
    assert drawn.sum(axis=1) == pytest.approx(1)
