"""The disk of the records fills up, is read-only, goes away or is not there yet: a sentence, and nothing typed is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OWN_MOUNTS = ["unshare", "-m", "--propagation", "private"]


def may_mount() -> bool:
    with_mounts = [*OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    try:
        return os.geteuid() == 0 and subprocess.run(with_mounts, capture_output=True).returncode == 0
    except (AttributeError, FileNotFoundError):
        return False


def happens(what: str, disk: Path, words: list[str]) -> None:
    disk.mkdir()
    done = subprocess.run(
        [*words, sys.executable, "-m", "tests.faults.mounted", what, str(disk)],
        cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("what", ["full", "read_only", "gone"])
def test_trouble_with_a_disk_is_a_sentence_and_recording_goes_on_after_it(tmp_path, what):
    if not may_mount():
        pytest.skip("Uji cakram dilewati: memasang cakram kecil hanya dapat sebagai root di Linux.")
    happens(what, tmp_path / "cakram", OWN_MOUNTS)


def test_a_drive_that_is_not_there_at_the_start_is_used_once_it_comes(tmp_path):
    happens("absent", tmp_path / "cakram", [])
