"""What the pages know: the catalogue read once for all sessions, seen through this session's switches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

import pandas as pd
import streamlit as st

from analysis import __version__, language
from analysis.language import _
from analysis.same import Same

_FIRST_PROVINCE = "31"
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Choices:
    """Codes that filters may offer, in the order in which they are offered.

    `kota` ends with the provinces that may be looked at whole; `kecamatan` and `kelurahan` are by kota and province.
    """

    provinsi: list[str]
    kota: list[str]
    kecamatan: dict[str, list[str]]
    kelurahan: dict[str, list[str]]
    indikator: list[str]


@dataclass(frozen=True)
class Loaded:
    """The catalogue, the codes to choose from and the name of every area."""

    catalog: object
    choices: Choices
    names: dict[str, str]


def load() -> Loaded:
    """All tables, read once per process: the warm-up and the first visitor may ask at the same moment."""
    with _one_at_a_time:
        return _read_once()


def is_loaded() -> bool:
    """Have the tables been read already?"""
    return _read_once.cache_info().currsize > 0


@cache
def _read_once() -> Loaded:
    from analysis.convergence.measures import province_of
    from analysis.figures.view import area_names
    from analysis.sources.catalog import load_catalog

    catalog = load_catalog()
    areas = catalog.tables["kelurahan"]
    measures = [
        code for code in catalog.tables["indikator"]["indikator"] if code not in ("prevalensi_survei", "cakupan")
    ]
    kota = sorted(areas["kode_kota"].unique())
    # Without the file of areas one province is left to choose, so that pages which need no areas still open.
    provinces = list(dict.fromkeys(province_of(code) for code in kota)) or [_FIRST_PROVINCE]
    districts = areas.drop_duplicates("kode_kecamatan").sort_values("nama_kecamatan")["kode_kecamatan"]
    choices = Choices(
        provinsi=provinces,
        kota=[*kota, *(code for code in provinces if catalog.shows_whole(code))] or provinces,
        kecamatan=_by_area(districts.tolist()),
        kelurahan=_by_area(areas.sort_values("nama_kelurahan")["kode_kelurahan"].tolist()),
        indikator=[*measures, *catalog.tables["indikator_esensial"]["kode_indikator"]],
    )
    return Loaded(catalog, choices, area_names(catalog.tables))


def _by_area(codes: list[str]) -> dict[str, list[str]]:
    """Codes by their kota and by their province, in the order given."""
    found: dict[str, list[str]] = {}
    for code in codes:
        for length in (len("31"), len("31.73")):
            found.setdefault(code[:length], []).append(code)
    return found


def name(code: str) -> str:
    """The name of an area for people."""
    return load().names.get(code, code)


@cache
def store():
    """The store of recorded data, opened once for all sessions."""
    from analysis.sources.store import open_store

    return open_store(load().catalog.tables)


def uploads() -> dict[str, pd.DataFrame]:
    """Tables that this session tries out before recording them; they are kept in memory only."""
    return st.session_state.setdefault("unggahan", {})


def sees_all() -> bool:
    """May this session see more than what is published?"""
    from pages.parts.person import person

    return person().at_least("perencana")


def tables() -> dict[str, pd.DataFrame]:
    """All tables as this session sees them: its own trial above what is recorded above samples, if wanted.

    The public sees what is published and the boundaries it is drawn with, nothing else. In a large installation the
    tables hold what the kota chosen needs.
    """
    catalog, recorded = load().catalog.around(st.session_state["kota"]), store().state().frames
    if sees_all():
        return catalog.view(st.session_state["contoh"] == "1", recorded, uploads())
    return _apart(Same(catalog.view(False, {"batas": recorded["batas"]} if "batas" in recorded else {})))


@lru_cache(maxsize=4)
def _apart(same: Same) -> dict[str, pd.DataFrame]:
    """The same tables as an object of their own, so that nothing worked out for others is ever found under them."""
    return dict(same.thing)


def stamp() -> str:
    """Which version and which data this is, in one line: for the foot of the frame, of every page and of the screens."""
    return _stamp(language.current())


@cache
def _stamp(bahasa: str) -> str:
    when, fingerprint = load().catalog.fingerprint()
    told = {"versi": __version__, "tanggal": language.date(when), "sidik": fingerprint}
    return _("Konvergensi {versi} · data per {tanggal} · sidik {sidik}").format(**told)


@cache
def _indicator_names(bahasa: str) -> dict[str, str]:
    from analysis.figures.measure import indicator_names

    return indicator_names(load().catalog.tables)


def indicator_name(code: str) -> str:
    """The name of an app indicator or an essential-service indicator, in the language in use."""
    return _indicator_names(language.current()).get(code, code)
