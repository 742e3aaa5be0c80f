"""Drawings kept for a while: a picture in words just edited, or as another kind of file, holds the same chart.

Drawing a chart takes half a second, setting it into a page a tenth. Which chart a page needs depends on the room its
words leave, so it is asked for again after every edit, and mostly for the same one.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from threading import Lock

from analysis.output.export import Ask

KEPT = 48  # drawings of some 100 kB each


class Drawn:
    """`ask` that remembers its drawings; safe to share between threads."""

    def __init__(self, ask: Ask):
        self._ask = ask
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._lock = Lock()

    def ask(self, **question) -> bytes:
        """The answer to a question of `render.py`; pixels and PDF are made anew, the caller keeps them or not."""
        if question["make"] != "svg":
            return self._ask(**question)
        key = hashlib.sha1(json.dumps(question).encode(), usedforsecurity=False).digest()
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = self._ask(**question)
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return answer
