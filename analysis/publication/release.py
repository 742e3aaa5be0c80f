"""A release: pictures, the numbers behind them, words for the press, sources, method and what was corrected, in one zip.

The trap: the parts of a release are read side by side, so they must hide the same cells. All of them are made from one
view in publication mode, and the finished tables are looked at once more before anything is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date as Date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd

from analysis.figures.drawing import whole_spec
from analysis.figures.registry import recipes
from analysis.figures.view import Empty, Figure, View
from analysis.language import LANGUAGES, _, date, number
from analysis.output.batch import Job, draw_batch
from analysis.output.captions import Caption, in_language, sample_mark
from analysis.output.export import ExportError, file_name
from analysis.output.tables_out import to_csv, to_workbook
from analysis.output.templates import TEMPLATES, Dress
from analysis.publication.disclosure import ReleaseCheck, Suppression, check_release
from analysis.publication.manifest import make_manifest, say_changes, to_text
from analysis.publication.press import method_note, press_facts, press_paragraph, source_list

FORMATS = ("png", "svg", "pdf")


class ReleaseError(Exception):
    """The release must not leave; the message is a sentence for the user."""


@dataclass(frozen=True)
class Piece:
    """One picture of a release with its table; `kode` names its files, `judul` the kind of picture."""

    kode: str
    judul: str
    figure: Figure


@dataclass(frozen=True)
class Release:
    """Everything that leaves together. `kosong`: pictures that were asked for and have nothing to show, and why."""

    view: View
    pieces: list[Piece]
    check: ReleaseCheck
    nomor: int
    hari: Date
    sidik: str
    kosong: list[str] = field(default_factory=list)

    @property
    def judul(self) -> str:
        return _("Rilis {nomor}: {wilayah}, {tahun}").format(
            nomor=number(self.nomor), wilayah=self.view.wilayah, tahun=self.view.tahun
        )

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The numbers behind the pictures, as they leave."""
        return {piece.kode: piece.figure.table for piece in self.pieces}

    @property
    def method(self) -> list[str]:
        """How the numbers were made, in sentences."""
        asked = {dict(piece.figure.resep[1]).get("code") or self.view.indikator for piece in self.pieces}
        return method_note(self.view, sorted(asked | {"total_krs"}), self.view.supresi.rules)

    @property
    def manifest(self) -> dict:
        """What it says, for the release after it."""
        about = {"kota": self.view.kota, "tahun": self.view.tahun, "nomor": self.nomor, "hari": self.hari}
        return make_manifest(self.tables, **about, sidik=self.sidik, contoh=self.check.contoh)


def compose_release(
    view: View, wanted: Iterable[tuple[str, Mapping]], *, hari: Date, sidik: str, nomor: int = 1
) -> Release:
    """The release of `wanted` (recipe, parameters) for the kota and year of `view`, looked through before it leaves.

    ValueError for a view that is not in publication mode (`supresi`).
    """
    if not isinstance(view.supresi, Suppression):
        raise ValueError("a release is made from a view with supresi")
    known, pieces, empty = recipes(), [], []
    for kode, params in wanted:
        made, title = known[kode].make(view, **params), known[kode].judul()
        if isinstance(made, Figure):
            pieces.append(
                Piece("-".join([f"{len(pieces) + 1:02d}", _slug(kode), *map(_slug, params.values())]), title, made)
            )
        elif isinstance(made, Empty):
            empty.append(f"{title}: {made.what} {made.filled_by}")
    check = check_release({f"{piece.kode} ({piece.judul})": piece.figure.table for piece in pieces}, view.supresi)
    check.contoh = check.contoh or any(piece.figure.caption.contoh for piece in pieces)
    return Release(view, pieces, check, nomor, hari, sidik, empty)


def _slug(part: object) -> str:
    return str(part).lower().replace("_", "-")


@dataclass(frozen=True)
class Look:
    """How the pictures of a release look: template, formats, dots per inch, city and logo."""

    template: str = "slide_16_9"
    formats: tuple[str, ...] = FORMATS
    ppi: int = 300
    dress: Dress = field(default_factory=Dress)


Progress = Callable[[int, int], None]


def release_zip(
    release: Release,
    look: Look,
    before: Mapping | None,
    read_shapes: Callable[[str], str | bytes],
    progress: Progress | None = None,
) -> bytes:
    """The zip of a release; `before`: the manifest of the release before it. `progress(done, all)` counts pictures.

    ReleaseError when the check refuses it or a picture cannot be drawn: half a release is none.
    """
    if not release.check.boleh:
        raise ReleaseError(release.check.ditolak[0])
    if not release.pieces:
        raise ReleaseError(_("Tidak ada grafik yang dapat dirilis untuk pilihan ini."))
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in [*_texts(release, before), *_numbers(release)]:
            archive.writestr(name, content)
        for name, drawn in draw_batch(_jobs(release, look, read_shapes), progress):
            if isinstance(drawn, ExportError):
                raise ReleaseError(f"{name}: {drawn}")
            archive.writestr(name, drawn)
    return file.getvalue()


def _named(folder: str, stem: str, ending: str, contoh: bool) -> str:
    return f"{folder}/{file_name(stem, ending, contoh)}"


class _Counted:
    """Jobs made one by one whose number is known before."""

    def __init__(self, jobs: Iterator[Job], number: int):
        self.jobs, self.number = jobs, number

    def __iter__(self) -> Iterator[Job]:
        return self.jobs

    def __length_hint__(self) -> int:
        return self.number


def _jobs(release: Release, look: Look, read_shapes: Callable) -> _Counted:
    dress = replace(look.dress, kota=look.dress.kota or release.view.wilayah)

    def make() -> Iterator[Job]:
        for piece in release.pieces:
            words = piece.figure.caption
            spec = whole_spec(piece.figure, read_shapes)
            for ending in look.formats:
                name = _named("grafik", piece.kode, ending, words.contoh)
                yield Job(name, spec, words, TEMPLATES[look.template], dress, ending, look.ppi)

    return _Counted(make(), len(release.pieces) * len(look.formats))


def _numbers(release: Release) -> Iterator[tuple[str, bytes]]:
    """Each table as CSV, all of them in one workbook with what a reader must know."""
    for piece in release.pieces:
        words = piece.figure.caption
        yield _named("angka", piece.kode, "csv", words.contoh), to_csv(piece.figure.table, words)
    lines = [f"{piece.kode}: {piece.figure.caption.judul}" for piece in release.pieces]
    sources = source_list([*release.tables.values(), *(fact.rows for fact in press_facts(release.view))])
    about = Caption(
        release.judul,
        "\n".join(lines),
        "\n".join(sources["sumber_judul"]),
        "\n".join(release.method),
        contoh=release.check.contoh,
    )
    yield _named("angka", "angka", "xlsx", release.check.contoh), to_workbook(release.tables, about, release.hari)
    yield "sumber.csv", to_csv(sources, Caption(release.judul))


def _texts(release: Release, before: Mapping | None) -> Iterator[tuple[str, bytes]]:
    """The words of a release: what is in it, for the press in both languages, how it was made, what was corrected."""
    yield "baca-dulu.txt", _file(_about(release))
    for bahasa in LANGUAGES:
        yield f"siaran-pers.{bahasa}.txt", _file(in_language(bahasa, _press, release))
    yield "metode.txt", _file(release.method)
    titles = {piece.kode: piece.judul for piece in release.pieces}
    yield "perubahan.txt", _file(say_changes(before, release.manifest, titles))
    yield "rilis.json", to_text(release.manifest).encode()


def _file(lines: list[str]) -> bytes:
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _mark(release: Release) -> list[str]:
    mark = _("{contoh}: sebagian angka sintetis, bukan angka resmi; jangan diterbitkan sebagai fakta.")
    return [mark.format(contoh=sample_mark()), ""] if release.check.contoh else []


def _press(release: Release) -> list[str]:
    head = f"{release.view.wilayah.upper()}, {date(release.hari)}"
    return [f"{head} – {press_paragraph(release.view)}"]


def _about(release: Release) -> list[str]:
    files = {
        "grafik/": _("gambar siap terbit; teks alt dan sumber ada di dalam berkasnya"),
        "angka/": _("angka di balik gambar: CSV per gambar, dan satu buku kerja XLSX dengan lembar keterangan"),
        "siaran-pers.id.txt, siaran-pers.en.txt": _("paragraf untuk pers"),
        "sumber.csv": _("semua sumber"),
        "metode.txt": _("cara angka dibuat"),
        "perubahan.txt": _("yang diperbaiki sejak rilis sebelumnya"),
        "rilis.json": _("isi rilis untuk dibandingkan dengan rilis berikutnya"),
    }
    made = _("Dibuat {tanggal} dengan Konvergensi; sidik data {sidik}.").format(
        tanggal=date(release.hari), sidik=release.sidik
    )
    words = [(piece.kode, piece.figure.caption) for piece in release.pieces]
    pictures = [line for kode, one in words for line in (f"{kode}: {one.judul}", f"   {one.sumber}") if line.strip()]
    missing = [_("Tidak ada di rilis ini:"), *release.kosong, ""] if release.kosong else []
    listed = [f"{name}: {text}" for name, text in files.items()]
    return [release.judul, "", *_mark(release), made, "", *pictures, "", *missing, *listed]
