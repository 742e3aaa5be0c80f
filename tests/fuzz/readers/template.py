"""A kept mapping of columns, which comes back from the store (or from another city's package)."""

from __future__ import annotations

import pandas as pd

from analysis.sources.imports import apply_mapping, open_file, read_and_recognise, read_templates, suggest, template_row
from tests.fuzz.common import references
from tests.fuzz.property import told


def _sheet():
    from tests.sources.imports.test_broken_files import FILES

    return read_and_recognise(open_file(FILES["master ansit"], "ansit.csv"), references().indicators)[0]


def read(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    for table in ("balita", "krs", "cakupan"):
        for template in read_templates(pd.DataFrame({"nama": ["a"], "tabel": [table], "isi": [text]})):
            sheet = _sheet()
            if template.mapping.used <= set(sheet.columns):
                outcome = apply_mapping(sheet, template.mapping, references())
                told([*outcome.problems, *outcome.notes])


def seeds() -> list[bytes]:
    sheet = _sheet()
    rows = [template_row("a", suggest(sheet, table), sheet) for table in ("balita", "krs", "cakupan")]
    return [row["isi"].iloc[0].encode() for row in rows]
