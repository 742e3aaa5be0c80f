"""quality: how well the children of an export were measured, everyone and by group."""

from __future__ import annotations

import argparse

from analysis.commands.dialogue import told_plainly
from analysis.commands.measuring import read_scored
from analysis.growth.quality import measure_quality
from analysis.sources.measurements.writing import write_frame


def run(options: argparse.Namespace) -> None:
    """Judge IN into OUT."""
    scored, groups = read_scored(options, options.by)
    with told_plainly(options.output):
        write_frame(measure_quality(scored, by=groups), options.output)
