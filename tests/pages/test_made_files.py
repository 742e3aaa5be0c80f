"""A file that a button made is still there when the browser asks for it, however busy the server is."""

import pytest
import streamlit as st
from streamlit.runtime import Runtime
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileKind, MediaFileStorageError

from pages.parts import made_files, server
from pages.parts.made_files import SECONDS, MadeFiles
from tests.pages.test_every_page import ROOT


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def files(clock):
    return MadeFiles("/media", clock)


def make(files, content=b"a;b\n1;2\n") -> tuple[MediaFileManager, str]:
    """What a press on a download button does: the manager, and the file's name in its address."""
    manager = MediaFileManager(files)
    placeholder = manager.add_deferred(lambda: content, "text/csv", "1.2.3", "a.csv")
    return manager, manager.execute_deferred(placeholder).rpartition("/")[2]


def test_a_made_file_outlives_the_runs_of_other_sessions_and_goes_after_a_while(files, clock):
    manager, name = make(files)
    for _run_of_somebody in range(5):
        manager.remove_orphaned_files()
    assert files.get_file(name).content == b"a;b\n1;2\n"
    clock.now += SECONDS + 1
    make(files, b"another")
    with pytest.raises(MediaFileStorageError):
        files.get_file(name)


def test_a_file_made_again_while_it_was_leaving_stays(files, clock):
    manager, name = make(files)
    for _run in range(2):
        manager.remove_orphaned_files()
    clock.now += SECONDS - 1
    make(files)
    clock.now += 2
    make(files, b"another")
    assert files.get_file(name)


def test_what_is_leaving_never_fills_the_memory(files, monkeypatch):
    monkeypatch.setattr(made_files, "MOST_BYTES", 1000)
    for number in range(10):
        file_id = files.load_and_get_id(b"%d" % number * 400, "text/csv", MediaFileKind.DOWNLOADABLE, None)
        files.delete_file(file_id)
    assert sum(len(file.content) for file in files._files_by_id.values()) <= 1000


def test_pictures_on_a_page_go_at_once(files):
    file_id = files.load_and_get_id(b"picture", "image/png", MediaFileKind.MEDIA, None)
    files.delete_file(file_id)
    with pytest.raises(MediaFileStorageError):
        files.get_file(file_id + ".png")


def test_the_server_of_the_app_keeps_its_files_so(monkeypatch):
    monkeypatch.setattr(Runtime, "_instance", None)
    app = st.App(str(ROOT / "streamlit_app.py"), middleware=server.MIDDLEWARE)
    assert isinstance(app._create_runtime().media_file_mgr._storage, MadeFiles)
