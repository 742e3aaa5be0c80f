"""zscore: every row of an export with its z-scores, flags, reasons and categories.

Trap: rows are scored as they stream by, so a file of any size passes; nothing here may need all of them.
"""

from __future__ import annotations

import argparse
import sys

import pyarrow as pa

from analysis.commands import dialogue
from analysis.commands.spread import run_pieces, settle, spreading
from analysis.growth.scoring import score_growth
from analysis.sources.measurements import Export
from analysis.sources.measurements.findings import Findings
from analysis.sources.measurements.pieces import Piece, read_piece
from analysis.sources.measurements.plan import Part, Plan
from analysis.sources.measurements.reading import no_rows
from analysis.sources.measurements.writing import Output, csv_bytes, scored_table


def run(options: argparse.Namespace) -> None:
    """Score IN into OUT."""
    wanted, files = dialogue.reading_options(options, placed=False), dialogue.inputs(options)
    with dialogue.told_plainly(options.input), spreading(options) as client:
        if client is None and len(files) <= 1:
            export = Export(files[0] if files else sys.stdin.buffer, options.input, wanted)
            plan, findings = export.plan, export.findings
            progress = dialogue.Progress(options.input)
            results = ((score_part(part), None) for part in export.parts(progress))
        else:
            plan, pieces = settle(files, wanted, client)
            findings = Findings(quoting=not plan.recognised.personal)
            results = dialogue.counted(run_pieces(score_piece, pieces, plan, client), len(pieces), options.input)
        dialogue.require_measurements(plan, options.input)
        with Output(options.output) as output:
            output.write(header(plan))
            for lines, found in results:
                output.write(lines)
                if found is not None:
                    findings.merge(found)
    dialogue.tell(findings.problems(options.input))


def score_part(part: Part) -> pa.Buffer:
    """The rows of a part, scored, as lines of CSV."""
    return csv_bytes(_scored(part), header=False)


def score_piece(piece: Piece, plan: Plan) -> tuple[bytes, Findings]:
    """The rows of a piece, scored, as lines of CSV, and what is wrong with them; runs in any process."""
    parts, findings = read_piece(piece, plan)
    return b"".join(score_part(part).to_pybytes() for part in parts), findings


def header(plan: Plan) -> pa.Buffer:
    """The first line of the result."""
    table, lines = no_rows(plan)
    return csv_bytes(_scored(plan.interpret(plan.named(table), lines, Findings())), header=True)


def _scored(part: Part) -> pa.Table:
    return scored_table(part, score_growth(part.frame).drop(columns="tinggi_sesuai_cm"))
