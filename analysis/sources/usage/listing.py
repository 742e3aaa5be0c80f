"""Everything that was done in one list: the saves of the store, and the uses that leave no save."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.sources.store import Save
from analysis.sources.usage.records import NOTED, Use, plain

# What a save may be: a file brought in, a change, a release, a change of roles.
SAVED = ("impor", "ubah", "terbit", "peran")
KINDS = (*SAVED, *NOTED)
_COLUMNS = ["kapan", "akun", "peran", "apa", "rincian", "tabel", "sel", "luput", "id"]


def listed(uses: Iterable[Use], saves: Iterable[Save]) -> pd.DataFrame:
    """One row per use or save, newest first.

    `kapan`: UTC as ISO text; `akun`: account, or for a save on whose behalf it was made; `apa`: one of KINDS;
    `rincian`: codes and file names; `tabel`: names of the tables of a save with commas; `sel`: its cells; `luput`;
    `id`: of the record or of the save.
    """
    rows = [(use.kapan, use.akun, use.peran, use.apa, use.rincian, "", 0, use.luput, use.id) for use in uses]
    rows += [_of_save(save) for save in saves]
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    return frame.sort_values(["kapan", "id"], ascending=False, kind="stable", ignore_index=True)


def _of_save(save: Save) -> tuple:
    tables = sorted(map(str, save.table.column("tabel").unique().to_pylist()))
    return (
        save.kapan,
        plain(save.oleh, 60),
        "",
        _kind(save, tables),
        plain(save.berkas, 120),
        ",".join(tables),
        len(save),
        0,
        save.id,
    )


def _kind(save: Save, tables: list[str]) -> str:
    if "rilis" in tables:
        return "terbit"
    if tables == ["peran"]:
        return "peran"
    return "impor" if save.berkas else "ubah"
