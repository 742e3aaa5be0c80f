"""Plans, commitments, regulations and people, with figures worked out by hand."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.convergence.plans import (
    commitment_counts,
    commitments,
    lokus_plans,
    people,
    plan_summary,
    plans_by,
    plans_of,
    real_first,
    regulations,
    without_people,
)

ROOT = Path(__file__).parents[2]
KAPUK, RAWA_BUAYA, KALIDERES, GAMBIR = "31.73.01.1005", "31.73.01.1006", "31.73.06.1001", "31.71.01.1001"
PLAN = ["kode_wilayah", "kegiatan", "opd", "kode_indikator", "anggaran_rp", "realisasi_rp", "target", "realisasi"]


def plans(rows, source, **more) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=PLAN)
    numbers = {"anggaran_rp": "Int64", "realisasi_rp": "Int64", "target": "float64", "realisasi": "float64"}
    return frame.assign(**{"tahun": 2024, "aksi": "5", "satuan": "balita", **source, **more}).astype(numbers)


@pytest.fixture
def rencana(source):
    """Budgets 100 + 60 + 40 (million), one unknown; spent 80, 60, unknown, 5 without a budget."""
    return plans(
        [
            ("31.73", "Pelatihan kader", "Sudinkes", "", 100, 80, 50, 50),
            ("31.73.01", "Pendampingan", "PPAPP", "E24", 60, 60, 100, 80),
            (KAPUK, "PMT", "Sudinkes", "E18", 40, None, 10, None),
            (KALIDERES, "Posyandu", "Sudinkes", "E17", None, 5, None, 7),
            (GAMBIR, "PMT", "Sudinkes", "E18", 1000, 0, 10, 20),
        ],
        source,
    )


def test_shares_are_taken_only_where_both_parts_are_known(rencana):
    """Spent 80 + 60 of the 100 + 60 that say both = 87,5 %; not 145 of 200. Targets: 100 % and 80 %, so 1 of 2."""
    found = plan_summary(rencana, "31.73", 2024)
    assert (found["n_kegiatan"], found["anggaran_rp"], found["realisasi_rp"]) == (4, 200, 145)
    assert found["serapan_pct"] == 87.5
    assert (found["n_bertarget"], found["n_tercapai"], found["capaian_pct"]) == (2, 1, 90)
    assert (found["n_tanpa_indikator"], found["n_tanpa_target"]) == (1, 1)
    assert found["jenis_data"] == "contoh"


def test_nothing_spent_is_zero_and_nothing_said_is_unknown(rencana, source):
    assert plan_summary(rencana, "31.71", 2024)["serapan_pct"] == 0
    silent = plan_summary(plans([(KAPUK, "PMT", "Sudinkes", "E18", 40, None, None, None)], source), "31.73", 2024)
    assert np.isnan(silent["serapan_pct"]) and np.isnan(silent["realisasi_rp"]) and np.isnan(silent["capaian_pct"])
    empty = plan_summary(rencana, "31.73", 2023)
    assert empty["n_kegiatan"] == 0 and np.isnan(empty["anggaran_rp"]) and empty["jenis_data"] == ""


def test_an_area_takes_the_plans_of_all_areas_in_it(rencana):
    assert plans_of(rencana, "31.73.01", 2024)["kegiatan"].tolist() == ["Pendampingan", "PMT"]
    assert plans_of(rencana, KAPUK)["kegiatan"].tolist() == ["PMT"]


def test_offices_come_by_budget_and_kecamatan_with_what_is_planned_for_the_kota(rencana):
    offices = plans_by(rencana, "31.73", 2024, "opd")
    assert offices[["opd", "n_kegiatan", "anggaran_rp"]].values.tolist() == [["Sudinkes", 3, 140], ["PPAPP", 1, 60]]
    parts = plans_by(rencana, "31.73", 2024, "kode_kecamatan")
    assert parts["kode_kecamatan"].tolist() == ["", "31.73.01", "31.73.06"]
    assert parts["anggaran_rp"].tolist()[:2] == [100, 100] and np.isnan(parts["anggaran_rp"].iloc[2])


def test_years_stand_in_their_order(rencana):
    rows = pd.concat([rencana, rencana.assign(tahun=2022)])
    assert plans_by(rows, "31.73", None, "tahun")["tahun"].tolist() == [2022, 2024]


def test_sample_plans_give_way_to_a_kotas_own_list_and_to_nothing_else(rencana, source):
    """One recorded activity of Jakarta Barat in 2024: its four sample rows go, those of Jakarta Pusat and 2023 stay."""
    own = plans([(RAWA_BUAYA, "PMT", "Sudinkes", "E18", 5, None, 1, None)], source).assign(jenis_data="diunggah")
    rows = real_first(pd.concat([rencana, rencana.assign(tahun=2023), own], ignore_index=True))
    assert len(rows) == 1 + 1 + 5
    assert plan_summary(rows, "31.73", 2024)["jenis_data"] == "diunggah"


def test_a_lokus_is_served_by_its_own_activity_only(rencana, areas):
    lokus = pd.DataFrame({"kode_kelurahan": [KAPUK, RAWA_BUAYA, KALIDERES], "kode_kota": "31.73", "tahun": 2024})
    lokus = lokus.assign(daftar="jakbar-2024-a", versi="a", nama_di_sumber="")
    found = lokus_plans({"rencana": rencana, "lokus": lokus, "kelurahan": areas}, "31.73", 2024)
    assert found[["nama", "n_kegiatan", "n_kecamatan"]].values.tolist() == [
        ["Rawa Buaya", 0, 1],
        ["Kalideres", 1, 0],
        ["Kapuk", 1, 1],
    ]
    assert lokus_plans({"rencana": rencana, "lokus": lokus, "kelurahan": areas}, "31.73", 2022).empty


def promises(rows, source) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["komitmen", "tenggat", "tanggal_selesai"]).assign(
        kode_kota="31.73", tahun=2024, penanggung_jawab="Camat", **source
    )


@pytest.mark.parametrize(
    ("due", "done", "status", "days"),
    [
        ("2024-08-31", "2024-08-31", "tepat_waktu", None),  # on the day itself
        ("2024-08-31", "2024-09-01", "terlambat", 1),
        ("2024-08-31", "", "lewat_tenggat", 30),  # August has 31 days: 30 September is 30 days later
        ("2024-09-30", "", "belum_selesai", None),  # due today is not overdue
        ("", "", "tanpa_tenggat", None),
        ("", "2024-08-01", "selesai", None),
    ],
)
def test_how_a_commitment_stands_on_30_september(source, due, done, status, days):
    row = commitments(promises([("a", due, done)], source), "31.73", 2024, "2024-09-30").iloc[0]
    assert row["status_waktu"] == status
    assert (None if np.isnan(row["terlambat_hari"]) else row["terlambat_hari"]) == days


def test_commitments_are_counted_and_sorted_by_due_date(source):
    rows = promises(
        [
            ("tanpa tanggal", "", ""),
            ("terlambat", "2024-08-31", "2024-09-02"),
            ("lewat", "2024-07-31", ""),
            ("tepat", "2024-12-15", "2024-09-01"),
        ],
        source,
    )
    found = commitments(pd.concat([rows, rows.assign(kode_kota="31.71")]), "31.73", 2024, "2024-09-30")
    assert found["komitmen"].tolist() == ["lewat", "terlambat", "tepat", "tanpa tanggal"]
    assert commitment_counts(found) == {"semua": 4, "selesai": 2, "tepat_waktu": 1, "terlambat": 1, "lewat_tenggat": 1}
    assert len(commitments(rows, None, 2024, "2024-09-30")) == 4


def test_the_kepwal_belong_to_the_kota_in_their_number(areas):
    """Jakarta Barat: e-0084/2023 and e-0025/2024; Jakarta Pusat has none; all have those of province and nation."""
    rows = pd.read_csv(ROOT / "data/resmi/regulasi.csv", dtype=str, keep_default_na=False).assign(jenis_data="resmi")
    own = rows.iloc[:0].assign(kode_kota="", tautan="")
    tables = {"regulasi": rows, "kelurahan": areas, "regulasi_daerah": own}
    found = {kota: regulations(tables, kota) for kota in ("31.73", "31.71", None)}
    kepwal = {kota: set(rows.loc[rows["tingkat"] == "kota", "nomor"].str[-11:]) for kota, rows in found.items()}
    assert kepwal["31.73"] == {"e-0084/2023", "e-0025/2024"} and kepwal["31.71"] == set()
    assert len(kepwal[None]) == 3
    assert found["31.71"]["tanggal"].iloc[0] == "2025-09-23"
    row = found["31.73"].set_index("nomor").loc["Keputusan Wali Kota Jakarta Barat e-0025/2024"]
    assert row["tautan"] == row["sumber_url"] and row["tautan"].startswith("https://barat.jakarta.go.id/")


def test_a_kotas_own_regulation_stands_beside_the_published_ones(areas, source):
    own = pd.DataFrame(
        [("31.73", "e-1/2025", "2025-12-01", "Lokus 2026", "https://jdih.jakarta.go.id/1")],
        columns=["kode_kota", "nomor", "tanggal", "tentang", "tautan"],
    ).assign(**{**source, "jenis_data": "diunggah"})
    regulasi = pd.DataFrame(columns=["nomor", "tanggal", "tentang", "tingkat", *source], dtype="str")
    tables = {"regulasi": regulasi, "kelurahan": areas, "regulasi_daerah": own}
    assert regulations(tables, "31.73")[["nomor", "jenis_data"]].values.tolist() == [["e-1/2025", "diunggah"]]
    assert regulations(tables, "31.71").empty


@pytest.fixture
def pelaku(source):
    """Kapuk 20 kader, 15 trained, 300 baduta; Rawa Buaya 10 kader, trained unknown, 100 baduta; Kalideres says nothing."""
    rows = [
        (KAPUK, "kader", 20, 15, 300),
        (RAWA_BUAYA, "kader", 10, None, 100),
        (KAPUK, "KPM", 2, 1, 300),
        (GAMBIR, "kader", 5, 5, None),
    ]
    frame = pd.DataFrame(rows, columns=["kode_kelurahan", "pelaku", "jumlah", "terlatih", "baduta"])
    return frame.assign(tahun=2024, **source).astype({"terlatih": "Int64", "baduta": "Int64"})


def test_trained_share_and_baduta_per_kader_leave_out_who_did_not_say(pelaku, areas):
    """15 of the 20 kader of Kapuk = 75 %, not 15 of 30; baduta 400 by 30 kader = 13,3."""
    found = people(pelaku, areas, "31.73", 2024).set_index(["kode_kecamatan", "pelaku"])
    cengkareng = found.loc["31.73.01", "kader"]
    assert (cengkareng["n_wilayah"], cengkareng["n_wilayah_total"], cengkareng["jumlah"]) == (2, 2, 30)
    assert (cengkareng["terlatih"], cengkareng["terlatih_pct"]) == (15, 75)
    assert cengkareng["baduta_per_pelaku"] == pytest.approx(400 / 30)
    assert found.loc[("31.73.01", "KPM"), "terlatih_pct"] == 50


def test_an_area_that_says_nothing_stays_in_the_table_as_unknown(pelaku, areas):
    found = people(pelaku, areas, "31.73", 2024).set_index("kode_kecamatan").loc["31.73.06"]
    assert (found["pelaku"], found["n_wilayah"], found["n_wilayah_total"]) == ("kader", 0, 1)
    assert found[["jumlah", "terlatih_pct", "baduta_per_pelaku"]].isna().all()
    assert without_people(pelaku, areas, "31.73", 2024)["nama_kelurahan"].tolist() == ["Kalideres"]


def test_baduta_unknown_gives_no_ratio_and_each_kota_its_own_row(pelaku, areas):
    found = people(pelaku, areas, "31", 2024, "kode_kota").set_index(["kode_kota", "pelaku"])
    assert np.isnan(found.loc[("31.71", "kader"), "baduta_per_pelaku"])
    assert found.loc[("31.71", "kader"), "terlatih_pct"] == 100
    assert people(pelaku, areas, "31.73.01", 2024, "kode_kelurahan")["pelaku"].tolist() == ["kader", "KPM", "kader"]
