"""The tab Batas wilayah from a dropped file to the map under which the source stands, and back again."""

import asyncio
import io
import json
from concurrent.futures import ThreadPoolExecutor

import geopandas as gpd
import pandas as pd
import pytest
from PIL import Image
from starlette.applications import Starlette

from analysis.sources.shapes import read_shapes
from pages.parts import data
from pages.parts.looking import map_shapes
from pages.parts.server import ROUTES
from tests.pages.test_every_page import open_page, specs, texts
from tests.sources.boundary_files import geojson, polygons

TAB = "Batas wilayah"


# What is recorded here must not colour the maps of other tests.
pytestmark = pytest.mark.usefixtures("own_store")


def a_file(kota: str = "31.73") -> bytes:
    """The kelurahan of one kota leaning a little to the east, and a lake."""
    frame = polygons(kota)
    shapes = frame.geometry.affine_transform([1, 0.03, 0, 1, 0.03 * 6.16, 0])
    lake = gpd.GeoDataFrame(
        {"WADMKD": ["Danau Rawa"], "WADMKC": ["Danau"]},
        geometry=[shapes.iloc[0].representative_point().buffer(0.001)],
        crs=4326,
    )
    return geojson(pd.concat([frame.set_geometry(shapes), lake], ignore_index=True))


def open_tab():
    app = open_page("manajemen_data", bahasa="id")
    app.session_state["manajemen"] = TAB
    return app.run()


def dropped(app, content: bytes, name: str = "batas_barat.geojson"):
    (box,) = [box for box in app.file_uploader if box.key.startswith("berkas_batas")]
    return box.upload(name, content).run()


def record(app, title: str = "Peta batas Citata", day: str = "2025-09"):
    app.text_input(key="pencatat").set_value("Dinas Citata")
    for box in app.text_input:
        if box.label in ("Judul sumber", "Tanggal sumber"):
            box.set_value(title if box.label == "Judul sumber" else day)
    return app.button(key="batas_catat").click().run()


def boxes(app) -> str:
    return " ".join(str(box.value) for kind in ("success", "error", "info") for box in app.get(kind)).replace("\\", "")


def fetch(path: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """What the server's own routes answer."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
    app = Starlette(routes=ROUTES)
    # On a thread of its own: the browser tests of the same worker keep a loop running in the first one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app({**scope, "headers": [], "server": ("", 80)}, receive, send))).result()
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_a_file_is_shown_then_recorded_then_stands_under_every_map():
    app = dropped(open_tab(), a_file())
    assert not app.exception
    assert "56 dari 267 kelurahan cocok, 1 fitur ditolak" in boxes(app)
    assert data.store().state().frames.get("batas") is None, "nothing is recorded before the user says so"
    app = record(app)
    assert not app.exception
    assert "Batas resmi berlaku untuk 56 dari 267 kelurahan (Peta batas Citata, September 2025)" in boxes(app)
    rows = data.store().state().frames["batas"]
    assert len(rows) == 56 and set(rows["sumber_judul"]) == {"batas_barat.geojson"}
    for page in ("lokus_kelurahan", "keluarga_berisiko", "ringkasan"):
        seen = texts(open_page(page, kota="31.73"))
        assert "Batas resmi: Peta batas Citata, September 2025." in seen and "OpenStreetMap" not in seen, page
    assert "Batas resmi untuk 56 kelurahan" in texts(open_page("lokus_kelurahan", kota="31"))
    other = texts(open_page("lokus_kelurahan", kota="31.74"))
    assert "Batas indikatif, bukan batas administrasi resmi. © kontributor OpenStreetMap." in other


def test_going_back_to_indicative_boundaries_keeps_the_history():
    app = record(dropped(open_tab(), a_file()))
    app = app.button(key="batas_lepas").click().run()
    assert not app.exception and "Semua 267 kelurahan digambar dengan batas indikatif" in boxes(app)
    state = data.store().state(fresh=True)
    assert state.frames["batas"].empty and len(state.saves) == 2
    assert "Batas indikatif" in texts(open_page("lokus_kelurahan", kota="31.73"))


def test_a_refused_feature_may_be_placed_by_the_user():
    app = dropped(open_tab(), a_file())
    app.session_state["batas_pilih"] = True
    app = app.run()
    (choice,) = [box for box in app.selectbox if "Danau Rawa" in box.label]
    code = polygons()["KDEPUM"][0]
    assert code in choice.options or any("Cengkareng" in option for option in choice.options[:6])
    app = choice.set_value(code).run()
    assert not app.exception and "56 dari 267 kelurahan cocok, 0 fitur ditolak" in boxes(app)


def test_a_file_that_is_no_map_and_a_save_without_a_source_are_refused_in_a_sentence():
    app = dropped(open_tab(), b"%PDF-1.7", "batas.zip")
    assert not app.exception and "bukan berkas batas yang dikenal" in boxes(app)
    app = record(dropped(open_tab(), a_file()), title=" ")
    assert "Isi judul sumber" in boxes(app)
    app = record(dropped(open_tab(), a_file()), day="kemarin")
    assert "Tanggal sumber tidak dikenal" in boxes(app)
    assert not data.store().state(fresh=True).saves


def test_the_server_sends_the_shapes_that_the_spec_asks_for_and_nothing_else():
    record(dropped(open_tab(), a_file()))
    spec = json.dumps(specs(open_page("lokus_kelurahan", kota="31.73"))[0])
    sidik = spec.partition("app/peta/")[2][:16]
    status, headers, body = fetch(f"/app/peta/{sidik}/resmi/31.73.json")
    assert status == 200 and b"immutable" in headers[b"cache-control"]
    assert len(json.loads(body)["objects"]["kelurahan"]["geometries"]) == 56
    for path in (
        "0" * 16 + "/resmi/31.73",
        f"{sidik}/resmi/31.99",
        f"{sidik}/resmi/..%2F31",
        f"{sidik}/resmi/31.73.01",
    ):
        assert fetch(f"/app/peta/{path}.json")[0] == 404, path


def test_a_server_that_just_started_still_knows_the_recorded_boundaries(monkeypatch):
    from analysis.sources import shapes

    record(dropped(open_tab(), a_file()))
    sidik = map_shapes(open_tables(), "31.73").options["url_prefix"].rpartition("/")[2]
    shapes._known.clear()
    shapes._drawn.cache_clear()
    assert fetch(f"/app/peta/{sidik}/resmi/31.json")[0] == 200


def open_tables() -> dict[str, pd.DataFrame]:
    return data.load().catalog.view(True, data.store().state(fresh=True).frames)


@pytest.mark.parametrize(("kota", "bentuk"), [("31.73", "indikatif"), ("31", "indikatif"), ("31.73", "simbol")])
def test_an_exported_picture_has_the_official_shapes(kota, bentuk):
    from analysis.output import export, maps, theme
    from analysis.output.captions import Caption

    record(dropped(open_tab(), a_file()))
    tables = open_tables()
    official, plain = map_shapes(tables, kota, bentuk), map_shapes({**tables, "batas": tables["batas"].head(0)}, kota)
    areas = tables["kelurahan"].rename(columns={"nama_kelurahan": "nama"}).assign(nilai=range(len(tables["kelurahan"])))
    pictures = []
    for shapes in (official, plain):
        frame, legend = maps.map_frame(
            areas, shapes.titik, lokus_codes=["31.73.01.1005"], lingkup=kota, bentuk=bentuk, digits=0
        )
        chart = maps.draw_map(frame, legend, judul="Uji", geometri=bentuk, lingkup=kota, **shapes.options)
        spec = export.inline_geometry(theme.finish(chart), read_shapes)
        pictures.append(export.to_png(spec, Caption("Uji"), ppi=72))
    first, second = (Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures)
    assert len(first.getcolors(100_000)) > 5
    assert first.tobytes() != second.tobytes()
