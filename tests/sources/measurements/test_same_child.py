"""The same child is known by a keyed hash that says nothing outside this process."""

import subprocess
import sys

from tests.sources.measurements.conftest import eppgbm, read, sentences

NO_NIK = {"NIK": ""}


def test_the_same_child_on_the_same_day_is_marked_once():
    found = read(eppgbm({}, {"Berat": "12,6"}, {"Tanggal Pengukuran": "2024-02-15"}), linked=True)
    assert found.frame["ganda"].tolist() == [0, 1, 0]
    assert found.frame["anak"].nunique() == 1
    assert sentences(found) == [
        "ekspor.csv, baris 3: anak ini sudah tercatat pada tanggal pengukuran yang sama; yang dihitung baris yang "
        "pertama, hapus salah satunya."
    ]


def test_without_nik_name_birth_and_parent_tell():
    rows = [
        NO_NIK,
        NO_NIK | {"Nama": "ananda "},
        NO_NIK | {"Nama Ortu": "IBU LAIN"},
        NO_NIK | {"Tgl Lahir": "01/05/2022"},
    ]
    frame = read(eppgbm(*rows), linked=True).frame
    assert frame["ganda"].tolist() == [0, 1, 0, 1]
    assert frame["nik_kosong"].tolist() == [1, 1, 1, 1]


def test_a_child_of_whom_nothing_is_known_repeats_nobody():
    unknown = NO_NIK | {"Nama": "", "Nama Ortu": ""}
    frame = read(eppgbm(unknown, unknown), linked=True).frame
    assert frame["ganda"].tolist() == [0, 0]
    assert frame["anak"].tolist() == [0, 0]


def test_a_nik_of_zeros_is_nobodys():
    zeros = {"NIK": "0" * 16}
    frame = read(eppgbm(zeros, zeros | {"Nama": "LAIN"}), linked=True).frame
    assert frame["anak"].nunique() == 2


def test_rounds_read_apart_are_linked_within_this_process():
    first, second = (
        read(eppgbm({"Tanggal Pengukuran": day}), linked=True).frame for day in ("2024-02-15", "2024-08-15")
    )
    assert first["anak"].tolist() == second["anak"].tolist()


def test_another_process_hashes_the_same_child_differently():
    """The key is random, so a hash that got out could not be looked up."""
    here = read(eppgbm({}), linked=True).frame["anak"][0]
    code = "from tests.sources.measurements.conftest import eppgbm, read; print(read(eppgbm({}), linked=True).frame['anak'][0])"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(other.stdout) not in (0, int(here))
