"""A process may be killed at any moment of a save: what it confirmed is there, and nothing half is."""

import os
import random
import time
from pathlib import Path

import pytest

from analysis.sources.store import open_store
from analysis.sources.store.records import decode, is_save
from tests.sources.store.saving import CONTEXT, cells_of_turn, keep_saving

KILLS = 40


def run_and_kill(location: str, who: str, chance: random.Random, *options) -> list[tuple[str, int]]:
    """Start a process that saves and kill it at a random moment of a random save; the saves it confirmed."""
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keep_saving, args=(location, who, there, *options))
    process.start()
    there.close()
    assert here.recv() == "siap"
    confirmed = [here.recv() for _ in range(chance.randint(0, 3))]
    process.join(chance.uniform(0, 0.03))
    process.kill()
    process.join()
    while True:
        try:
            confirmed.append(here.recv())
        except EOFError:
            return confirmed


def check_confirmed(location: str, confirmed: dict[str, tuple[str, int]]) -> None:
    store = open_store({}, location)
    state = store.state(fresh=True)
    assert store.trouble is None and store.problems == []
    found = {save.id: save for save in state.saves}
    assert set(confirmed) <= set(found)
    for id, (who, turn) in confirmed.items():
        assert found[id].cells.equals(cells_of_turn(who, turn).astype("str")), id


@pytest.mark.parametrize("nameless", [True, False])
def test_a_killed_process_loses_nothing_confirmed_and_leaves_nothing_half(tmp_path, nameless):
    chance, location, confirmed = random.Random(7), str(tmp_path / "catatan"), {}
    for number in range(KILLS):
        who = f"p{number}"
        for id, turn in run_and_kill(location, who, chance, nameless):
            confirmed[id] = (who, turn)
    assert len(confirmed) >= KILLS
    check_confirmed(location, confirmed)
    drafts = [path for path in Path(location).iterdir() if not is_save(path.name)]
    if nameless:
        assert drafts == []
        return
    # Without nameless files an unfinished draft may stay; nobody reads it, and an old one is swept on opening.
    assert all(path.name.endswith(".tulis") for path in drafts)
    (Path(location) / ".0123.tulis").write_bytes(b"half")
    (Path(location) / ".young.tulis").write_bytes(b"half")
    for path in [*drafts, Path(location) / ".0123.tulis"]:
        os.utime(path, (time.time() - 7200,) * 2)
    check_confirmed(location, confirmed)
    assert [path.name for path in Path(location).iterdir() if not is_save(path.name)] == [".young.tulis"]


def test_a_killed_process_loses_nothing_confirmed_in_postgresql(postgres_server):
    chance, location, confirmed = random.Random(8), postgres_server(), {}
    for number in range(10):
        for id, turn in run_and_kill(location, f"p{number}", chance):
            confirmed[id] = (f"p{number}", turn)
    check_confirmed(location, confirmed)


def test_every_file_in_the_folder_is_whole_at_any_moment(tmp_path):
    """Another reader looks while a process saves: it never meets half a file."""
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keep_saving, args=(str(tmp_path), "p", there))
    process.start()
    assert here.recv() == "siap"
    seen = 0
    while seen < 40:
        for path in tmp_path.iterdir():
            decode(path.name, path.read_bytes())
            seen += 1
    process.kill()
    process.join()
