"""Whoever removes, changes, exchanges or adds a record by hand leaves a trace that the next reader tells."""

from pathlib import Path

import pytest

from analysis.sources.usage.records import decode
from tests.sources.usage.conftest import kinds, log_at


@pytest.fixture
def place(tmp_path) -> Path:
    """A log of two processes: four records, then two."""
    for count in (4, 2):
        log = log_at(str(tmp_path))
        for turn in range(count):
            log.note("unduh", rincian=f"berkas {turn}")
    return tmp_path


def files(place: Path) -> list[Path]:
    """The records in the order in which they were written."""
    return sorted((place / "penggunaan").iterdir())


def found(place: Path) -> list[str]:
    return kinds(log_at(str(place)))


def test_untouched_it_is_whole(place):
    assert found(place) == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_record_removed_is_named(place, number):
    gone = files(place)[number]
    gone.unlink()
    log = log_at(str(place))
    assert kinds(log) == ["penggunaan_hilang"]
    assert gone.name in str(log.problems[0]) and "kembalikan dari cadangan" in str(log.problems[0])


def test_the_last_record_of_a_process_is_missed_by_the_process_that_came_after(place):
    files(place)[3].unlink()
    assert found(place) == ["penggunaan_hilang"]


def test_a_whole_process_removed_is_missed_too(place):
    for file in files(place)[:4]:
        file.unlink()
    assert found(place) == ["penggunaan_hilang", "penggunaan_bolong"]


def test_several_records_removed_after_one_another_are_counted(place):
    for file in files(place)[1:3]:
        file.unlink()
    log = log_at(str(place))
    assert kinds(log) == ["penggunaan_hilang", "penggunaan_bolong"]
    assert "catatan nomor 1 sampai 1" in str(log.problems[1])


def test_the_very_last_record_is_missed_by_whoever_read_it_before(place):
    log = log_at(str(place))
    assert kinds(log) == []
    files(place)[-1].unlink()
    assert kinds(log) == ["penggunaan_hilang"]
    assert len(log.read()) == 6  # what was read stays readable


def test_a_record_changed_is_named_and_not_shown(place):
    file = files(place)[1]
    file.write_bytes(file.read_bytes().replace(b"berkas 1", b"berkas 9"))
    log = log_at(str(place))
    assert kinds(log) == ["penggunaan_rusak"] and file.name in str(log.problems[0])
    assert len(log.read()) == 5


def test_a_record_that_is_put_back_is_whole_again(place):
    file = files(place)[1]
    data = file.read_bytes()
    file.write_bytes(b"{}")
    log = log_at(str(place))
    assert kinds(log) == ["penggunaan_rusak"]
    file.write_bytes(data)
    assert kinds(log) == []


def test_records_that_changed_places_are_found(place):
    one, other = files(place)[1:3]
    data = one.read_bytes(), other.read_bytes()
    one.write_bytes(data[1])
    other.write_bytes(data[0])
    assert found(place) == ["penggunaan_rusak", "penggunaan_rusak"]


def test_a_renamed_record_is_found(place):
    file = files(place)[1]
    file.rename(file.with_name(file.name.replace("T", "T1", 1)[:16] + file.name[17:]))
    assert set(found(place)) >= {"penggunaan_hilang"}


def test_a_record_made_by_hand_in_the_place_of_another_is_found(place):
    file = files(place)[1]
    use = decode(file.name, file.read_bytes())
    forged = use.__class__(**{**{n: getattr(use, n) for n in use.__dataclass_fields__}, "rincian": "lain"})
    (file.parent / f"{forged.id}.json").write_bytes(forged.data)
    assert found(place) == ["penggunaan_urutan", "penggunaan_urutan"]
    file.unlink()
    assert found(place) == ["penggunaan_hilang"]


def test_a_foreign_file_is_told_and_a_nik_in_its_name_is_not_repeated(place):
    (place / "penggunaan" / "9973065208990001.txt").write_text("x")
    log = log_at(str(place))
    assert kinds(log) == ["bukan_penggunaan"] and "9973" not in str(log.problems[0])


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b"[" * 5000, b'{"saksi": 1}', b"\xff", b"x" * 30_000],
)
def test_bytes_that_are_no_record_are_damage_and_no_crash(place, data):
    files(place)[1].write_bytes(data)
    assert found(place) == ["penggunaan_rusak"]
