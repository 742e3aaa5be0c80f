"""Scores per source, table and area: what is counted, what is left out, and that parts make the whole."""

import pandas as pd
import pytest

from analysis.convergence.data_quality import (
    Basis,
    area_scores,
    assess,
    dimension_shares,
    headline,
    main_sources,
    scores,
)
from analysis.convergence.quality_checks import RULES
from tests.convergence.test_quality_checks import BALITA, LIMITS

KAPUK, RAWA_BUAYA, KALIDERES = "31.73.01.1005", "31.73.01.1006", "31.73.06.1001"


def balita(*rows: tuple) -> pd.DataFrame:
    """(source, kelurahan, year, sasaran, diukur, pendek, sangat pendek[, first recorded])"""
    columns = [
        "sumber_data",
        "kode_kelurahan",
        "tahun",
        "balita_sasaran",
        "diukur",
        "pendek",
        "sangat_pendek",
        "pertama",
    ]
    frame = pd.DataFrame([(*row, "") if len(row) == 7 else row for row in rows], columns=columns)
    kind = frame["sumber_data"].eq("contoh").map({True: "contoh", False: "diunggah"})
    return frame.assign(tertahan=False, jenis_data=kind)


@pytest.fixture
def basis(areas) -> Basis:
    figures = {"indikator": "", "kode_wilayah": "", "tahun": 0, "nilai": 0.0, "status": ""}
    return Basis(
        kelurahan=areas,
        angka=pd.DataFrame([figures]),
        limits=LIMITS,
        identities={"balita": BALITA},
        columns={"balita": ["balita_sasaran", "diukur", "pendek", "sangat_pendek"]},
        indicators=["E01", "E02"],
        deadlines={},
        order=["eppgbm", "master_ansit"],
        lokus=frozenset([KALIDERES]),
    )


def judged(basis: Basis, rows: pd.DataFrame, **changes):
    basis = Basis(**{**vars(basis), **changes})
    return assess({"balita": rows}, basis, "31.73", 2024)


def values(found: pd.DataFrame) -> dict[str, float | None]:
    """dimension -> value of a frame of one source and table; None = not judged."""
    return {row.dimensi: None if pd.isna(row.nilai) else round(row.nilai, 1) for row in found.itertuples()}


def test_completeness_counts_filled_cells_of_all_kelurahan_that_exist_in_the_year(basis):
    """Kapuk, Rawa Buaya and Kalideres exist in 2024 (not Kapuk Baru of 2026, not Kapuk Lama until 2022): 12 cells."""
    rows = balita(("eppgbm", KAPUK, 2024, 900, 700, 40, 12), ("eppgbm", RAWA_BUAYA, 2024, None, 500, 20, 5))
    found = dimension_shares(judged(basis, rows).parts, ["sumber_data"])
    lengkap = found[found["dimensi"] == "lengkap"].iloc[0]
    assert (lengkap["pembilang"], lengkap["penyebut"]) == (7, 12)


def test_a_dimension_without_a_deadline_is_missing_and_left_out_of_the_score(basis):
    rows = balita(
        *(
            ("eppgbm", kode, 2024, 900, 700, 40, n, "2025-02-10")
            for n, kode in enumerate([KAPUK, RAWA_BUAYA, KALIDERES])
        )
    )
    without = scores(judged(basis, rows).parts, ["sumber_data"]).iloc[0]
    assert pd.isna(without["tepat_waktu"])
    assert (without["skor"], without["n_dimensi"]) == (100, 4)
    late = scores(judged(basis, rows, deadlines={"balita": "2025-01-31"}).parts, ["sumber_data"]).iloc[0]
    assert (late["tepat_waktu"], late["skor"], late["n_dimensi"]) == (0, 80, 5)


def test_a_row_that_breaks_two_rules_of_a_dimension_is_one_bad_row(basis):
    """Kapuk: prevalence 6 % -> 30 % and target 400 -> 900; Rawa Buaya steady: 1 of 2 rows consistent."""
    rows = balita(
        ("eppgbm", KAPUK, 2023, 400, 350, 15, 6),
        ("eppgbm", KAPUK, 2024, 900, 700, 200, 10),
        ("eppgbm", RAWA_BUAYA, 2023, 500, 400, 20, 5),
        ("eppgbm", RAWA_BUAYA, 2024, 510, 410, 21, 5),
    )
    found = judged(basis, rows)
    assert values(dimension_shares(found.parts, ["sumber_data"]))["konsisten"] == 50
    own = found.findings[found.findings["kode_kelurahan"] == KAPUK]
    assert own["aturan"].tolist() == ["lonjakan", "lonjakan_sasaran"]
    assert own[["nilai", "pembanding"]].values.tolist() == [[30, 6], [900, 400]]


def test_what_a_lokus_owes_is_told_apart_from_other_kelurahan(basis):
    found = judged(basis, balita(("eppgbm", KAPUK, 2024, 900, 700, 40, 12))).findings
    owed = found[found["aturan"].str.startswith("belum")]
    assert dict(zip(owed["kode_kelurahan"], owed["aturan"], strict=True)) == {
        KALIDERES: "belum_lapor_lokus",
        RAWA_BUAYA: "belum_lapor",
    }


def test_sample_rows_are_a_source_of_their_own_and_step_back_once_a_real_row_stands_in_the_kota(basis):
    sample = balita(*(("contoh", kode, 2024, 900, 700, 40, n) for n, kode in enumerate([KAPUK, RAWA_BUAYA])))
    alone = judged(basis, sample)
    assert set(alone.parts["sumber_data"]) == {"contoh"}
    assert (alone.findings["aturan"] == "belum_lapor").sum() == 2, "a sample row is not a report"
    real = balita(("eppgbm", KALIDERES, 2024, 900, 700, 40, 12))
    beside = judged(basis, pd.concat([sample, real], ignore_index=True))
    assert set(beside.parts["sumber_data"]) == {"eppgbm"}


def test_a_held_row_is_inconsistent_but_neither_complete_nor_missing(basis):
    rows = balita(("eppgbm", KAPUK, 2024, 600, 700, 40, 12), ("eppgbm", RAWA_BUAYA, 2024, 900, 700, 40, 12))
    rows.loc[0, "tertahan"] = True
    found = judged(basis, rows)
    assert values(dimension_shares(found.parts, ["sumber_data"])) == {
        "lengkap": round(100 * 4 / 12, 1),
        "tepat_waktu": None,
        "konsisten": 50,
        "unik": 100,
        "masuk_akal": 100,
    }
    assert KAPUK not in found.findings.loc[found.findings["aturan"] == "belum_lapor", "kode_kelurahan"].tolist()


def test_coverage_is_complete_by_its_indicators(basis):
    rows = pd.DataFrame(
        {
            "sumber_data": "master_ansit",
            "kode_kelurahan": [KAPUK, KAPUK, RAWA_BUAYA],
            "tahun": 2024,
            "kode_indikator": ["E01", "E02", "E01"],
            "pembilang": [10, 20, 5],
            "penyebut": [50, 40, 60],
            "pertama": "",
            "tertahan": False,
            "jenis_data": "diunggah",
        }
    )
    found = assess({"cakupan": rows}, basis, "31.73", 2024)
    lengkap = dimension_shares(found.parts, ["tabel"]).iloc[0]
    assert (lengkap["pembilang"], lengkap["penyebut"]) == (3, 6)


def test_the_shares_of_kecamatan_come_from_sums_and_the_weakest_is_first(basis, areas):
    rows = balita(("eppgbm", KAPUK, 2024, 900, 700, 40, 12), ("eppgbm", KALIDERES, 2024, 800, 600, 30, 9))
    found = area_scores(judged(basis, rows).parts, "kecamatan", areas)
    assert found[["nama", "lengkap"]].values.tolist() == [["Kecamatan 01", 50], ["Kecamatan 06", 100]]
    assert len(area_scores(judged(basis, rows).parts, "kelurahan", areas)) == 3


def test_the_headline_takes_for_each_table_the_source_that_most_kelurahan_reported_to(basis):
    rows = balita(
        ("eppgbm", KAPUK, 2024, 900, 700, 40, 12),
        ("eppgbm", RAWA_BUAYA, 2024, 800, 500, 20, 5),
        ("master_ansit", KALIDERES, 2024, None, 600, 30, 9),
    )
    found = judged(basis, rows)
    main = main_sources(found.reported, basis.order)
    assert main.values.tolist() == [["balita", "eppgbm"]]
    total = headline(found.parts, main)
    assert total["lengkap"] == pytest.approx(100 * 8 / 12)
    assert total["skor"] == pytest.approx((100 * 8 / 12 + 300) / 4)


def test_nothing_recorded_is_nothing_judged(basis):
    found = judged(basis, balita().astype({"tertahan": bool}))
    assert headline(found.parts, main_sources(found.reported, basis.order)) is None
    assert found.findings["aturan"].tolist() == ["belum_lapor_lokus", "belum_lapor", "belum_lapor"]


def test_every_finding_has_a_dimension_and_a_place_in_the_order(basis):
    rows = balita(("eppgbm", KAPUK, 2024, 900, 700, 0, 0))
    found = judged(basis, rows).findings
    assert (found["dimensi"] == found["aturan"].map(RULES)).all()
    assert "nol" in set(found["aturan"])
