"""boundaries: all kelurahan as GeoJSON, what was refused on standard error, exit code 1 when nothing matched."""

import json

import geopandas as gpd
import pandas as pd

from tests.sources.boundary_files import geojson, polygons, shapefile


def test_a_partial_file_gives_all_kelurahan_and_says_which_are_official(run, tmp_path):
    lake = gpd.GeoDataFrame(
        {"WADMKD": ["Danau Sunter"], "WADMKC": ["Danau Sunter"]},
        geometry=[polygons("31.72").geometry.iloc[0].representative_point().buffer(0.001)],
        crs=4326,
    )
    source = tmp_path / "batas.zip"
    source.write_bytes(shapefile(pd.concat([polygons(), lake], ignore_index=True).to_crs(32748), tmp_path))
    said = run("boundaries", source, "-o", tmp_path / "hasil.geojson")
    assert said.code == 0 and said.out == b""
    assert "batas.zip, fitur 57 “Danau Sunter / Danau Sunter”: tidak ada kelurahan bernama ini" in said.err
    assert "56 dari 267 kelurahan berbatas resmi, 1 fitur ditolak" in said.err
    document = json.loads((tmp_path / "hasil.geojson").read_text(encoding="utf-8"))
    rows = pd.DataFrame([feature["properties"] for feature in document["features"]])
    assert rows.columns.tolist() == ["kode", "kelurahan", "batas"]
    assert len(rows) == 267 and rows["kode"].is_unique
    assert set(rows.loc[rows["batas"] == "resmi", "kode"]) == set(polygons()["KDEPUM"])
    assert set(rows["batas"]) == {"resmi", "indikatif"}
    assert "OpenStreetMap" in document["batas_indikatif"] and document["batas_resmi"] == "batas.zip"


def test_what_the_verb_wrote_is_read_again_without_the_indicative_ones(run, tmp_path):
    source = tmp_path / "batas.geojson"
    source.write_bytes(geojson(polygons("31.71")))
    run("boundaries", source, "-o", tmp_path / "a.geojson")
    said = run("boundaries", tmp_path / "a.geojson", "-o", tmp_path / "b.geojson")
    assert "223 fitur bertanda indikatif tidak dipakai" in said.err and "44 dari 267" in said.err


def test_nothing_matched_is_exit_code_1_and_no_file(run, tmp_path):
    unknown = tmp_path / "lain.geojson"
    unknown.write_bytes(geojson(polygons().head(2).assign(KDEPUM="", WADMKD="Danau", WADMKC="Danau")))
    pdf = tmp_path / "batas.zip"
    pdf.write_bytes(b"%PDF-1.7")
    for source, words in ((unknown, "0 dari 267"), (pdf, "bukan berkas batas"), (tmp_path / "tiada.zip", "tidak ada")):
        said = run("boundaries", source, "-o", tmp_path / "hasil.geojson")
        assert said.code == 1 and words in said.err and "Traceback" not in said.err
        assert not (tmp_path / "hasil.geojson").exists()
