"""backup: everything recorded as one file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.commands.dialogue import stop, told_plainly
from analysis.commands.noting import note_file
from analysis.language import _, number
from analysis.sources.backup import BackupError, back_up, parts
from analysis.sources.store import StoreError


def run(options: argparse.Namespace) -> None:
    """Write the backup; exit code 1 and no file when a place cannot be read or the file cannot be written."""
    target = Path(options.output)
    if target.suffix != ".zip":
        stop(_("Cadangan ditulis sebagai satu berkas .zip; beri nama berakhiran .zip sesudah -o."))
    note_file(options.store, "backup")
    try:
        with told_plainly(options.output):
            done = back_up(parts(options.store), target)
    except (BackupError, StoreError) as error:
        stop(str(error))
    for name in done.rusak:
        told = _("{nama}: berkas catatan ini sudah rusak di penyimpanan; dicadangkan sebagaimana adanya.")
        print(told.format(nama=name), file=sys.stderr)
    told = _("{berkas}: {jumlah} berkas catatan dicadangkan, {ukuran} MB.")
    print(told.format(berkas=target.name, jumlah=number(done.berkas), ukuran=number(done.ukuran / 1e6, 1)))
