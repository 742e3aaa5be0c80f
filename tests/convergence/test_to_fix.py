"""What to mend first: owners, order and how rows are put together."""

import pandas as pd
import pytest

from analysis.convergence.to_fix import items, owner_of_table, with_owner

KAPUK, RAWA_BUAYA, KALIDERES = "31.73.01.1005", "31.73.01.1006", "31.73.06.1001"


def finding(aturan, tabel="balita", sumber="eppgbm", kode=KAPUK, indikator="", jumlah=float("nan")) -> dict:
    return {
        "sumber_data": sumber,
        "tabel": tabel,
        "kode_kelurahan": kode,
        "kode_indikator": indikator,
        "tahun": 2024,
        "dimensi": "konsisten",
        "aturan": aturan,
        "nilai": 1.0,
        "pembanding": 2.0,
        "jumlah": jumlah,
        "rinci": "",
        "jenis_data": "diunggah",
    }


@pytest.fixture
def owned(reference):
    """Findings with their owners from the reference tables."""
    systems = reference("sumber_data").astype({"urutan": int})
    return lambda *rows: with_owner(pd.DataFrame(list(rows)), systems, reference("pemilik_layanan"))


def test_findings_come_in_the_order_of_consequence_and_then_by_people(owned):
    found = owned(
        finding("kelipatan_lima"),
        finding("salinan_sumber"),
        finding("lonjakan", jumlah=50),
        finding("belum_lapor", sumber=""),
        finding("lonjakan", jumlah=900, kode=RAWA_BUAYA),
        finding("belum_lapor_lokus", sumber=""),
        finding("sel_kosong"),
        finding("identitas", jumlah=1),
        finding("luar_kendali"),
        finding("total_terbit"),
    )
    assert found["aturan"].tolist() == [
        "identitas",
        "belum_lapor_lokus",
        "total_terbit",
        "belum_lapor",
        "lonjakan",
        "lonjakan",
        "luar_kendali",
        "salinan_sumber",
        "sel_kosong",
        "kelipatan_lima",
    ]
    assert found.loc[found["aturan"] == "lonjakan", "kode_kelurahan"].tolist() == [RAWA_BUAYA, KAPUK]


def test_the_owner_is_that_of_the_service_then_of_the_system_then_of_the_table(owned):
    found = owned(
        finding("lonjakan", "cakupan", "master_ansit", indikator="E28"),
        finding("lonjakan", "krs", "carik"),
        finding("lonjakan", "balita", "entri"),
        finding("belum_lapor", "cakupan", ""),
        finding("lonjakan", "krs", "contoh"),
    )
    owners = dict(zip(zip(found["tabel"], found["sumber_data"], strict=True), found["pemilik"], strict=True))
    assert owners == {
        ("cakupan", "master_ansit"): "Dinas Sosial",
        ("krs", "carik"): "Dinas PPAPP",
        ("balita", "entri"): "Dinas Kesehatan",
        ("cakupan", ""): "Badan Perencanaan",
        ("krs", "contoh"): "Dinas PPAPP",
    }


def test_owners_are_called_assumptions_and_every_service_has_one(reference):
    services = reference("pemilik_layanan")
    assert set(services["jenis"]) == {"asumsi"}
    assert set(services["kode_indikator"]) == set(reference("indikator_esensial")["kode_indikator"])
    assert owner_of_table(reference("sumber_data").astype({"urutan": int}), "rencana") == ""


def test_one_item_per_owner_rule_table_and_source(owned):
    """E14 and E15 reach the same children of Kapuk: at least 300 + 40 people, not 300 + 200 + 40."""
    found = items(
        owned(
            finding("lonjakan", "cakupan", "master_ansit", KAPUK, "E14", 300),
            finding("lonjakan", "cakupan", "master_ansit", KAPUK, "E15", 200),
            finding("lonjakan", "cakupan", "master_ansit", KALIDERES, "E14", 40),
            finding("lonjakan", "cakupan", "master_ansit", KAPUK, "E28", 10),
            finding("belum_lapor", sumber="", kode=RAWA_BUAYA),
        )
    )
    shown = found[["aturan", "pemilik", "n_baris", "jumlah", "wilayah"]].astype({"jumlah": object})
    assert shown[1:].values.tolist() == [
        ["lonjakan", "Dinas Kesehatan", 3, 340.0, (KAPUK, KALIDERES)],
        ["lonjakan", "Dinas Sosial", 1, 10.0, (KAPUK,)],
    ]
    assert found["aturan"].iloc[0] == "belum_lapor"
    assert pd.isna(found["jumlah"].iloc[0])


def test_no_findings_are_no_items(owned):
    assert items(owned(finding("nol")).iloc[:0]).empty
