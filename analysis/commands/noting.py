"""That a verb hands out what is recorded: noted before a file is written, without the name of whoever runs it."""

from __future__ import annotations

from analysis.commands.dialogue import stop
from analysis.language import _
from analysis.sources.store import StoreError, open_store
from analysis.sources.usage import VERB, open_log


def note_file(store: str | None, *what: object) -> None:
    """Record `what` (the verb, codes of area and year) in the log beside the store, or end with a sentence."""
    try:
        open_log(open_store({}, store)).note("unduh", peran=VERB, rincian=" · ".join(map(str, what)))
    except StoreError as trouble:
        stop(_("Hasil ini tidak dapat dicatat, jadi tidak ditulis. {sebab}").format(sebab=trouble))
