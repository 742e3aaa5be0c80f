"""sample: the synthetic data of data/contoh/, an e-PPGBM export of any size, or a data folder of the whole country."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands import prepare
from analysis.commands.dialogue import STDIN, stop, told_plainly
from analysis.language import _
from analysis.sources.catalog import DATA
from analysis.sources.measurements.writing import Output
from analysis.sources.sample import write_sample
from analysis.sources.sample.measurements import write_export
from analysis.sources.sample.national import write_national


def run(options: argparse.Namespace) -> None:
    """Write the sample."""
    if options.nasional:
        if options.output == STDIN:
            stop(_("Sebutkan folder tujuan sesudah -o."))
        with told_plainly(options.output):
            write_national(Path(options.output), DATA)
        prepare.run(argparse.Namespace(folder=options.output))
        return
    if options.balita is None:
        write_sample(DATA / "contoh")
        return
    with told_plainly(options.output), Output(options.output) as output:
        write_export(output, options.balita, DATA)
