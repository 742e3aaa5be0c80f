"""Who may do what (analysis/access.py): the matrix of roles, whose account it is, which role counts."""

from itertools import pairwise

import pytest

from analysis.access import (
    LOCAL,
    NOBODY,
    PAGES,
    RECORDS,
    ROLES,
    Person,
    account_of,
    highest,
    meant_for,
    roles_claimed,
    roles_named,
)
from analysis.sources.catalog import TERCATAT

PUBLIC = {"ringkasan", "lokus_kelurahan", "keluarga_berisiko", "reviu_kinerja", "metode_sumber"}
PLANNERS = PUBLIC | {"analisis_situasi", "rencana_komitmen", "skenario", "paparan", "publikasi"}
KEEPERS = PLANNERS | {"pengukuran", "manajemen_data"}
EVERY = KEEPERS | {"pengelolaan"}


@pytest.mark.parametrize(
    ("peran", "opens"),
    [("publik", PUBLIC), ("perencana", PLANNERS), ("pengelola_data", KEEPERS), ("admin", EVERY), (None, set())],
)
def test_each_role_opens_its_pages_and_no_other(peran, opens):
    who = Person("seorang@kota.test", peran)
    assert {name for name in PAGES if who.may_open(name)} == opens
    assert not who.may_open("tidak_ada")


@pytest.mark.parametrize(
    ("peran", "tabel", "may"),
    [
        ("publik", ["rencana"], False),
        ("publik", ["skenario"], False),
        ("perencana", ["rencana", "komitmen"], True),
        ("perencana", ["skenario"], True),
        ("perencana", ["rencana", "balita"], False),
        ("perencana", ["batas"], False),
        ("pengelola_data", ["balita", "krs", "batas"], True),
        ("pengelola_data", ["peran"], False),
        ("pengelola_data", ["balita", "peran"], False),
        ("admin", ["peran"], True),
        ("admin", ["tabel_lain"], False),
        (None, ["skenario"], False),
    ],
)
def test_a_save_needs_the_right_to_every_table_in_it(peran, tabel, may):
    assert Person("seorang@kota.test", peran).may_record(tabel) is may


def test_every_table_that_is_kept_has_a_least_role():
    assert set(RECORDS) == set(TERCATAT)


def test_every_page_has_a_least_role():
    from pathlib import Path

    assert set(PAGES) == {path.stem for path in Path("pages").glob("*.py")}


def test_without_a_login_everything_is_open_and_nobody_opens_nothing():
    assert all(LOCAL.may_open(name) for name in PAGES)
    assert LOCAL.may_record(RECORDS)
    assert not any(NOBODY.may_open(name) for name in PAGES)
    assert not NOBODY.may_record(["skenario"])


def test_the_highest_role_counts():
    assert highest(["perencana", "admin", "publik"]) == "admin"
    assert highest(["", "bukan_peran"]) is None
    assert highest([]) is None
    assert [highest([low, high]) for low, high in pairwise(ROLES)] == list(ROLES[1:])


@pytest.mark.parametrize(
    ("claims", "akun"),
    [
        ({"email": "Ani@Kota.test", "email_verified": True, "sub": "7"}, "ani@kota.test"),
        ({"email": "ani@kota.test", "email_verified": "true", "sub": "7"}, "ani@kota.test"),
        # An address that anybody may have typed in is nobody's; nor is a name of one's own choice.
        (
            {"email": "admin@kota.test", "email_verified": False, "preferred_username": "admin@kota.test", "sub": "7"},
            "7",
        ),
        ({"email": "admin@kota.test", "email_verified": "false", "sub": "7"}, "7"),
        ({"email": "admin@kota.test", "email_verified": 1, "sub": "7"}, "7"),
        ({"email": "ani@kota.test", "preferred_username": "ani", "sub": "7"}, "ani"),
        ({"email": "ani@kota.test", "sub": "7"}, "7"),
        ({"email": "  ", "email_verified": True, "preferred_username": " Budi ", "sub": "7"}, "budi"),
        ({"email": ["a@kota.test"], "email_verified": True, "sub": 7}, ""),
        ({}, ""),
    ],
)
def test_an_account_is_a_verified_address_else_the_providers_name(claims, akun):
    assert account_of(claims) == akun


def test_a_list_names_accounts_whatever_their_capitals_and_never_the_empty_one():
    names = {"admin": ["Kepala@Kota.test"], "publik": ["", "warga"]}
    assert roles_named("kepala@kota.test", names) == ["admin"]
    assert roles_named("WARGA", names) == ["publik"]
    assert roles_named("", names) == []
    assert roles_named("kepala@kota.test.lain", names) == []


@pytest.mark.parametrize(
    ("claim", "roles"),
    [
        ("bapperida", ["perencana"]),
        (["umum", "bapperida", "lain"], ["publik", "perencana"]),
        ("bapperida-lain", []),
        ("Bapperida", []),
        (["bapper", "ida"], []),
        ([["bapperida"], 3, None], []),
        ({"bapperida": True}, []),
        (None, []),
        (True, []),
    ],
)
def test_a_claim_gives_the_roles_whose_values_it_holds_as_written(claim, roles):
    assert roles_claimed(claim, {"publik": ["umum"], "perencana": ["bapperida"], "admin": []}) == roles


@pytest.mark.parametrize(
    ("aud", "ours"),
    [
        ("konvergensi", True),
        (["lain", "konvergensi"], True),
        ("konvergensi-lain", False),
        (["lain"], False),
        ([], False),
        (None, False),
    ],
)
def test_a_token_for_another_app_is_no_login_here(aud, ours):
    assert meant_for({"aud": aud}, "konvergensi") is ours
    assert not meant_for({"aud": aud}, None)
