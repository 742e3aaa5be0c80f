"""Who may see and do what: four roles, each with everything that the ones before it may.

Trap: a right is asked where the thing is done (the page that runs, the save that is written), never where a button is
drawn: an address can be typed and a message to the server can be made by hand. What is not listed here nobody may do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ROLES = ("publik", "perencana", "pengelola_data", "admin")

# The least role that may open a page (file name in pages/).
PAGES = {
    "ringkasan": "publik",
    "lokus_kelurahan": "publik",
    "analisis_situasi": "perencana",
    "keluarga_berisiko": "publik",
    "rencana_komitmen": "perencana",
    "skenario": "perencana",
    "reviu_kinerja": "publik",
    "paparan": "perencana",
    "publikasi": "perencana",
    "pengukuran": "pengelola_data",
    "manajemen_data": "pengelola_data",
    "metode_sumber": "publik",
    "pengelolaan": "admin",
}
# The least role that may record rows of a table; every table that the store keeps stands here.
RECORDS = {
    "balita": "pengelola_data",
    "krs": "pengelola_data",
    "cakupan": "pengelola_data",
    "reviu": "pengelola_data",
    "bukti": "pengelola_data",
    "batas": "pengelola_data",
    "pemetaan": "pengelola_data",
    "rencana": "perencana",
    "komitmen": "perencana",
    "pelaku": "perencana",
    "regulasi_daerah": "perencana",
    "tenggat": "perencana",
    "skenario": "perencana",
    "rilis": "perencana",
    "peran": "admin",
}


@dataclass(frozen=True)
class Person:
    """Who uses the app: the account (an office address, "" without a login) and the role (None: nothing at all)."""

    akun: str
    peran: str | None

    def at_least(self, peran: str) -> bool:
        """Has this person the role or one above it?"""
        return self.peran is not None and ROLES.index(self.peran) >= ROLES.index(peran)

    def may_open(self, halaman: str) -> bool:
        """`halaman`: file name of the page without ending."""
        return halaman in PAGES and self.at_least(PAGES[halaman])

    def may_record(self, tabel: Iterable[str]) -> bool:
        """May rows of every one of these tables be recorded?"""
        return all(name in RECORDS and self.at_least(RECORDS[name]) for name in tabel)


# Without a login the app answers to its own machine only, and who sits there may do everything.
LOCAL = Person("", "admin")
# Nobody is signed in: nothing may be seen.
NOBODY = Person("", None)


def account_of(claims: Mapping) -> str:
    """The account that a provider's token names; "" when it names none.

    The e-mail address counts only as far as the provider has verified it. Where it says that it has not, a name that
    people may choose themselves (preferred_username) could be anybody's address too, and only `sub` is left.
    """
    verified = str(claims.get("email_verified", "")).lower()
    names = {"true": ("email", "preferred_username", "sub"), "": ("preferred_username", "sub")}.get(verified, ("sub",))
    texts = (claims.get(name) for name in names)
    return next((text.strip().casefold() for text in texts if isinstance(text, str) and text.strip()), "")


def meant_for(claims: Mapping, client_id: str | None) -> bool:
    """Was the token made for this app (`aud`), and not for another one that the same provider serves?"""
    told = claims.get("aud")
    audience = told if isinstance(told, list) else [told]
    return bool(client_id) and client_id in audience


def highest(roles: Iterable[str]) -> str | None:
    """The highest of the roles; None when there is none."""
    return max((role for role in roles if role in ROLES), key=ROLES.index, default=None)


def roles_named(akun: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The roles whose list holds this account, whatever its capital letters; an empty account is on no list."""
    wanted = akun.casefold()
    return [role for role, accounts in names.items() if wanted and wanted in {one.casefold() for one in accounts}]


def roles_claimed(claim: object, values: Mapping[str, Iterable[str]]) -> list[str]:
    """The roles that a claim of the provider names: a text or a list of texts, each as written in the settings."""
    told = (
        {claim}
        if isinstance(claim, str)
        else {one for one in claim if isinstance(one, str)}
        if isinstance(claim, list | tuple)
        else set()
    )
    return [role for role, names in values.items() if told & set(names)]


def still_valid(claims: Mapping, now: float, masa_sesi_menit: int) -> bool:
    """Does a login still hold at `now` (Unix seconds)? `claims`: what the provider said of the person in its token.

    It holds until the token's own end (exp), or, where `masa_sesi_menit` is more than 0, that long after it was
    issued (iat). A token without a readable exp (or iat, where that is what counts) holds never.
    """
    ends, issued = _moment(claims.get("exp")), _moment(claims.get("iat"))
    if ends is None or (masa_sesi_menit > 0 and issued is None):
        return False
    return now < (issued + masa_sesi_menit * 60 if masa_sesi_menit > 0 else ends)


def _moment(value: object) -> float | None:
    """Unix seconds of a claim; None for what is no finite number (a text of digits is none either)."""
    return float(value) if type(value) in (int, float) and math.isfinite(value) else None
