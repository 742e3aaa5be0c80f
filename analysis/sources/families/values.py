"""What the cells of a file of families mean; every reader takes the different texts of a column.

Traps: "tidak ada" is an answer and "-" is none; SIGA writes the 4T as 1, 2, 3, where 2 is at risk and 3 does not
apply, so that 1 can only be "not at risk", while a column with a 0 in it is some other coding; and a number no wife
can be is a typing error, not a fact. What is not known here stays unknown: SIGA's numbers for water and toilet are
published nowhere, only its words are read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from analysis.convergence.screening import NO, STATED, TOILET, UNKNOWN, WATER, YES
from analysis.sources.cells import Refusal, is_empty, read_code
from analysis.sources.measurements.values import read_numbers

FLAGS = {
    NO: ("0", "0.0", "0,0", "tidak", "tdk", "t", "no", "false", "bukan"),
    YES: ("1", "1.0", "1,0", "ya", "y", "yes", "true", "ada"),
}
# A 0 among SIGA's codes: the column is coded otherwise and none of it is taken.
OTHER_CODING = 9
SIGA_4T = {NO: ("1", "3", "tidak berisiko", "tidak berlaku"), YES: ("2", "berisiko"), OTHER_CODING: ("0",)}
RANKS = ("1", "2", "3", "4", ">4")

_WATER_WORDS = {
    "air kemasan/isi ulang": ("air kemasan", "kemasan", "isi ulang", "air isi ulang", "kemasan isi ulang"),
    "ledeng/PAM": ("ledeng", "pam", "pdam", "ledeng pdam", "air ledeng", "leding", "leding pam"),
    "sumur bor": ("sumur bor pompa", "sumur pompa bor"),
    "sumur terlindung": ("sumur gali terlindung",),
    "sumur tak terlindung": ("sumur tidak terlindung", "sumur gali tidak terlindung"),
    "mata air tak terlindung": ("mata air tidak terlindung",),
    "air permukaan": ("air permukaan sungai danau dll", "sungai", "danau", "air sungai"),
    "air hujan": ("hujan",),
}
_TOILET_WORDS = {
    "jamban dengan tangki septik": ("dengan tangki septik", "jamban tangki septik", "jamban dengan septic tank"),
    "jamban tanpa tangki septik": ("tanpa tangki septik", "jamban tidak dengan tangki septik", "jamban tanpa septic tank"),
    "tidak ada": ("tidak ada jamban", "tidak punya jamban", "tidak memiliki jamban"),
}  # fmt: skip
_RANK_WORDS = {">4": ("lebih dari 4", "lebih 4", "di atas 4", "4+", *map(str, range(5, 11)))}


@dataclass(frozen=True)
class Read:
    """What different texts mean: `values` for each, and `faults`: kind of problem -> which texts have it."""

    values: np.ndarray
    faults: Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Field:
    """How a column is read. `options` are the words that may stand there; categorical columns keep their place in
    them (0 = "", unknown). `details` fill the sentence of a fault."""

    read: Callable[[pa.Array], Read]
    options: tuple[str, ...] = ()
    details: Mapping[str, object] | None = None
    categorical: bool = False


def _plain(text: str) -> str:
    """ "Sumur  Bor / pompa" -> "sumur bor pompa"; the sign of ">4" stays."""
    return " ".join(re.sub(r"[^a-z0-9>+]+", " ", text.lower()).split()).replace("> ", ">")


def _codes(spellings: Mapping[int, tuple[str, ...]], missing: int) -> Callable[[pa.Array], Read]:
    """A reader of words: `missing` for a cell that is empty or says something else."""
    code_of = {word: code for code, words in spellings.items() for word in words}
    code_of |= {_plain(word): code for word, code in code_of.items()}

    def read(texts: pa.Array) -> Read:
        cells = [text.strip() for text in texts.to_pylist()]
        found = [code_of.get(cell.lower(), code_of.get(_plain(cell))) for cell in cells]
        strange = [code is None and not is_empty(cell) for cell, code in zip(cells, found, strict=True)]
        values = np.array([missing if code is None else code for code in found], dtype=np.int8)
        return Read(values, {"pilihan": np.array(strange, dtype=bool)})

    return read


def _flag(spellings: Mapping[int, tuple[str, ...]], shown: tuple[str, ...]) -> Field:
    return Field(_codes(spellings, UNKNOWN), shown, {"pilihan": shown})


def _option(options: tuple[str, ...], words: Mapping[str, tuple[str, ...]], also: tuple[str, ...] = ()) -> Field:
    named = (*options, *also)
    spellings = {place: (name.lower(), *words.get(name, ())) for place, name in enumerate(named, start=1)}
    return Field(_codes(spellings, 0), named, {"pilihan": options}, categorical=True)


def _number(low: int, high: int, whole: bool = False) -> Field:
    def read(texts: pa.Array) -> Read:
        texts = pc.replace_substring_regex(texts, r"(?i)\s*(tahun|thn|th|bulan|bln|anak|orang)\.?\s*$", "")
        values, bad = read_numbers(texts)
        broken = (values != np.floor(values)) & ~np.isnan(values) if whole else np.zeros(len(values), dtype=bool)
        beyond = ((values < low) | (values > high)) & ~broken
        values[broken | beyond] = np.nan
        return Read(values, {"bukan_angka": bad, "bukan_bulat": broken, "di_luar_wajar": beyond})

    return Field(read, details={"bawah": low, "atas": high})


FIELDS = {
    "umur_istri": _number(10, 110),
    "jumlah_anak": _number(0, 25, whole=True),
    "jarak_anak_bulan": _number(0, 480),
    **dict.fromkeys(("pus", "hamil", "baduta", "balita", "kb_modern"), _flag(FLAGS, ("1", "0"))),
    "sumber_air_minum": _option(tuple(WATER), _WATER_WORDS, tuple(STATED)),
    "fasilitas_bab": _option(tuple(TOILET), _TOILET_WORDS, tuple(STATED)),
    "peringkat_kesejahteraan": _option(RANKS, _RANK_WORDS),
    **dict.fromkeys(("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"), _flag(SIGA_4T, ("1", "2", "3"))),
}  # fmt: skip

_read_kelurahan = read_code((10,), "kode_bentuk")


def read_kelurahan(texts: pa.Array, known: frozenset[str]) -> tuple[list[str], dict[str, np.ndarray]]:
    """Codes of kelurahan ("" = unknown) and which texts are no code, a BPS code or one that is not in `known`."""
    codes, faults = [], {}
    for place, text in enumerate(texts.to_pylist()):
        code = "" if is_empty(text) else _read_kelurahan(text)
        if isinstance(code, Refusal) or (code and known and code not in known):
            kind = code.jenis if isinstance(code, Refusal) else "kode_tak_dikenal"
            faults.setdefault(kind, np.zeros(len(texts), dtype=bool))[place] = True
            code = ""
        codes.append(code)
    return codes, faults
