"""Three servers of the app on one store at once: each sees what the others record, and nobody blocks anybody."""

import threading
import time
from contextlib import ExitStack

import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.store import open_store
from tests.faults.serving import serving
from tests.faults.session import Desk
from tests.faults.test_killed_server import at_the_grid, record_row, until
from tests.sources.conftest import postgres_server  # noqa: F401 (a fixture)

SEEN_WITHIN = 2.0
OFFICES = ("Dinas", "Puskesmas", "Kecamatan")


def saves_seen(desk: Desk) -> int:
    """How many saves the page says there are."""
    desk.look()
    said = [text for text in desk.session.texts if " simpanan" in text and "dalam " in text]
    return int(said[0].partition("dalam ")[2].split()[0]) if said else 0


@pytest.fixture
def desks(tmp_path):
    with ExitStack() as running:
        folder = tmp_path / "catatan"
        servers = [running.enter_context(serving(folder)) for _office in OFFICES]
        yield folder, [at_the_grid(server.url, office) for server, office in zip(servers, OFFICES, strict=True)]


def test_three_servers_on_one_folder_see_each_other_and_show_conflicts(desks):
    folder, desks = desks
    for count, desk in enumerate(desks, start=1):
        assert record_row(desk, count, 1000 + count)
        recorded = time.monotonic()
        assert until(lambda count=count: all(saves_seen(each) == count for each in desks), 20)
        asked = time.monotonic() - recorded
        assert asked < 10 * SEEN_WITHIN  # on a busy machine the asking itself takes its time
    together = [threading.Thread(target=record_row, args=(desk, 0, 3000 + place)) for place, desk in enumerate(desks)]
    for thread in together:
        thread.start()
    for thread in together:
        thread.join(60)
    assert not any(thread.is_alive() for thread in together), "somebody waits for somebody"
    assert all(f"{SAVED_CELLS} sel tercatat." in desk.session.said for desk in desks)
    store = open_store(load_catalog().tables, str(folder))
    state = store.state(fresh=True)
    assert len(state.saves) == 6 and store.problems == []
    assert set(state.conflicts["nilai"]) <= {"3000", "3001", "3002"}
    assert until(lambda: all(saves_seen(each) == 6 for each in desks), 20)
    if state.conflict_count:
        assert all(any("ditulis berbeda" in text for text in each.session.texts) for each in desks)


SAVED_CELLS = 5  # four figures and the row itself


def test_two_servers_on_one_database_see_each_other(postgres_server, tmp_path):  # noqa: F811
    place = postgres_server()
    with serving(place) as one, serving(place) as other:
        first, second = at_the_grid(one.url, "Dinas"), at_the_grid(other.url, "Puskesmas")
        assert record_row(first, 1, 1001) and record_row(second, 2, 1002)
        assert until(lambda: saves_seen(first) == saves_seen(second) == 2, 20)
