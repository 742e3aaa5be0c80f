"""export: the recorded state as a data package that other systems read."""

from __future__ import annotations

import argparse
from pathlib import Path

from analysis.commands.dialogue import stop, told_plainly
from analysis.commands.noting import note_file
from analysis.language import _, number
from analysis.output.codes import table_names
from analysis.output.columns import column_name
from analysis.output.tables_out import safe_text
from analysis.sources.catalog import load_catalog
from analysis.sources.package import build_package, write_package, zipped
from analysis.sources.store import open_store


def run(options: argparse.Namespace) -> None:
    """Write the package into a folder or a zip."""
    tables, target = load_catalog().tables, Path(options.output)
    store = open_store(tables, options.store)
    state = store.state(fresh=True)
    if store.trouble:
        stop(str(store.trouble))
    note_file(options.store, "export")
    names = table_names()
    package = build_package(
        state, tables, title=column_name, table_title=lambda table: names.get(table, column_name(table)), safe=safe_text
    )
    with told_plainly(options.output):
        if target.suffix == ".zip":
            package, target = {target.name: zipped(package)}, target.parent
        write_package(package, target)
    print(_("{jumlah} simpanan dari {tempat} diekspor.").format(jumlah=number(len(state.saves)), tempat=store.location))
