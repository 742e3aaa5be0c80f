"""Metode & sumber prints what the scenario model assumes, and how its trend did in the past."""

import pandas as pd
import pytest

from tests.pages.test_every_page import open_page, texts


def open_tab(**choices: str):
    app = open_page("metode_sumber", **choices)
    place = next(tab.label for tab in app.tabs if tab.label in ("Skenario", "Scenario", "Scenarios"))
    app.session_state["metode"] = place
    app.run()
    assert not app.exception
    return app


def shown(app, heading: str) -> pd.DataFrame:
    return next(frame.value for frame in app.dataframe if heading in frame.value.columns)


def test_parameters_keep_all_their_digits_and_assumptions_are_called_so():
    rows = shown(open_tab(), "Sebaran").set_index("Nama")
    assert rows.loc["Berat lahir ke stunting, tiap gram", "Nilai"] == "0,0001"
    assert rows.loc["Suplemen harian 6–23 bulan: rasio prevalensi stunting", "Nilai"] == "0,88"
    kappa = rows.loc["Bagian sebab-akibat dari hubungan air dan jamban (pangkat odds)"]
    assert kappa["Jenis"] == "asumsi"


def test_costs_that_were_not_found_stay_empty():
    rows = shown(open_tab(), "Tempat").set_index("Nama")
    assert pd.isna(rows.loc["Konseling PMBA", "Biaya (Rp)"])
    assert rows.loc["Tangki septik individual (DAK sanitasi, swakelola)", "Biaya (Rp)"] == 5775578
    foreign = rows[rows["Tempat"] == "Bangladesh"]
    assert len(foreign) == 5 and foreign["Biaya (Rp)"].isna().all()


def test_backtest_says_what_was_foretold_and_what_came():
    app = open_tab()
    assert "2023: garis sampai 2022 meramal 20,1\u00a0%, yang terjadi 21,5\u00a0%." in texts(app)
    assert shown(app, "Teramati")["Di dalam selang"].tolist() == ["ya"] * 4


@pytest.mark.parametrize("choices", [{"bahasa": "id", "contoh": "0"}])
def test_tab_needs_no_sample_data(choices):
    assert "DATA CONTOH" not in texts(open_tab(**choices))
