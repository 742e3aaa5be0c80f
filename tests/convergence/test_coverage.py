import numpy as np
import pandas as pd
import pytest

from analysis.convergence.coverage import coverage_gaps

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
