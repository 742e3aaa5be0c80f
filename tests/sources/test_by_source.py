"""Rows of every source: held rows come back, the first day counts, trials and samples stand apart."""

import pandas as pd
import pytest

from analysis.sources.by_source import JUDGED, cells_expected, identities, source_rows
from analysis.sources.catalog import load_catalog
from analysis.sources.store import CELLS, cells_of_rows, key_text, open_store

KAPUK, RAWA_BUAYA = "31.73.01.1005", "31.73.01.1006"


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def store(catalog, tmp_path):
    return open_store(catalog.tables, str(tmp_path / "catatan"))


def balita(kode: str, diukur: int = 700) -> pd.DataFrame:
    row = {
        "kode_kelurahan": kode,
        "tahun": 2024,
        "balita_sasaran": 900,
        "diukur": diukur,
        "pendek": 40,
        "sangat_pendek": 12,
    }
    return pd.DataFrame([row])


def save(store, cells: pd.DataFrame) -> str:
    return store.save(cells, oleh="Sudinkes", apa="uji")


def test_every_system_keeps_its_own_row_of_the_same_kelurahan(catalog, store):
    save(store, cells_of_rows("balita", balita(KAPUK), "eppgbm"))
    save(store, cells_of_rows("balita", balita(KAPUK, 650), "master_ansit"))
    rows = source_rows(catalog.view(False), store.state(), {})["balita"]
    assert dict(zip(rows["sumber_data"], rows["diukur"], strict=True)) == {"eppgbm": 700, "master_ansit": 650}
    assert not rows["tertahan"].any()


def test_a_row_that_breaks_an_identity_only_together_comes_back_as_held(catalog, store):
    """700 measured of 900; then the target alone is set to 600."""
    save(store, cells_of_rows("balita", pd.concat([balita(KAPUK), balita(RAWA_BUAYA)]), "eppgbm"))
    save(store, pd.DataFrame([["balita", "eppgbm", key_text([KAPUK, 2024]), "balita_sasaran", "600"]], columns=CELLS))
    assert store.state().by_source("balita")["kode_kelurahan"].tolist() == [RAWA_BUAYA]
    rows = source_rows(catalog.view(False), store.state(), {})["balita"]
    held = rows[rows["tertahan"]]
    assert held[["kode_kelurahan", "tahun", "balita_sasaran", "diukur"]].values.tolist() == [[KAPUK, 2024, 600, 700]]
    assert set(held["jenis_data"]) == {"diunggah"}


def test_a_correction_does_not_move_the_day_of_the_first_record(catalog, store, monkeypatch):
    from analysis.sources.store import records

    class Clock:
        day = "2025-01-20"

        @classmethod
        def now(cls, zone):
            return pd.Timestamp(f"{cls.day}T08:00:00", tz=zone).to_pydatetime()

    monkeypatch.setattr(records, "datetime", Clock)
    save(store, cells_of_rows("balita", balita(KAPUK), "eppgbm"))
    Clock.day = "2025-03-02"
    save(store, pd.DataFrame([["balita", "eppgbm", key_text([KAPUK, 2024]), "diukur", "710"]], columns=CELLS))
    row = source_rows(catalog.view(False), store.state(), {})["balita"].iloc[0]
    assert (row["diukur"], row["pertama"], row["tanggal_sumber"]) == (710, "2025-01-20", "2025-03-02")


def test_what_a_session_tries_out_and_samples_are_sources_of_their_own(catalog, store):
    from analysis.sources.catalog import with_source

    trial = with_source(balita(KAPUK), "diunggah", sumber_judul="coba.csv", tanggal_sumber="2025-02-01")
    tables = catalog.view(True, {}, {"balita": trial})
    rows = source_rows(tables, store.state(), {"balita": trial})["balita"]
    own = rows[(rows["kode_kelurahan"] == KAPUK) & (rows["tahun"] == 2024)]
    assert own[["sumber_data", "pertama"]].values.tolist() == [["coba", "2025-02-01"]]
    assert set(rows["sumber_data"]) == {"coba", "contoh"}


def test_without_anything_every_judged_table_is_there_and_empty(catalog, store):
    rows = source_rows(catalog.view(False), store.state(), {})
    assert set(rows) == set(JUDGED)
    for frame in rows.values():
        assert frame.empty and {"sumber_data", "tertahan", "pertama", "jenis_data"} <= set(frame)


def test_the_rules_and_cells_are_those_of_the_layouts():
    assert (("total_krs", "tidak_berisiko"), "==", ("keluarga_sasaran",)) in identities()["krs"]
    assert (("pembilang",), "<=", ("penyebut",)) in identities()["cakupan"]
    assert cells_expected()["balita"] == ["balita_sasaran", "diukur", "pendek", "sangat_pendek"]
    assert len(cells_expected()["krs"]) == 17
