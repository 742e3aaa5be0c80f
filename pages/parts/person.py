"""Who uses this session and what they may do; asked anew at every rerun.

Traps: Streamlit keeps its cookie for 30 days and never looks at when the provider's token ends, and a browser that was
open before somebody signed out still shows that login. Both are looked at here. What a session was told at its start is
all there is until it ends: a role that the provider takes away is gone at the next sign-in, one taken out of the
settings at the next start of the app, one taken away on the page Pengelolaan at once.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

import streamlit as st

from analysis.access import (
    LOCAL,
    NOBODY,
    Person,
    account_of,
    highest,
    meant_for,
    roles_claimed,
    roles_named,
    still_valid,
)
from analysis.same import Same
from analysis.sources.settings import settings
from pages.parts import data

TABLE = "peran"
# What tells one login from another; not every provider sends all of it.
_MARKS = ("iss", "sub", "iat", "nonce", "sid")
_KEPT = 10_000
_one_at_a_time = Lock()
_ended: dict[str, None] = {}
_noted: dict[str, None] = {}


def use_settings() -> None:
    """Let Streamlit's own login read [auth] in our settings file; called once, when the server starts."""
    from streamlit import config

    if (berkas := settings().berkas) is not None:
        config.set_option("secrets.files", [str(berkas)])


def person() -> Person:
    """Who this is: LOCAL where no login is set up, NOBODY before signing in and after the login has ended."""
    if not settings().masuk:
        return LOCAL
    claims = _login()
    if claims is None or not (akun := account_of(claims)):
        return NOBODY
    return Person(akun, _role(akun, claims))


def holds(claims: Mapping) -> bool:
    """Is this (what Streamlit keeps of a login in its signed cookie) a login that opens anything now?"""
    now = settings()
    # Streamlit calls the provider without a name "default".
    name = str(claims.get("provider", ""))
    return (
        claims.get("is_logged_in") is True
        and meant_for(claims, now.penyedia.get("" if name == "default" else name))
        and still_valid(claims, time.time(), now.masa_sesi_menit)
        and _mark(claims) not in _ended
    )


def _login() -> Mapping | None:
    """What the provider says of who is signed in, None when nobody is, or no longer."""
    claims = st.user.to_dict()
    return claims if holds(claims) else None


def _role(akun: str, claims: Mapping) -> str | None:
    now = settings()
    told = [
        *roles_named(akun, now.akun),
        recorded().get(akun, ""),
        *roles_claimed(claims.get(now.klaim), now.nilai_klaim),
    ]
    return highest(told) or now.peran_bawaan or None


def recorded() -> dict[str, str]:
    """The roles recorded on the page Pengelolaan: account -> role."""
    return _roles_in(Same(data.store().state()))


@lru_cache(maxsize=2)
def _roles_in(same: Same) -> dict[str, str]:
    from analysis.sources.store import key_text

    state = same.thing
    if (rows := state.frames.get(TABLE)) is None:
        return {}
    # What two administrators say differently counts for nothing until one of them decides.
    disputed = set(state.conflicts.loc[(state.conflicts["tabel"] == TABLE).to_numpy(), "kunci"])
    pairs = zip(rows["akun"], rows["peran"], strict=True)
    return {akun.casefold(): peran for akun, peran in pairs if key_text((akun,)) not in disputed}


def end_login() -> None:
    """Sign out: this login opens nothing any more, in no other window either, and the provider is told."""
    from pages.parts.usage_log import note_use

    note_use("keluar")
    if (claims := _login()) is not None:
        _add(_ended, _mark(claims))
    st.logout()


def note_sign_in(who: Person) -> None:
    """Note a login the first time it is met; reloading a page is none."""
    from pages.parts.usage_log import note_use

    claims = _login()
    if claims is not None and _add(_noted, _mark(claims)):
        note_use("masuk", person=who)


def note_refusal(what: str) -> None:
    """Note that this person was refused a page or an action (`what`: its code)."""
    from pages.parts.usage_log import note_use

    note_use("ditolak", rincian=what, person=person())


def _mark(claims: Mapping) -> str:
    """What tells this login from all others, without saying whose it is."""
    return hashlib.sha256(repr([claims.get(name) for name in _MARKS]).encode()).hexdigest()


def _add(marks: dict[str, None], mark: str) -> bool:
    """Keep a mark; True when it is new. The oldest of very many go."""
    with _one_at_a_time:
        new = mark not in marks
        marks[mark] = None
        while len(marks) > _KEPT:
            del marks[next(iter(marks))]
        return new
