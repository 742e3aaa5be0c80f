"""From an export to one scored frame, for the verbs that need all rows at once.

Traps: the same child on the same day counts once; and a column that a user names must not be one that names
a person, whatever it is needed for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.commands import dialogue
from analysis.commands.spread import run_pieces, settle, spreading
from analysis.growth.groups import AGE_BAND
from analysis.growth.scoring import score_growth
from analysis.language import _, join_names
from analysis.sources.measurements import Export
from analysis.sources.measurements.findings import Findings
from analysis.sources.measurements.names import AREAS
from analysis.sources.measurements.pieces import Piece, read_piece
from analysis.sources.measurements.plan import Part, Plan
from analysis.sources.measurements.whole import join_frames, join_parts, mark_repeated

Group = str | tuple[str, ...]


def read_scored(
    options: argparse.Namespace, by: Sequence[str] = (), columns: Sequence[str] = ()
) -> tuple[pd.DataFrame, list[Group]]:
    """The whole export, scored, with `columns` and those of `by`; and `by` as growth takes it.

    "A+B" in `by` is a combination unless a column is called so. `ganda` is there where children can be told apart.
    Stops where a column is not there. Problems are told.
    """
    parts_of = {name: tuple(name.split("+")) for name in by}
    carry = (*columns, *by, *(part for parts in parts_of.values() for part in parts))
    wanted = dialogue.reading_options(options, carry=carry, linked=True)
    files = dialogue.inputs(options)
    with dialogue.told_plainly(options.input), spreading(options) as client:
        if client is None and len(files) <= 1:
            export = Export(files[0] if files else sys.stdin.buffer, options.input, wanted)
            plan, findings = export.plan, export.findings
            groups = _find_groups(plan, parts_of, columns)
            frame = _score(export.parts(dialogue.Progress(options.input)), plan)
        else:
            plan, pieces = settle(files, wanted, client)
            groups = _find_groups(plan, parts_of, columns)
            findings, frames = Findings(quoting=not plan.recognised.personal), []
            results = run_pieces(score_piece, pieces, plan, client)
            for piece_frame, found in dialogue.counted(results, len(pieces), options.input):
                frames.append(piece_frame)
                findings.merge(found)
            frame = join_frames(frames)
    mark_repeated(frame, findings)
    dialogue.tell(findings.problems(options.input))
    return frame, groups


def _find_groups(plan: Plan, parts_of: Mapping[str, tuple[str, ...]], columns: Sequence[str]) -> list[Group]:
    """The groups that `by` means; stops where it, or `columns`, name what is not there."""
    recognised = plan.recognised
    dialogue.require_measurements(plan, plan.berkas)
    known = [*plan.carried, AGE_BAND, "jk", *(area for area in AREAS if area in recognised.mapping)]
    groups: list[Group] = [name if name in known else parts for name, parts in parts_of.items()]
    for name in (*columns, *(part for group in groups for part in ([group] if isinstance(group, str) else group))):
        if name not in known:
            message = _("{berkas}: kolom {kolom} tidak ada atau memuat identitas. Yang dapat dipakai: {daftar}.")
            usable = [column for column in recognised.header if column not in recognised.personal]
            usable += [column for column in known if column not in usable]
            dialogue.stop(message.format(berkas=plan.berkas, kolom=name, daftar=join_names(usable)))
    return groups


def score_piece(piece: Piece, plan: Plan) -> tuple[pd.DataFrame, Findings]:
    """The rows of a piece, scored, and what is wrong with them; runs in any process."""
    parts, findings = read_piece(piece, plan)
    return _score(parts, plan), findings


def _score(parts: Iterable[Part], plan: Plan) -> pd.DataFrame:
    frame = join_parts(list(parts), plan.carried)
    frame = pd.concat([frame, score_growth(frame)], axis=1)
    # A file that was scored before brings columns of the same names.
    return frame.loc[:, ~frame.columns.duplicated(keep="last")]
