"""Whatever happens to a good file on its way (cut, doubled, stray signs), it is read or refused with a sentence."""

import random

import pytest

from analysis.sources.imports import apply_all, open_file, read_and_recognise, suggest
from analysis.sources.imports.mapping import TARGETS
from analysis.sources.measurements import Refused
from tests.sources.imports.conftest import ansit, workbook
from tests.sources.imports.test_formats import GRID

FILES = {
    "master ansit": ansit(
        "1,2024,CENGKARENG,PKM,3174070004,3173011005,KAPUK,10,2,8,1,1", "2,2024,X,PKM,,,KAPOK,9,1,7,0,1"
    ),
    "grid": "\n".join(";".join("" if cell is None else str(cell) for cell in row) for row in GRID).encode(),
    "workbook": workbook(("Rekap", GRID), ("Lain", [["x"]])),
    "recap with parts": b"Kecamatan;Kelurahan;Tahun;total_krs;posyandu\nCengkareng;Kapuk;2024;5;A\nCengkareng;Kapuk;2024;x;B\n",
}
STRAY = [b";", b"\n", b'"', b"\xff", b"-1", b"1e9", b"", b"%", b"Jumlah", b"tahun", b"kelurahan", b"\x00", b"9" * 30]


def damaged(data: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(data) + 1)
        middle = chance.choice([chance.choice(STRAY), b"", data[:place][-40:]])
        data = data[:place] + middle + data[place + chance.choice([0, 5, 60]) :]
    return data


@pytest.mark.parametrize("kind", FILES)
def test_damage_ends_in_rows_or_in_sentences(kind, references):
    chance = random.Random(kind)
    for _ in range(25):
        try:
            opened = open_file(damaged(FILES[kind], chance), "data.csv")
        except Refused:
            continue
        sheet, found = read_and_recognise(opened, references.indicators)
        mappings = found.mappings or [suggest(sheet, chance.choice(TARGETS))]
        outcomes = apply_all(sheet, mappings, references)
        told = [*sheet.problems, *(said for one in outcomes for said in (*one.problems, *one.notes))]
        assert all(map(str, told))
        assert told or any(len(one.frame) or len(one.doubtful) for one in outcomes)
