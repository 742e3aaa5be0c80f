"""Larger than one machine: worker processes give what one process gives, even when one of them is killed at work."""

import gzip
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


@pytest.mark.parametrize("verb", ["zscore", "prevalence", "quality"])
def test_a_running_cluster_answers_what_one_process_answers(client, run, tmp_path, verb):
    """A folder of two files in different forms, through --scheduler and without: the same bytes, the same words."""
    folder = tmp_path / "masukan"
    folder.mkdir()
    lines = SHIPPED.read_bytes().splitlines(keepends=True)
    (folder / "februari.csv").write_bytes(b"".join(lines[:2000]))
    (folder / "agustus.csv.gz").write_bytes(gzip.compress(b"".join(lines[:1] + lines[-2000:])))
    by = [] if verb == "zscore" else ["--by", "Pukesmas", "kecamatan+jk"]
    alone = run(verb, folder, "-o", tmp_path / "a.csv", *by)
    spread = run(verb, folder, "-o", tmp_path / "b.csv", *by, "--scheduler", client.scheduler.address)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert alone.err == spread.err and alone.code == spread.code == 0
