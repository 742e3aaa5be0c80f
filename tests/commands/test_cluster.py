"""Larger than one machine: worker processes give what one process gives, even when one of them is killed at work."""

import os
import signal

import pytest

from analysis.commands import measuring, zscore
from analysis.commands.spread import local_cluster, run_pieces, settle
from analysis.sources.measurements import Export, Options
from tests.commands.conftest import SHIPPED

PIECE_BYTES = 150_000  # the shipped export of 2.4 MB becomes sixteen pieces


@pytest.fixture(scope="module")
def client():
    with local_cluster(2) as client:
        yield client


def test_a_worker_killed_at_work_costs_no_row(client):
    plan, pieces = settle([SHIPPED], Options(placed=False), client, PIECE_BYTES)
    assert len(pieces) > 12
    processes = client.run(os.getpid)
    assert len(set(processes.values())) == 2 and os.getpid() not in processes.values()

    results = run_pieces(zscore.score_piece, pieces, plan, client)
    lines = [next(results)[0]]
    # Whoever has work in hand or results not yet fetched loses both.
    busy = [worker for worker, tasks in client.processing().items() if tasks] or [
        w for w, keys in client.has_what().items() if keys
    ]
    os.kill(processes[busy[0]], signal.SIGKILL)
    lines += [data for data, _findings in results]

    alone = Export(SHIPPED, SHIPPED.name, Options(placed=False))
    expected = b"".join(zscore.score_part(part).to_pybytes() for part in alone.parts())
    assert b"".join(lines) == expected
    client.wait_for_workers(2)
    assert processes[busy[0]] not in client.run(os.getpid).values()


def test_children_are_linked_across_pieces_and_processes(client):
    """The key of the hash travels with the plan: the same child has one number, whoever read it."""
    plan, pieces = settle([SHIPPED], Options(linked=True, carry=("Kec",)), client, PIECE_BYTES)
    frames = [frame for frame, _findings in run_pieces(measuring.score_piece, pieces, plan, client)]
    joined = measuring.join_frames(frames)
    alone = measuring.join_frames([measuring.score_piece(piece, plan)[0] for piece in pieces])
    assert joined.equals(alone)
    assert joined["anak"].nunique() < len(joined)
