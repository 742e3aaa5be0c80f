"""A small save touches little: the rest of the state is carried over and equals what a fresh start would work out."""

import threading

import pandas as pd

from analysis.sources.store import ROW, Store, cells_of_rows, changed_cells, open_store
from tests.sources.store.conftest import KALIDERES, KAPUK, one, row, shown


def filled(tables, folder) -> Store:
    store = open_store(tables, str(folder))
    for table in ("balita", "krs", "cakupan"):
        store.save(cells_of_rows(table, tables[table].head(300), "berkas"), oleh="a", apa="awal", berkas=f"{table}.csv")
    return store


def test_tables_without_new_cells_are_the_same_objects(tables, tmp_path):
    store = filled(tables, tmp_path)
    before = store.state().frames
    assert store.state() is store.state(), "nothing new: the same state"
    store.save(one("pendek", 3), oleh="b", apa="koreksi")
    after = store.state().frames
    assert after["krs"] is before["krs"] and after["cakupan"] is before["cakupan"]
    assert after["balita"] is not before["balita"]


def test_small_saves_add_up_to_what_a_fresh_start_works_out(tables, tmp_path):
    """New rows, changed rows, deleted rows, rows of another system and rows that break a rule together."""
    store = filled(tables, tmp_path)
    kapuk, kalideres = (row(kelurahan, 2030) for kelurahan in (KAPUK, KALIDERES))
    steps = [
        kapuk,
        kalideres,
        row(KAPUK, 2030, sumber="eppgbm", pendek=33),
        kapuk[kapuk["kolom"] == "pendek"].assign(nilai="12"),
        kapuk[kapuk["kolom"] == "diukur"].assign(nilai="5000"),  # more measured than there are
        kalideres[kalideres["kolom"] == ROW].assign(nilai=""),
        cells_of_rows("krs", tables["krs"].iloc[[400]], "siga"),
    ]
    for cells in steps:
        store.save(cells, oleh="a", apa="langkah")
        state, fresh = store.state(), open_store(tables, str(tmp_path)).state()
        assert state.frames.keys() == fresh.frames.keys()
        for table, frame in state.frames.items():
            pd.testing.assert_frame_equal(frame, fresh.frames[table])
            pd.testing.assert_frame_equal(state.by_source(table), fresh.by_source(table))
        assert list(map(str, state.problems)) == list(map(str, fresh.problems))
    assert [problem.jenis for problem in state.problems] == ["jumlah_lebih"]
    assert str(state.problems[0]).startswith("balita 31.73.01.1005 2030, kolom diukur: ")


def test_a_restored_state_is_the_earlier_one_with_its_sources(tables, tmp_path):
    store = filled(tables, tmp_path)
    then, before = store.state().saves[-1].id, store.state().frames
    steps = (
        one("pendek", 3),
        row(KAPUK, 2031),
        row(sumber="eppgbm"),
        cells_of_rows("krs", tables["krs"].iloc[[3]], "berkas"),
    )
    for cells in steps:
        cells = cells.assign(nilai=[text if text in ("1", "") else "7" for text in cells["nilai"]])
        store.save(changed_cells(cells, store.state()), oleh="b", apa="x")
    for place in (store, open_store(tables, str(tmp_path))):
        place.save(place.cells_to_restore(then), oleh="c", apa="pulihkan", memulihkan=then)
        place.save(row(KALIDERES, 2032), oleh="d", apa="sesudahnya")
        place.save(place.cells_to_restore(then), oleh="c", apa="pulihkan lagi", memulihkan=then)
        for state in (place.state(), open_store(tables, str(tmp_path)).state()):
            for table, frame in before.items():
                pd.testing.assert_frame_equal(state.frames[table], frame)


def test_of_several_systems_the_first_in_order_is_shown_and_all_are_kept(tables, tmp_path):
    store = open_store(tables, str(tmp_path))
    store.save(row(sumber="entri", pendek=1), oleh="a", apa="b")
    store.save(row(sumber="eppgbm", pendek=2), oleh="a", apa="b")
    store.save(row(sumber="berkas", pendek=3), oleh="a", apa="b")
    assert shown(store, "pendek") == 2
    assert store.state().by_source("balita")["sumber_data"].tolist() == ["eppgbm", "berkas", "entri"]


class Waiting:
    """A slow place whose listing is answered only when the test says so."""

    location, slow = "lambat://kota", True

    def __init__(self, place):
        self._place, self.answered = place, threading.Event()
        self.read, self.mark, self.add = place.read, place.mark, place.add

    def names(self):
        self.answered.wait(30)
        return self._place.names()


def test_a_slow_place_never_holds_a_page(tables, tmp_path, monkeypatch):
    from analysis.sources.store import keeping
    from analysis.sources.store.folder import Folder

    open_store(tables, str(tmp_path)).save(row(), oleh="a", apa="b")
    monkeypatch.setattr(keeping, "_FIRST_LOOK", 0.01)
    place = Waiting(Folder(str(tmp_path)))
    store = Store(place, tables)
    assert store.state().frames == {}, "the page opens without what has not arrived"
    assert store.trouble.jenis == "belum_menjawab"
    place.answered.set()
    assert shown(store, "diukur") == 800
    assert store.trouble is None
