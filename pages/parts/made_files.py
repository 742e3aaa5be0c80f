"""Files that a download button made, kept until the browser had time to fetch them.

Trap: Streamlit makes the file, tells the browser its address, and lets go of it as soon as the runs of any two sessions
have ended. One visitor never notices; with fifty that is a fraction of a second, and a browser on a slow line is told
that the file does not exist. So what is deleted stays for a minute.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from streamlit.runtime import memory_media_file_storage
from streamlit.runtime.media_file_storage import MediaFileKind
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

SECONDS = 60.0
MOST_BYTES = 400_000_000  # together: then the oldest go at once


class MadeFiles(MemoryMediaFileStorage):
    """Streamlit's storage, in which downloads outlive their deletion for `SECONDS`; `clock` counts them."""

    def __init__(self, media_endpoint: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(media_endpoint)
        self._clock, self._leaving, self._one_at_a_time = clock, OrderedDict[str, float](), Lock()

    def load_and_get_id(
        self, path_or_data: str | bytes, mimetype: str, kind: MediaFileKind, filename: str | None = None
    ) -> str:
        """As Streamlit's; a file that was leaving stays when it is made again."""
        with self._one_at_a_time:
            self._let_go()
            file_id = super().load_and_get_id(path_or_data, mimetype, kind, filename)
            self._leaving.pop(file_id, None)
            return file_id

    def delete_file(self, file_id: str) -> None:
        """Later, where it is a download."""
        with self._one_at_a_time:
            file = self._files_by_id.get(file_id)
            if file is None or file.kind is not MediaFileKind.DOWNLOADABLE:
                super().delete_file(file_id)
            else:
                self._leaving[file_id] = self._clock() + SECONDS
            self._let_go()

    def _let_go(self) -> None:
        now = self._clock()
        held = sum(len(self._files_by_id[file_id].content) for file_id in self._leaving)
        for file_id, until in list(self._leaving.items()):
            if until > now and held <= MOST_BYTES:
                break
            held -= len(self._files_by_id[file_id].content)
            del self._leaving[file_id]
            super().delete_file(file_id)


def keep_made_files() -> None:
    """Every server made from now on keeps its downloads so. Streamlit offers no setting for it."""
    memory_media_file_storage.MemoryMediaFileStorage = MadeFiles
