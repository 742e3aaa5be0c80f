"""How long a login holds (analysis/access.py, still_valid): the rule that pages and files are both guarded by."""

import pytest

from analysis.access import still_valid

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("claims", "menit", "holds"),
    [
        ({"exp": NOW + 1, "iat": NOW - 60}, 0, True),
        ({"exp": NOW, "iat": NOW - 60}, 0, False),  # the end itself is past
        ({"exp": NOW - 1, "iat": NOW - 60}, 0, False),
        ({"exp": NOW - 1, "iat": NOW - 60}, 2, True),  # the installation's own span counts instead
        ({"exp": NOW + 999, "iat": NOW - 120}, 2, False),
        ({"exp": NOW + 999}, 2, False),
        ({"iat": NOW}, 0, False),
        ({"iat": NOW}, 60, False),
        ({}, 0, False),
        ({"exp": None}, 0, False),
        ({"exp": True}, 0, False),
        ({"exp": "1900000000"}, 0, False),
        ({"exp": float("nan")}, 0, False),
        ({"exp": float("inf")}, 0, False),
        ({"exp": [NOW + 1]}, 0, False),
    ],
)
def test_a_login_holds_until_its_end_and_never_without_one(claims, menit, holds):
    assert still_valid(claims, NOW, menit) is holds
