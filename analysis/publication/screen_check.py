"""The release check of a briefing: every table and picture of its screens, before a deck of it leaves."""

from __future__ import annotations

from analysis.figures.view import View
from analysis.language import _
from analysis.publication.disclosure import ReleaseCheck, check_release
from analysis.publication.screens import Screen


def check_screens(screens: list[Screen], view: View) -> ReleaseCheck:
    """What the check says of the tables that a deck of `screens` holds; `view` is in publication mode."""
    tables = {screen.kode: screen.gambar.table for screen in screens if screen.gambar}
    places = set(view.names.values())
    for screen in screens:
        if screen.tabel is not None:
            # The names of a screen's table are of areas, which the check cannot know without their codes.
            of_places = "nama" in screen.tabel and set(screen.tabel["nama"]) <= places
            named = {"nama": "nama_kelurahan"} if of_places else {}
            tables[_("{layar} (tabel)").format(layar=screen.kode)] = screen.tabel.rename(columns=named)
    return check_release(tables, view.supresi)
