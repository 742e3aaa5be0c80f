"""Official boundaries: every format and mishap a dinas' file comes in, matched to the right kelurahan or refused by name."""

import json
import os
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely.geometry import MultiPolygon, Point, Polygon

from analysis.sources.geometry import containers
from analysis.sources.geometry.boundary_rows import boundary_rows
from analysis.sources.geometry.kml import read_kml
from analysis.sources.geometry.official import BoundaryImport, read_boundaries
from analysis.sources.measurements.findings import Refused
from tests.sources.boundary_files import ALIAS, AREAS, ROOT, geojson, kml, polygons, shapefile, zipped

BARAT = 56
UTM_48S = 32748


def read(source, chosen=None) -> BoundaryImport:
    return read_boundaries(source, "batas", AREAS, ALIAS, chosen)


def notes(result: BoundaryImport) -> set[str]:
    return {note.jenis for note in result.notes}


def overlap(result: BoundaryImport, expected: gpd.GeoDataFrame) -> float:
    """The worst share of area in common (IoU) between what was read and what the file drew."""
    right = expected.set_index("KDEPUM").geometry.to_crs(UTM_48S)
    left = result.frame.set_index("kode_kelurahan").geometry.to_crs(UTM_48S)
    assert sorted(left.index) == sorted(right.index)
    return min(left[code].intersection(right[code]).area / left[code].union(right[code]).area for code in left.index)


# Formats and names of columns


def test_big_shapefile_with_codes_in_dots_and_without(tmp_path):
    frame = polygons()
    for codes in (frame["KDEPUM"], frame["KDEPUM"].str.replace(".", "")):
        result = read(shapefile(frame.assign(KDEPUM=codes), tmp_path))
        assert len(result.frame) == BARAT and set(result.frame["cara"]) == {"kode"}
        assert not result.refused and not notes(result)
        assert overlap(result, frame) > 0.97


def test_dukcapil_writes_codes_as_numbers(tmp_path):
    frame = polygons()
    numbers = frame["KDEPUM"].str.replace(".", "").astype(float)
    dukcapil = frame[["geometry"]].assign(KODE_DESA=numbers, KEL_DESA=frame["WADMKD"].str.upper())
    result = read(shapefile(dukcapil, tmp_path))
    assert overlap(result, frame) > 0.97 and set(result.frame["cara"]) == {"kode"}


@pytest.mark.parametrize("column", ["IDDESA", "KDEBPS", "KODE_BPS"])
def test_codes_of_bps_are_never_taken_for_codes_of_kemendagri(column):
    """The digits of BPS 3174 are those of Kemendagri's Jakarta Selatan; only the names may decide."""
    frame = polygons()
    wrong = ("31.74" + frame["KDEPUM"].str[5:9] + "0" + frame["KDEPUM"].str[10:]).str.replace(".", "")
    bps = frame[["geometry"]].assign(**{column: wrong}, NMDESA=frame["WADMKD"], NMKEC=frame["WADMKC"])
    result = read(geojson(bps))
    assert overlap(result, frame) > 0.97
    assert set(result.frame["cara"]) == {"nama"} and "kode_bps_diabaikan" in notes(result)


def test_geopackage_with_several_layers_is_read_where_the_kelurahan_are(tmp_path):
    frame, file = polygons(), tmp_path / "batas.gpkg"
    other = gpd.GeoDataFrame({"panjang": [1.0]}, geometry=[frame.union_all()], crs=4326)
    other.to_file(file, layer="a_provinsi")
    frame.to_crs(UTM_48S).to_file(file, layer="kelurahan")
    result = read(file)
    assert overlap(result, frame) > 0.97
    (note,) = result.notes
    assert note.jenis == "lapisan_lain" and note.isi["lapisan"] == "kelurahan"


@pytest.mark.parametrize("packed", [False, True])
def test_kml_has_names_only(packed):
    frame = polygons()
    text = kml(frame)
    result = read(zipped({"doc.kml": text}) if packed else text)
    assert overlap(result, frame) > 0.97 and set(result.frame["cara"]) == {"nama"}


def test_one_unreadable_placemark_does_not_cost_the_others():
    frame = polygons()
    text = kml(frame).replace(b"<coordinates>", b"<coordinates>barat,selatan ", 1)
    result = read(text)
    assert len(result.frame) == BARAT - 1
    assert [feature.alasan.jenis for feature in result.refused] == ["bukan_poligon"]


def test_kml_with_attributes_is_matched_by_its_codes():
    frame = polygons()
    text = kml(frame.assign(WADMKD="Wilayah")).decode()
    for code in frame["KDEPUM"]:
        data = f'<ExtendedData><SchemaData><SimpleData name="KDEPUM">{code}</SimpleData></SchemaData></ExtendedData>'
        text = text.replace("<name>Wilayah</name><Multi", f"<name>Wilayah</name>{data}<Multi", 1)
    result = read(text.encode())
    assert overlap(result, frame) > 0.97 and set(result.frame["cara"]) == {"kode"}


def test_names_as_the_press_spells_them_are_known_within_their_kecamatan():
    frame = polygons()
    spelled = {"Kedaung Kali Angke": "Kedaung Kaliangke", "Jatipulo": "JATI PULO", "Wijaya Kusuma": "Wijaya Kesuma"}
    named = frame[["geometry"]].assign(DESA=frame["WADMKD"].replace(spelled), KECAMATAN="Kec. " + frame["WADMKC"])
    assert overlap(read(geojson(named)), frame) > 0.97


def test_all_of_dki_islands_included():
    """The islands that OpenStreetMap knows have their middle up to 4 km from the known centre."""
    everything = polygons("31")
    result = read(geojson(everything))
    assert sorted(result.frame["kode_kelurahan"]) == sorted(everything["KDEPUM"]) and not result.refused
    assert notes(result) <= {"jarak_jauh"}


# Coordinate systems


@pytest.mark.parametrize("crs", [4326, 32748, 23834, 3857])
def test_a_missing_prj_is_guessed_from_the_place_and_said(crs, tmp_path):
    frame = polygons()
    result = read(shapefile(frame.to_crs(crs), tmp_path, without=(".prj",)))
    assert overlap(result, frame) > 0.97
    (note,) = result.notes
    assert note.jenis == "crs_ditebak" and str(crs) in str(note)


@pytest.mark.parametrize("crs", [32748, 23834, 3857])
def test_a_written_system_is_followed_in_silence(crs, tmp_path):
    frame = polygons()
    result = read(shapefile(frame.to_crs(crs), tmp_path))
    assert overlap(result, frame) > 0.97 and not notes(result)


def test_the_old_member_crs_of_geojson_is_followed():
    frame = polygons()
    document = {**json.loads(geojson(frame.to_crs(UTM_48S)))}
    document["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32748"}}
    result = read(json.dumps(document).encode())
    assert overlap(result, frame) > 0.97 and not notes(result)


def test_a_wrong_prj_is_not_believed(tmp_path):
    frame = polygons()
    wrong = frame.to_crs(UTM_48S).set_crs(32749, allow_override=True)
    result = read(shapefile(wrong, tmp_path))
    assert overlap(result, frame) > 0.97 and notes(result) == {"crs_salah"}


@pytest.mark.parametrize("crs", [4326, 32748])
def test_swapped_axes_are_swapped_back_and_said(crs):
    frame = polygons()
    moved = frame.to_crs(crs)
    moved = moved.set_geometry(
        gpd.GeoSeries(shapely.transform(moved.geometry.to_numpy(), lambda points: points[:, ::-1]), crs=crs)
    )
    result = read(geojson(moved))
    assert overlap(result, frame) > 0.97 and "sumbu_tertukar" in notes(result)


# Geometry


def test_heights_rings_and_crossings_are_repaired_and_counted():
    frame = polygons()
    shapes = frame.geometry.to_list()
    shapes[0] = shapely.force_3d(shapes[0], 12.0)
    shapes[1] = shapes[1].reverse()
    west, _south, _east, north = shapes[2].bounds
    # A spike: out of the polygon and back on the same line, over its own outline.
    corners = list(shapes[2].exterior.coords)
    shapes[2] = Polygon([*corners[:2], (west, north), corners[1], *corners[2:]])
    result = read(geojson(frame.set_geometry(gpd.GeoSeries(shapes, crs=4326))))
    assert {"dimensi_tiga", "poligon_diperbaiki"} <= notes(result)
    assert overlap(result, frame) > 0.97
    assert result.frame.geometry.is_valid.all() and not result.frame.geometry.has_z.any()
    assert all(shapely.is_ccw(part.exterior) for shape in result.frame.geometry for part in shapely.get_parts(shape))


def test_features_of_one_kelurahan_become_one():
    frame = polygons()
    split = frame.geometry.iloc[0]
    west, south, east, north = split.bounds
    half = shapely.box(west, south, (west + east) / 2, north)
    parts = frame.iloc[[0, 0]].set_geometry(gpd.GeoSeries([split & half, split - half], index=[0, 0], crs=4326))
    result = read(geojson(pd.concat([parts, frame.iloc[1:]], ignore_index=True)))
    assert overlap(result, frame) > 0.97 and "fitur_digabung" in notes(result)
    assert result.frame.set_index("kode_kelurahan").at[frame["KDEPUM"][0], "fitur"] == 2


def test_neighbours_keep_their_common_edges_when_corners_are_dropped():
    result = read(geojson(polygons()))
    assert shapely.coverage_is_valid(result.frame.geometry.to_crs(UTM_48S).to_numpy(), gap_width=0)
    drawn, read_in = (frame.to_crs(UTM_48S).geometry.area.sum() for frame in (polygons(), result.frame))
    assert abs(read_in / drawn - 1) < 0.004


def test_overlaps_are_named_with_their_size():
    frame = polygons()
    code, hectare = frame["KDEPUM"][0], 100 / 111_320
    shapes = frame.geometry.to_list()
    shapes[0] = shapes[0].buffer(hectare)
    (note, *_more) = [n for n in read(geojson(frame.set_geometry(shapes))).notes if n.jenis == "bertindih"]
    assert code in str(note) and note.isi["luas"] > 1


# What is refused


def test_a_polygon_in_the_wrong_place_is_refused_however_it_is_called():
    """Two kelurahan whose polygons were exchanged: the words match, the places do not."""
    frame = polygons()
    codes = frame["KDEPUM"].to_list()
    first, last = codes.index("31.73.01.1001"), codes.index("31.73.08.1001")
    codes[first], codes[last] = codes[last], codes[first]
    result = read(geojson(frame.assign(KDEPUM=codes)))
    assert len(result.frame) == BARAT - 2
    assert [(feature.fitur, feature.alasan.jenis) for feature in result.refused] == [
        (first + 1, "jarak_batas"),
        (last + 1, "jarak_batas"),
    ]
    assert "31.73.01.1001" in result.refused[0].calon, "where it really lies"


def test_a_lake_is_refused_by_name_and_may_be_placed_by_the_user():
    frame = polygons().head(3)
    lake = frame.geometry.iloc[0].representative_point().buffer(0.001)
    named = frame[["WADMKD", "WADMKC", "geometry"]]
    extra = gpd.GeoDataFrame({"WADMKD": ["Danau Sunter"], "WADMKC": ["Danau Sunter"]}, geometry=[lake], crs=4326)
    file = geojson(pd.concat([named, extra], ignore_index=True))
    result = read(file)
    (feature,) = result.refused
    assert (feature.fitur, feature.alasan.jenis) == (4, "tanpa_padanan") and "Danau Sunter" in str(feature)
    assert frame["KDEPUM"][0] in feature.calon
    placed = read(file, {4: frame["KDEPUM"][0]})
    assert not placed.refused and placed.frame["fitur"].tolist() == [2, 1, 1]
    (refused,) = read(file, {4: "31.75.10.1001"}).refused
    assert refused.alasan.jenis == "jarak_batas", "a choice is checked as well"


def test_features_without_a_name_or_an_area_are_refused_one_by_one():
    frame = polygons().head(4)
    frame.loc[0, ["KDEPUM", "WADMKD"]] = ""
    frame.loc[1, ["KDEPUM", "WADMKD"]] = ["31.73.01.1099", ""]
    shapes = frame.geometry.to_list()
    shapes[2] = Point(106.7, -6.15)
    result = read(geojson(frame.set_geometry(shapes)))
    assert [feature.alasan.jenis for feature in result.refused] == ["tanpa_nama", "kode_asing", "bukan_poligon"]
    assert len(result.frame) == 1


def test_a_name_is_not_matched_across_kecamatan():
    frame = polygons().head(2).assign(KDEPUM="", WADMKC="Cilincing")
    result = read(geojson(frame))
    assert result.frame.empty and {feature.alasan.jenis for feature in result.refused} == {"tanpa_padanan"}


def test_villages_elsewhere_in_indonesia_are_only_counted():
    far = gpd.GeoDataFrame(
        {"KDEPUM": ["32.71.01.1001"], "WADMKD": ["Kapuk"]}, geometry=[Point(112, -7).buffer(0.01)], crs=4326
    )
    result = read(geojson(pd.concat([polygons(), far], ignore_index=True)))
    (note,) = result.notes
    assert (note.jenis, note.isi["jumlah"]) == ("luar_jakarta", 1) and not result.refused


def test_the_apps_own_indicative_polygons_never_come_back_as_official():
    result = read(ROOT / "data/wilayah/indikatif_kelurahan.geojson")
    assert result.frame.empty and notes(result) == {"bertanda_indikatif"}


# Files that are no boundaries, or mean harm


def _bomb() -> bytes:
    return zipped({"batas.shp": bytes(50_000_000), "batas.dbf": bytes(380_000_000)})


BAD = {
    "empty": (b"  \n", "berkas_kosong"),
    "pdf": (b"%PDF-1.7 ...", "batas_asing"),
    "text": (b"kode;nama\n1;2\n", "batas_asing"),
    "bare_shp": (bytes.fromhex("0000270a") + bytes(96), "batas_tanpa_zip"),
    "shp_without_dbf": (zipped({"a.shp": bytes.fromhex("0000270a"), "a.shx": b"", "a.prj": b""}), "batas_tanpa_zip"),
    "cut_zip": (zipped({"batas.shp": b"x"})[:-30], "zip_rusak"),
    "zip_of_texts": (zipped({"baca.txt": b"halo"}), "batas_zip_kosong"),
    "zip_in_zip": (zipped({"batas.kml": zipped({"a.kml": b""})}), "batas_asing"),
    "broken_shapefile": (zipped({"a.shp": bytes.fromhex("0000270a") + bytes(40), "a.shx": b"?", "a.dbf": b"?"}), "batas_rusak"),
    "broken_gpkg": (b"SQLite format 3\0" + bytes(200), "batas_rusak"),
    "cut_geojson": (b'{"type": "FeatureCollection", "features": [{"type"', "batas_rusak"),
    "deep_geojson": (b'{"a":' * 100_000, "batas_rusak"),
    "other_json": (b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read /etc/passwd"}', "batas_asing"),
    "no_features": (b'{"type": "FeatureCollection", "features": []}', "batas_tanpa_fitur"),
    "gdal_vrt": (b"<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "batas_asing"),
    "kml_cut": (b"<kml><Document><Placemark>", "batas_rusak"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gives_one_sentence_and_no_rows(name):
    data, kind = BAD[name]
    result = read(data)
    assert result.frame.empty and [note.jenis for note in result.notes] == [kind]
    assert str(result.notes[0]).startswith("batas: ") and "Error" not in str(result.notes[0])


def test_a_zip_bomb_is_weighed_before_it_is_opened():
    assert notes(read(_bomb())) == {"zip_besar"}


def test_a_large_file_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "besar.geojson"
    with file.open("wb") as sparse:
        sparse.truncate(containers.LIMIT_MB * 1_000_000 + 1)
    assert notes(read(file)) == {"berkas_besar"}


def test_members_with_paths_are_read_and_never_written_where_they_say(tmp_path):
    frame, outside = polygons(), tmp_path / "keluar"
    members = {}
    frame.to_file(tmp_path / "a.shp")
    for file in tmp_path.glob("a.*"):
        members[f"../../../../../..{outside}{file.suffix}"] = file.read_bytes()
    result = read(zipped(members))
    assert len(result.frame) == BARAT
    assert not list(tmp_path.glob("keluar*"))


def test_an_xml_entity_is_not_followed(tmp_path):
    secret = tmp_path / "rahasia.txt"
    secret.write_text("31.73.01.1005 RAHASIA")
    text = (
        kml(polygons())
        .replace(b"<kml", f'<!DOCTYPE kml [<!ENTITY x SYSTEM "file://{secret}">]><kml'.encode(), 1)
        .replace(b"Kapuk", b"&x;", 1)
    )
    result = read(text)
    assert result.frame.empty and notes(result) == {"kml_entitas"}


def test_a_document_type_is_found_in_any_encoding():
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(Refused, match="kml_entitas"):
            read_kml('<!DOCTYPE kml [<!ENTITY x "31.73">]><kml>&x;</kml>'.encode(encoding))


def test_digits_like_a_nik_are_not_repeated():
    frame = polygons().head(1).assign(KDEPUM="", WADMKD="9973014402900001", WADMKC="")
    (feature,) = read(geojson(frame)).refused
    assert "9973014402900001" not in str(feature) and "9973014402900001" not in repr(feature)


# What is kept


def test_rows_for_the_store_hold_geometry_text_that_opens_again():
    result = read(geojson(polygons().head(2)))
    rows = boundary_rows(result.frame, "Peta batas", "2025-09")
    assert rows.columns.tolist() == ["kode_kelurahan", "geometri", "judul", "tanggal"]
    opened = shapely.from_geojson(rows["geometri"].to_list())
    assert all(isinstance(shape, Polygon | MultiPolygon) and shape.is_valid for shape in opened)
    assert all(len(number.partition(".")[2]) <= 7 for text in rows["geometri"] for number in text.split(",")[1:3])


VALIDATION = Path(os.environ.get("KONVERGENSI_VALIDASI") or ROOT.parent / "shared/validasi")


@pytest.mark.skipif(not VALIDATION.is_dir(), reason=f"no real boundary file: {VALIDATION} is not there")
def test_the_real_file_of_bps_matches_267_and_names_the_three_lakes():
    (file,) = VALIDATION.glob("*.zip")
    result = read(file)
    assert len(result.frame) == 267 and set(result.frame["cara"]) == {"nama"}
    assert [feature.nama.split(" / ")[0] for feature in result.refused] == [
        "Danau Sunter Dll",
        "Danau Sunter",
        "Prepedan",
    ]
    assert {feature.alasan.jenis for feature in result.refused} == {"tanpa_padanan"}
    original = gpd.read_file(file)
    named = original[~original["NMDESA"].isin(["Danau Sunter Dll", "Danau Sunter", "Prepedan"])]
    assert abs(result.frame.to_crs(UTM_48S).area.sum() / named.area.sum() - 1) < 0.004
