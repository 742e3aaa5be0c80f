"""The server's log on standard error: one line per event, for people ("teks") or for machines ("json").

Trap: the words of an exception repeat what it stumbled over: a cell, a claim, an address with a password. So an error is
logged as its type and the lines of our own code it came through, never with its words; what other libraries say is kept
but for long numbers and what may be a token. Streamlit's and the server's loggers have handlers of their own, also those
that are made later, so all of them get ours.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from analysis import __version__

_ROOT = str(Path(__file__).resolve().parents[2]) + "/"
_OURS = ("analysis/", "pages/", "streamlit_app.py")
_log = logging.getLogger("konvergensi")
# What an event may carry beside its words: codes and numbers of our own making.
_FIELDS = ("halaman", "ms", "hasil", "insiden", "jenis")
# NIK and telephone numbers, tokens and signatures, and the part of an address that holds a password.
_PRIVATE = re.compile(r"\d(?:[ .\-]?\d){7,}|[A-Za-z0-9_\-]{40,}|(?<=//)[^/\s@]+@|(?<=\?)\S+")
# No 0, O, 1 or I: a code is read out over the telephone.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_incident() -> str:
    """A short code that stands on the page and in the log: "K7RM-2QXD"."""
    word = "".join(secrets.choice(_LETTERS) for _place in range(8))
    return f"{word[:4]}-{word[4:]}"


def scrubbed(text: str) -> str:
    """One line without long numbers, tokens, passwords and queries of addresses."""
    return _PRIVATE.sub("…", " ".join(text.split()))


def _frames(error: BaseException) -> list[str]:
    """Where in our own code it went wrong: "pages/parts/lokus.py:41 show", outermost first."""
    found = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = frame.filename.replace("\\", "/").removeprefix(_ROOT.replace("\\", "/"))
        if path.startswith(_OURS):
            found.append(f"{path}:{frame.lineno} {frame.name}")
    return found


def _facts(record: logging.LogRecord) -> dict[str, object]:
    facts: dict[str, object] = {
        "waktu": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "tingkat": record.levelname,
        "logger": record.name,
        "peristiwa": scrubbed(record.getMessage()),
        "versi": __version__,
    }
    facts |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        causes, chain = error, []
        while causes is not None and len(chain) < 5:
            chain.append(type(causes).__name__)
            causes = causes.__cause__ or causes.__context__
        facts |= {"galat": chain[0], "sebab": chain[1:], "jejak": _frames(error)}
    return facts


class AsJson(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_facts(record), ensure_ascii=False)


class AsText(logging.Formatter):
    """The same facts in one line for people."""

    def format(self, record: logging.LogRecord) -> str:
        facts = _facts(record)
        first = [str(facts.pop(name)) for name in ("waktu", "tingkat", "logger", "peristiwa")]
        rest = [f"{name}={' < '.join(one) if isinstance(one, list) else one}" for name, one in facts.items() if one]
        return " ".join([*first, *rest])


def _handler(form: str) -> logging.Handler:
    handler = logging.StreamHandler()  # standard error
    handler.setFormatter(AsJson() if form == "json" else AsText())
    return handler


def set_up(form: str) -> None:
    """Give every logger of this process the one handler. `form`: "teks" or "json".

    "teks" keeps to what somebody at a terminal has to know; "json" also has a line for every page that ran.
    """
    import streamlit.logger

    handler = _handler(form)

    def take(logger: logging.Logger) -> None:
        logger.handlers[:] = [handler]

    # Streamlit calls this for each of its loggers, also for those it makes later.
    streamlit.logger.setup_formatter = take
    known = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for logger in [logging.getLogger(), *known]:
        if logger.handlers or logger is logging.getLogger():
            take(logger)
    take(_log)
    _log.propagate = False
    _log.setLevel(logging.INFO if form == "json" else logging.WARNING)
    # Streamlit's own line about a page that failed: ours has the incident as well.
    logging.getLogger("streamlit.error_util").addFilter(lambda record: record.msg != "Uncaught app execution")
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that cannot be written would be repeated with all its values
    sys.excepthook = lambda _kind, error, _trace: _log.critical("process ends", exc_info=error)
    threading.excepthook = lambda told: _log.error("thread failed", exc_info=told.exc_value)


@contextmanager
def timed(halaman: str) -> Iterator[None]:
    """A line with the duration of one run of a page, whether it went well or not."""
    started, outcome = (
        time.perf_counter(),
        "berhenti",
    )  # before its end: another click came, or the page had no more to say
    try:
        yield
        outcome = "selesai"
    except Exception:
        outcome = "gagal"
        raise
    finally:
        spent = round((time.perf_counter() - started) * 1000)
        _log.info("page ran", extra={"halaman": halaman, "ms": spent, "hasil": outcome})
