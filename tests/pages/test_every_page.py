"""Every page for every kota and both languages, and what the filters, the switch and a click must do."""

import json
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent.parent
PAGES = [
    "ringkasan",
    "lokus_kelurahan",
    "analisis_situasi",
    "keluarga_berisiko",
    "rencana_komitmen",
    "skenario",
    "reviu_kinerja",
    "paparan",
    "publikasi",
    "pengukuran",
    "manajemen_data",
    "metode_sumber",
    "pengelolaan",
]
KOTA = ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75", "31"]


def open_page(page: str, **choices: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    for key, value in choices.items():
        app.query_params[key] = value
    app.run()
    return app if page == "ringkasan" else app.switch_page(f"pages/{page}.py").run()


def texts(app: AppTest) -> str:
    """Everything a reader sees outside charts and tables."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "metric")
    found = "\n".join(
        f"{element.label} {element.value}" if kind == "metric" else str(element.value)
        for kind in kinds
        for element in app.get(kind)
    )
    return found.replace("\\", "")


def specs(app: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("vega_lite_chart")]


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_page_works_for_every_kota(page, bahasa):
    for kota in KOTA:
        app = open_page(page, kota=kota, bahasa=bahasa)
        assert not app.exception, f"{page} {kota} {bahasa}"
        assert len(app.header) == 1, f"{page} {kota} {bahasa}: one finding"
        assert not re.search(r"\{[a-z_]+\}", texts(app)), f"{page} {kota} {bahasa}: a placeholder was not filled"


@pytest.mark.parametrize("page", PAGES)
def test_page_works_without_sample_data_and_shows_none(page):
    app = open_page(page, contoh="0", tahun="2025")
    assert not app.exception
    assert "DATA CONTOH" not in texts(app)


def test_headline_facts_never_come_from_sample_data():
    with_sample, without = open_page("ringkasan"), open_page("ringkasan", contoh="0")
    assert texts(with_sample) == texts(without)
    assert "DATA CONTOH" not in texts(with_sample)


def test_an_empty_view_says_which_table_to_bring_and_where():
    app = open_page("keluarga_berisiko", contoh="0")
    assert any("rekap KRS" in info.value and "Manajemen data" in info.value for info in app.info)


def test_conflicting_official_lists_stand_side_by_side():
    seen = texts(open_page("lokus_kelurahan"))
    assert "Daftar a: 8 kelurahan" in seen
    assert "Daftar b: 8 kelurahan" in seen
    assert "**Tegal Alur** :orange-badge[sumber berbeda]" in seen
    assert "**Kalideres** :orange-badge[sumber berbeda]" in seen


def test_a_link_opens_the_same_choice_in_both_languages():
    for bahasa in ("id", "en"):
        app = open_page("lokus_kelurahan", kota="31.74", tahun="2023", indikator="E14", peta="ubin", bahasa=bahasa)
        chosen = {key: app.session_state[key] for key in ("kota", "tahun", "indikator", "peta")}
        assert chosen == {"kota": "31.74", "tahun": "2023", "indikator": "E14", "peta": "ubin"}


def test_choices_stand_in_the_address_and_survive_moving_to_another_page():
    app = open_page("lokus_kelurahan")
    app.selectbox(key="kota").set_value("31.72").run()
    app.selectbox(key="tahun").set_value("2022").run()
    assert app.query_params["kota"] == "31.72"
    app.switch_page("pages/keluarga_berisiko.py").run()
    assert (app.session_state["kota"], app.session_state["tahun"]) == ("31.72", "2022")


def test_a_link_with_nonsense_opens_the_default_view():
    app = open_page("lokus_kelurahan", kota="99.99", tahun="1800", indikator="<script>", kelurahan="31.72.01.1001")
    assert not app.exception
    assert (app.session_state["kota"], app.session_state["tahun"], app.session_state["kelurahan"]) == (
        "31.73",
        "2024",
        "",
    )


def test_a_click_on_the_map_opens_the_profile_and_marks_the_area_everywhere():
    app = open_page("lokus_kelurahan", kelurahan="31.73.01.1005")
    assert "Kapuk, Kecamatan Cengkareng: bertahan sebagai lokus 2024" in texts(app)


def test_the_language_switch_covers_titles_and_charts():
    app = open_page("lokus_kelurahan", bahasa="en")
    assert app.title[0].value == "Lokus kelurahan"
    assert [spec["config"]["locale"]["number"]["decimal"] for spec in specs(app)] == ["."] * len(specs(app))


def test_kapuk_is_on_every_list_of_jakarta_barat_since_2022():
    app = open_page("lokus_kelurahan", kelurahan="31.73.01.1005", tahun="2023")
    assert "bertahan sebagai lokus 2023" in texts(app)


def test_uploaded_rows_replace_samples_and_bad_rows_are_named():
    app = open_page("manajemen_data")
    file = (
        "kode_kelurahan;tahun;balita_sasaran;diukur;pendek;sangat_pendek\n"
        "31.73.01.1005;2024;1.000;800;70;10\n"
        "31.73.01.1001;2024;500;600;5;1\n"
        "31.73.01.1002;2024;abc;100;1;0\n"
    )
    app.file_uploader[0].upload("balita barat.csv", file.encode("cp1252")).run()
    assert not app.exception
    seen = texts(app)
    assert "berkas balita barat.csv" in seen.lower() or "balita barat.csv" in seen
    assert "baris 3" in seen.lower()
    assert "baris 4" in seen.lower()
    app.switch_page("pages/lokus_kelurahan.py").run()
    assert not app.exception
    tables = app.session_state["unggahan"]
    assert tables["balita"][["kode_kelurahan", "balita_sasaran"]].values.tolist() == [["31.73.01.1005", 1000]]
    assert set(tables["balita"]["jenis_data"]) == {"diunggah"}


def measured_files(app: AppTest) -> list:
    return [uploader for uploader in app.file_uploader if uploader.key == "berkas_ukur"]


def test_a_who_anthro_file_is_scored_for_as_many_children_as_whos_own_output_counts():
    app = open_page("pengukuran", contoh="0")
    measured_files(app)[0].upload("survei.csv", (ROOT / "tests/kasus/survei_acuan.csv").read_bytes()).run()
    assert not app.exception
    reference = pd.read_csv(ROOT / "tests/kasus/prevalensi_acuan.csv").iloc[0]
    children = f"{int(reference['HAZ_unwpop']):,}".replace(",", ".")
    assert f"dari {children} balita diukur di survei.csv" in app.header[0].value
    assert "5.386 baris dibaca" in "\n".join(box.value for box in app.success)
    assert "DATA CONTOH" not in texts(app)


def test_who_a_child_is_never_reaches_the_page():
    app = open_page("pengukuran", contoh="0")
    file = (
        "NIK;Nama;JK;Tgl Lahir;Nama Ortu;Kec;Pukesmas;Desa/Kel;Posyandu;RT;RW;Alamat;Tanggal Pengukuran;Berat;Tinggi;Cara Ukur\n"
        + "".join(
            f"99000000000000{place:02d};SITI RAHASIA {place};P;2022-01-{place:02d};IBU RAHASIA;CENGKARENG;CENGKARENG;KAPUK;"
            f"MAWAR 1;001;002;JALAN RAHASIA 5;2024-08-12;1{place % 3},{place % 10};8{place % 6},5;Berdiri\n"
            for place in range(1, 28)
        )
    )
    measured_files(app)[0].upload("posyandu.csv", file.encode()).run()
    assert not app.exception
    assert "27" in app.header[0].value
    everything = texts(app) + "".join(
        chart.proto.spec + str(chart.proto.datasets) for chart in app.get("vega_lite_chart")
    )
    everything += str(app.session_state["pengukuran_sendiri"].frame.to_dict())
    assert not [word for word in ("RAHASIA", "9900000000", "MAWAR 1;001") if word in everything]


def test_the_sample_is_named_in_each_readers_language_whoever_opened_it_first():
    english, indonesian = (texts(open_page("pengukuran", bahasa=language)) for language in ("en", "id"))
    assert "Source: Sample data (synthetic)" in english and "Data contoh (sintetis)" not in english
    assert "Sumber: Data contoh (sintetis)" in indonesian and "Sample data" not in indonesian


def test_the_server_takes_the_size_that_the_page_promises():
    from pages.parts.measured import LIMIT_MB

    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text())
    assert settings["server"]["maxUploadSize"] >= LIMIT_MB
