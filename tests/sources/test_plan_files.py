"""A plan keeps every value on its way through a file, a link and the store; what is no plan is one sentence."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sources.plan_files import (
    LARGEST_FILE,
    PlanFileError,
    from_address,
    from_text,
    from_toml,
    to_address,
    to_text,
    to_toml,
)

PLAN = {
    "nama": 'Rencana "A" = 70 %\nbaris dua \x7f',
    "kode_kota": "31.73",
    "kelurahan": ["31.73.01.1005", "31.73.01.1001"],
    "tahun_awal": 2026,
    "boleh_turun": False,
    "target_pct": 14.2,
    "anggaran_rp": None,
    "jalur": {"suplemen": {"2026": 20.0, "2029": 70.0}, "jamban": {"2029": 95.5}},
    "biaya": {},
}
KNOWN = {key: value for key, value in PLAN.items() if value is not None}


def test_toml_keeps_every_value_and_leaves_out_what_is_unknown():
    text = to_toml(PLAN)
    assert "[jalur.suplemen]\n2026 = 20.0\n2029 = 70.0" in text
    assert from_toml(text.encode(), "a.toml") == KNOWN


def test_link_and_store_keep_every_value():
    assert from_text(to_text(PLAN)) == PLAN
    link = to_address(PLAN)
    assert from_address(link) == PLAN
    assert set(link) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.integers(-(2**60), 2**60) | st.booleans()


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), plain | st.lists(plain), max_size=5)
)
def test_any_text_survives_toml(plan):
    assert from_toml(to_toml({"isi": plan}).encode(), "a.toml") == {"isi": plan}


@pytest.mark.parametrize(
    "data", [b"nama = ", b"\xff\xfe\x00", b"= 1", b'{"a": ', b"[" * 100_000, b"x" * (LARGEST_FILE + 1)]
)
def test_what_is_no_plan_is_one_sentence_with_the_file(data):
    with pytest.raises(PlanFileError) as refused:
        from_toml(data, "salah.toml")
    assert str(refused.value).startswith(("salah.toml: ", "salah.toml, baris 1: ")) and "\n" not in str(refused.value)


def packed(data: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(data, 9)).decode().rstrip("=")


@pytest.mark.parametrize(
    "link", ["", "<script>", "a" * 7_000, "AAAA", packed(b"[1]"), packed(b" " * 5_000_000), to_address(PLAN)[:-8]]
)
def test_a_broken_or_swollen_link_is_refused(link):
    with pytest.raises(PlanFileError, match="Tautan ini tidak memuat rencana"):
        from_address(link)
