"""What each role meets on the pages, and what the server refuses whatever the page showed."""

import time

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from analysis.sources.settings import settings
from pages.parts import data
from tests.pages.test_every_page import ROOT, texts

AUTH = """
[auth]
redirect_uri = "http://127.0.0.1:8501/oauth2callback"
cookie_secret = "rahasia-hanya-untuk-uji-halaman-0123456789"
client_id = "konvergensi"
client_secret = "x"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""
ROLES = """
[peran]
admin = ["kepala@kota.test"]
pengelola_data = ["data@kota.test"]
perencana = ["rencana@kota.test"]
publik = ["warga@kota.test"]
"""


@pytest.fixture
def closed(tmp_path, monkeypatch, own_store):
    """The app with a login; a text given replaces the settings."""

    def write(text: str = AUTH + ROLES) -> None:
        (tmp_path / "pengaturan.toml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("KONVERGENSI_PENGATURAN", str(tmp_path / "pengaturan.toml"))
        settings.cache_clear()

    write()
    yield write
    monkeypatch.undo()
    settings.cache_clear()


def claims(name: str, **other: object) -> dict:
    now = int(time.time())
    told = {
        "is_logged_in": True,
        "provider": "default",
        "aud": "konvergensi",
        "sub": name,
        "iat": now,
        "exp": now + 999,
    }
    return told | {"email": f"{name}@kota.test", "email_verified": True} | other


def enter(name: str | None, page: str = "", **choices: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.user = claims(name) if name else {}
    for key, value in choices.items():
        app.query_params[key] = value
    app.run()
    return app.switch_page(f"pages/{page}.py").run() if page else app


def shown(app: AppTest) -> str:
    return texts(app) + "\n".join(one.value for kind in ("warning", "error") for one in app.get(kind))


def test_a_login_that_is_set_up_by_half_closes_the_app_and_says_what_is_missing(closed):
    closed('[auth]\nclient_id = "x"\n')
    app = enter("kepala", "manajemen_data")
    assert "client_secret, server_metadata_url, redirect_uri, cookie_secret" in shown(app)
    assert "belum dapat dimasuki siapa pun" in shown(app)
    assert not app.header and not app.sidebar.button


def test_settings_that_cannot_be_read_close_the_app(closed):
    closed("[auth\n")
    app = enter(None)
    assert "tidak dapat dibaca sebagai TOML" in shown(app)
    assert not app.header


@pytest.mark.parametrize(
    "page", ["ringkasan", "lokus_kelurahan", "keluarga_berisiko", "reviu_kinerja", "metode_sumber"]
)
@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_pages_of_the_public_hold_no_sample_no_trial_and_no_way_to_what_is_closed(closed, page, bahasa):
    for kota in ("31.73", "31"):
        app = enter("warga", page, kota=kota, bahasa=bahasa, contoh="1")
        assert not app.exception
        assert len(app.header) == 1
        assert app.session_state["contoh"] == "0"
        keys = {one.key or "" for one in app.button}
        assert not any(key == "mulai_paparan" or key.endswith("_publikasi") for key in keys)
        words = shown(app)
        assert "DATA CONTOH" not in words and "SAMPLE DATA" not in words
        assert "Manajemen data" not in words and "Data management" not in words


def test_the_public_sees_neither_what_is_recorded_nor_what_others_worked_out(closed):
    row = {"kode_kelurahan": "31.73.01.1005", "tahun": 2024, "balita_sasaran": 900}
    record("balita", row | {"diukur": 800, "pendek": 90, "sangat_pendek": 7})
    inside, outside = enter("rencana", "lokus_kelurahan", contoh="0"), enter("warga", "lokus_kelurahan")
    figures = {one.label: one.value for one in inside.metric}
    assert figures["Kelurahan melapor"] == "1/56"
    assert {one.label: one.value for one in outside.metric}["Kelurahan melapor"] == "0/56"


def record(table: str, row: dict, oleh: str = "uji") -> None:
    from analysis.sources.store import cells_of_rows

    data.store().save(cells_of_rows(table, pd.DataFrame([row]), "entri"), oleh=oleh, apa="uji")


def save_as_told() -> None:
    """A page that saves whatever it was told to, as a message made by hand would."""
    import streamlit as st

    from analysis.sources.store import CELLS
    from pages.parts import recording

    st.session_state["bahasa"] = "id"
    import pandas as pd

    cells = pd.DataFrame([[st.session_state["tabel"], "entri", '["x"]', "isi", "1"]], columns=CELLS)
    st.markdown(f"tersimpan: {recording.record(cells, 'uji', induk=())}")


@pytest.mark.parametrize(
    ("name", "tabel", "saved"),
    [
        ("warga", "skenario", False),
        ("rencana", "skenario", True),
        ("rencana", "balita", False),
        ("rencana", "batas", False),
        ("data", "balita", True),
        ("data", "peran", False),
        ("kepala", "peran", True),
        ("baru", "skenario", False),
        (None, "skenario", False),
    ],
)
def test_every_save_asks_for_the_right_and_bears_the_account(closed, name, tabel, saved):
    app = AppTest.from_function(save_as_told)
    app.user = claims(name) if name else {}
    app.session_state["tabel"] = tabel
    app.session_state["pencatat"] = "Nama yang diketik"
    app.run()
    assert not app.exception
    assert app.markdown[0].value == f"tersimpan: {saved}"
    saves = data.store().state(fresh=True).saves
    assert [save.oleh for save in saves] == ([f"{name}@kota.test"] if saved else [])
    assert ("Peran Anda tidak mengizinkan ini" in shown(app)) is not saved


def bring_children() -> None:
    import streamlit as st

    from pages.parts import measured

    st.session_state["bahasa"] = "id"
    measured.show_upload()


@pytest.mark.parametrize(("name", "open_"), [("warga", False), ("rencana", False), ("data", True)])
def test_files_of_children_are_taken_from_who_may_read_them(closed, name, open_):
    app = AppTest.from_function(bring_children)
    app.user = claims(name)
    app.run()
    assert not app.exception
    assert bool(app.get("file_uploader")) is open_


def test_what_a_session_held_is_gone_once_its_login_has_ended(closed):
    app = enter("data")
    app.session_state["pengukuran_sendiri"] = "anak-anak"
    app.user = claims("data", exp=time.time() - 1)
    app.run()
    assert "pengukuran_sendiri" not in app.session_state
    assert "Masuk dengan akun kantor" in shown(app)


def roles_tab(name: str = "kepala") -> AppTest:
    app = enter(name, "pengelolaan")
    app.session_state["pengelolaan"] = "Orang dan peran"
    return app.run()


def give(app: AppTest, akun: str, peran: str) -> AppTest:
    app.text_input(key="peran_akun").input(akun)
    app.selectbox(key="peran_pilihan").select(peran)
    return app.button(key="FormSubmitter:peran_beri-Catat peran").click().run()


def test_a_recorded_role_works_until_it_is_taken_away(closed):
    app = give(roles_tab(), " Baru@Kota.test ", "perencana")
    assert not app.exception
    assert "Peran perencana untuk baru" in "".join(one.value for one in app.success)
    assert enter("baru", "skenario").header
    assert "tidak terbuka untuk peran perencana" in shown(enter("baru", "manajemen_data"))
    app.button(key="FormSubmitter:peran_cabut-Cabut peran").click().run()
    assert "belum mempunyai peran" in shown(enter("baru", "skenario"))


@pytest.mark.parametrize("akun", ["", "a", "dua kata", "<b>@kota.test", "9973010101010001", "x" * 121])
def test_what_is_no_account_is_not_recorded(closed, akun):
    app = give(roles_tab(), akun, "admin")
    assert "tidak dapat dipakai" in shown(app)
    assert data.store().state(fresh=True).saves == []


def test_roles_of_the_settings_are_not_lowered_here_and_nobody_lowers_themselves(closed):
    app = give(roles_tab(), "data@kota.test", "publik")
    assert "berperan pengelola data di berkas pengaturan" in shown(app)
    assert data.store().state(fresh=True).saves == []
    record("peran", {"akun": "baru@kota.test", "peran": "admin"})
    app = give(roles_tab("baru"), "baru@kota.test", "publik")
    assert "hanya dapat diturunkan oleh admin lain" in shown(app)


def test_what_two_admins_say_differently_counts_for_nothing(closed):
    from analysis.sources.store import cells_of_rows

    for peran in ("admin", "perencana"):
        cells = cells_of_rows("peran", pd.DataFrame([{"akun": "baru@kota.test", "peran": peran}]), "entri")
        data.store().save(cells, oleh=peran, apa="uji", induk=())
    assert "belum mempunyai peran" in shown(enter("baru"))
    give(roles_tab(), "baru@kota.test", "publik")
    assert enter("baru").header


def test_roles_leave_with_no_package_and_come_back_with_no_restore(closed):
    from analysis.sources.package import build_package
    from pages.parts import history

    record("peran", {"akun": "lama@kota.test", "peran": "admin"})
    first = data.store().state().saves[0].id
    record("peran", {"akun": "lama@kota.test", "peran": ""})
    state = data.store().state(fresh=True)
    same = {"title": str, "table_title": str, "safe": str}
    package = build_package(state, data.load().catalog.tables, **same)
    assert not any("peran" in name for name in package)
    assert history._restoring(history.Same(state), first).empty
    assert "lama@kota.test" not in shown(enter("data", "manajemen_data"))
