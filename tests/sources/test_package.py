"""The data package: the validator accepts it, refuses a broken row of it, and a full export is the store again."""

import io
import json

import frictionless
import pandas as pd
import pytest

from analysis.output.codes import table_names
from analysis.output.columns import column_name
from analysis.output.tables_out import safe_text
from analysis.sources.catalog import load_catalog
from analysis.sources.package import build_package, write_package
from analysis.sources.store import cells_of_rows, open_store


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    tables = load_catalog().tables
    store = open_store(tables, str(tmp_path_factory.mktemp("catatan")))
    for table in ("balita", "krs", "reviu", "bukti"):
        store.save(cells_of_rows(table, tables[table], "berkas"), oleh="a", apa="b", berkas=f"{table}.csv")
    cakupan = tables["cakupan"].head(500)
    store.save(cells_of_rows("cakupan", cakupan, "master_ansit"), oleh="a", apa="b", berkas="ansit.csv")
    store.save(cells_of_rows("cakupan", cakupan.head(5), "entri"), oleh="a", apa="b")
    plan = {"kode_wilayah": "31.73", "tahun": 2025, "kegiatan": "=HYPERLINK(1)", "opd": "Dinas Kesehatan"}
    plan |= {"anggaran_rp": 100, "target": 1.5, "aksi": "", "kode_indikator": "", "satuan": "", "realisasi": None}
    store.save(cells_of_rows("rencana", pd.DataFrame([plan | {"realisasi_rp": None}]), "entri"), oleh="a", apa="b")
    return store


@pytest.fixture(scope="module")
def package(store):
    names = table_names()
    return build_package(
        store.state(),
        load_catalog().tables,
        title=column_name,
        table_title=lambda table: names.get(table, table),
        safe=safe_text,
    )


def test_the_validator_accepts_every_table(package, tmp_path):
    write_package(package, tmp_path)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])
    rows = {task.name: task.stats.get("rows") for task in report.tasks if not task.name.endswith("-parquet")}
    assert rows == {
        "balita": 1335, "krs": 1335, "cakupan": 505, "reviu": 190, "bukti": 420, "rencana": 1, "kelurahan": 267,
        "indikator_esensial": 29, "sumber_data": 6,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "error"),
    [
        ("pembilang", "-1", "constraint-error"),
        ("pembilang", "banyak", "type-error"),
        ("penyebut", "", "constraint-error"),
        ("kode_kelurahan", "31.73.99.1001", "foreign-key"),
        ("kode_indikator", "E99", "foreign-key"),
        ("tahun", "1999", "constraint-error"),
    ],
)
def test_the_validator_refuses_a_broken_row(package, tmp_path, column, value, error):
    write_package(package, tmp_path)
    about = json.loads(package["datapackage.json"])
    for resource in about["resources"]:
        resource.pop("hash")
        resource.pop("bytes")
    about["resources"] = [one for one in about["resources"] if one["type"] == "table"]
    (tmp_path / "datapackage.json").write_text(json.dumps(about))
    frame = pd.read_csv(tmp_path / "data/cakupan.csv", dtype=str, keep_default_na=False)
    frame.loc[7, column] = value
    frame.to_csv(tmp_path / "data/cakupan.csv", index=False)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert error in {found[0] for found in report.flatten(["type"])}


def test_a_changed_file_does_not_match_its_fingerprint(package, tmp_path):
    write_package(package | {"data/reviu.parquet": b"PAR1"}, tmp_path)
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_every_system_is_there_and_the_row_in_use_is_marked(package):
    frame = pd.read_csv(io.BytesIO(package["data/cakupan.csv"]))
    assert frame.groupby("sumber_data")["dipakai"].sum().to_dict() == {"entri": 0, "master_ansit": 500}


def test_csv_is_harmless_for_spreadsheets_and_parquet_is_exact(package):
    text = pd.read_csv(io.BytesIO(package["data/rencana.csv"]))
    exact = pd.read_parquet(io.BytesIO(package["data/rencana.parquet"]))
    assert (text["kegiatan"][0], exact["kegiatan"][0]) == ("'=HYPERLINK(1)", "=HYPERLINK(1)")
    assert text["target"][0] == exact["target"][0] == 1.5


def test_every_field_has_a_heading_for_people(package):
    fields = [
        field
        for resource in json.loads(package["datapackage.json"])["resources"]
        for field in resource.get("schema", {}).get("fields", [])
    ]
    assert fields and all(field["title"] and field["title"] != field["name"] for field in fields)
