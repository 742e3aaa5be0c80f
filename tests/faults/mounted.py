"""Real trouble with a disk, in a name space of mounts of its own: `unshare -m python -m tests.faults.mounted WHAT FOLDER`.

A user works in the app while the disk fills up, becomes read-only or goes away. Each step is asserted here; the test
that starts this looks at the exit code. Root is needed: who else may mount?
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.pages.test_entry_tab import edit, errors, good, open_entry, press
from tests.pages.test_every_page import open_page, texts

CHANGED = "4 sel berubah di 1 baris"
OTHERS = ("ringkasan", "lokus_kelurahan", "manajemen_data")


def mount(*words: object) -> None:
    subprocess.run(["mount", *map(str, words)], check=True)


def small_disk(folder: Path) -> None:
    mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", folder)


def typed():
    """A session in which somebody typed a row and gave a name."""
    app = edit(open_entry(), edited_rows={"4": good()})
    return app.text_input(key="pencatat").set_value("Subanppeko").run()


def refused(app, words: str) -> None:
    """Recording says the sentence; what was typed is still there, and other pages work for everybody."""
    press(app, "Catat")
    assert words in errors(app), errors(app)
    assert CHANGED in texts(app)
    for page in OTHERS:
        assert not open_page(page).exception, page


def recorded(app, folder: Path, saves: int = 1) -> None:
    """The same session records once the trouble is over; the folder holds the saves and nothing else."""
    press(app, "Catat")
    assert errors(app) == "" and CHANGED not in texts(app)
    names = [path.name for path in folder.iterdir()]
    assert len(names) == saves and all(name.endswith(".parquet") for name in names), names
    assert "Subanppeko" in open_page("manajemen_data").header[0].value


def fill(folder: Path) -> Path:
    ballast = folder.with_name(folder.name + "-penuh")
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return ballast


def full(disk: Path) -> None:
    small_disk(disk)
    folder = disk / "catatan"
    folder.mkdir()
    app = typed()
    ballast = fill(folder)
    refused(app, "penuh; kosongkan sebagian")
    assert list(folder.iterdir()) == []
    ballast.unlink()
    recorded(app, folder)


def read_only(disk: Path) -> None:
    small_disk(disk)
    folder = disk / "catatan"
    folder.mkdir()
    app = typed()
    mount("-o", "remount,ro", disk)
    refused(app, "hanya dapat dibaca")
    mount("-o", "remount,rw", disk)
    recorded(app, folder)


def gone(disk: Path) -> None:
    """A network drive that goes away leaves the empty folder that it was mounted on, and comes back with its saves."""
    drive = disk.with_name("jauh")
    drive.mkdir()
    small_disk(drive)
    mount("--bind", drive, disk)
    recorded(typed(), disk)
    app = edit(open_entry(), edited_rows={"3": good()})
    app.text_input(key="pencatat").set_value("Subanppeko").run()
    subprocess.run(["umount", disk], check=True)
    refused(app, "tidak terjangkau")
    assert list(disk.iterdir()) == [], "nothing is saved where the drive will hide it"
    assert "Subanppeko" in open_page("manajemen_data").header[0].value, "what was read stays"
    mount("--bind", drive, disk)
    recorded(app, disk, 2)


def absent(disk: Path) -> None:
    """The drive is not there when the app starts."""
    folder = disk / "drive" / "catatan"
    app = typed()
    assert any("tidak terjangkau" in warning.value for warning in app.warning)
    refused(app, "tidak terjangkau")
    assert not folder.parent.exists()
    folder.parent.mkdir()
    recorded(app, folder)


if __name__ == "__main__":
    what, disk = globals()[sys.argv[1]], Path(sys.argv[2])
    os.environ["KONVERGENSI_PENYIMPANAN"] = str(
        {"full": disk / "catatan", "read_only": disk / "catatan", "gone": disk, "absent": disk / "drive" / "catatan"}[
            sys.argv[1]
        ]
    )
    what(disk)
