import numpy as np
import pandas as pd
import pytest

from analysis.convergence.coverage import coverage_gaps, coverage_matrix, missed_by

KAPUK, RAWA_BUAYA = "31.73.01.1005", "31.73.01.1006"


def esensial(rows) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["kode_indikator", "polaritas", "target"])
    return frame.assign(
        kelompok="", nama=frame["kode_indikator"], nama_pendek=frame["kode_indikator"], tahun_target=2024
    )


def test_gaps_follow_the_polarity_case_by_case(cases, source):
    table = cases("cakupan", text=("memenuhi", "putusan95")).assign(kode_indikator=lambda t: t["kasus"])
    rows = table.dropna(subset="penyebut").assign(kode_kelurahan=KAPUK, tahun=2024, **source)
    gaps = coverage_gaps(rows, esensial(table[["kode_indikator", "polaritas", "target"]]), KAPUK, 2024)
    found = gaps.set_index("kode_indikator")
    for case in table.itertuples():
        row = found.loc[case.kasus]
        assert [row["selisih"], row["terlewat"], row["menuju_target"]] == pytest.approx(
            [case.selisih, case.terlewat, case.menuju_target], abs=0.001, nan_ok=True
        ), case.kasus
        met = "" if pd.isna(row["memenuhi"]) else "ya" if row["memenuhi"] else "tidak"
        assert (met, row["putusan95"]) == (case.memenuhi, case.putusan95), case.kasus


def test_most_people_missed_come_first_and_missing_data_last(source):
    rows = pd.DataFrame(
        [("E01", 90, 100), ("E02", 100, 400), ("E12", 70, 80)], columns=["kode_indikator", "pembilang", "penyebut"]
    ).assign(kode_kelurahan=KAPUK, tahun=2024, **source)
    gaps = coverage_gaps(
        rows,
        esensial(
            [
                ("E01", "naik_baik", 90),
                ("E02", "naik_baik", np.nan),
                ("E12", "turun_baik", 15.5),
                ("E20", "naik_baik", 90),
            ]
        ),
        KAPUK,
        2024,
    )
    assert gaps["kode_indikator"].tolist() == ["E02", "E12", "E01", "E20"]
    assert gaps["terlewat"].tolist()[:3] == [300, 70, 10]
    assert gaps.iloc[3][["jenis_data", "putusan95"]].tolist() == ["", ""] and np.isnan(gaps.iloc[3]["nilai"])


def test_kota_adds_its_kelurahan(source):
    rows = pd.DataFrame(
        [(KAPUK, "E01", 10, 100), (RAWA_BUAYA, "E01", 90, 100), ("31.71.01.1001", "E01", 1, 100)],
        columns=["kode_kelurahan", "kode_indikator", "pembilang", "penyebut"],
    ).assign(tahun=2024, **source)
    table = esensial([("E01", "naik_baik", 80)])
    assert coverage_gaps(rows, table, "31.73", 2024)["nilai"].tolist() == [50]


SERVICES = esensial([("E01", "naik_baik", 80), ("E12", "turun_baik", 15.5), ("E20", "naik_baik", np.nan)])


def three_services(source) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (KAPUK, "E01", 10, 100),
            (RAWA_BUAYA, "E01", 90, 100),
            (KAPUK, "E12", 30, 100),
            (KAPUK, "E20", 50, 200),
            ("31.71.01.1001", "E01", 1, 100),
        ],
        columns=["kode_kelurahan", "kode_indikator", "pembilang", "penyebut"],
    ).assign(tahun=2024, **source)


def test_the_matrix_has_every_pair_and_missing_ones_stay_missing(areas, source):
    matrix = coverage_matrix(three_services(source), SERVICES, areas, 2024, "31.73")
    # Kapuk, Rawa Buaya and Kalideres existed in 2024; Kapuk Baru and Kapuk Lama did not.
    assert len(matrix) == 3 * 3
    cell = matrix.set_index(["nama", "kode_indikator"])
    assert cell.loc[("Kapuk", "E01"), ["nilai", "selisih", "terlewat"]].tolist() == [10, 70, 90]
    assert cell.loc[("Rawa Buaya", "E01"), ["nilai", "selisih", "terlewat"]].tolist() == [90, -10, 10]
    # Less is better: 30 % against at most 15.5 % is 14.5 points too many, and the 30 affected are the ones missed.
    assert cell.loc[("Kapuk", "E12"), ["selisih", "terlewat"]].tolist() == [14.5, 30]
    assert cell["memenuhi"].isna().sum() == 9 - 3, "only pairs with data and a target are judged"
    missing = cell.loc[("Kalideres", "E01")]
    assert np.isnan(missing["nilai"]) and missing["jenis_data"] == "" and missing["n_wilayah"] == 0


def test_the_matrix_of_one_kelurahan_says_what_its_list_of_gaps_says(areas, source):
    rows = three_services(source)
    matrix = coverage_matrix(rows, SERVICES, areas, 2024, "31.73")
    own = matrix[matrix["kode_kelurahan"] == KAPUK].set_index("kode_indikator").sort_index()
    gaps = coverage_gaps(rows, SERVICES, KAPUK, 2024).set_index("kode_indikator").sort_index()
    shared = ["nilai", "bawah", "atas", "selisih", "terlewat", "menuju_target", "memenuhi", "putusan95"]
    pd.testing.assert_frame_equal(own[shared], gaps[shared])


def test_above_the_kelurahan_counts_are_added_and_not_averaged(areas, source):
    rows = three_services(source)
    rows.loc[1, ["pembilang", "penyebut"]] = [270, 300]
    matrix = coverage_matrix(rows, SERVICES, areas, 2024, None, "kota").set_index(["nama", "kode_indikator"])
    # (10 + 270) / (100 + 300) = 70 %, while the mean of 10 % and 90 % would be 50 %.
    barat = matrix.loc[("Jakarta Barat", "E01")]
    assert (barat["nilai"], barat["penyebut"], barat["n_wilayah"]) == (70, 400, 2)
    assert matrix.loc[("Jakarta Pusat", "E01"), "nilai"] == 1


def test_people_missed_are_added_over_what_is_known(areas, source):
    matrix = coverage_matrix(three_services(source), SERVICES, areas, 2024, "31.73")
    missed = missed_by(matrix, "nama")
    assert missed["Kapuk"] == 90 + 30 + 150
    assert missed["Rawa Buaya"] == 10
    assert np.isnan(missed["Kalideres"]), "nothing known is not nobody missed"
