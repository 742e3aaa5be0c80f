"""Batches: in order, on all processes, a few pictures in memory, and one failure does not stop the rest."""

import io
import os
import signal
import sys
import threading
import zipfile

import altair as alt
import pandas as pd
import pytest
from PIL import Image

from analysis.output import theme
from analysis.output.batch import Job, draw_batch, zip_batch
from analysis.output.captions import Caption
from analysis.output.templates import TEMPLATES, Dress, template_png
from analysis.output.worker import ExportError, Workers, worker_count
from tests.bench.usage import children_running

PAGE = TEMPLATES["feed_1_1"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="looks at processes with ps")


def spec(value: float = 9.0) -> dict:
    frame = pd.DataFrame({"nama": ["Kapuk", "Semanan"], "nilai": [17.25, value]})
    return theme.finish(alt.Chart(theme.named(frame)).mark_point().encode(x="nilai:Q", y=alt.Y("nama:N", title=None)))


BROKEN = {**spec(), "mark": "tidak ada"}


def job(place: int, drawing: dict | None = None, **options) -> Job:
    name = f"kelurahan-{place}.{options.get('format', 'png')}"
    return Job(name, drawing or spec(place), Caption(f"Kelurahan {place}"), PAGE, ppi=72, **options)


def processes() -> set[int]:
    """Drawing processes of this process."""
    return set(children_running("render.py"))


def test_pictures_come_in_the_order_of_the_jobs_and_are_those_of_a_single_export():
    seen = []
    drawn = list(draw_batch([job(place) for place in range(6)], lambda done, every: seen.append((done, every)), 2))
    assert [name for name, _png in drawn] == [f"kelurahan-{place}.png" for place in range(6)]
    assert seen == [(place, 6) for place in range(1, 7)]
    assert drawn[4][1] == template_png(spec(4), Caption("Kelurahan 4"), PAGE, ppi=72)


def test_two_processes_draw_and_are_gone_afterwards():
    before = processes()
    drawing = draw_batch([job(place) for place in range(8)], workers=2)
    for _place in range(3):
        next(drawing)
    # A process is started by its first picture, so each of them draws.
    started = processes() - before
    assert len(started) == 2
    drawing.close()
    assert not processes() & started


def test_questions_go_round_all_processes():
    pool = Workers(2)
    threads = [threading.Thread(target=lambda: pool.ask(make="svg", spec=spec())) for _place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({worker.process.pid for worker in pool.workers}) == 2
    pool.retire()
    with pytest.raises(ExportError, match="dihentikan"):
        pool.ask(make="svg", spec=spec())


def test_a_killed_process_is_replaced_and_no_picture_is_missing():
    before = processes()
    drawing = draw_batch([job(place) for place in range(8)], workers=2)
    first = next(drawing)
    os.kill((processes() - before).pop(), signal.SIGKILL)
    drawn = [first, *drawing]
    assert [Image.open(io.BytesIO(png)).size for _name, png in drawn] == [(540, 540)] * 8


def test_one_bad_picture_says_so_and_the_others_are_drawn():
    shapes = {**spec(), "data": {"url": "app/static/peta/ubin/31.73.json"}}
    bad_logo = job(3, dress=Dress("Jakarta Barat", b"bukan gambar"))
    drawn = dict(draw_batch([job(0), job(1, BROKEN), job(2, shapes), bad_logo, job(4)]))
    failed = {name: str(result) for name, result in drawn.items() if isinstance(result, ExportError)}
    assert list(failed) == ["kelurahan-1.png", "kelurahan-2.png", "kelurahan-3.png"]
    assert "tidak dapat dibuat" in failed["kelurahan-1.png"] and "tidak dapat dibuat" in failed["kelurahan-2.png"]
    assert failed["kelurahan-3.png"].startswith("Logo tidak dapat dibaca")
    assert Image.open(io.BytesIO(drawn["kelurahan-4.png"])).size == (540, 540)


def test_only_a_few_jobs_are_taken_ahead():
    taken = []

    def jobs():
        for place in range(20):
            taken.append(place)
            yield job(place)

    drawing = draw_batch(jobs(), workers=2)
    next(drawing)
    assert len(taken) <= 5
    drawing.close()
    assert len(taken) <= 5


def test_a_batch_mixes_formats_and_languages():
    english = Job("a.svg", spec(), Caption("Finding", contoh=True, bahasa="en"), PAGE, format="svg")
    drawn = dict(draw_batch([english, job(1, format="pdf")], workers=1))
    assert b"SAMPLE DATA" in drawn["a.svg"] and drawn["kelurahan-1.pdf"].startswith(b"%PDF")


def test_the_zip_holds_every_picture_once_and_lists_what_failed():
    file = io.BytesIO()
    failed = zip_batch([job(0), job(1, BROKEN), job(0, spec(12.5))], file, workers=1)
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["kelurahan-0.png", "kelurahan-0-2.png", "tidak-jadi.txt"]
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        listed = archive.read("tidak-jadi.txt").decode()
    assert [name for name, _sentence in failed] == ["kelurahan-1.png"]
    assert f"kelurahan-1.png: {failed[0][1]}" in listed


def test_a_whole_batch_of_good_pictures_has_no_list_of_failures():
    file = io.BytesIO()
    assert zip_batch([job(0)], file, workers=1) == []
    assert zipfile.ZipFile(file).namelist() == ["kelurahan-0.png"]


def test_processes_per_batch_are_few():
    assert 1 <= worker_count() <= 4
    assert len(Workers().workers) == worker_count()
