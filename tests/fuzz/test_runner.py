"""A short run of the fuzzer on every reader, as `python3 run.py fuzz` does it for as long as somebody likes."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="atheris berjalan di Linux saja")
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris tidak terpasang")
def test_twenty_seconds_find_nothing():
    run = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", "20"], cwd=ROOT, capture_output=True, text=True, timeout=900
    )
    assert run.returncode == 0, run.stdout[-8_000:] + run.stderr[-2_000:]
    assert "0 temuan" in run.stdout
