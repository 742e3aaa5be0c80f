"""Backup and restore: what comes back is the same store, and what is no backup changes nothing."""

import io
import json
import multiprocessing
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from analysis.sources import backup
from analysis.sources.backup import BackupError, back_up, packed, parts, restore
from analysis.sources.store import cells_of_rows, open_store
from tests.sources.store.conftest import row

CONTEXT = multiprocessing.get_context("spawn")


@pytest.fixture
def kept(tmp_path, tables):
    """A folder with a history: an import, two corrections that do not know of each other, a deletion and a restore."""
    store = open_store(tables, str(tmp_path / "catatan"))
    first = store.save(row(), oleh="Subanppeko", apa="Impor", berkas="barat.csv", sidik="ab" * 32)
    base = store.state().frontier
    for place, count in enumerate((60, 61)):
        store.save(row(pendek=count), oleh=f"kantor {place}", apa="Koreksi", induk=base)
    frame = pd.DataFrame([{"kode_kelurahan": "31.73.06.1001", "tahun": 2024, "balita_sasaran": 9, "diukur": 8}])
    store.save(cells_of_rows("balita", frame.assign(pendek=0, sangat_pendek=0), "eppgbm"), oleh="b", apa="Impor lagi")
    store.save(store.cells_to_restore(first), oleh="b", apa="Pulihkan", memulihkan=first)
    return store


def same(one, other) -> None:
    """Two stores that nothing tells apart but their place."""
    left, right = one.state(fresh=True), other.state(fresh=True)
    assert [save.id for save in left.saves] == [save.id for save in right.saves]
    assert left.frontier == right.frontier and one.problems == other.problems
    pd.testing.assert_frame_equal(left.conflicts, right.conflicts)
    pd.testing.assert_frame_equal(left.cells, right.cells)
    assert left.frames.keys() == right.frames.keys()
    for table, frame in left.frames.items():
        pd.testing.assert_frame_equal(right.frames[table], frame)


@pytest.mark.parametrize("kind", ["folder", "s3", "postgres"])
def test_restored_to_any_kind_of_place_it_is_the_same_store_and_back_again(kind, kept, tables, tmp_path, request):
    target = {
        "folder": lambda: str(tmp_path / "baru"),
        "s3": lambda: request.getfixturevalue("s3_server") or f"s3://konvergensi/{tmp_path.name}",
        "postgres": lambda: request.getfixturevalue("postgres_server")(),
    }[kind]()
    done = back_up(parts(kept.location), tmp_path / "a.zip")
    assert (done.berkas, done.rusak) == (5, ())
    assert restore(parts(target), tmp_path / "a.zip").berkas == 5
    same(kept, open_store(tables, target))
    back_up(parts(target), tmp_path / "b.zip")
    restore(parts(str(tmp_path / "lagi")), tmp_path / "b.zip")
    same(kept, open_store(tables, str(tmp_path / "lagi")))


def test_a_backup_names_its_version_and_every_hash_and_holds_nothing_else(kept, tmp_path):
    import hashlib

    back_up(parts(kept.location), tmp_path / "a.zip")
    archive = zipfile.ZipFile(tmp_path / "a.zip")
    about = json.loads(archive.read("isi.json"))
    assert (about["jenis"], about["versi"]) == ("konvergensi-cadangan", backup.__version__)
    assert {name: mark for name, _size, mark in about["berkas"]} == {
        f"simpanan/{path.name}": hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(kept.location).iterdir()
    }
    assert len(archive.namelist()) == 6
    assert (tmp_path / "a.zip").stat().st_mode & 0o077 == 0, "others on this machine may read it"


def keep_saving(location: str, ready, stop) -> None:
    store = open_store({}, location)
    count = 0
    while not stop.is_set() or count < 3:
        store.save(row(diukur=800 + count % 100), oleh="kantor", apa="Koreksi")
        count += 1
        if count == 3:
            ready.set()


def test_a_backup_made_while_others_save_is_whole(kept, tables, tmp_path):
    ready, stop = CONTEXT.Event(), CONTEXT.Event()
    offices = [CONTEXT.Process(target=keep_saving, args=(kept.location, ready, stop)) for _place in range(2)]
    for office in offices:
        office.start()
    try:
        assert ready.wait(120)
        made = [back_up(parts(kept.location), tmp_path / f"{place}.zip").berkas for place in range(8)]
    finally:
        stop.set()
        for office in offices:
            office.join(60)
    assert made == sorted(made) and made[-1] > 8
    for place, count in enumerate(made):
        target = str(tmp_path / f"baru{place}")
        restore(parts(target), tmp_path / f"{place}.zip")
        again = open_store(tables, target)
        assert len(again.state(fresh=True).saves) == count
        assert again.problems == [], "a save is there and what it stands on is not"


def test_a_restore_that_was_broken_off_is_seen_and_goes_on(kept, tables, tmp_path):
    back_up(parts(kept.location), tmp_path / "a.zip")
    archive = zipfile.ZipFile(tmp_path / "a.zip")
    names = [name for name, _size, _hash in json.loads(archive.read("isi.json"))["berkas"]]
    for written in range(1, len(names)):
        folder = tmp_path / f"separuh{written}"
        folder.mkdir()
        for name in names[:written]:
            (folder / Path(name).name).write_bytes(archive.read(name))
        half = open_store(tables, str(folder))
        half.state(fresh=True)
        assert [problem.jenis for problem in half.problems if problem.jenis == "induk_hilang"], "half looks whole"
        assert restore(parts(str(folder)), tmp_path / "a.zip").sudah == written
        same(kept, open_store(tables, str(folder)))
    assert restore(parts(str(folder)), tmp_path / "a.zip").sudah == len(names), "once more changes nothing"


def test_a_place_with_other_work_in_it_is_left_alone(kept, tables, tmp_path):
    back_up(parts(kept.location), tmp_path / "a.zip")
    other = open_store(tables, str(tmp_path / "lain"))
    other.save(row(), oleh="x", apa="y")
    before = sorted(path.name for path in (tmp_path / "lain").iterdir())
    with pytest.raises(BackupError, match="sudah berisi catatan lain"):
        restore(parts(other.location), tmp_path / "a.zip")
    assert sorted(path.name for path in (tmp_path / "lain").iterdir()) == before


def rewritten(data: bytes, change, compression=zipfile.ZIP_STORED) -> bytes:
    """The backup with `change({name: bytes}, manifest)` done to it."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    files = {name: archive.read(name) for name in archive.namelist()}
    about = json.loads(files.pop("isi.json"))
    change(files, about)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as again:
        for name, content in {**files, "isi.json": json.dumps(about)}.items():
            again.writestr(name, content)
    return out.getvalue()


def renamed(name: str):
    def change(files, about):
        old = about["berkas"][0][0]
        files[name] = files.pop(old)
        about["berkas"][0][0] = name

    return change


def one_bit(files, about):
    name = about["berkas"][-1][0]
    files[name] = files[name][:40] + bytes([files[name][40] ^ 1]) + files[name][41:]


def bomb(files, about):
    import hashlib

    zeros = b"\0" * 50_000_000
    files[about["berkas"][0][0]] = zeros
    about["berkas"][0][1:] = [len(zeros), hashlib.sha256(zeros).hexdigest()]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data[:-30],
        lambda data: b"",
        lambda data: b"%PDF-1.7",
        lambda data: data[:5000] + bytes([data[5000] ^ 1]) + data[5001:],
        lambda data: rewritten(data, one_bit),
        lambda data: rewritten(data, bomb, zipfile.ZIP_DEFLATED),
        lambda data: rewritten(data, lambda files, about: files.pop(about["berkas"][0][0])),
        lambda data: rewritten(data, lambda files, about: about["berkas"].pop()),
        lambda data: rewritten(data, lambda files, about: files.update({"../../tmp/x": b"x"})),
        lambda data: rewritten(data, renamed("simpanan/../../lari.parquet")),
        lambda data: rewritten(data, renamed("simpanan//etc/lari.parquet")),
        lambda data: rewritten(data, renamed("simpanan/..\\lari.parquet")),
        lambda data: rewritten(data, renamed("lain/20260101T000000000000Z-00000000000000000000.parquet")),
        lambda data: rewritten(data, lambda files, about: about.update(jenis="lain")),
        lambda data: rewritten(data, lambda files, about: about.update(berkas=5)),
        lambda data: rewritten(data, lambda files, about: about.pop("skema")),
    ],
)
def test_what_is_no_whole_backup_is_refused_in_a_sentence_and_nothing_is_written(damage, kept, tmp_path):
    data = packed(parts(kept.location))
    (tmp_path / "a.zip").write_bytes(damage(data))
    with pytest.raises(BackupError) as refused:
        restore(parts(str(tmp_path / "baru")), tmp_path / "a.zip")
    assert str(refused.value).startswith("a.zip: bukan cadangan Konvergensi yang utuh")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "catatan"]


def test_a_zip_whose_entries_lie_on_top_of_each_other_is_refused(kept, tmp_path):
    """Every entry is told as stored and whole, but they share their bytes: a small file that would grow."""
    data = bytearray(packed(parts(kept.location)))
    # The second entry of the directory points at the first one's bytes.
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 4)
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    (tmp_path / "a.zip").write_bytes(bytes(data))
    with pytest.raises(BackupError, match="bukan cadangan"):
        restore(parts(str(tmp_path / "baru")), tmp_path / "a.zip")


def test_a_backup_of_a_later_scheme_says_so(kept, tmp_path):
    data = rewritten(packed(parts(kept.location)), lambda files, about: about.update(skema=2, versi="9.0"))
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(BackupError, match=r"versi 9\.0 yang lebih baru"):
        restore(parts(str(tmp_path / "baru")), tmp_path / "a.zip")


def test_a_damaged_save_is_kept_as_it_is_and_named(kept, tables, tmp_path):
    path = sorted(Path(kept.location).iterdir())[-1]
    path.write_bytes(path.read_bytes()[:-3])
    assert back_up(parts(kept.location), tmp_path / "a.zip").rusak == (path.name,)
    restore(parts(str(tmp_path / "baru")), tmp_path / "a.zip")
    same(open_store(tables, kept.location), open_store(tables, str(tmp_path / "baru")))


def test_an_older_backup_stays_when_a_new_one_fails(kept, tmp_path):
    back_up(parts(kept.location), tmp_path / "a.zip")
    before = (tmp_path / "a.zip").read_bytes()
    with pytest.raises(Exception, match="tidak terjangkau"):
        back_up(parts(str(tmp_path / "tiada" / "catatan")), tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "catatan"]


def test_records_of_use_are_in_the_backup_and_whole_again(kept, tables, tmp_path):
    from analysis.sources.usage import open_log

    log = open_log(kept)
    for name in ("a", "b"):
        log.note("unduh", akun=f"{name}@kota.go.id", peran="admin", rincian="peta")
    open_log(kept).note("masuk", akun="c@kota.go.id", peran="publik")
    assert back_up(parts(kept.location), tmp_path / "a.zip").berkas == 8
    restore(parts(str(tmp_path / "baru")), tmp_path / "a.zip")
    again = open_log(open_store(tables, str(tmp_path / "baru")))
    assert again.read() == log.read() and again.problems == []
