"""Larger than one machine: worker processes give what one process gives, even when one of them is killed at work."""

import gzip
import os
import re
import signal

import pytest

from analysis.commands import measuring, zscore
from analysis.commands.spread import local_cluster, run_pieces, settle
from analysis.sources.measurements import Export, Options
from tests.commands.conftest import SHIPPED
from tests.sources.families.conftest import TIDY, tidy

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


CODES = [f"K{n if n % 50 else n // 2}" for n in range(3000)]
ANSWERS = [
    {"Dasawisma": "A"},
    {"Dasawisma": "=B", "umur_istri": "tua", "peringkat_kesejahteraan": ">4"},
    {"Dasawisma": "C", "umur_istri": "38", "kode_kelurahan": "31.73.04.1001", "sumber_air_minum": "air gunung"},
    {"Dasawisma": "", "umur_istri": "", "fasilitas_bab": "", "kode_kelurahan": "31.73.01.0005"},
    {"Dasawisma": "C", "umur_istri": "55", "jumlah_anak": "4", "peringkat_kesejahteraan": ""},
]


@pytest.fixture
def families(tmp_path):
    """Families of which one in fifty stands there again, near or far, with answers that are wrong here and there."""
    rows = [ANSWERS[n % 5] | {"kode_keluarga": code} for n, code in enumerate(CODES)]
    lines = tidy(*rows, header=TIDY + ";Dasawisma").splitlines(keepends=True)
    # A blank line and one that lost cells, in the middle of a piece.
    lines[700:700] = [";" * (TIDY.count(";") + 1) + "\n", "rusak;;\n"]
    path = tmp_path / "keluarga.csv"
    path.write_text("".join(lines))
    return path


def _same_through_pieces(client, run, tmp_path, monkeypatch, path, *words):
    """What one process writes and says, and whether a cluster with small pieces does the same."""
    monkeypatch.setattr("analysis.commands.krs.PIECE_BYTES", path.stat().st_size // 7)
    alone = run("krs", path, "-o", tmp_path / "a.csv", *words)
    spread = run("krs", path, "-o", tmp_path / "b.csv", *words, "--scheduler", client.scheduler.address)
    assert alone.code == spread.code == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert _without_progress(alone.err) == _without_progress(spread.err)
    return alone


def _without_progress(said):
    """What is said but how far the work is, which slow machines are told now and then."""
    return [line for line in said.splitlines() if not re.search(r": (\d+\s%|\d+ detik)$", line)]


@pytest.mark.parametrize("by", ["", "kecamatan", "Dasawisma"])
def test_families_screened_in_pieces_are_those_of_one_process(client, run, tmp_path, monkeypatch, families, by):
    """A family that stands in two pieces is written once, whichever workers read them."""
    said = _same_through_pieces(client, run, tmp_path, monkeypatch, families, *(["--by", by] if by else []))
    assert "sudah ada" in said.err
    if not by:
        # The header, every family once, and the one on the line that lost its answers.
        assert len((tmp_path / "b.csv").read_text().splitlines()) == 1 + len({*CODES, "rusak"}) < len(CODES)


def test_a_coding_that_shows_in_one_row_holds_for_every_piece(client, run, tmp_path, monkeypatch):
    """A 0 in a 4T column says that it is not SIGA's code, also of the rows that other processes read."""
    head = "kode_keluarga,kondisi_sumber_air_minum,kondisi_fasilitas_bab,terlalu_muda,terlalu_tua,terlalu_dekat\n"
    rows = [f"{n},Layak,Layak,1,{0 if n == 1999 else 2},1\n" for n in range(2000)]
    (tmp_path / "s.csv").write_text(head + "".join(rows))
    said = _same_through_pieces(client, run, tmp_path, monkeypatch, tmp_path / "s.csv", "--semua-sasaran")
    lines = (tmp_path / "b.csv").read_text().splitlines()
    place = lines[0].replace('"', "").split(",").index("terlalu_tua")
    assert {line.split(",")[place] for line in lines[1:]} == {""}
    assert "terlalu_tua" in said.err
