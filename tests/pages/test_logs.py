"""The server's log: one line per event, the same form for every logger, and never what stood in a cell or a claim."""

import json
import logging
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from analysis import __version__
from pages.parts.logs import AsJson, AsText, new_incident, scrubbed, timed

NIK = "9900000000000017"
# What can go wrong in a server, each with a NIK, a token or a password in its words.
TROUBLE = f"""
import logging, sys, threading, warnings
from pages.parts.logs import set_up
set_up(sys.argv[1])
import streamlit.logger

ours = logging.getLogger("konvergensi")
try:
    try:
        int("NIK {NIK}")
    except ValueError as error:
        raise KeyError("SITI RAHASIA {NIK}") from error
except KeyError:
    ours.exception("page failed", extra={{"insiden": "K7RM-2QXD"}})
ours.info("page ran", extra={{"halaman": "lokus_kelurahan", "ms": 12, "hasil": "selesai"}})
streamlit.logger.get_logger("streamlit.made.later").error("claim %s", "eyJ" + "a" * 60)
logging.getLogger("uvicorn.error").warning("GET /?nik={NIK} from postgresql://ani:sandi@basis/kota")
logging.getLogger("streamlit.error_util").error("Uncaught app execution", exc_info=ValueError("{NIK}"))
logging.getLogger("another.package").error("two\\nlines {NIK}")
logging.getLogger("konvergensi").error("%d", "{NIK} is no number")
warnings.warn("{NIK}")
thread = threading.Thread(target=lambda: int("{NIK} RAHASIA"))
thread.start()
thread.join()
raise RuntimeError("RAHASIA {NIK}")
"""


def said(form: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", TROUBLE, form], capture_output=True, text=True, timeout=120)
    for word in ("99000", "RAHASIA", "sandi", "eyJ"):
        assert word not in done.stderr + done.stdout
    return done.stderr.splitlines()


def test_every_line_is_one_json_object_whoever_wrote_it_and_repeats_no_value():
    lines = [json.loads(line) for line in said("json")]
    assert all({"waktu", "tingkat", "logger", "peristiwa", "versi"} <= set(line) for line in lines)
    assert {line["logger"] for line in lines} >= {
        "konvergensi",
        "streamlit.made.later",
        "uvicorn.error",
        "another.package",
        "py.warnings",
    }
    assert lines[0]["waktu"].endswith("Z") and lines[0]["versi"] == __version__
    assert (lines[0]["galat"], lines[0]["sebab"], lines[0]["insiden"]) == ("KeyError", ["ValueError"], "K7RM-2QXD")
    ran = next(line for line in lines if line["peristiwa"] == "page ran")
    assert (ran["halaman"], ran["ms"], ran["hasil"]) == ("lokus_kelurahan", 12, "selesai")
    assert not [line for line in lines if line["peristiwa"] == "Uncaught app execution"], "said twice"
    assert [line["galat"] for line in lines if line["peristiwa"] in ("thread failed", "process ends")] == [
        "ValueError",
        "RuntimeError",
    ]


def test_for_people_the_same_stands_in_one_line_and_pages_that_went_well_are_left_out():
    lines = said("teks")
    assert "KeyError" in lines[0] and "insiden=K7RM-2QXD" in lines[0]
    assert not [line for line in lines if "page ran" in line]


def test_an_error_is_its_type_and_our_own_lines():
    try:
        from analysis.language import number

        number(object())
    except TypeError:
        record = logging.LogRecord("konvergensi", logging.ERROR, "", 0, "page failed", (), sys.exc_info())
    facts = json.loads(AsJson().format(record))
    assert facts["galat"] == "TypeError"
    assert facts["jejak"] and all(line.startswith("analysis/language.py:") for line in facts["jejak"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"NIK {NIK} ganda", "NIK … ganda"),
        ("HP 0812-3456-7890", "HP …"),
        ("postgresql://ani:ra@basis/kota", "postgresql://…basis/kota"),
        ("/oauth2callback?code=abc&state=def gagal", "/oauth2callback?… gagal"),
        ("31.73.01.1005 tahun 2024", "… tahun 2024"),
        ("baris 12 dari 1000", "baris 12 dari 1000"),
        ("satu\ndua", "satu dua"),
    ],
)
def test_what_other_libraries_say_is_kept_but_for_numbers_and_tokens(text, shown):
    assert scrubbed(text) == shown


def test_a_page_that_fails_shows_the_code_that_stands_in_the_log(caplog):
    def script():
        from pages.parts.server import show_failure

        show_failure(ValueError("SITI 9900000000000017"))

    app = AppTest.from_function(script).run()
    (record,) = [one for one in caplog.records if one.name == "konvergensi"]
    shown = app.error[0].value
    assert f"sampaikan kode {record.insiden} kepada" in shown and "SITI" not in shown + AsText().format(record)


def test_codes_differ_and_can_be_read_aloud():
    codes = {new_incident() for _again in range(1000)}
    assert len(codes) == 1000
    assert not set("01OI") & set("".join(codes))


def test_a_run_is_timed_whether_it_goes_well_or_not(caplog):
    caplog.set_level(logging.INFO, "konvergensi")
    with timed("ringkasan"):
        pass
    with pytest.raises(ZeroDivisionError), timed("skenario"):
        raise ZeroDivisionError
    assert [(one.halaman, one.hasil) for one in caplog.records] == [("ringkasan", "selesai"), ("skenario", "gagal")]
    assert all(isinstance(one.ms, int) and one.ms >= 0 for one in caplog.records)
