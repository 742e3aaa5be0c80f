"""What fuzzing found stays mended: each kept input keeps the promise of `property`."""

import csv
import re

import pytest

from tests.fuzz.all_readers import CASES, reader
from tests.fuzz.property import bounded

with (CASES / "temuan.csv").open(encoding="utf-8") as lines:
    FOUND = {row["berkas"]: row["apa"] for row in csv.DictReader(lines)}


@pytest.mark.parametrize("name", FOUND)
def test_a_found_input_is_rows_or_sentences_now(name):
    with bounded():
        reader(name.rsplit("-", 1)[0]).read((CASES / name).read_bytes())


def test_every_kept_input_is_told_and_holds_no_number_of_a_person():
    files = {path.name: path.read_bytes() for path in CASES.glob("*.bin")}
    assert set(files) == set(FOUND) and all(FOUND.values())
    for data in files.values():
        assert all(number.startswith(b"99") for number in re.findall(rb"(?<![0-9])[0-9]{16}(?![0-9])", data))
