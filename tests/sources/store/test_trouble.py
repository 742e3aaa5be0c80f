"""Damaged, changed and foreign files, and places that fail: one sentence, and everything else goes on."""

import errno
import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analysis import language
from analysis.sources.store import CELLS, ROW, Store, StoreError, open_store
from analysis.sources.store.errors import of_system
from analysis.sources.store.places import open_place
from tests.sources.store.conftest import KALIDERES, one, row, shown


def kinds(store: Store) -> list[str]:
    store.state(fresh=True)
    return [problem.jenis for problem in store.problems]


@pytest.fixture
def kept(tmp_path, tables) -> tuple[Path, list[str]]:
    """A folder with two saves."""
    store = open_store(tables, str(tmp_path))
    return tmp_path, [store.save(row(), oleh="a", apa="awal"), store.save(row(KALIDERES), oleh="a", apa="lain")]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[:-1],
        lambda data: data[:60] + bytes([data[60] ^ 1]) + data[61:],
        lambda data: b"",
        lambda data: b"%PDF",
    ],
)
def test_a_changed_file_is_left_out_and_named(kept, tables, change):
    folder, (first, second) = kept
    file = folder / f"{second}.parquet"
    file.write_bytes(change(file.read_bytes()))
    store = open_store(tables, str(folder))
    assert kinds(store) == ["simpanan_rusak"]
    assert str(store.problems[0]).startswith(f"{second}.parquet: isi berkas simpanan ini rusak atau diubah")
    assert [save.id for save in store.state().saves] == [first]
    assert shown(store, "diukur") == 800


def test_a_file_that_was_still_being_copied_is_read_once_it_is_whole(kept, tables):
    folder, (_first, second) = kept
    file = folder / f"{second}.parquet"
    whole = file.read_bytes()
    file.write_bytes(whole[:100])
    store = open_store(tables, str(folder))
    assert kinds(store) == ["simpanan_rusak"]
    file.write_bytes(whole)
    assert kinds(store) == []
    assert len(store.state().saves) == 2


def test_foreign_files_are_named_and_left_alone(kept, tables):
    folder, _ids = kept
    (folder / "catatan rapat.docx").write_bytes(b"x")
    (folder / "9973010101900001.txt").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    store = open_store(tables, str(folder))
    assert kinds(store) == ["bukan_simpanan", "bukan_simpanan"]
    assert "9973010101900001" not in " ".join(map(str, store.problems))
    assert shown(store, "diukur") == 800


def test_a_lost_parent_is_named_and_no_work_is_lost(kept, tables):
    folder, (first, _second) = kept
    store = open_store(tables, str(folder))
    store.save(one("pendek", 60), oleh="a", apa="koreksi")
    (folder / f"{first}.parquet").unlink()
    assert kinds(store) == ["simpanan_hilang"]
    assert shown(store, "pendek") == 60, "what was read stays readable"
    assert kinds(open_store(tables, str(folder))) == ["induk_hilang"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EIO, errno.ESTALE])
def test_every_error_of_the_system_is_a_sentence_that_says_what_to_do(number):
    sentence = str(of_system(OSError(number, "strerror"), "/srv/catatan"))
    assert "/srv/catatan" in sentence and sentence.endswith(".") and "strerror" not in sentence


FULL = """
import resource, signal, sys
from analysis.sources.catalog import load_catalog
from analysis.sources.store import StoreError, open_store
from tests.sources.store.conftest import row
store = open_store(load_catalog().tables, sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    store.save(row(), oleh="a", apa="awal")
except StoreError as error:
    print(error.jenis, len(store.state(fresh=True).saves))
"""
FORBIDDEN = """
import os, sys
from analysis.sources.catalog import load_catalog
from analysis.sources.store import StoreError, open_store
from tests.sources.store.conftest import row
store = open_store(load_catalog().tables, sys.argv[1])
if os.geteuid() == 0:
    os.setuid(65534)
try:
    store.save(row(), oleh="a", apa="awal", induk=())
except StoreError as error:
    print(error.jenis, len(store.state(fresh=True).saves))
"""


def run_apart(program: str, folder: Path) -> str:
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of a process as POSIX has them")
def test_no_room_for_the_whole_file_leaves_nothing_behind(kept):
    """A real process whose files may not grow beyond 100 bytes: the write stops half-way."""
    folder, ids = kept
    assert run_apart(FULL, folder) == "penuh 2"
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{id}.parquet" for id in ids)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="users as POSIX has them")
def test_a_folder_without_rights_can_still_be_read(kept):
    folder, _ids = kept
    for part in [folder, *folder.parents]:
        if part.owner() == "root" and part.name.startswith(("pytest", "popen")):
            part.chmod(0o755)
    folder.chmod(0o555)
    try:
        assert run_apart(FORBIDDEN, folder) == "izin 2"
    finally:
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("location", "jenis"),
    [
        ("/tiada/sama/sekali", "tak_terjangkau"),
        ("tiada://ember/kota", "alamat_asing"),
        ("gs://ember/kota", "perlu_paket"),
        ("postgresql://ani:rahasia@127.0.0.1:1/kota", "tak_terjangkau"),
        ("postgresql://ani:rahasia@127.0.0.1:bukan/kota", "alamat_asing"),
    ],
)
def test_a_place_that_cannot_be_reached_leaves_an_app_that_reads(tables, location, jenis):
    store = Store(open_place(location), tables)
    assert store.state(fresh=True).frames == {}
    assert store.trouble.jenis == jenis
    with pytest.raises(StoreError) as refused:
        store.save(row(), oleh="a", apa="awal", induk=())
    assert refused.value.jenis == jenis
    for speech in ("id", "en"):
        language.use(speech)
        assert "rahasia" not in str(refused.value)


def test_a_place_that_goes_away_leaves_what_was_read(kept, tables):
    folder, _ids = kept
    store = open_store(tables, str(folder))
    assert shown(store, "diukur") == 800
    folder.rename(folder.with_name("lepas"))
    assert shown(store, "diukur") == 800
    assert store.trouble.jenis == "tak_terjangkau"
    folder.with_name("lepas").rename(folder)
    assert shown(store, "diukur") == 800 and store.trouble is None


def test_who_and_what_are_one_line_each(tmp_path, tables):
    store = open_store(tables, str(tmp_path))
    store.save(row(), oleh="Dinas\nKesehatan" + "x" * 99, apa="a\tb", berkas="c\x00d.csv")
    save = open_store(tables, str(tmp_path)).state(fresh=True).saves[0]
    assert save.oleh.startswith("Dinas Kesehatanxxx") and len(save.oleh) == 60
    assert (save.apa, save.berkas) == ("a b", "c d.csv")


FORGED = [
    ("balita", "berkas", "{", "diukur", "1"),
    ("balita", "berkas", "[" * 5000, "diukur", "1"),
    ("balita", "berkas", '["31.73.01.1005"]', ROW, "1"),
    ("balita", "berkas", '["3173011005",2024]', ROW, "1"),
    ("balita", "berkas", '[["x"],{"y":1}]', ROW, "1"),
    ("balita", "tiada", '["31.73.01.1005",2029]', ROW, "1"),
    ("balita", "berkas", '["31.73.01.1005",2024]', "kolom lain", "1"),
    ("tabel lain", "berkas", '["31.73.01.1005",2024]', ROW, "1"),
]


@pytest.mark.parametrize("cell", FORGED)
def test_a_well_formed_save_with_nonsense_in_it_breaks_nothing(kept, tables, cell):
    """A newer version of the app, or somebody with bad intent, may write whatever has the right hash."""
    folder, _ids = kept
    open_store(tables, str(folder)).save(pd.DataFrame([cell], columns=CELLS), oleh="x", apa="y")
    store = open_store(tables, str(folder))
    assert shown(store, "diukur") == 800 and len(store.state().frames["balita"]) == 2
    assert store.state().conflicts.empty
    assert isinstance(list(map(str, store.state().problems)), list)
    assert len(store.state().by_source("balita")) == 2


def test_a_small_file_that_asks_for_all_memory_is_left_out(kept, tables):
    folder, _ids = kept
    bomb = pa.table({name: pa.array(["0"] * 21_000_000).dictionary_encode() for name in CELLS})
    sink = io.BytesIO()
    pq.write_table(bomb, sink, compression="zstd")
    data = sink.getvalue()
    assert len(data) < 1_000_000
    name = f"20260101T000000000000Z-{hashlib.sha256(data).hexdigest()[:20]}.parquet"
    (folder / name).write_bytes(data)
    store = open_store(tables, str(folder))
    assert kinds(store) == ["simpanan_rusak"]
    assert shown(store, "diukur") == 800
