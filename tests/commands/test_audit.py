"""`run.py audit`: what is a finding, and what is only a database that nobody reached."""

import json
import subprocess
import sys

import pytest

import run
from tests.browser.running import ROOT

HOLE = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": "…"}
CLEAN = {"name": "aman", "version": "2.0", "vulns": []}
UNKNOWN = {"name": "asing", "skip_reason": "Dependency not found on PyPI and could not be audited: asing (1)"}


def report(*packages: dict) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_known_hole_is_named_with_what_mends_it():
    bad = {"name": "bocor", "version": "1.0", "vulns": [HOLE, HOLE | {"id": "PYSEC-2", "fix_versions": []}]}
    assert run.vulnerabilities(report(CLEAN, bad, UNKNOWN)) == [
        "bocor 1.0: PYSEC-1, diperbaiki di 1.1",
        "bocor 1.0: PYSEC-2, diperbaiki di (belum ada)",
    ]


def test_no_answer_is_not_the_same_as_no_hole():
    assert run.vulnerabilities(report(CLEAN, UNKNOWN)) == []
    # What pip-audit writes, with code 0 and "No known vulnerabilities found", where an index only holds packages.
    assert run.vulnerabilities(report(UNKNOWN)) is None


def looks(code: str, folder) -> subprocess.CompletedProcess:
    """bandit with the settings of this project over one line of code."""
    path = folder / "contoh.py"
    path.write_text(code, encoding="utf-8")
    command = [sys.executable, "-m", "bandit", "-q", "-c", str(ROOT / "pyproject.toml"), str(path)]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import subprocess\nsubprocess.run(words, shell=True)\n", "B602"),
        ("import subprocess\nsubprocess.run(words)\n", "B603"),
        ("import pickle\npickle.loads(data)\n", "B301"),
        ("import yaml\nyaml.load(data)\n", "B506"),
        ("from xml.etree import ElementTree\nElementTree.fromstring(data)\n", "B314"),
        ("store.execute(f'select * from {name}')\n", "B608"),
    ],
)
def test_settings_let_bandit_see_what_matters(code, found, tmp_path):
    seen = looks(code, tmp_path)
    assert seen.returncode == 1
    assert found in seen.stdout


def test_settings_let_harmless_code_pass(tmp_path):
    assert looks("import subprocess\n\nprint(subprocess.PIPE)\n", tmp_path).returncode == 0
