"""The same behaviour wherever the store lies: nothing is lost, nothing is overwritten in silence."""

import os
from datetime import UTC, datetime

import pandas as pd
import pytest

from analysis.sources.store import ROW, StoreError, changed_cells, open_store
from analysis.sources.store.places import open_place, without_credentials
from tests.sources.store.conftest import KALIDERES, KAPUK, at, one, row, shown
from tests.sources.store.saving import CONTEXT, save_once


def test_what_one_office_saves_another_reads_with_its_source(office):
    first, second = office(), office()
    assert second.state(fresh=True).frames == {}
    id = first.save(row(), oleh="Subanppeko Jakarta Barat", apa="Impor", berkas="barat.csv", sidik="ab" * 32)
    state = second.state(fresh=True)
    assert [(save.id, save.oleh, save.apa, save.berkas) for save in state.saves] == [
        (id, "Subanppeko Jakarta Barat", "Impor", "barat.csv")
    ]
    found = state.frames["balita"].iloc[0]
    assert (found["kode_kelurahan"], found["tahun"], found["diukur"]) == (KAPUK, 2024, 800)
    assert (found["jenis_data"], found["sumber_judul"], found["catatan"]) == (
        "diunggah",
        "barat.csv",
        "sha256 abababababab",
    )


def test_two_offices_that_write_different_cells_both_keep_their_work(office):
    first, second = office(), office()
    first.save(row(), oleh="a", apa="awal")
    base = second.state(fresh=True).frontier
    first.save(one("pendek", 60), oleh="a", apa="koreksi")
    second.save(one("diukur", 900), oleh="b", apa="koreksi", induk=base)
    for store in (first, second):
        assert (shown(store, "pendek"), shown(store, "diukur")) == (60, 900)
        assert store.state().conflicts.empty


@pytest.mark.parametrize("decides", [0, 1])
@pytest.mark.parametrize("earlier", [0, 1])
def test_the_same_cell_written_by_two_is_a_conflict_until_somebody_decides(office, decides, earlier):
    offices = [office(), office()]
    offices[0].save(row(), oleh="awal", apa="awal")
    base = offices[1].state(fresh=True).frontier
    for place in (earlier, 1 - earlier):
        offices[place].save(one("pendek", 60 + place), oleh=f"kantor {place}", apa="koreksi", induk=base)
    for store in offices:
        conflicts = store.state(fresh=True).conflicts
        assert set(zip(conflicts["oleh"], conflicts["nilai"], strict=True)) == {("kantor 0", "60"), ("kantor 1", "61")}
        assert conflicts["berlaku"].tolist() == [True, False]
        assert conflicts["nilai"][0] == str(shown(store, "pendek"))
    keep = changed_cells(one("pendek", 60 + decides), offices[decides].state())
    assert len(keep) == 1, "the value already shown must still be writable: that decides"
    offices[decides].save(keep, oleh="penengah", apa="memilih")
    for store in offices:
        assert shown(store, "pendek") == 60 + decides
        assert store.state().conflicts.empty


def test_two_who_write_the_same_value_have_no_conflict(office):
    first, second = office(), office()
    for store in (first, second):
        store.save(row(), oleh="x", apa="y", induk=())
    assert first.state(fresh=True).conflict_count == 0


def test_clocks_that_go_backwards_change_nothing(location, tables):
    early = at(location, tables, clock=lambda: datetime(2001, 1, 1, tzinfo=UTC))
    late = at(location, tables, clock=lambda: datetime(2099, 1, 1, tzinfo=UTC))
    late.save(row(pendek=50), oleh="a", apa="awal")
    early.save(one("pendek", 60), oleh="b", apa="koreksi")
    assert shown(late, "pendek") == 60
    assert late.state().conflicts.empty
    assert [save.kapan[:4] for save in late.state().saves] == ["2099", "2001"]
    history = late.state().cell_history("balita", "berkas", row()["kunci"][0], "pendek")
    assert history["nilai"].tolist() == ["50", "60"]


def test_two_processes_that_save_at_once_both_stand(location, tables):
    if location.startswith("memory"):
        pytest.skip("memory belongs to one process")
    at(location, tables).save(row(), oleh="awal", apa="awal")
    together = CONTEXT.Barrier(2)
    pipes = [CONTEXT.Pipe(duplex=False) for _ in range(2)]
    processes = [
        CONTEXT.Process(
            target=save_once, args=(location, dict(os.environ), f"kantor {place}", 60 + place, together, there)
        )
        for place, (_here, there) in enumerate(pipes)
    ]
    for process, (_here, there) in zip(processes, pipes, strict=True):
        process.start()
        there.close()
    ids = {here.recv() for here, _there in pipes}
    for process in processes:
        process.join()
    store = at(location, tables)
    assert len(ids) == 2 and ids <= {save.id for save in store.state(fresh=True).saves}
    assert set(store.state().conflicts["nilai"]) == {"60", "61"}


def test_a_deleted_row_is_gone_and_can_be_brought_back(office):
    store = office()
    store.save(pd.concat([row(), row(KALIDERES)]), oleh="a", apa="awal")
    before = store.state().saves[-1].id
    store.save(one(ROW, ""), oleh="a", apa="hapus")
    assert office().state(fresh=True).frames["balita"]["kode_kelurahan"].tolist() == [KALIDERES]
    store.save(store.cells_to_restore(before), oleh="a", apa="pulihkan")
    assert sorted(office().state(fresh=True).frames["balita"]["kode_kelurahan"]) == [KAPUK, KALIDERES]


def test_a_name_that_is_taken_is_never_written_again(location, tables):
    place = open_place(location)
    place.add("20260101T000000000000Z-00000000000000000000.parquet", b"pertama")
    with pytest.raises(FileExistsError):
        place.add("20260101T000000000000Z-00000000000000000000.parquet", b"kedua")
    name = "20260101T000000000000Z-00000000000000000000.parquet"
    assert place.read([name]) == {name: b"pertama"}
    store = open_store(tables, location)
    assert store.state(fresh=True).saves == []
    assert [problem.jenis for problem in store.problems] == ["simpanan_rusak"]


def test_credentials_are_never_shown():
    assert (
        without_credentials("postgresql://ani:ra@ha/sia@basis:5432/kota?password=x") == "postgresql://basis:5432/kota"
    )
    assert without_credentials("s3://kunci:rahasia@ember/kota?token=x") == "s3://ember/kota"


def test_postgresql_itself_refuses_to_change_or_remove_a_save(postgres_server, tables):
    import sqlalchemy

    location = postgres_server()
    open_store(tables, location).save(row(), oleh="a", apa="awal")
    engine = sqlalchemy.create_engine(sqlalchemy.make_url(location).set(drivername="postgresql+psycopg"))
    for statement in ("update simpanan set data = ''", "delete from simpanan", "truncate simpanan"):
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="tidak dapat diubah"), engine.begin() as connection:
            connection.execute(sqlalchemy.text(statement))
    assert len(open_store(tables, location).state(fresh=True).saves) == 1


def test_a_place_that_is_checked_holds_nothing_more_than_before(location, tables):
    place = open_place(location)
    place.check()
    assert place.names() == []
    at(location, tables).save(row(), oleh="a", apa="awal")
    names = place.names()
    for _again in range(2):
        place.check()
    assert open_place(location).names() == names
    assert open_store(tables, location).problems == []


def test_a_folder_that_nobody_saved_to_is_checked_and_not_made(tmp_path):
    open_place(str(tmp_path / "catatan")).check()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told_by_its_check(tmp_path, postgres_server):
    with pytest.raises(StoreError, match="tidak terjangkau"):
        open_place(str(tmp_path / "tiada" / "catatan")).check()
    location = postgres_server()
    place = open_place(location)
    place.check()
    import sqlalchemy

    engine = sqlalchemy.create_engine(sqlalchemy.make_url(location).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        name = sqlalchemy.make_url(location).database
        connection.execute(sqlalchemy.text(f"alter database {name} set default_transaction_read_only = on"))
    with pytest.raises(StoreError, match="hanya dapat dibaca"):
        open_place(location).check()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_is_told_by_the_check(tmp_path):
    import subprocess

    folder = tmp_path / "kecil"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("no right to mount here")
    try:
        place = open_place(str(folder))
        place.check()
        with pytest.raises(OSError, match="No space"), (folder / "penuh").open("wb") as file:
            while True:
                os.write(file.fileno(), b"0" * 4096)
        with pytest.raises(StoreError, match="penuh"):
            place.check()
    finally:
        subprocess.run(["umount", str(folder)], check=True)
