"""record: a file into the store, for a nightly job or an office without a browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from analysis.commands.dialogue import stop, tell, told_plainly
from analysis.language import _, number
from analysis.sources.catalog import load_catalog
from analysis.sources.recording import record_file
from analysis.sources.store import StoreError, open_store


def run(options: argparse.Namespace) -> None:
    """Record one file; exit code 1 when nothing was recorded."""
    catalog, path = load_catalog(), Path(options.file)
    store = open_store(catalog.tables, options.store)
    said = {"oleh": options.by, "apa": _("Impor {berkas}").format(berkas=path.name), "sumber_data": options.system}
    try:
        with told_plainly(options.file):
            recorded = record_file(path, options.table, **said, store=store, catalog=catalog)
    except StoreError as error:
        stop(str(error))
    tell(recorded.problems)
    if not recorded.sel:
        if recorded.baris:
            print(_("{berkas}: semua isinya sudah tercatat.").format(berkas=path.name), file=sys.stderr)
        stop(_("{berkas}: tidak ada yang dicatat.").format(berkas=path.name))
    print(
        _("{berkas}: {sel} sel dari {baris} baris tercatat di {tempat}.").format(
            berkas=path.name, sel=number(recorded.sel), baris=number(recorded.baris), tempat=store.location
        )
    )
