"""One figure for every area below a view, as jobs of a batch.

The trap: an area that has no such figure, or whose figure may not leave, must not end the batch and must not be missing
in silence; and a headline written for one area is wrong for the next, so each area keeps its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from analysis.convergence.measures import is_province, kota_of
from analysis.figures.drawing import whole_spec
from analysis.figures.registry import make_figure
from analysis.figures.view import Figure, View, notes
from analysis.language import _
from analysis.output.batch import Job
from analysis.output.export import file_name
from analysis.output.templates import Dress, Template
from analysis.publication.words import split_note, suggested_alt

_log = logging.getLogger("konvergensi")


def levels(view: View, wilayah: tuple[str, ...]) -> list[str]:
    """The levels below the kota of a view that a recipe can be made for one by one."""
    below = ("kota", "kecamatan", "kelurahan") if is_province(view.kota) else ("kecamatan", "kelurahan")
    return [level for level in below if level in wilayah]


def areas_of(view: View, level: str) -> list[str]:
    """The codes of a level within the kota of a view, and within its kecamatan where one is chosen."""
    within = view.kecamatan if level == "kelurahan" and view.kecamatan else view.kota
    return sorted({code for code in view.tables["kelurahan"][f"kode_{level}"] if code.startswith(within)})


def view_of_area(view: View, level: str, code: str) -> View:
    """The same view for one area."""
    kecamatan = {"kota": "", "kecamatan": code, "kelurahan": code[:8]}[level]
    return view.on(kota=kota_of(code), kecamatan=kecamatan, kelurahan=code if level == "kelurahan" else "")


@dataclass(frozen=True)
class Order:
    """What is made for each area. `kota`, `catatan`: the user's words, None = the area's own."""

    view: View
    kode: str
    params: tuple[tuple[str, object], ...]
    level: str
    template: Template
    logo: bytes | None = None
    kota: str | None = None
    catatan: str | None = None
    format: str = "png"
    ppi: int = 150


@dataclass
class AreaJobs:
    """The jobs of an order, each made when it is its turn. `missing`: (area, sentence); `alt`: file name -> alt text.

    `refusal` says why a figure must not be published, "" when it may; `going` is asked before each and may raise.
    """

    order: Order
    read_shapes: Callable[[str], str | bytes]
    refusal: Callable[[Figure], str]
    going: Callable[[], None]
    missing: list[tuple[str, str]] = field(default_factory=list)
    alt: dict[str, str] = field(default_factory=dict)
    areas: list[str] = field(init=False)

    def __post_init__(self):
        self.areas = areas_of(self.order.view, self.order.level)

    def __len__(self) -> int:
        return len(self.areas)

    def __iter__(self) -> Iterator[Job]:
        for code in self.areas:
            self.going()
            job = self._job(code)
            if isinstance(job, Job):
                self.alt[job.nama] = job.caption.alt
                yield job
            else:
                self.missing.append((self.order.view.name(code), job))

    def _job(self, code: str) -> Job | str:
        """The job of an area, or the sentence that says why there is none."""
        try:
            return self._made(code)
        except Exception:  # one area must not end the others; the list says that it is missing
            _log.exception("no picture for an area")
            return _("Gambar ini tidak dapat dibuat; tabelnya tetap dapat diunduh sebagai CSV atau XLSX.")

    def _made(self, code: str) -> Job | str:
        order = self.order
        view = view_of_area(order.view, order.level, code)
        figure = make_figure(order.kode, view, **dict(order.params))
        if not isinstance(figure, Figure):
            return figure.what if figure else _("Belum ada data untuk gambar ini.")
        if refused := self.refusal(figure):
            return refused
        caption = replace(figure.caption, alt=suggested_alt(figure))
        if order.catatan is not None:
            _own, kept = split_note(caption.catatan, credits(view))
            caption = replace(caption, catatan=notes(order.catatan, kept))
        return Job(
            file_name(f"{code} {view.name(code)} {order.kode}", order.format, caption.contoh),
            whole_spec(figure, self.read_shapes),
            caption,
            order.template,
            Dress(view.wilayah if order.kota is None else order.kota, order.logo),
            order.format,
            order.ppi,
        )


def credits(view: View) -> list[str]:
    """What a map of the view must say about its shapes, in each of its forms."""
    return [view.map_shapes(form).catatan for form in ("indikatif", "ubin", "simbol")]
