"""What the user has chosen: one place, mirrored in the address so that a link reproduces a view.

Trap: Streamlit's own binding writes the label a user reads into the address, and labels change with
the language. Codes are written here instead, so a link opens the same view in both languages.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import streamlit as st

from analysis import language
from analysis.convergence.measures import is_province, province_of
from analysis.figures import view
from pages.parts.data import load
from pages.parts.person import person

DEFAULTS = {
    "kota": "31.73",
    "kecamatan": "",
    "tahun": "2024",
    "indikator": "prevalensi_rutin",
    "peta": "indikatif",
    "kelurahan": "",
    "bahasa": "id",
    "contoh": "1",
}
# How it is shown and not what, so nothing that is worked out depends on it: working pages or briefing, which screen,
# the order of the screens.
SHOWING = {"mode": "kerja", "layar": "1", "susunan": ""}
_ALL = DEFAULTS | SHOWING
MODES = ["kerja", "paparan"]
_FREE = {"layar": re.compile(r"[1-9][0-9]?"), "susunan": re.compile(r"[a-z_]{1,40}(,[a-z_]{1,40}){0,39}")}
# Parameters of the address that a page keeps itself.
OWN = ("rencana",)
YEARS = [str(year) for year in view.YEARS]
MAPS = ["indikatif", "ubin", "simbol"]


def allowed(key: str, kota: str) -> list[str]:
    """The values that one choice may take; kecamatan and kelurahan depend on the kota."""
    choices = load().choices
    if key in ("kecamatan", "kelurahan"):
        return ["", *getattr(choices, key).get(kota, ())]
    return {
        "kota": choices.kota,
        "tahun": YEARS,
        "indikator": choices.indikator,
        "peta": MAPS,
        "bahasa": list(language.LANGUAGES),
        "contoh": ["0", "1"],
        "mode": MODES,
    }[key]


def within(code: str, area: str) -> bool:
    """Is the area with `code` the area itself or a part of it? "31" is the whole province."""
    return code == area or code.startswith(area + ".")


def _valid(values: dict[str, str]) -> dict[str, str]:
    """Unknown or impossible values fall back to the default; nothing a link says can break a page."""
    known = allowed("kota", "")
    kota = next(code for code in (values["kota"], DEFAULTS["kota"], known[0]) if code in known)
    fitting = {key: values[key] if _fits(key, values[key], kota) else default for key, default in _ALL.items()}
    return fitting | {"kota": kota} | _imposed()


def _imposed() -> dict[str, str]:
    """What this person's role leaves no choice in: the public sees no sample data, and not everybody may brief."""
    who = person()
    samples = {} if who.at_least("perencana") else {"contoh": "0"}
    return samples if who.may_open("paparan") else samples | {"mode": "kerja"}


def _fits(key: str, value: str, kota: str) -> bool:
    return bool(_FREE[key].fullmatch(value)) if key in _FREE else value in allowed(key, kota)


def adopt() -> None:
    """Settle the choices of this run from the widgets and the address, and write both.

    A changed widget wins over the address (which may lag behind fast clicks); an address that changed
    while no widget did means that a link was opened or the browser went back. Moving to another page
    drops the address, and then the choices are kept.
    """
    memory = st.session_state
    page = urlsplit(st.context.url or "").path
    address = {key: st.query_params[key] for key in _ALL if key in st.query_params}
    chosen = {key: memory.get(key, default) for key, default in _ALL.items()}
    last_page, last_address, last_chosen = memory.get("_terakhir", (page, {}, dict(_ALL)))
    moved = page != last_page
    if chosen == last_chosen and address != last_address and not (moved and not address):
        chosen = _ALL | address
    chosen = _valid(chosen)
    for key, value in chosen.items():
        memory[key] = value
    # Which screen: only a briefing's address speaks of it.
    silent = "" if chosen["mode"] == "paparan" else "layar"
    wanted = {key: value for key, value in chosen.items() if value != _ALL[key] and key != silent}
    memory["_terakhir"] = (page, wanted, chosen)
    if wanted != address:
        own = {key: st.query_params[key] for key in OWN if key in st.query_params}
        st.query_params.from_dict(wanted | own)


def get(key: str) -> str:
    """The choice of this run."""
    return st.session_state[key]


def below() -> str | None:
    """The kota chosen, as the analysis asks for it: None is the whole province."""
    return None if whole_province() else get("kota")


def whole_province() -> bool:
    """Is a whole province chosen and not one kota?"""
    return is_province(get("kota"))


def province() -> str:
    """The province of the kota chosen."""
    return province_of(get("kota"))


def move_to(province: str) -> None:
    """Choose a province from a callback: its first kota."""
    choose("kota", allowed_in(province)[0])


def allowed_in(province: str) -> list[str]:
    """What the filter of kota offers in one province."""
    return [code for code in allowed("kota", "") if province_of(code) == province]


def choices() -> tuple[str, ...]:
    """All choices of this run that results depend on, in a fixed order."""
    return tuple(st.session_state[key] for key in DEFAULTS)


def choices_but_kelurahan() -> tuple[str, ...]:
    """The choices that also those results depend on which are the same for every kelurahan."""
    return tuple(st.session_state[key] for key in DEFAULTS if key != "kelurahan")


def year() -> int:
    """The year chosen."""
    return int(st.session_state["tahun"])


def link(**other: str) -> dict[str, str]:
    """The choices as they stand in an address, with `other` ones in their place; never empty."""
    values = {key: get(key) for key in _ALL} | other
    return {key: value for key, value in values.items() if value != _ALL[key]} | {"mode": values["mode"]}


def choose(key: str, value: str) -> None:
    """Set a choice from a callback, before the next run."""
    st.session_state[key] = value
