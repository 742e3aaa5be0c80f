"""The same picture for every area: made beside the page, one batch of the server at a time.

Traps. A batch of 267 pictures takes minutes, and in that time its user edits, changes page or closes the browser: so it
runs on a thread of its own with everything it needs, the session keeps only a handle, and when the handle goes the batch
stops. And the zip is larger than anything else the app holds: it lies in a nameless temporary file that goes with it.
"""

from __future__ import annotations

import tempfile
import threading
import time
import weakref
import zipfile
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import BinaryIO

import pandas as pd
import streamlit as st

from analysis import language
from analysis.figures.registry import Recipe
from analysis.figures.view import Figure
from analysis.language import _, number
from analysis.output.batch import zip_batch
from analysis.output.captions import in_language
from analysis.output.export import file_name
from analysis.output.templates import TEMPLATES
from analysis.publication.area_jobs import AreaJobs, Order, areas_of, levels
from analysis.publication.words import one_line
from analysis.sources.shapes import read_shapes
from pages.parts import state, studio_files, studio_words
from pages.parts.downloads import offer
from pages.parts.guard import same_person
from pages.parts.text import escape

Tables = dict[str, pd.DataFrame]
HANDLE = "studio_kumpulan"
_LOOK_EVERY = 0.7  # seconds
_SHOWN_FAILURES = 20
_DPI = studio_files.DPI[:2]  # 267 pictures of 600 dpi would be a gigabyte


class Stopped(Exception):
    """Nobody wants the batch any more."""


@dataclass
class Work:
    """A batch as its thread sees it."""

    jobs: AreaJobs
    file: BinaryIO
    stop: threading.Event
    done: int = 0
    seconds: float = 0.0
    failed: list[tuple[str, str]] = field(default_factory=list)

    def run(self) -> None:
        started = time.monotonic()
        self.jobs.going()
        self.failed = zip_batch(self.jobs, self.file, self._count)
        with zipfile.ZipFile(self.file, "a") as archive:
            if self.jobs.missing:
                lines = [f"{area}: {sentence}" for area, sentence in self.jobs.missing]
                archive.writestr(_("tanpa-gambar") + ".txt", "\r\n".join(lines) + "\r\n")
            lines = [f"{name}: {text}" for name, text in sorted(self.jobs.alt.items())]
            archive.writestr(_("teks-alt") + ".txt", "\r\n".join(lines) + "\r\n")
        self.seconds = time.monotonic() - started

    def _count(self, done: int, _all: int) -> None:
        self.jobs.going()
        self.done = done


class Batch:
    """What the session keeps of a batch; when the session lets it go, the batch ends."""

    def __init__(self, order: Order, refusal: Callable[[Figure], str], name: str):
        stop = threading.Event()
        weakref.finalize(self, stop.set)

        def going() -> None:
            if stop.is_set():
                raise Stopped

        jobs = AreaJobs(order, read_shapes, refusal, going)
        file = tempfile.TemporaryFile(prefix="konvergensi-")  # noqa: SIM115 (it lives as long as the batch)
        self.work = Work(jobs, file, stop)
        self.name = name
        self.future: Future = _pool().submit(in_language, language.current(), self.work.run)

    @property
    def progress(self) -> tuple[int, int]:
        """Areas dealt with, all areas."""
        return self.work.done + len(self.work.jobs.missing), len(self.work.jobs.areas)

    def cancel(self) -> None:
        """End it in the middle of its pictures."""
        self.work.stop.set()
        self.future.cancel()

    def content(self) -> bytes:
        """The zip."""
        self.work.file.seek(0)
        return self.work.file.read()


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="kumpulan")


def _level_names() -> dict[str, str]:
    return {"kota": _("setiap kota"), "kecamatan": _("setiap kecamatan"), "kelurahan": _("setiap kelurahan")}


def show(tables: Tables, recipe: Recipe, params: tuple, template: str, words: dict[str, str]) -> None:
    """Ask for a batch, follow it, fetch it."""
    batch = st.session_state.get(HANDLE)
    with st.expander(_("Banyak wilayah sekaligus"), key="studio_banyak", icon=":material/folder_zip:"):
        if batch is None:
            _show_order(tables, recipe, params, template, words)
        elif not batch.future.done():
            st.fragment(_follow, run_every=_LOOK_EVERY)(batch, language.current())
        else:
            _show_result(batch)


def _show_order(tables: Tables, recipe: Recipe, params: tuple, template: str, words: dict[str, str]) -> None:
    view = studio_files.masked_view(tables)
    offered = levels(view, recipe.wilayah)
    if not offered:
        st.caption(_("Gambar ini hanya ada untuk satu kota utuh, jadi tidak dapat dibuat per wilayah."))
        return
    names = _level_names()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        level = st.selectbox(
            _("Untuk"), offered, format_func=names.get, key="studio_tingkat", persist_state="session", width=200
        )
        kind = st.selectbox(
            _("Jenis berkas"), ["png", "svg", "pdf"], format_func=str.upper, key="studio_jenis", persist_state="session",
            width=110,
        )  # fmt: skip
        dpi = 0
        if kind == "png":
            dpi = st.selectbox("dpi", _DPI, key="studio_dpi_banyak", persist_state="session", width=90)
    st.caption(
        _("Judul, subjudul, dan teks alt dihitung untuk setiap wilayah. Dari kata Anda hanya catatan, logo, dan nama kota yang ikut.")
    )  # fmt: skip
    wrong = studio_words.refused({name: words[name] for name in ("catatan", "kota") if name in words})
    count = len(areas_of(view, level))
    st.button(
        _("Buat {jumlah} gambar").format(jumlah=number(count)),
        key="studio_buat",
        icon=":material/play_arrow:",
        disabled=bool(wrong),
        on_click=_start,
        args=(tables, recipe.kode, params, template, level, kind, dpi),
    )


def _start(tables: Tables, kode: str, params: tuple, template: str, level: str, kind: str, dpi: int) -> None:
    masking = studio_files.suppression(tables)
    typed = studio_words.edits()
    order = Order(
        studio_files.masked_view(tables),
        kode,
        params,
        level,
        TEMPLATES[template],
        logo=studio_words.logo(),
        kota=one_line(typed["kota"].teks) if "kota" in typed else None,
        catatan=one_line(typed["catatan"].teks) if "catatan" in typed else None,
        format=kind,
        ppi=dpi or 300,
    )

    def refusal(figure: Figure) -> str:
        return " ".join(studio_files.check(figure, masking).ditolak)

    stem = f"{kode} {_level_names()[level]} {order.view.wilayah} {state.get('tahun')}"
    # Whether anything in it is synthetic is known only when all are made: the name says so then.
    st.session_state[HANDLE] = Batch(order, refusal, stem)


def _forget() -> None:
    batch = st.session_state.pop(HANDLE, None)
    if batch is not None:
        batch.cancel()


def _follow(batch: Batch, bahasa: str) -> None:
    language.use(bahasa)
    same_person()
    done, count = batch.progress
    waiting = not batch.future.running() and not batch.future.done()
    said = _("Menunggu giliran: kumpulan lain sedang dibuat.")
    if not waiting:
        said = _("{jumlah} dari {semua}").format(jumlah=number(done), semua=number(count))
    st.progress(min(1.0, done / max(1, count)), text=said)
    st.button(_("Batalkan"), key="studio_batal", icon=":material/close:", on_click=_cancelled)
    if batch.future.done() or HANDLE not in st.session_state:
        st.rerun()


def _cancelled() -> None:
    _forget()


def _show_result(batch: Batch) -> None:
    work = batch.work
    if batch.future.cancelled() or batch.future.exception():
        st.error(_("Kumpulan ini tidak jadi dibuat. Coba lagi."), icon=":material/error:")
    else:
        missing = [*work.jobs.missing, *work.failed]
        said = _("{jumlah} gambar selesai dalam {detik} detik.")
        made = len(work.jobs.areas) - len(missing)
        st.success(said.format(jumlah=number(made), detik=number(work.seconds)), icon=":material/check_circle:")
        if missing:
            st.warning(_("{jumlah} tidak jadi:").format(jumlah=number(len(missing))), icon=":material/warning:")
            st.markdown("\n".join(f"- {escape(f'{name}: {why}')}" for name, why in missing[:_SHOWN_FAILURES]))
        contoh = any("-CONTOH." in name for name in work.jobs.alt)
        offer(_("Unduh ZIP"), file_name(batch.name, "zip", contoh), batch.content, key="studio_zip", type="primary")
    st.button(_("Buat kumpulan lain"), key="studio_lagi", type="tertiary", on_click=_forget)
