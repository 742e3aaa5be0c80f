"""prevalence: shares beyond the cut-offs, with intervals of the survey's design, of everyone and of groups.

Trap: a child typed twice on one day would count twice; the second row stays out (and is told).
"""

from __future__ import annotations

import argparse

from analysis.commands.dialogue import stop, told_plainly
from analysis.commands.measuring import read_scored
from analysis.growth.groups import AGE_BAND
from analysis.growth.prevalence import prevalence
from analysis.language import _
from analysis.sources.measurements.whole import as_numbers
from analysis.sources.measurements.writing import write_frame

ALWAYS = (AGE_BAND, "jk", (AGE_BAND, "jk"))


def run(options: argparse.Namespace) -> None:
    """Estimate IN into OUT."""
    design = {name: getattr(options, name) for name in ("weight", "cluster", "strata")}
    scored, groups = read_scored(options, options.by, [column for column in design.values() if column])
    if "ganda" in scored:
        scored = scored[scored["ganda"] == 0]
    if options.weight:
        weights = as_numbers(scored[options.weight])
        if (weights < 0).any():
            stop(_("kolom {kolom}: bobot di bawah nol; perbaiki bobotnya.").format(kolom=options.weight))
        scored = scored.assign(**{options.weight: weights})
    with_own = [*ALWAYS, *(group for group in groups if group not in ALWAYS)]
    with told_plainly(options.output):
        write_frame(prevalence(scored, **design, by=with_own), options.output)
