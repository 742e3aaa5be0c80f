"""Uses are added one by one at every kind of place, told apart from saves, and never hold what is anybody's own."""

from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy

from analysis.sources.store import CELLS, StoreError, open_store
from analysis.sources.usage import Log, listed, open_log
from tests.sources.usage.conftest import kinds, log_at

NIK = "9973065208990001"


def details(log: Log) -> list[str]:
    return [use.rincian for use in sorted(log.read().values(), key=lambda use: use.nomor)]


def test_what_one_process_notes_another_reads_and_the_store_does_not_meet_it(process, location):
    one, other = process(), process()
    one.note("unduh", akun="ani@kota.go.id", peran="perencana", rincian="peta.png · 31.73 · 2024")
    one.note("keluar", akun="ani@kota.go.id", peran="perencana")
    uses = sorted(other.read().values(), key=lambda use: use.nomor)
    assert [(use.akun, use.peran, use.apa, use.rincian) for use in uses] == [
        ("ani@kota.go.id", "perencana", "unduh", "peta.png · 31.73 · 2024"),
        ("ani@kota.go.id", "perencana", "keluar", ""),
    ]
    assert kinds(other) == []
    store = open_store({}, location)
    assert store.state(fresh=True).saves == [] and store.problems == [] and store.trouble is None


def test_saves_and_uses_lie_beside_each_other(process, location):
    store, log = open_store({}, location), process()
    store.save(pd.DataFrame([("balita", "berkas", "[1]", "_baris", "1")], columns=CELLS), oleh="a", apa="b", induk=())
    log.note("masuk")
    again = open_store({}, location)
    assert len(again.state(fresh=True).saves) == 1 and again.problems == []
    assert len(process().read()) == 1


def test_reading_again_reads_only_what_is_new(process):
    log = process()
    log.note("masuk")
    first = log.read()
    assert log.read() is first
    log.note("keluar")
    assert len(log.read()) == 2


def test_each_record_names_the_one_before_and_a_new_process_the_ends_it_found(process):
    one = process()
    first, second = one.note("masuk"), one.note("keluar")
    other = process().note("masuk")
    assert (first.nomor, first.sebelum, second.nomor, second.sebelum) == (0, "", 1, first.id)
    assert other.proses != first.proses and other.saksi == (second.id,)


def test_the_database_refuses_to_change_or_remove_a_record(postgres_server):
    location = postgres_server()
    log_at(location).note("masuk")
    engine = sqlalchemy.create_engine(sqlalchemy.make_url(location).set(drivername="postgresql+psycopg"))
    for statement in ("update penggunaan set data = ''", "delete from penggunaan", "truncate penggunaan"):
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="tidak dapat diubah"), engine.begin() as connection:
            connection.execute(sqlalchemy.text(statement))
    assert len(log_at(location).read()) == 1


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (NIK, "…"),
        (f"anak {NIK}.csv", "anak ….csv"),
        ("9973 0652 0899 0001", "…"),
        ("0812-3456-7890-123", "…"),
        ("081234567890", "…"),
        ("peta.png · 31.73.01.1005 · 2024", "peta.png · 31.73.01.1005 · 2024"),
        ("rilis 2024-2026-11-22", "rilis 2024-2026-11-22"),
        ("dua\nbaris\x00", "dua baris"),
        ("x" * 500, "x" * 159 + "…"),
    ],
)
def test_a_detail_is_one_short_line_without_long_numbers(tmp_path, written, kept):
    assert log_at(str(tmp_path)).note("unduh", rincian=written).rincian == kept


def test_a_place_that_cannot_be_written_is_a_sentence_and_the_missed_use_is_counted_later(tmp_path):
    place = tmp_path / "catatan"
    log = log_at(str(place))
    log.note("masuk")
    (place / "penggunaan").rename(tmp_path / "aman")
    (place / "penggunaan").write_bytes(b"bukan folder")
    for _turn in range(2):
        with pytest.raises(StoreError, match="tidak terjangkau"):
            log.note("unduh")
    (place / "penggunaan").unlink()
    (tmp_path / "aman").rename(place / "penggunaan")
    after = log.note("keluar")
    assert after.luput == 2 and log.note("masuk").luput == 0
    assert kinds(log_at(str(place))) == []


def test_a_network_drive_that_is_absent_is_not_replaced_by_a_new_folder(tmp_path):
    log = log_at(str(tmp_path / "jaringan" / "catatan"))
    with pytest.raises(StoreError, match="tidak terjangkau"):
        log.note("masuk")
    with pytest.raises(StoreError, match="tidak terjangkau"):
        log.read()
    assert list(tmp_path.iterdir()) == []


def test_a_clock_that_goes_back_breaks_no_chain(tmp_path):
    times = iter(
        [datetime(2026, 11, 22, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)]
    )
    log = Log(open_store({}, str(tmp_path)).beside("penggunaan"), clock=lambda: next(times))
    for turn in ("a", "b", "c"):
        log.note("unduh", rincian=turn)
    again = log_at(str(tmp_path))
    assert kinds(again) == [] and details(again) == ["a", "b", "c"]


def test_the_list_holds_saves_by_their_kind_beside_uses_newest_first(tmp_path):
    store = open_store({}, str(tmp_path))

    def save(table: str, berkas: str = "") -> None:
        cells = pd.DataFrame([(table, "entri", '["x"]', "_baris", "1")], columns=CELLS)
        store.save(cells, oleh="Bappeda", apa="apa saja", berkas=berkas)

    save("balita", f"anak {NIK}.csv")
    save("balita")
    save("rilis")
    save("peran")
    log = open_log(store)
    log.note("unduh", akun="ani@kota.go.id", rincian="peta.png")
    rows = listed(log.read().values(), store.state(fresh=True).saves)
    assert rows["apa"].tolist() == ["unduh", "peran", "terbit", "ubah", "impor"]
    last = rows.iloc[-1]
    assert (last["akun"], last["rincian"], last["tabel"], last["sel"]) == ("Bappeda", "anak ….csv", "balita", 1)
    assert NIK not in "".join(map(str, store.state().saves[0].__dict__.values()))
