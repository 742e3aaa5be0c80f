"""What is typed on screen: undone step by step, refused row by row, recorded cell by cell on the right system."""

import pandas as pd
import pytest

from analysis.sources.catalog import load_catalog
from analysis.sources.store import ROW, cells_of_rows, changed_cells, key_text, open_store
from analysis.sources.store.editing import (
    apply_edits,
    carried_over,
    cells_to_record,
    changes,
    checked,
    open_sheet,
)

KAPUK, RAWA_BUAYA, DURI_KOSAMBI = "31.73.01.1005", "31.73.01.1003", "31.73.01.1002"
KEYS = [(KAPUK, 2024), (RAWA_BUAYA, 2024), (DURI_KOSAMBI, 2024)]
BALITA = ["kode_kelurahan", "tahun", "balita_sasaran", "diukur", "pendek", "sangat_pendek"]
NO_EDITS = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}


@pytest.fixture(scope="module")
def references():
    return load_catalog().tables


@pytest.fixture
def store(references, tmp_path):
    return open_store(references, str(tmp_path))


def save_balita(store, *rows, sumber_data="entri", oleh="Dinkes"):
    frame = pd.DataFrame(list(rows), columns=BALITA)
    return store.save(cells_of_rows("balita", frame, sumber_data), oleh=oleh, apa="uji")


def balita_sheet(store, references):
    return open_sheet(store.state(), "balita", references, keys=KEYS)


def typed(sheet, edited=None, added=(), deleted=()):
    edits = {"edited_rows": edited or {}, "added_rows": list(added), "deleted_rows": list(deleted)}
    return sheet.typed(apply_edits(sheet.now, edits, sheet.fixed, len(sheet.opened)))


def record(store, sheet, references, oleh="Kecamatan"):
    cells = changed_cells(cells_to_record(sheet, checked(sheet, references)), store.state())
    store.save(cells, oleh=oleh, apa="uji", induk=sheet.induk)
    return cells


def figures(store, kode=KAPUK):
    frame = store.state().frames["balita"].set_index("kode_kelurahan")
    return frame.loc[kode, BALITA[2:]].tolist()


def test_every_kelurahan_has_a_row_and_only_recorded_ones_have_figures(store, references):
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150])
    sheet = balita_sheet(store, references)
    assert sheet.now["kode_kelurahan"].tolist() == [KAPUK, RAWA_BUAYA, DURI_KOSAMBI]
    assert sheet.now.loc[0, BALITA[2:]].tolist() == ["9000", "7000", "600", "150"]
    # data/contoh has figures for Rawa Buaya; they are never opened.
    assert (sheet.now.loc[1:, BALITA[2:]] == "").all(axis=None)
    assert changes(sheet).empty


def test_steps_are_undone_and_done_again_one_by_one(store, references):
    first = typed(balita_sheet(store, references), {0: {"diukur": "100"}})
    second = typed(first, {0: {"pendek": "5"}, 1: {"diukur": "80"}})
    assert len(changes(second)) == 3
    assert changes(second.undo())["sesudah"].tolist() == ["100"]
    assert second.undo().undo().now.equals(second.opened) and not second.undo().undo().can_undo
    assert second.undo().redo().now.equals(second.now) and not second.can_redo
    assert not typed(second.undo(), {0: {"pendek": "6"}}).can_redo


def test_throwing_all_away_can_itself_be_undone(store, references):
    sheet = typed(balita_sheet(store, references), {0: {"diukur": "100"}})
    assert changes(sheet.discard()).empty
    assert changes(sheet.discard().undo())["sesudah"].tolist() == ["100"]


def test_a_figure_written_with_separators_is_the_same_figure(store, references):
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150])
    sheet = typed(balita_sheet(store, references), {0: {"balita_sasaran": "9.000", "diukur": " 7 000 "}})
    assert changes(sheet).empty


@pytest.mark.parametrize(
    ("cell", "jenis"),
    [
        ("12,5", "bukan_bulat"),
        ("1,200", "bukan_bulat"),  # an English thousand: 1200 or 1,2?
        ("-3", "negatif"),
        ("banyak", "bukan_angka"),
        ("=1+1", "bukan_angka"),
        ("99999999999", "terlalu_besar"),
    ],
)
def test_a_pasted_cell_that_is_no_count_is_refused_with_its_sentence(store, references, cell, jenis):
    sheet = typed(
        balita_sheet(store, references),
        {
            0: {"diukur": cell, "pendek": "1", "sangat_pendek": "0"},
            1: {"diukur": "1.234", "pendek": "4", "sangat_pendek": "1"},
        },
    )
    found = checked(sheet, references)
    assert [(fault.baris, fault.problem.kolom, fault.problem.jenis) for fault in found.faults] == [(0, "diukur", jenis)]
    assert found.good["diukur"].to_dict() == {1: 1234}


def test_every_wrong_cell_of_a_row_is_told_at_once(store, references):
    row = {"balita_sasaran": "2.345,0", "diukur": "1,200", "pendek": "12,5", "sangat_pendek": "-3"}
    found = checked(typed(balita_sheet(store, references), {1: row}), references)
    assert sorted((fault.problem.kolom, fault.problem.jenis) for fault in found.faults) == [
        ("diukur", "bukan_bulat"),
        ("pendek", "bukan_bulat"),
        ("sangat_pendek", "negatif"),
    ]


def test_a_row_that_breaks_an_identity_is_refused_whole_and_the_good_row_is_recorded(store, references):
    sheet = typed(
        balita_sheet(store, references),
        {
            0: {"diukur": "100", "pendek": "90", "sangat_pendek": "20"},
            1: {"diukur": "100", "pendek": "9", "sangat_pendek": "2"},
        },
    )
    found = checked(sheet, references)
    (fault,) = found.faults
    assert (fault.baris, fault.problem.jenis, fault.problem.isi["jumlah"]) == (0, "jumlah_lebih", 110)
    record(store, sheet, references)
    assert store.state().frames["balita"]["kode_kelurahan"].tolist() == [RAWA_BUAYA]


def test_what_was_refused_stays_typed_after_the_rest_was_recorded(store, references):
    sheet = typed(
        balita_sheet(store, references),
        {0: {"diukur": "x"}, 1: {"diukur": "100", "pendek": "9", "sangat_pendek": "2"}},
    )
    record(store, sheet, references)
    renewed = carried_over(balita_sheet(store, references), sheet, checked(sheet, references).bad)
    assert renewed.now.loc[1, "diukur"] == "100" and 1 in renewed.source
    assert changes(renewed)[["baris", "kolom", "sesudah"]].values.tolist() == [[0, "diukur", "x"]]


def test_many_wrong_rows_are_each_told_by_their_own_sentence(store, references):
    codes = references["kelurahan"]["kode_kelurahan"].head(8)
    sheet = open_sheet(store.state(), "balita", references, keys=[(code, 2024) for code in codes])
    row = {"diukur": "1", "pendek": "2", "sangat_pendek": "0"}
    found = checked(typed(sheet, dict.fromkeys(range(8), row)), references)
    assert [fault.baris for fault in found.faults] == list(range(8))
    assert set(found.bad) == set(range(8))


def test_only_changed_cells_are_recorded_so_other_peoples_cells_of_the_row_stay(store, references):
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150])
    sheet = typed(balita_sheet(store, references), {0: {"pendek": "610"}})
    # Meanwhile somebody else mends another cell of the same row.
    other = typed(balita_sheet(store, references), {0: {"diukur": "7100"}})
    record(store, other, references, "Puskesmas")
    cells = record(store, sheet, references)
    assert cells[["kolom", "nilai"]].values.tolist() == [["pendek", "610"]]
    assert figures(store) == [9000, 7100, 610, 150]
    assert store.state().conflicts.empty


def test_two_people_at_one_cell_become_a_conflict(store, references):
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150])
    one, other = (typed(balita_sheet(store, references), {0: {"pendek": text}}) for text in ("610", "620"))
    record(store, one, references, "Puskesmas")
    record(store, other, references, "Kecamatan")
    assert set(store.state().conflicts["nilai"]) == {"610", "620"}


def test_a_mended_row_stays_with_the_system_it_came_from_and_a_new_one_was_typed(store, references):
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150], sumber_data="eppgbm")
    sheet = typed(
        balita_sheet(store, references),
        {0: {"pendek": "610"}, 1: {"diukur": "100", "pendek": "9", "sangat_pendek": "2"}},
    )
    cells = record(store, sheet, references)
    assert cells.groupby("sumber_data")["kunci"].agg(set).to_dict() == {
        "eppgbm": {key_text([KAPUK, 2024])},
        "entri": {key_text([RAWA_BUAYA, 2024])},
    }
    assert figures(store) == [9000, 7000, 610, 150]


def test_the_row_that_stands_is_opened_where_two_systems_recorded_it(store, references):
    """e-PPGBM comes before a file (data/rujukan/sumber_data.csv)."""
    save_balita(store, [KAPUK, 2024, 8000, 6000, 500, 100], sumber_data="berkas")
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150], sumber_data="eppgbm")
    sheet = balita_sheet(store, references)
    assert (sheet.now.loc[0, "diukur"], sheet.source[0]) == ("7000", "eppgbm")


def test_emptying_a_row_takes_it_back_and_typing_it_again_brings_no_old_cell_along(store, references):
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150])
    emptied = typed(balita_sheet(store, references), {0: dict.fromkeys(BALITA[2:])})
    cells = record(store, emptied, references)
    assert cells[["kolom", "nilai"]].values.tolist() == [[ROW, ""]]
    assert len(store.state().frames.get("balita", [])) == 0
    again = typed(balita_sheet(store, references), {0: {"diukur": "7000", "pendek": "600", "sangat_pendek": "150"}})
    record(store, again, references)
    assert pd.isna(figures(store)[0]) and figures(store)[1:] == [7000, 600, 150]


def test_rows_that_broke_a_rule_together_are_opened_so_that_they_can_be_mended(store, references):
    """Each of two saves was right; the row they make is not, and stands in no table until somebody mends it."""
    save_balita(store, [KAPUK, 2024, 9000, 7000, 600, 150])
    less, more = (balita_sheet(store, references) for _ in range(2))
    record(store, typed(less, {0: {"diukur": "760"}}), references)
    record(store, typed(more, {0: {"pendek": "700"}}), references)
    assert store.state().problems and len(store.state().frames["balita"]) == 0
    sheet = balita_sheet(store, references)
    assert [fault.baris for fault in checked(sheet, references).faults] == [0]
    record(store, typed(sheet, {0: {"diukur": "7000"}}), references)
    assert figures(store) == [9000, 7000, 700, 150]


# --- lists that grow -------------------------------------------------------------------------------------------------

KOTA = {"kode_kota": "31.73", "tahun": "2024"}


def promises(store, references):
    return open_sheet(store.state(), "komitmen", references, belongs=lambda key: key[0] == "31.73", fixed=KOTA)


def with_two_promises(store, references):
    added = [
        {"komitmen": "Menimbang semua balita", "penanggung_jawab": "Sudinkes", "tenggat": "31/08/2024"},
        {"komitmen": "Menerbitkan keputusan lokus", "penanggung_jawab": "Bagian Hukum"},
    ]
    record(store, typed(promises(store, references), added=added), references)
    return promises(store, references)


def test_added_rows_take_kota_and_year_and_are_found_again(store, references):
    sheet = with_two_promises(store, references)
    assert sheet.now["komitmen"].tolist() == ["Menerbitkan keputusan lokus", "Menimbang semua balita"]
    assert sheet.now["tenggat"].tolist() == ["", "2024-08-31"]
    assert set(sheet.now["kode_kota"]) == {"31.73"} and set(sheet.now["tahun"]) == {"2024"}


def test_a_row_added_and_left_empty_is_no_row(store, references):
    sheet = typed(promises(store, references), added=[{}, {"komitmen": None}])
    assert changes(sheet).empty and checked(sheet, references).faults == []


def test_a_deleted_row_is_gone_and_its_history_stays(store, references):
    sheet = typed(with_two_promises(store, references), deleted=[0])
    cells = record(store, sheet, references)
    assert cells[["kolom", "nilai"]].values.tolist() == [[ROW, ""]]
    assert store.state().frames["komitmen"]["komitmen"].tolist() == ["Menimbang semua balita"]
    kunci = key_text(["31.73", 2024, "Menerbitkan keputusan lokus"])
    assert len(store.state().cell_history("komitmen", "entri", kunci, ROW)) == 2


def test_a_renamed_row_replaces_the_old_one(store, references):
    sheet = typed(with_two_promises(store, references), {1: {"komitmen": "Menimbang 95 persen balita"}})
    record(store, sheet, references)
    frame = store.state().frames["komitmen"].set_index("komitmen")
    assert sorted(frame.index) == ["Menerbitkan keputusan lokus", "Menimbang 95 persen balita"]
    assert frame.loc["Menimbang 95 persen balita", "tenggat"] == "2024-08-31"


def test_two_rows_may_exchange_their_names(store, references):
    sheet = with_two_promises(store, references)
    names = sheet.now["komitmen"].tolist()
    record(store, typed(sheet, {0: {"komitmen": names[1]}, 1: {"komitmen": names[0]}}), references)
    frame = store.state().frames["komitmen"].set_index("komitmen")
    assert frame.loc[names[0], "tenggat"] == "2024-08-31" and frame.loc[names[1], "tenggat"] == ""


def test_the_same_promise_twice_is_refused_the_second_time(store, references):
    again = {"komitmen": "Menimbang semua balita", "penanggung_jawab": "Camat"}
    found = checked(typed(with_two_promises(store, references), added=[again]), references)
    assert [(fault.baris, fault.problem.jenis, fault.problem.isi["pertama"]) for fault in found.faults] == [
        (2, "kunci_ganda", "1")
    ]


def test_a_refused_new_row_is_carried_over_beside_the_recorded_ones(store, references):
    added = [
        {"komitmen": "Tanpa penanggung jawab"},
        {"komitmen": "Lengkap", "penanggung_jawab": "Camat"},
    ]
    sheet = typed(promises(store, references), added=added)
    record(store, sheet, references)
    renewed = carried_over(promises(store, references), sheet, checked(sheet, references).bad)
    assert renewed.now["komitmen"].tolist() == ["Lengkap", "Tanpa penanggung jawab"]
    assert changes(renewed)["sesudah"].tolist() == ["Tanpa penanggung jawab"]


@pytest.mark.parametrize(
    "text",
    ["9973010101900001", "Hubungi 0812 3456 7890 12", "NIK 3173-0101-0190-0001", "0812-3456-7890-1"],
)
def test_a_number_of_a_person_is_refused_and_never_repeated(store, references, text):
    sheet = typed(promises(store, references), added=[{"komitmen": text, "penanggung_jawab": "Camat"}])
    (fault,) = checked(sheet, references).faults
    assert (fault.problem.kolom, fault.problem.jenis) == ("komitmen", "mirip_identitas")
    assert not any(part in str(fault.problem) for part in ("3173", "0812"))
    assert cells_to_record(sheet, checked(sheet, references)).empty


@pytest.mark.parametrize(
    "text",
    ["PMT 90 hari bagi 120 balita, 12-31 Agustus 2024", "Anggaran Rp 1.250.000.000", "SE Mendagri 400.5.7/1685/Bangda"],
)
def test_figures_and_dates_in_a_text_are_no_number_of_a_person(store, references, text):
    sheet = typed(promises(store, references), added=[{"komitmen": text, "penanggung_jawab": "Camat"}])
    assert checked(sheet, references).faults == []


@pytest.mark.parametrize(
    ("link", "refused"),
    [
        ("https://barat.jakarta.go.id/berita/20231011123456/lokus", False),
        ("http://jdih.jakarta.go.id/berkas.pdf", False),
        ("", False),
        ("javascript:alert(1)", True),
        ("jdih.jakarta.go.id", True),
        ("file:///etc/passwd", True),
        ("https://contoh.go.id/?nik=9973010101900001", True),
    ],
)
def test_a_link_of_a_regulation_leads_to_the_web_or_is_refused(store, references, link, refused):
    sheet = open_sheet(
        store.state(), "regulasi_daerah", references, belongs=lambda key: True, fixed={"kode_kota": "31.73"}
    )
    row = {"tahun": "2024", "nomor": "e-0001/2024", "tanggal": "2024", "tentang": "Lokus", "tautan": link}
    found = checked(typed(sheet, added=[row]), references)
    assert [fault.problem.kolom for fault in found.faults] == ["tautan"] * refused


def test_a_budget_of_trillions_and_one_written_with_rp_are_read(store, references):
    sheet = open_sheet(store.state(), "rencana", references, belongs=lambda key: True, fixed={"tahun": "2024"})
    row = {"kode_wilayah": KAPUK, "kegiatan": "PMT", "opd": "Suku Dinas Kesehatan"}
    added = [
        row | {"anggaran_rp": "Rp 1.870.000.000.000", "target": "12,5"},
        row | {"kegiatan": "Posyandu", "anggaran_rp": "-1"},
        row | {"kegiatan": "Sanitasi", "target": "-2"},
    ]
    found = checked(typed(sheet, added=added), references)
    assert found.good[["anggaran_rp", "target"]].values.tolist() == [[1_870_000_000_000, 12.5]]
    assert [(fault.baris, fault.problem.kolom, fault.problem.jenis) for fault in found.faults] == [
        (1, "anggaran_rp", "negatif"),
        (2, "target", "negatif"),
    ]


def test_a_widget_without_edits_leaves_everything_as_it_is(store, references):
    sheet = with_two_promises(store, references)
    assert sheet.typed(apply_edits(sheet.now, NO_EDITS, sheet.fixed, len(sheet.opened))) is sheet
