"""What every reader of people's files promises for any bytes, said once.

Trap: a reader that never raises is not yet a good one: it must also say what was wrong, in a sentence that a person can
act on and that repeats nobody's number.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

# As long as a NIK or a telephone number: `problems.quote` lets nothing of that length pass.
_IDENTITY = re.compile(r"[0-9]{12,}")
# Inputs are at most this long, and none of them may keep a processor busy for longer than that. No measurement: a guard
# against time that grows with the square of the input, which would be minutes.
LARGEST = 200_000
SECONDS = 10


class TooSlow(Exception):
    """A reader that did not come back in time."""


def told(sentences: Iterable[object]) -> list[str]:
    """The sentences a reader said, each of which must be whole and repeat no long number."""
    said = [str(sentence) for sentence in sentences]
    for sentence in said:
        assert len(sentence) > 10 and sentence[-1] in ".…!?", f"no sentence: {sentence[:80]!r}"
        assert "\n" not in sentence and "Traceback" not in sentence
        assert not _IDENTITY.search(sentence), "a long number is repeated"
    return said


def rows_or_sentences(rows: int, sentences: Iterable[object]) -> None:
    """An outcome says something: rows, or why there are none."""
    assert told(sentences) or rows, "neither rows nor a sentence"


@contextmanager
def bounded(seconds: float = SECONDS) -> Iterator[None]:
    """Ends what computes longer, where the system can do that (not on Windows, not outside the main thread).

    Only this thread's own processor time counts: what tests before this one left running is none of it.
    """
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return
    until = time.thread_time() + seconds

    def ring(_number, _frame):
        if time.thread_time() >= until:
            raise TooSlow(f"more than {seconds} s")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
