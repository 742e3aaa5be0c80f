"""What the speaker reads: notes, the sources with their addresses, the kind of truth, where to see the same at work.

The trap: the source line on a slide folds away what exceeds three sources. Here every source stands, with its address.
"""

from __future__ import annotations

from datetime import date as Date
from urllib.parse import urlencode

import pandas as pd

from analysis import language
from analysis.language import _, join_names
from analysis.output.captions import sources
from analysis.output.codes import value_names
from analysis.publication.deck_layout import is_sample
from analysis.publication.deck_text import clean
from analysis.publication.screens import Screen

_KINDS = ("resmi", "diunggah", "contoh")


def speaker_notes(screen: Screen, hari: Date) -> str:
    """The notes of one screen as plain text."""
    parts = [
        screen.temuan,
        screen.catatan,
        _("Catatan Anda: {teks}").format(teks=screen.catatan_pengguna) if screen.catatan_pengguna else "",
        screen.gambar.caption.catatan if screen.gambar else "",
        _source_list(screen),
        _kinds(screen),
        _("Dibuat {tanggal} dengan Konvergensi.").format(tanggal=language.date(hari)),
        _("Tampilan kerja: {tautan}").format(tautan=working_link(screen)) if screen.halaman else "",
        _("Huruf: Plus Jakarta Sans; bila tidak terpasang, program memakai huruf lain dan tata letaknya tetap."),
    ]
    return clean("\n\n".join(part for part in dict.fromkeys(parts) if part))


def working_link(screen: Screen) -> str:
    """The page and the choices that show the same: "lokus_kelurahan?kota=31.73&tahun=2024"."""
    chosen = [(name, value) for name, value in screen.pilihan if value]
    return screen.halaman + (f"?{urlencode(chosen)}" if chosen else "")


def _frames(screen: Screen) -> list[pd.DataFrame]:
    figure = [*screen.gambar.frames.values(), screen.gambar.table] if screen.gambar else []
    tables = [screen.rows, *figure, *([screen.tabel] if screen.tabel is not None else [])]
    return [frame for frame in tables if frame is not None and len(frame)]


def _source_list(screen: Screen) -> str:
    """Every source, with its address where a row names one."""
    frames = [frame for frame in _frames(screen) if "sumber_judul" in frame]
    addresses: dict[str, str] = {}
    for frame in frames:
        if "sumber_url" in frame:
            pairs = frame[["sumber_judul", "sumber_url"]].dropna().drop_duplicates()
            for titles, urls in pairs.itertuples(index=False):
                addresses |= _paired(str(titles), str(urls))
    rows = [frame[[name for name in frame if name in _READ]] for frame in frames]
    named = sources(pd.concat(rows, ignore_index=True)) if rows else []
    if not named:
        return screen.sumber
    lines = [_with_address(name, addresses) for name in named]
    return "\n".join([_("Sumber:"), *lines])


_READ = ("sumber_judul", "tanggal_sumber", "jenis_data")


def _paired(titles: str, urls: str) -> dict[str, str]:
    """Sums carry the titles and addresses of their parts joined by "; "."""
    names, links = titles.split("; "), urls.split("; ")
    if len(names) != len(links):
        return {titles: urls} if urls else {}
    return {name: link for name, link in zip(names, links, strict=True) if link}


def _with_address(name: str, addresses: dict[str, str]) -> str:
    found = next((link for title, link in addresses.items() if title and name.startswith(title)), "")
    return f"– {name}: {found}" if found else f"– {name}"


def _kinds(screen: Screen) -> str:
    found = {kind for frame in _frames(screen) if "jenis_data" in frame for kind in frame["jenis_data"].dropna()}
    found |= {point.jenis_data for point in screen.angka} | ({"contoh"} if is_sample(screen) else set())
    words = value_names()["jenis_data"]
    named = [words[kind] for kind in _KINDS if kind in found]
    return _("Jenis data: {jenis}.").format(jenis=join_names(named)) if named else ""
