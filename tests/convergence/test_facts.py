"""The published tables are handed over alone: a headline that touched sample data would fail with a KeyError."""

from datetime import date

import pandas as pd
import pytest

from analysis.convergence.facts import headline_facts, what_changed


def by_code(facts) -> dict:
    return {fact.kode if fact.kode != "tidak_diketahui" else f"? {fact.nilai['topik']}": fact for fact in facts}


def test_headline_of_jakarta_barat_2024_stands_on_published_rows(published):
    facts = by_code(headline_facts(published, "31.73", 2024))
    assert facts["survei"].nilai["nilai"] == 17.1 and facts["survei"].nilai["periode"] == "SKI 2023"
    assert (facts["target"].nilai["nilai"], facts["target"].nilai["selisih"]) == (16, 1.1)
    assert facts["krs"].nilai["nilai"] == 69553
    assert len(facts["lokus"].nilai["kode"]) == 7 and facts["lokus"].nilai["versi"] == ["a", "b"]
    assert facts["lokus"].nilai["beda"] == ["31.73.06.1001", "31.73.06.1003"]
    assert facts["aksi"].nilai["aksi_terakhir"] == "8" and facts["aksi"].nilai["tanggal"] == date(2024, 12, 20)
    assert facts["penilaian_kinerja"].nilai["tanggal_mulai"] == date(2025, 5, 27)
    for fact in facts.values():
        assert fact.kode == "tidak_diketahui" or set(fact.rows["jenis_data"]) == {"resmi"}, fact.kode


def test_survey_of_a_year_not_yet_published_is_said_to_be_unknown(published):
    facts = by_code(headline_facts(published, "31.73", 2024))
    assert facts["? survei"].nilai == {"topik": "survei", "pengisi": "ssgi_kota", "tahun": 2024, "tahun_lain": 2023}
    assert "? survei" not in by_code(headline_facts(published, "31.74", 2024))


def test_kota_with_little_published_gets_unknown_facts_instead_of_estimates(published):
    facts = by_code(headline_facts(published, "31.72", 2024))
    assert {"? lokus", "? krs", "? aksi"} <= set(facts)
    assert facts["? lokus"].nilai["tahun_lain"] == 2022 and facts["? lokus"].nilai["pengisi"] == "sk_lokus"


def test_figure_of_a_later_year_is_not_used_but_named(published):
    # Jakarta Pusat: 27,429 families, December 2025.
    assert by_code(headline_facts(published, "31.71", 2024))["? krs"].nilai["tahun_lain"] == 2025
    assert by_code(headline_facts(published, "31.71", 2025))["krs"].nilai["nilai"] == 27429


def test_list_known_by_count_only_gives_the_count(published):
    fact = by_code(headline_facts(published, "31.73", 2021))["lokus_jumlah_saja"]
    assert fact.nilai == {"tahun": 2021, "jumlah": 11}


def test_second_version_of_a_survey_is_a_fact_of_its_own(published):
    fact = by_code(headline_facts(published, "31.73", 2021))["survei_versi_lain"]
    assert (fact.nilai["nilai"], fact.nilai["nilai_utama"]) == (17.8, 17.6)


def test_routine_count_carries_the_prevalence_of_its_own_period(published):
    fact = by_code(headline_facts(published, "31", 2024))["hitung_rutin"]
    assert (fact.nilai["nilai"], fact.nilai["prevalensi"], fact.nilai["periode"]) == (5688, 1.67, "Agustus 2024")


def test_province_counts_lokus_per_kota_and_leaves_out_what_is_disputed(published):
    facts = by_code(headline_facts(published, "31", 2024))
    assert facts["lokus_provinsi"].nilai["kota"] == {"31.73": 7, "31.74": 15}
    assert facts["penilaian_kinerja"].nilai["tanggal_selesai"] == date(2025, 5, 28)


@pytest.mark.parametrize(("kode", "selisih", "derau"), [("31.73", 1.9, True), ("31.71", 5.1, False)])
def test_survey_change_below_three_points_may_be_noise(published, kode, selisih, derau):
    # Jakarta Barat 15.2 -> 17.1, Jakarta Pusat 14.0 -> 19.1 (SSGI 2022, SKI 2023).
    change = by_code(what_changed(published, kode, 2023))["survei_berubah"].nilai
    assert (change["selisih"], change["mungkin_derau"]) == (selisih, derau)


def test_change_of_exactly_the_limit_is_not_called_noise(published):
    rows = published["angka"].query("indikator == 'prevalensi_survei' and kode_wilayah == '31.73'").tail(2)
    rows = rows.assign(tahun=[2022, 2023], nilai=[14.6, 17.6])  # 17.6 - 14.6 is 3.0000000000000018 in binary
    change = by_code(what_changed({**published, "angka": rows}, "31.73", 2023))["survei_berubah"].nilai
    assert (change["selisih"], change["mungkin_derau"]) == (3.0, False)


def test_lokus_that_entered_and_left_leave_disputed_ones_aside(published):
    change = by_code(what_changed(published, "31.73", 2024))["lokus_berubah"].nilai
    assert (change["masuk"], change["keluar"]) == (
        ["31.73.01.1001"],
        ["31.73.07.1003"],
    )  # Cengkareng Barat, Kota Bambu Utara
    assert change["beda"] == ["31.73.06.1001", "31.73.06.1003"] and len(change["bertahan"]) == 6


def test_new_frame_is_a_change_of_2025_only(published):
    assert by_code(what_changed(published, "31.73", 2025))["kerangka_berganti"].nilai == {
        "tahun": 2025,
        "dari": "aksi8",
        "ke": "aksi6",
    }
    assert "kerangka_berganti" not in by_code(what_changed(published, "31.73", 2024))


def test_moved_dates_are_counted_by_the_day_of_the_year(published):
    # Jakarta Pusat, aksi 8: 28 December 2023 and 23 December 2024.
    shift = by_code(what_changed(published, "31.71", 2024))["aksi_bergeser"].nilai
    assert (shift["aksi"], shift["hari"]) == ("8", -5)


def test_nothing_published_means_nothing_changed(published):
    empty = {name: frame.iloc[:0] if name != "aksi" else frame for name, frame in published.items()}
    assert what_changed(empty, "31.73", 2024) == []
    assert {fact.kode for fact in headline_facts(empty, "31.73", 2024)} == {"tidak_diketahui"}
    assert all(isinstance(fact.rows, pd.DataFrame) for fact in headline_facts(empty, "31.73", 2024))
