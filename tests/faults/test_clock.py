"""Clocks go back, forward by years, and differ between machines: same state and order everywhere, sensible dates."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.store import open_store
from analysis.sources.store.records import Damaged, encode
from tests.faults.conftest import fresh_app
from tests.pages.test_every_page import open_page
from tests.sources.store.conftest import at, one, row

YEARS = (2031, 2019, 2026, 1999)


@pytest.fixture(scope="module")
def tables():
    return load_catalog().tables


def at_year(location, tables, year: int, later: timedelta = timedelta()):
    """A machine whose clock stands in that year."""
    return at(str(location), tables, clock=lambda: datetime(year, 3, 1, 8, tzinfo=UTC) + later)


def worked(location, tables) -> list[str]:
    """Four machines write one after the other, each with the others' work before them; ids in that order."""
    ids = [at_year(location, tables, YEARS[0]).save(row(), oleh="awal", apa="awal")]
    for place, year in enumerate(YEARS[1:]):
        store = at_year(location, tables, year)
        ids.append(store.save(one("pendek", 60 + place), oleh=f"kantor {year}", apa="koreksi"))
    return ids


def test_what_was_written_last_stands_whatever_the_clocks_say(tmp_path, tables):
    ids = worked(tmp_path, tables)
    state = open_store(tables, str(tmp_path)).state(fresh=True)
    assert [save.id for save in state.saves] == ids
    assert [save.id for save in state.newest_first] == ids[::-1]
    assert state.frames["balita"]["pendek"].tolist() == [62]
    assert state.conflicts.empty and state.problems == []
    kunci = state.cells["kunci"].iloc[0]
    assert state.cell_history("balita", "berkas", kunci, "pendek")["nilai"].tolist() == ["70", "60", "61", "62"]


def test_every_order_of_arrival_gives_the_same_state(tmp_path, tables):
    worked(tmp_path / "asal", tables)
    files = sorted((tmp_path / "asal").iterdir())
    seen = set()
    for number, order in enumerate(permutations(files)):
        folder = tmp_path / str(number)
        folder.mkdir()
        store = open_store(tables, str(folder))
        for file in order:
            (folder / file.name).write_bytes(file.read_bytes())
            store.state(fresh=True)
        state = store.state()
        seen.add((tuple(save.id for save in state.newest_first), state.frames["balita"].to_csv(), state.frontier))
    assert len(seen) == 1


def test_two_machines_at_the_same_wrong_moment_lose_nothing(tmp_path, tables):
    """The same clock, the same cells, the same words: still two saves."""
    stores = [at_year(tmp_path, tables, 1970) for _machine in range(2)]
    ids = {store.save(row(), oleh="a", apa="b", induk=()) for store in stores}
    assert len(ids) == 2 and len(stores[0].state(fresh=True).saves) == 2


def test_pages_show_the_dates_that_were_written_and_the_last_save_first(tmp_path, tables, monkeypatch):
    worked(tmp_path, tables)
    fresh_app(monkeypatch, store=tmp_path)
    app = open_page("manajemen_data")
    app.session_state["manajemen"] = "Riwayat"
    app.run()
    assert not app.exception
    assert "yang terakhir 1 Maret 1999 oleh kantor 1999" in app.header[0].value
    assert any("Jam mesin pernah salah: 3 simpanan" in caption.value for caption in app.caption)
    assert not open_page("ringkasan").exception and not open_page("lokus_kelurahan", tahun="2024").exception


def test_a_time_that_no_calendar_has_is_never_written_and_never_read(tmp_path, tables):
    with pytest.raises(Damaged):
        at_year(tmp_path, tables, 9999, timedelta(days=305, hours=15)).save(row(), oleh="a", apa="b", induk=())
    assert list(tmp_path.iterdir()) == []
    id, content = encode(row(), oleh="a", apa="b", kapan=datetime(9999, 12, 31, 23, tzinfo=UTC))
    (tmp_path / f"{id}.parquet").write_bytes(content)
    reader = open_store(tables, str(tmp_path))
    assert reader.state(fresh=True).saves == []
    assert [problem.jenis for problem in reader.problems] == ["simpanan_rusak"]
