"""The container file and the systemd unit, as far as they can be tried without a container engine."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.running import answers, free_port, wait_until_healthy

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "operasi/konvergensi.service"
# Directives of the file as (word, rest), line continuations joined.
DIRECTIVES = [
    tuple(line.split(None, 1))
    for line in re.sub(r"\\\n\s*", "", (ROOT / "operasi/Containerfile").read_text(encoding="utf-8")).splitlines()
    if line.strip() and not line.startswith("#")
]


def every(word: str) -> list[str]:
    return [rest for one, rest in DIRECTIVES if one == word]


def image_environment() -> dict[str, str]:
    return dict(pair.split("=", 1) for rest in every("ENV") for pair in rest.split())


@pytest.fixture
def image(tmp_path) -> Path:
    """What the image's folder would hold: only what COPY puts there, as .gitignore would let it through."""
    folder = tmp_path / "srv"
    for rest in every("COPY"):
        *sources, target = rest.split()
        for source in sources:
            origin, there = ROOT / source, folder / target
            if origin.is_dir():
                shutil.copytree(origin, there, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                there.mkdir(parents=True, exist_ok=True)
                shutil.copy(origin, there)
    return folder


def test_every_copied_path_is_there_and_no_secret_and_no_test_is_among_them():
    copied = [source for rest in every("COPY") for source in rest.split()[:-1]]
    assert all((ROOT / source).exists() for source in copied)
    assert not {"konvergensi.toml", "catatan/", "tests/", ".", "./"} & set(copied)


def test_the_image_installs_what_the_app_runs_with_and_nothing_of_the_tests(tmp_path):
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    (install,) = [rest for rest in every("RUN") if "pip install" in rest]
    choose = install.split(" && ")[0].replace("/tmp/app.txt", "app.txt")  # noqa: S108
    subprocess.run(["sh", "-c", choose], cwd=tmp_path, check=True)

    def packages(path: Path) -> set[str]:
        return {line for line in path.read_text().splitlines() if line and not line.startswith("#")}

    left_out = packages(tmp_path / "requirements.txt") - packages(tmp_path / "app.txt")
    assert {line.split("==")[0] for line in left_out} == {"pytest"}
    assert all("==" in line for line in packages(tmp_path / "app.txt")), "a version that is not pinned"


def test_it_runs_without_rights_and_asks_for_a_login():
    assert every("USER") == ["konvergensi"]
    words = [word for word, _rest in DIRECTIVES]
    assert words.index("USER") < words.index("CMD")
    environment = image_environment()
    assert environment["STREAMLIT_SERVER_ADDRESS"] == "0.0.0.0"  # noqa: S104
    # A settings file that is missing is told, and without it nobody but the container itself is answered.
    assert environment["KONVERGENSI_PENGATURAN"].startswith("/etc/konvergensi/")
    assert environment["KONVERGENSI_PENYIMPANAN"].startswith(every("VOLUME")[0])


def test_its_command_serves_from_what_was_copied_and_writes_nothing_there(image, tmp_path):
    before = sorted(path.relative_to(image) for path in image.rglob("*"))
    port = free_port()
    environment = {
        **{name: text for name, text in os.environ.items() if not name.startswith(("KONVERGENSI_", "STREAMLIT_"))},
        **image_environment(),
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1",
        "STREAMLIT_SERVER_PORT": str(port),
        "KONVERGENSI_PENYIMPANAN": str(tmp_path / "catatan"),
        "HOME": str(tmp_path),
    }
    command = json.loads(every("CMD")[0])
    (check,) = every("HEALTHCHECK")
    check = json.loads(check.split(" CMD ")[1])
    process = subprocess.Popen(
        [sys.executable, *command[1:]],
        cwd=image,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until_healthy(process, f"http://127.0.0.1:{port}/readyz")
        assert subprocess.run([sys.executable, *check[1:]], env=environment).returncode == 0
        # Nothing else, as long as nobody has said who may sign in.
        assert not answers(f"http://127.0.0.1:{port}/")
    finally:
        process.terminate()
        said = process.communicate(timeout=30)[1]
    assert subprocess.run([sys.executable, *check[1:]], env=environment, capture_output=True).returncode != 0
    assert sorted(path.relative_to(image) for path in image.rglob("*")) == before
    told = [json.loads(line) for line in said.splitlines()]
    assert [line["jenis"] for line in told if line["tingkat"] == "WARNING"] == ["tak_ada"], "no settings file was given"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not on this machine")
class TestUnit:
    def test_systemd_finds_nothing_wrong_with_it(self, tmp_path):
        unit = tmp_path / UNIT.name
        unit.write_text(UNIT.read_text().replace("/opt/konvergensi/.venv/bin/python", sys.executable))
        done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
        assert done.returncode == 0 and UNIT.name not in done.stderr, done.stderr

    def test_it_is_exposed_little(self):
        words = ["systemd-analyze", "security", "--offline=true", "--threshold=15", UNIT]
        done = subprocess.run(words, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-200:]  # 1.5 of 10 at most


def test_the_unit_starts_the_app_as_the_container_does():
    text = UNIT.read_text()
    (start,) = re.findall(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert shlex.split(start)[1:] == json.loads(every("CMD")[0])[1:]
    for line in ("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "StateDirectory=konvergensi"):
        assert f"\n{line}\n" in text
