"""sample: the synthetic data of data/contoh/, or a synthetic e-PPGBM export of any size."""

from __future__ import annotations

import argparse

from analysis.commands.dialogue import told_plainly
from analysis.sources.catalog import DATA
from analysis.sources.measurements.writing import Output
from analysis.sources.sample import write_sample
from analysis.sources.sample.measurements import write_export


def run(options: argparse.Namespace) -> None:
    """Write the sample."""
    if options.balita is None:
        write_sample(DATA / "contoh")
        return
    with told_plainly(options.output), Output(options.output) as output:
        write_export(output, options.balita, DATA)
