"""restore: a backup into an empty store."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands.dialogue import stop, told_plainly
from analysis.language import _, number
from analysis.sources.backup import BackupError, parts, restore
from analysis.sources.store import StoreError


def run(options: argparse.Namespace) -> None:
    """Restore a file of `backup`; exit code 1 and a sentence when it cannot be."""
    wanted = parts(options.store)
    try:
        with told_plainly(options.file):
            done = restore(wanted, Path(options.file))
    except (BackupError, StoreError) as error:
        stop(str(error))
    place = wanted["simpanan"].place.location
    told = _("{jumlah} berkas catatan ada di {tempat}, {sudah} di antaranya dari pemulihan sebelumnya.")
    if not done.sudah:
        told = _("{jumlah} berkas catatan dipulihkan ke {tempat}.")
    print(told.format(jumlah=number(done.berkas), sudah=number(done.sudah), tempat=place))
