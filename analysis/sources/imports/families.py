"""Files with one row per family: recognised here, screened elsewhere.

Trap: a family file is about named people and may have a million rows; it never goes through the tables of this package.
`read_families` is the one place where the screening (analysis/convergence/screening.py) is handed such a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from analysis.sources.families import read_families as read
from analysis.sources.imports.opening import Source
from analysis.sources.imports.outcome import Outcome
from analysis.sources.imports.sheet import plain
from analysis.sources.layouts import TABLES
from analysis.sources.measurements import Refused, read_header
from analysis.sources.measurements.sheets import check_size
from analysis.sources.problems import Problem
from analysis.sources.schemas import check, empty_frame

# One of these says that a row is a family; the others, that it can be screened.
_KEYS = {"kode keluarga", "no keluarga", "nomor keluarga", "id keluarga", "nomor keluarga indonesia", "kki", "no kk"}
_FACTS = {
    "umur istri", "jumlah anak", "jarak anak bulan", "pus", "hamil", "baduta", "balita", "sumber air minum",
    "fasilitas bab", "kb modern", "peringkat kesejahteraan", "kondisi sumber air minum", "kondisi fasilitas bab",
    "terlalu muda", "terlalu tua", "terlalu dekat", "terlalu banyak", "sasaran prioritas genting",
    "bukan kb modern", "pus hamil", "bukan peserta kb modern",
}  # fmt: skip
_FACTS_AT_LEAST = 3
# A workbook of a million families fits.
_MOST_UNPACKED_BYTES = 600_000_000


def is_family_file(header: Iterable[str]) -> bool:
    """Whether every row of a file with this header is one family (tidy form of the app, or SIGA's household file)."""
    names = {plain(name) for name in header}
    return bool(names & _KEYS) and len(names & _FACTS) >= _FACTS_AT_LEAST


def is_family_source(source: Source) -> bool:
    """As `is_family_file` for a file of which only the beginning is read; False for what cannot be read."""
    try:
        if isinstance(source, bytes) and source.startswith(b"PK\x03\x04"):
            check_size(source, _MOST_UNPACKED_BYTES)
        return is_family_file(read_header(source))
    except (Refused, OSError):
        return False


def read_families(
    source: Source, berkas: str, tahun: int | None, tables: Mapping[str, pd.DataFrame], sakelar: Collection[str] = ()
) -> Outcome:
    """The counts of KRS per kelurahan of a family file, as rows of the table `krs` of the year `tahun`.

    `tables`: those of the catalogue (kelurahan and parameter are needed). `sakelar`: the switches of
    `screening.SWITCHES` that are on. Without a year nothing can be counted. The file goes to the screening as it came;
    nothing of it is kept here.
    """
    from analysis.convergence.screening import krs_rows, screen_families, thresholds_from

    if tahun is None:
        return Outcome("krs", empty_frame("krs"), [Problem(berkas, None, None, "petakan", {"kolom": ("tahun",)})])
    families = read(source, berkas, set(tables["kelurahan"]["kode_kelurahan"]))
    if families.frame.empty:
        return Outcome("krs", empty_frame("krs"), families.problems)
    screened = screen_families(families.frame, thresholds_from(tables["parameter"], **dict.fromkeys(sakelar, True)))
    rows = krs_rows(screened, families.frame, tahun)
    columns = list(TABLES["krs"].columns)
    text = pd.DataFrame({name: rows[name].astype("str").fillna("") if name in rows else "" for name in columns})
    frame, broken = check("krs", text, berkas, tables["kelurahan"])
    brought = tuple(name for name in columns if name in rows and name not in TABLES["krs"].key)
    return Outcome("krs", frame, [*families.problems, *broken], brought=brought)
