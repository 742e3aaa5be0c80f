"""A whole export as one frame, for the page, for prevalence and for quality.

Trap: the same child measured twice on one day is usually one measurement typed twice, and counting it
twice moves a prevalence; but the second row may also be the corrected one. The first is kept, each
further one is marked (`ganda`) and told, and nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from analysis.sources.measurements.findings import Findings, Refused
from analysis.sources.measurements.identity import repeated
from analysis.sources.measurements.names import Recognised, unique_names
from analysis.sources.measurements.plan import Part
from analysis.sources.measurements.reading import Export, Options, Progress, Source, open_reader
from analysis.sources.measurements.values import read_numbers
from analysis.sources.problems import Problem


@dataclass(frozen=True)
class Measurements:
    """The rows of an export and what is wrong with it.

    `frame`: the measurement frame, `ganda` (1 = the same child on the same day stands in an earlier row) and the
    carried columns under their own names; `recognised`: None when the file could not be read at all.
    """

    frame: pd.DataFrame
    recognised: Recognised | None
    problems: list[Problem]
    findings: Findings

    def problem_table(self, berkas: str) -> pd.DataFrame:
        """Every problem as a row (berkas, baris, kolom, masalah), in the language in use, for download."""
        return self.findings.table(berkas)


def read_header(source: Source) -> tuple[str, ...]:
    """The column names of an export, without reading further. Refused and OSError as `Export`."""
    return unique_names(open_reader(source, {}).header)


def read_measurements(
    source: Source, berkas: str, options: Options | None = None, progress: Progress | None = None
) -> Measurements:
    """All rows of an export. Never raises for what a file contains: what is wrong stands in `problems`.

    OSError when a path cannot be opened.
    """
    options = options or Options(linked=True)
    try:
        export = Export(source, berkas, options)
        parts = list(export.parts(progress))
    except Refused as refused:
        problem = Problem(berkas, None, None, refused.jenis, refused.isi)
        return Measurements(pd.DataFrame(), None, [problem], Findings())
    carried = export.plan.carried if options.carry is not None else export.recognised.unrecognised
    frame = join_parts(parts, carried)
    mark_repeated(frame, export.findings)
    missing = export.recognised.missing
    problems = [Problem(berkas, None, None, "kolom_ukur", {"kolom": missing})] if missing else []
    return Measurements(frame, export.recognised, problems + export.findings.problems(berkas), export.findings)


def join_parts(parts: Sequence[Part], carried: Sequence[str]) -> pd.DataFrame:
    """The rows of all parts in one frame, with the `carried` columns of their text."""
    frames = [part.frame for part in parts]
    columns = {name: _joined([frame[name] for frame in frames]) for name in frames[0]}
    text = pa.concat_tables([part.text.select(carried) for part in parts])
    for name in carried:
        cells = text.column(name).cast(pa.string()).combine_chunks().dictionary_encode()
        categories = cells.dictionary.to_pylist()
        # A name that is ours already, or that stands twice, keeps both.
        free = name if name not in columns else f"{name} (2)"
        columns[free] = pd.Categorical.from_codes(cells.indices.to_numpy(), categories=categories)
    return pd.DataFrame(columns, copy=False)


def join_frames(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Frames of the same columns one below the other; text stays categorical."""
    return pd.DataFrame({name: _joined([frame[name] for frame in frames]) for name in frames[0]}, copy=False)


def _joined(columns: list[pd.Series]) -> object:
    if isinstance(columns[0].dtype, pd.CategoricalDtype):
        return pd.api.types.union_categoricals([column.array for column in columns])
    return np.concatenate([column.to_numpy() for column in columns])


def as_numbers(column: pd.Series) -> np.ndarray:
    """A carried column as numbers, NaN where there is none: for weights."""
    of_category, _bad = read_numbers(pa.array(column.cat.categories, pa.string()))
    return np.append(of_category, np.nan)[column.cat.codes]


def mark_repeated(frame: pd.DataFrame, findings: Findings) -> None:
    """Add `ganda` to a frame whose children are linked, and tell which rows it is."""
    if "anak" not in frame:
        return
    days = frame["tanggal_ukur"].to_numpy("datetime64[D]")
    days = np.where(np.isnat(days), np.nan, days.astype(np.int64).astype(float))
    earlier = repeated(frame["anak"].to_numpy(), days)
    frame["ganda"] = (earlier >= 0).astype(np.int8)
    findings.add(None, "ukur_ganda", frame["baris"].to_numpy()[earlier >= 0])
