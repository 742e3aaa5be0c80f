#!/usr/bin/env python3
"""Set up and run Konvergensi with nothing but Python 3.11 or newer.

python3 run.py            make the environment if needed, open the app
python3 run.py test       install what the tests need and run them (further words go to pytest)
python3 run.py audit      look for unsafe code (bandit) and for known holes in the packages (pip-audit); part of test
python3 run.py fuzz       try the readers of people's files with any bytes: [SECONDS] [READER] (Linux)
python3 run.py bench      measure speed, print medians
python3 run.py sample     write the synthetic data of data/contoh/ again
python3 run.py geometry   write the map shapes of static/peta/ again
python3 run.py translate  collect new texts into the English catalogue

Only the standard library is used here. uv is taken when it is on the PATH, otherwise venv and pip.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
# Peers that only the benchmark runs against never enter the app's own environment.
BENCH_ENVIRONMENT = ROOT / ".venv-bench"
APP = ["requirements.txt"]
TESTS = [*APP, "tests/requirements.txt"]
AUDIT_SECONDS = 120  # for all packages together
BENCH = [*TESTS, "tests/bench/requirements.txt"]


def call(*words: object, **options) -> None:
    """Run one command; a failure ends this script with the command's own exit code."""
    # The words stand in this file or were typed by whoever runs it.
    command = [str(word) for word in words]
    code = subprocess.run(command, cwd=ROOT, **options).returncode  # noqa: S603 # nosec B603
    if code:
        raise SystemExit(code)


def python_of(environment: Path) -> Path:
    """The interpreter of an environment, there or not yet."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(requirements: list[str], environment: Path = ENVIRONMENT) -> Path:
    """Make the environment and install pinned versions, unless that is done; returns its interpreter."""
    python = python_of(environment)
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in requirements)
    stamp = environment / f"installed-{len(requirements)}.sha256"
    wanted = hashlib.sha256((text + sys.version).encode()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        return python
    print(f"Memasang paket ke {environment.name} (sekali saja) ...", flush=True)
    files = [word for name in requirements for word in ("-r", name)]
    if uv := shutil.which("uv"):
        if not python.exists():
            call(uv, "venv", "--quiet", "--python", sys.executable, environment)
        call(uv, "pip", "install", "--quiet", "--python", python, *files)
    else:
        if not python.exists():
            call(sys.executable, "-m", "venv", environment)
        call(python, "-m", "pip", "install", "--quiet", *files)
    stamp.write_text(wanted)
    return python


def find_browser() -> str | None:
    """A Chromium-like browser on this machine: its path, or None."""
    named = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge"]
    fixed = [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ]
    found = [shutil.which(name) for name in named] + [name for name in fixed if Path(name).exists()]
    return next((path for path in found if path), None)


def install_browser() -> str | None:
    """The browser for the browser tests, installed with apt where this user may do that."""
    if found := find_browser():
        return found
    apt = shutil.which("apt-get")
    if apt and hasattr(os, "geteuid") and os.geteuid() == 0:
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run([apt, *words], **quiet)  # noqa: S603 # nosec B603 # fixed words
    return find_browser()


def vulnerabilities(report: str) -> list[str] | None:
    """Known holes in a report of pip-audit, a line each; None when the database told nothing about any package."""
    told = [one for one in json.loads(report)["dependencies"] if "vulns" in one]
    lines = [
        f"{one['name']} {one['version']}: {hole['id']}, diperbaiki di {', '.join(hole['fix_versions']) or '(belum ada)'}"
        for one in told
        for hole in one["vulns"]
    ]
    return lines if told else None


def look_up(python: Path, words: list[object], until: float) -> list[str] | None:
    """What pip-audit says within the time left; None when it cannot reach its database or does not end."""
    command = [python, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", "--timeout", "10", *words]
    try:
        ended = subprocess.run(  # noqa: S603 # nosec B603 # the environment's own Python and fixed words
            [str(word) for word in command], cwd=ROOT, capture_output=True, text=True, timeout=until - time.monotonic()
        )
        return vulnerabilities(ended.stdout)
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None


def audit_packages(python: Path) -> None:
    """Refuse packages with known holes, as far as a database of them can be reached from here."""
    until = time.monotonic() + AUDIT_SECONDS
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.txt"
        pinned = (line for line in (ROOT / APP[0]).read_text(encoding="utf-8").splitlines() if "==" in line)
        one.write_text(next(pinned), encoding="utf-8")
        for service in ("pypi", "osv"):
            # One package first: a database that cannot be reached takes as long for each.
            if look_up(python, ["-s", service, "--no-deps", "--disable-pip", "-r", one], until) is None:
                continue
            holes = look_up(python, ["-s", service, "--local"], until)
            if holes:
                raise SystemExit("Paket dengan celah yang sudah dikenal:\n" + "\n".join(holes))
            if holes is not None:
                print("pip-audit: tidak ada celah yang dikenal.", flush=True)
                return
    print("pip-audit: pusat data celah paket tidak terjangkau dari sini; paket tidak diperiksa.", flush=True)


def audit() -> None:
    """Static checks of the code, then the packages."""
    python = install(TESTS)
    call(python, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", "analysis", "pages", "streamlit_app.py", "run.py")
    audit_packages(python)


def test(words: list[str]) -> None:
    python = install(TESTS)
    browser = install_browser()
    if not browser and os.environ.get("CI"):
        raise SystemExit("Chromium tidak ada dan tidak dapat dipasang; di CI uji peramban wajib jalan.")
    environment = {**os.environ, "KONVERGENSI_BROWSER": browser or ""}
    call(python, "-m", "ruff", "check", ".")
    audit()
    call(python, "-m", "pytest", *words, env=environment)


def main(words: list[str]) -> None:
    if sys.version_info < (3, 11):  # noqa: UP036, who starts this may have any Python
        raise SystemExit("Konvergensi membutuhkan Python 3.11 atau lebih baru.")
    # Options without a verb are the app's: `run.py --server.port 8600`.
    verb, *rest = ["open", *words] if not words or words[0].startswith("-") else words
    if verb == "open":
        call(install(APP), "-m", "streamlit", "run", "streamlit_app.py", *rest)
    elif verb == "test":
        test(rest)
    elif verb == "audit":
        audit()
    elif verb == "fuzz":
        call(install(TESTS), "-m", "tests.fuzz", *rest)
    elif verb == "bench":
        python = install(BENCH, BENCH_ENVIRONMENT)
        environment = {**os.environ, "KONVERGENSI_BROWSER": install_browser() or ""}
        call(python, "-m", "tests.bench", *rest, env=environment)
    elif verb in ("sample", "geometry", "translate"):
        call(install(TESTS), "-m", "analysis", verb, *rest)
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        raise SystemExit(130) from None
