"""The English switch covers everything: no text without a translation, no placeholder lost on the way."""

import re
from pathlib import Path

from analysis import language
from analysis.sources.texts import collect_texts, read_english

ROOT = Path(__file__).parent.parent


def test_every_text_has_an_english_one():
    english = read_english(ROOT)
    missing = [f"{places[0]}: {text}" for text, places in collect_texts(ROOT).items() if not english.get(text)]
    assert missing == []


def test_catalogue_holds_no_text_that_nobody_shows():
    assert sorted(set(read_english(ROOT)) - set(collect_texts(ROOT))) == []


def test_placeholders_survive_translation():
    def placeholders(text):
        return sorted(re.findall(r"\{[^}]*\}", text))

    wrong = [text for text, other in read_english(ROOT).items() if placeholders(text) != placeholders(other)]
    assert wrong == []


def test_numbers_and_dates_in_both_languages():
    language.use("id")
    assert language.number(1234.5, 1) == "1.234,5"
    assert language.number(-0.04, 1) == "0,0"
    assert language.number(-3.2, 1) == "−3,2"
    assert language.percent(17.2) == "17,2\u00a0%"
    assert language.date("2025-05-27") == "27 Mei 2025"
    assert language.month("2024-08-01") == "Agustus 2024"
    assert language.number(None) == language.number(float("nan")) == "–"
    language.use("en")
    assert language.number(1234.5, 1) == "1,234.5"
    assert language.percent(17.2) == "17.2%"
    assert language.date("2025-05-27") == "27 May 2025"
    language.use("id")


def test_charts_speak_the_language_too():
    language.use("id")
    assert language.vega_locale()["number"]["decimal"] == ","
    assert language.vega_locale()["time"]["shortMonths"][4] == "Mei"
    assert language.vega_locale()["time"]["days"][0] == "Minggu"
    language.use("en")
    assert language.vega_locale()["number"]["thousands"] == ","
    language.use("id")
