"""The page Skenario: a preview at once, the full run after, and plans that travel whole."""

import io
import json
from dataclasses import replace

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analysis import language
from analysis.scenario.base import base_of
from analysis.scenario.gains import gains
from analysis.scenario.model import run
from analysis.scenario.plan import Plan, plan_to_dict
from analysis.sources.plan_files import from_address, to_address, to_toml
from pages.parts import data, scenario_runs, scenario_share, scenario_views
from tests.pages.test_every_page import open_page, specs, texts

TABS = ["Prevalensi dan kasus", "Sumbangan tuas", "Keluarga berisiko", "Anggaran", "Asumsi", "Banding rencana"]
PLAN = Plan(
    nama="Lewat tautan", kode_kota="31.74", kelurahan=(), tahun_awal=2026, tahun_akhir=2030,
    jalur={"suplemen": {2027: 20.0, 2030: 65.0}, "jamban": {2029: 100.0}},
    biaya={"suplemen": 900_000.0, "jamban": 5_000_000.0}, preset="pesimis", target_pct=10.0, anggaran_rp=2e10,
)  # fmt: skip


def plain(app: AppTest) -> str:
    return texts(app).replace("\u00a0", " ")


def open_tab(tab: str = TABS[0], **choices: str) -> AppTest:
    app = open_page("skenario", **choices)
    app.session_state["skenario_tab"] = tab
    return app.run()


def open_link(plan: Plan, **choices: str) -> AppTest:
    """A link: the first thing this visitor opens is the page with the plan in its address."""
    app = open_page("ringkasan", **choices)
    app.switch_page("pages/skenario.py")
    app.query_params["rencana"] = to_address(plan_to_dict(plan))
    return app.run()


def settled(app: AppTest) -> AppTest:
    """The page once every run that was asked for is there."""
    scenario_runs.finish()
    return app.run()


@pytest.mark.parametrize("bahasa", ["id", "en"])
@pytest.mark.parametrize("tab", TABS)
def test_every_part_opens_in_both_languages(tab, bahasa):
    for kota in ("31.73", "31.01"):
        app = open_tab(tab, kota=kota, bahasa=bahasa)
        assert not app.exception, f"{kota} {tab} {bahasa}"
        assert len(app.header) == 1


def unit_cost(app: AppTest, lever: str) -> float | None:
    """What stands in the popover of a lever's unit cost."""
    app.session_state[f"biaya_{lever}"] = True
    return app.run().number_input(key=f"sk_b_{lever}").value


def test_the_first_view_says_simulasi_everywhere_and_fills_no_unit_cost():
    app = open_page("skenario")
    seen = plain(app)
    assert app.header[0].value.startswith("Simulasi Jakarta Barat")
    assert "DATA CONTOH" in seen and "preset “Baku” (asumsi)" in seen
    assert all("simulasi" in metric.label for metric in app.metric)
    levers = ("suplemen", "pmba", "mms")
    assert [unit_cost(app, lever) for lever in levers] == [None] * 3
    assert "3 tuas tanpa biaya satuan" in seen
    assert app.number_input(key="sk_target").value == 14.2


def test_a_moved_slider_shows_a_preview_at_once_and_the_full_run_after():
    app = settled(open_page("skenario"))
    assert "Simulasi 1.000 undian." in texts(app)
    app.slider(key="sk_c_suplemen").set_value(93.0).run()
    # Whichever is there first: the page never waits for more than the preview.
    assert "Simulasi 100 undian, preset" in texts(app) or "Simulasi 1.000 undian." in texts(app)
    assert "Simulasi 1.000 undian, preset" in texts(settled(app))


def test_the_null_preset_stands_first_and_shows_no_effect():
    app = open_page("skenario")
    assert app.selectbox(key="sk_preset").options[0].startswith("Nol")
    app.selectbox(key="sk_preset").set_value("nol").run()
    seen = plain(settled(app))
    assert "rencana ini hampir tidak mengubah prevalensi 2029" in seen
    assert "tidak ada kasus yang dicegah" in seen
    assert [metric.value for metric in app.metric if "Kasus dicegah" in metric.label] == ["0"]


def test_coverage_below_today_is_one_sentence_unless_it_is_said_on_purpose():
    app = open_page("skenario")
    app.slider(key="sk_c_pmba").set_value(20.0).run()
    assert not app.exception
    assert [error.value for error in app.error if "di bawah cakupan hari ini" in error.value]
    assert app.header[0].value == "Rencana ini belum dapat disimulasikan."
    app.toggle(key="sk_turun").set_value(True).run()
    assert not app.error and app.header[0].value.startswith("Simulasi")


def test_coverage_alone_is_told_from_the_numbers():
    seen = plain(settled(open_page("skenario")))
    assert "Cakupan saja" in seen and "tanpa tren" in seen
    app = open_page("skenario")
    app.number_input(key="sk_target").set_value(20.0).run()
    assert "Cakupan saja" not in texts(app)


def test_a_plan_saved_by_one_is_seen_opened_and_compared_by_another():
    first = open_page("skenario")
    first.text_input(key="sk_nama").set_value("Rencana Subanppeko").run()
    first.slider(key="sk_c_mms").set_value(88.0).run()
    first.button(key="skenario_simpan").click().run()
    assert [error.value for error in first.error if "atas nama siapa" in error.value]
    first.text_input(key="pencatat").set_value("Subanppeko Jakarta Barat").run()
    first.button(key="skenario_simpan").click().run()
    assert not first.exception and not first.error

    data.store().state(fresh=True)
    second = open_page("skenario")
    assert second.slider(key="sk_c_mms").value == 70.0
    second.selectbox(key="skenario_buka").set_value("Rencana Subanppeko").run()
    second.button(key="skenario_buka_ya").click().run()
    assert not second.exception
    assert second.slider(key="sk_c_mms").value == 88.0
    assert second.text_input(key="sk_nama").value == "Rencana Subanppeko"

    second.slider(key="sk_c_suplemen").set_value(95.0)
    second.text_input(key="sk_nama").set_value("Lebih banyak suplemen").run()
    second.session_state["skenario_tab"] = "Banding rencana"
    second.run()
    assert "Lebih banyak suplemen memberi prevalensi terendah dalam simulasi" in plain(second)


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_a_link_opens_the_same_plan_in_both_languages(bahasa):
    app = open_link(PLAN, bahasa=bahasa)
    assert not app.exception and not app.error
    assert app.session_state["kota"] == "31.74"
    assert app.text_input(key="sk_nama").value == "Lewat tautan"
    assert {year: app.number_input(key=f"sk_y_suplemen_{year}").value for year in range(2026, 2031)} == {
        2026: None, 2027: 20.0, 2028: None, 2029: None, 2030: 65.0,
    }  # fmt: skip
    assert app.slider(key="sk_c_jamban").value == 100.0
    assert unit_cost(app, "jamban") == 5_000_000.0
    assert app.query_params["rencana"] == to_address(plan_to_dict(PLAN))


def jalur(app: AppTest) -> dict:
    """The coverage paths of the plan that this page would pass on."""
    return from_address(app.query_params["rencana"])["jalur"]


def test_coverage_can_be_told_year_by_year_and_back():
    app = open_page("skenario")
    app.toggle(key="sk_j_suplemen").set_value(True).run()
    assert app.number_input(key="sk_y_suplemen_2029").value == 70.0
    assert jalur(app)["suplemen"] == {"2029": 70.0}
    app.number_input(key="sk_y_suplemen_2027").set_value(62.5).run()
    assert not app.exception and not app.error
    assert jalur(app)["suplemen"] == {"2027": 62.5, "2029": 70.0}
    # An empty year lies halfway between its neighbours.
    assert app.number_input(key="sk_y_suplemen_2028").placeholder == "66"

    app.toggle(key="sk_j_suplemen").set_value(False).run()
    assert jalur(app)["suplemen"] == {"2029": 70.0}
    app.toggle(key="sk_j_suplemen").set_value(True).run()
    assert jalur(app)["suplemen"] == {"2027": 62.5, "2029": 70.0}
    app.switch_page("pages/ringkasan.py").run()
    app.switch_page("pages/skenario.py").run()
    assert jalur(app)["suplemen"] == {"2027": 62.5, "2029": 70.0}


def test_another_target_replaces_the_years_told_before():
    app = open_link(PLAN)
    app.toggle(key="sk_j_suplemen").set_value(False).run()
    assert app.slider(key="sk_c_suplemen").value == 65.0
    app.slider(key="sk_c_suplemen").set_value(80.0).run()
    app.toggle(key="sk_j_suplemen").set_value(True).run()
    assert jalur(app)["suplemen"] == {"2030": 80.0}


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ({2025: 10.0, 2030: 65.0}, {"kini": 10.0, 2030: 65.0}),
        ({2030: 65.5}, {2030: 65.5}),
        ({}, {"kini": None, 2030: None}),
    ],
)
def test_what_the_slider_cannot_show_opens_year_by_year(path, shown):
    plan = replace(PLAN, jalur={"suplemen": path}, biaya={})
    app = open_link(plan)
    assert not app.exception and not app.error
    assert {year: app.number_input(key=f"sk_y_suplemen_{year}").value for year in shown} == shown
    assert app.query_params["rencana"] == to_address(plan_to_dict(plan))


@pytest.mark.parametrize(
    ("value", "words"), [(140.0, "isi antara 0 dan 100"), (-3.0, "isi antara 0 dan 100"), (1.0, "boleh turun")]
)
def test_a_bad_year_is_one_sentence(value, words):
    app = open_link(replace(PLAN, jalur={"pmba": {2027: 85.0, 2030: 90.0}}))
    assert not app.error
    app.number_input(key="sk_y_pmba_2027").set_value(value).run()
    assert not app.exception
    assert len(app.error) == 1 and words in app.error[0].value


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (replace(PLAN, jalur={"suplemen": {2029: 140.0}}), "isi antara 0 dan 100"),
        (replace(PLAN, jalur={"ajaib": {2029: 40.0}}), "tidak dikenal"),
        (replace(PLAN, kode_kota="99.99"), "tidak dikenal"),
    ],
)
def test_a_link_with_a_bad_plan_is_one_sentence_and_the_page_stays(plan, words):
    app = open_link(plan)
    assert not app.exception
    assert [error.value for error in app.error if words in error.value]
    assert app.slider(key="sk_c_suplemen").value == 70.0


def test_a_broken_link_is_one_sentence():
    app = open_page("ringkasan")
    app.switch_page("pages/skenario.py")
    app.query_params["rencana"] = "<script>alert(1)</script>"
    app.run()
    assert not app.exception
    assert [error.value for error in app.error if "Tautan ini tidak memuat rencana" in error.value]


def test_a_plan_comes_from_a_file():
    app = open_page("skenario", kota="31.74")
    app.file_uploader(key="skenario_berkas").upload("rencana.toml", to_toml(plan_to_dict(PLAN)).encode()).run()
    app.button(key="skenario_berkas_ya").click().run()
    assert not app.exception and not app.error
    assert app.slider(key="sk_c_jamban").value == 100.0


def test_a_cost_in_text_in_a_file_is_one_sentence():
    app = open_page("skenario", kota="31.74")
    told = to_toml(plan_to_dict(PLAN)).replace("jamban = 5000000.0", 'jamban = "lima juta"')
    app.file_uploader(key="skenario_berkas").upload("rencana.toml", told.encode()).run()
    app.button(key="skenario_berkas_ya").click().run()
    assert not app.exception
    assert [error.value for error in app.error if "biaya.jamban" in error.value.replace("\\", "")]


def test_the_budget_names_levers_without_a_cost_and_stands_beside_other_splits():
    assert "Belum ada biaya satuan untuk" in texts(open_tab("Anggaran"))
    app = open_link(PLAN)
    app.session_state["skenario_tab"] = "Anggaran"
    seen = plain(app.run())
    assert not app.exception
    assert "pembagian terbaik mencegah" in seen and "sama rata per balita" in seen and "menurut kasus" in seen
    assert "Pembagian sekarang belum diketahui." in seen


def test_limits_show_value_bound_and_gap():
    app = open_link(PLAN)
    app.session_state["skenario_tab"] = "Anggaran"
    app.run()
    app.slider(key="skenario_lantai").set_value(5).run()
    assert not app.exception
    assert "batas atas" in plain(app) and "celah 0,00 %" in plain(app)
    app.number_input(key="skenario_terikat_jamban").set_value(1e10).run()
    assert not app.exception and not app.error
    app.number_input(key="skenario_terikat_jamban").set_value(9e10).run()
    assert not app.exception


def open_families(plan: Plan, **choices: str) -> AppTest:
    """The tab Anggaran with families leaving KRS as its objective."""
    app = open_link(plan, **choices)
    # A tab is known by the label that its reader sees.
    app.session_state["skenario_tab"] = {"en": "Budget"}.get(choices.get("bahasa"), "Anggaran")
    app.run()
    app.segmented_control(key="skenario_tujuan").set_value("krs").run()
    return app


@pytest.mark.parametrize("bahasa", ["id", "en"])
def test_the_budget_can_be_divided_for_families_that_leave_krs(bahasa):
    app = open_families(PLAN, bahasa=bahasa)
    assert not app.exception and not app.error
    if bahasa == "en":
        return
    seen = plain(app)
    assert "keluarga keluar dari KRS (simulasi); sama rata per balita" in seen
    assert "Hanya tuas jamban, air, dan KB yang menggeser keluarga" in seen and "Simulasi tanpa undian" in seen
    # Neither the figures nor the words of the other objective remain.
    assert "pembagian terbaik mencegah" not in seen and "Kestabilan" not in seen
    assert any("Keluarga yang keluar dari KRS (simulasi)" in json.dumps(spec) for spec in specs(app))
    assert not any("Kasus yang dicegah" in json.dumps(spec) for spec in specs(app))


def test_families_have_their_own_limits_in_families():
    app = open_families(PLAN)
    app.slider(key="skenario_lantai").set_value(5).run()
    assert not app.exception and not app.error
    assert "Dengan batasan:" in plain(app) and "jadi batasan ini berharga" in plain(app)
    assert "kasus dicegah (simulasi), batas atas" not in plain(app)


def test_most_families_leave_when_they_are_the_objective():
    """The frontier of families is the exits of the run at full cost, and zero at no cost."""
    app = open_families(PLAN)
    language.use("id")
    tables = data.load().catalog.tables
    start = base_of(tables, "31.74", 2024)
    found = gains(PLAN, start, tables["skenario_parameter"], tables["skenario_tuas"], ["jamban"], 1, tujuan="krs")
    alone = replace(PLAN, jalur={"jamban": PLAN.jalur["jamban"]})
    result = run(alone, start, tables["skenario_parameter"], tables["skenario_tuas"], 10)
    assert found.gain[:, 1].sum() == pytest.approx(result.krs["nilai"].iloc[-1])
    assert not app.exception


def test_a_plan_that_moves_no_family_says_so():
    app = open_families(replace(PLAN, jalur={"suplemen": {2030: 65.0}}))
    assert not app.exception
    assert [info.value for info in app.info if "tidak ada keluarga yang keluar dari KRS" in info.value]
    app = open_families(replace(PLAN, biaya={"suplemen": 900_000.0}))
    assert [info.value for info in app.info if "Belum ada biaya satuan untuk" in info.value]


def test_the_workbook_holds_every_parameter_and_the_mark():
    app = settled(open_page("skenario"))
    language.use("id")
    tables = data.load().catalog.tables
    text = scenario_runs.plan_text(replace(PLAN, kode_kota="31.73"))
    found, about = simulated(app, tables, text)
    book = openpyxl.load_workbook(io.BytesIO(scenario_share.workbook(tables, found, about)))
    # Published parameters are no samples; everything computed from samples is.
    assert [name for name in book.sheetnames if not name.endswith("CONTOH")] == ["Parameter", "Keterangan"]
    told = {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}
    used = scenario_views.used_parameters(tables, found.plan)
    assert set(used["nama"]) <= told and set(used["sumber_judul"].replace("", None).dropna()) <= told
    assert {"Suplemen harian anak 6–23 bulan, 2027", "Lewat tautan", "pesimis"} <= told


def simulated(app: AppTest, tables: dict, text: str):
    """A run as the page makes it, outside a session."""
    from analysis.figures.scenario import Told
    from analysis.scenario.standing import stands_on

    start = base_of(tables, "31.73", 2024)
    found = scenario_runs._simulate(tables, start, text, scenario_runs.PREVIEW)
    names = {row.tuas: row.nama for row in tables["skenario_tuas"].itertuples()}
    dasar = stands_on(tables["angka"], start, found.plan)
    return found, Told(found.hasil, found.plan.nama, "Jakarta Barat", "Pesimis", found.undian, names, dasar)


def test_the_province_is_asked_to_choose_a_kota():
    app = open_page("skenario", kota="31")
    assert [info.value for info in app.info if "Pilih satu kota" in info.value]
    assert not app.slider


def test_without_sample_data_the_page_says_what_to_bring():
    app = open_page("skenario", contoh="0")
    assert not app.exception
    assert [info.value for info in app.info if "Unggah tabel balita" in info.value]


def test_choices_survive_another_page():
    app = open_page("skenario")
    app.slider(key="sk_c_suplemen").set_value(55.0).run()
    app.switch_page("pages/ringkasan.py").run()
    app.switch_page("pages/skenario.py").run()
    assert app.slider(key="sk_c_suplemen").value == 55.0


def test_the_first_view_of_every_kota_and_year_is_a_plan_that_can_be_simulated():
    """Targets nobody touched never fall below the coverage of the year that was chosen after them."""
    app = open_page("skenario")
    for tahun in ("2025", "2022", "2024"):
        app.selectbox(key="tahun").set_value(tahun).run()
        assert not app.exception and not app.error, tahun
    app.selectbox(key="kota").set_value("31.01").run()
    assert not app.exception and not app.error
