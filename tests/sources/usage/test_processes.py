"""Several processes note at once, and may be killed at any moment: what was confirmed is there, and nothing half is."""

import os
import random

import pytest

from analysis.sources.usage.records import is_use
from tests.sources.usage.conftest import kinds, log_at
from tests.sources.usage.noting import CONTEXT, keep_noting, note_together

KILLS, TOGETHER, EACH = 40, 4, 15
FORWARDED = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL")


def check_confirmed(location: str, confirmed: dict[str, str]) -> None:
    log = log_at(location)
    uses = log.read()
    assert log.problems == []
    assert {id: uses[id].rincian for id in confirmed} == confirmed


def run_and_kill(location: str, who: str, chance: random.Random, *options) -> dict[str, str]:
    here, there = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=keep_noting, args=(location, who, there, *options))
    process.start()
    there.close()
    assert here.recv() == "siap"
    confirmed = dict(here.recv() for _ in range(chance.randint(0, 3)))
    process.join(chance.uniform(0, 0.01))
    process.kill()
    process.join()
    while True:
        try:
            confirmed.update([here.recv()])
        except EOFError:
            return confirmed


@pytest.mark.parametrize("nameless", [True, False])
def test_a_killed_process_loses_nothing_confirmed_and_leaves_nothing_half(tmp_path, nameless):
    chance, location, confirmed = random.Random(7), str(tmp_path / "catatan"), {}
    for number in range(KILLS):
        confirmed |= run_and_kill(location, f"p{number}", chance, nameless)
    assert len(confirmed) >= KILLS
    check_confirmed(location, confirmed)
    left = [path.name for path in (tmp_path / "catatan/penggunaan").iterdir() if not is_use(path.name)]
    assert all(name.endswith(".tulis") for name in left) and not (nameless and left)


def test_a_killed_process_loses_nothing_confirmed_in_postgresql(postgres_server):
    chance, location, confirmed = random.Random(8), postgres_server(), {}
    for number in range(6):
        confirmed |= run_and_kill(location, f"p{number}", chance)
    check_confirmed(location, confirmed)


@pytest.mark.parametrize("kind", ["folder", "s3", "postgres"])
def test_processes_that_note_at_once_each_have_a_whole_chain(request, tmp_path, kind):
    location = str(tmp_path / "catatan")
    if kind == "postgres":
        location = request.getfixturevalue("postgres_server")()
    if kind == "s3":
        request.getfixturevalue("s3_server")
        location = f"s3://konvergensi/{tmp_path.name}"
    settings = {name: os.environ[name] for name in FORWARDED if name in os.environ}
    together, pipes, processes = CONTEXT.Barrier(TOGETHER), [], []
    for number in range(TOGETHER):
        here, there = CONTEXT.Pipe(duplex=False)
        said = (location, settings, f"p{number}", EACH, together, there)
        processes.append(CONTEXT.Process(target=note_together, args=said))
        processes[-1].start()
        pipes.append(here)
    confirmed = {id: detail for here in pipes for id, detail in here.recv()}
    for process in processes:
        process.join()
    assert len(confirmed) == TOGETHER * EACH
    check_confirmed(location, confirmed)
    assert len({use.proses for use in log_at(location).read().values()}) == TOGETHER
    assert kinds(log_at(location)) == []
