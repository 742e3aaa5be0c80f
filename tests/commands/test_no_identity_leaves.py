"""UU 27/2022: NIK, names and addresses are used in memory and go nowhere. Everything written is searched for them."""

import gzip
import io
import logging
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from analysis.output.captions import Caption
from analysis.output.tables_out import to_csv, to_xlsx
from analysis.sources.measurements import Options, read_measurements
from tests.commands.conftest import CASES
from tests.sources.measurements.conftest import EPPGBM, eppgbm

PLANTED = [
    "9912345678901234",
    "9900112233445566",
    "ZUBAEDAHQX",
    "SUKAESIHQX",
    "GANG BUNTUQX",
    "081987654321",
    "RT007QX",
]
WHO = {
    "NIK": PLANTED[0], "Nama": "ZUBAEDAHQX", "Nama Ortu": "SUKAESIHQX", "Alamat": "GANG BUNTUQX 3", "RT": "RT007QX",
}  # fmt: skip


def planted_export() -> bytes:
    """Identities where they belong and where faults put them."""
    shifted = eppgbm(WHO).decode().splitlines()[1].split(";")
    del shifted[4]
    rows = [
        *eppgbm(
            WHO,
            WHO,  # twice: told as a repeat
            WHO | {"NIK": "", "Berat": "abc", "JK": "?", "Desa/Kel": "KAPUKK"},
            WHO | {"Tgl Lahir": "31/02/2022", "Detail": "lihat " + PLANTED[1]},
            WHO | {"Posyandu": PLANTED[1], "Tinggi": PLANTED[1]},
        )
        .decode()
        .splitlines()[1:],
        ";".join(shifted),
        eppgbm(WHO).decode().splitlines()[1].replace("GANG", "GANG;BELOK"),
        eppgbm(WHO).decode().splitlines()[1].replace("SUKAESIHQX", '"SUKAESIHQX'),
    ]
    header = EPPGBM + ";No HP;Nama Ayah"
    return "\n".join([header, *(row + ";081987654321;SUKAESIHQX" for row in rows), ""]).encode()


def contents(folder: Path) -> bytes:
    """Every byte of every file under a folder, packed ones unpacked too."""
    found = []
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        data = file.read_bytes()
        found += [file.name.encode(), data]
        if data.startswith(b"\x1f\x8b"):
            found.append(gzip.decompress(data))
    return b"\n".join(found)


def assert_nobody_in(data: bytes) -> None:
    assert [text for text in PLANTED if text.encode() in data or text.encode("utf-16-le") in data] == []


@pytest.fixture
def places(tmp_path, monkeypatch):
    """An input, and every place to which something may be written; the input is not one of them."""
    source, written = tmp_path / "masukan/ekspor.csv", tmp_path / "ditulis"
    source.parent.mkdir()
    written.mkdir()
    source.write_bytes(planted_export())
    for name in ("HOME", "TMPDIR", "TEMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(written))
    monkeypatch.chdir(written)
    return source, written


def test_the_search_would_find_them(places):
    source, _written = places
    with pytest.raises(AssertionError):
        assert_nobody_in(source.read_bytes())


@pytest.mark.parametrize("verb", ["zscore", "prevalence", "quality", "check"])
def test_no_verb_writes_or_says_who_it_is_about(run, places, caplog, verb):
    source, written = places
    caplog.set_level(logging.DEBUG)
    words = [verb, source] if verb == "check" else [verb, source, "-o", written / "hasil.csv.gz"]
    said = run(*words)
    assert verb == "check" or b"umur" in contents(written)
    assert_nobody_in(contents(written) + said.out + said.err.encode() + caplog.text.encode())


def test_worker_processes_write_and_say_nothing_either(places):
    """A whole run with Dask: what it leaves in temporary folders is searched as well."""
    source, written = places
    copies = written.parent / "masukan"
    (copies / "kedua.csv").write_bytes(source.read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(CASES.parents[1]), "DASK_LOGGING__DISTRIBUTED": "debug"}
    words = [sys.executable, "-m", "analysis", "quality", copies, "-o", written / "q.csv", "--workers", "2"]
    said = subprocess.run(words, env=environment, capture_output=True, check=True)
    assert b"sudah tercatat" in said.stderr
    assert_nobody_in(contents(written) + said.stdout + said.stderr)


def test_what_an_import_leaves_behind_tells_nobody(places, caplog):
    """Frames as they are kept, cached, sent to workers and exported."""
    source, _written = places
    caplog.set_level(logging.DEBUG)
    found = read_measurements(source, source.name, Options(linked=True))
    assert len(found.frame) == 8 and found.frame["ganda"].sum() > 0
    table = found.problem_table(source.name)
    caption = Caption("a", "", "", "", "")
    xlsx = to_xlsx(found.frame.drop(columns="anak"), caption) + to_xlsx(table, caption)
    with zipfile.ZipFile(io.BytesIO(to_xlsx(table, caption))) as book:
        unpacked = b"".join(book.read(name) for name in book.namelist())
    said = "\n".join(map(str, found.problems)) + repr(found) + repr(found.frame) + caplog.text
    for data in (pickle.dumps(found), to_csv(found.frame, caption), xlsx, unpacked, said.encode()):
        assert_nobody_in(data)
