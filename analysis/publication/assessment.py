"""The penilaian pack (Aksi 8): what a kota presents to the assessors of the province, in the frame of the year.

The trap: a letter on a slide looks official. Only the letters that somebody recorded are shown, as recorded; rule 1.1 is
a simulation by a published rule; and a score stands there only with the rubric of the user, called a simulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date

import pandas as pd

from analysis import language
from analysis.convergence.measures import is_province
from analysis.convergence.review import DEFAULT_LETTER_VALUES, next_steps, review_table, rule_1_1, score
from analysis.figures.view import View
from analysis.language import _, join_names, number
from analysis.output.briefing_sentences import decide_step, marked, say_reviewed
from analysis.output.captions import has_sample, in_language
from analysis.output.codes import value_names
from analysis.output.sentences import lower_first, say_step
from analysis.publication import area
from analysis.publication.assessment_facts import EVIDENCE, Shown, day, evidence, overview, shown_actions
from analysis.publication.assessment_papers import evidence_xlsx, paper_docx
from analysis.publication.briefing_ground import Ground, gather
from analysis.publication.deck import to_pptx
from analysis.publication.deck_pdf import to_pdf
from analysis.publication.rembuk import Progress, zipped
from analysis.publication.rembuk_facts import review_rows, rows_behind
from analysis.publication.report import whole_kota
from analysis.publication.screens import Point, Screen
from analysis.publication.typeset import ReadShapes

_ROOM = 260  # letters of a sentence that leave the others on the slide


@dataclass(frozen=True)
class Rubric:
    """The user's own weights (`kerangka, aksi, bobot`) and letter values: whatever they give is a simulation."""

    bobot: pd.DataFrame
    nilai_huruf: dict[str, float] | None = None


@dataclass(frozen=True)
class Assessment:
    """What is presented: the aksi and the screens made of them."""

    view: View
    aksi: tuple[Shown, ...]
    layar: tuple[Screen, ...]
    dibuat: Date
    bahasa: str

    @property
    def judul(self) -> str:
        return _("Penilaian kinerja {kota} {tahun}").format(kota=self.view.wilayah, tahun=self.view.tahun)

    @property
    def contoh(self) -> bool:
        """Is any row synthetic?"""
        return any(screen.contoh for screen in self.layar)


def assessment(view: View, dibuat: Date | None = None, hari_ini: str = "", rubrik: Rubric | None = None) -> Assessment:
    """The presentation of the kota and year of `view`. Raises KeyError for no kota: the province assesses."""
    if is_province(view.kota) or not area.exists(view, view.kota):
        raise KeyError(view.kota)
    made, view = dibuat or Date.today(), whole_kota(view, view.kota)
    ground = gather(view, hari_ini or made.isoformat())
    shown = shown_actions(ground.view, ground.hari_ini)
    return Assessment(view, tuple(shown), tuple(_screens(ground, shown, rubrik)), made, language.current())


def assessment_screens(view: View, hari_ini: str = "", rubrik: Rubric | None = None) -> list[Screen]:
    """An opening, one screen per aksi, an overview, what is missing; see `assessment`."""
    return list(assessment(view, None, hari_ini, rubrik).layar)


def _screens(ground: Ground, shown: list[Shown], rubrik: Rubric | None) -> list[Screen]:
    return [_opening(ground), *(_action(ground, one) for one in shown), _overview(ground, shown, rubrik), _open(ground)]


def _opening(ground: Ground) -> Screen:
    view = ground.view
    review = review_table(view.tables, view.kota, view.tahun)
    frame = value_names()["kerangka"].get(review["kerangka"].iloc[0] if len(review) else "", "")
    assessed = ground.fact("penilaian_kinerja")
    said = [say_reviewed(view.wilayah, view.tahun, frame), ground.say("penilaian_kinerja")]
    return ground.screen(
        "pembuka",
        " ".join(text for text in said if text),
        "reviu_kinerja",
        [review_rows(view), *([assessed.rows] if assessed else [])],
        _no_official(),
        subjudul=_("Penilaian kinerja aksi konvergensi, tahun {tahun}").format(tahun=view.tahun),
        gambar=ground.figure("jadwal_aksi"),
    )


def _no_official() -> str:
    return _("Bobot, nilai huruf, dan kelas resmi tidak ditemukan; setiap huruf atau skor di aplikasi adalah simulasi.")


def _weakest(kinds: pd.Series) -> str:
    return next((kind for kind in ("contoh", "diunggah", "resmi") if kind in set(kinds)), "")


def _action(ground: Ground, one: Shown) -> Screen:
    """Evidence as a table, result, change and follow-up as sentences."""
    row = one.row
    follow = one.tindak_lanjut or (_("tidak ada langkah menurut aturan aplikasi."),)
    # Days late stand in the finding and in the checklist: a row of the table keeps to one line.
    table = one.bukti[EVIDENCE[:-1]].assign(
        **{name: [day(pd.Timestamp(value) if value else pd.NaT) for value in one.bukti[name]] for name in EVIDENCE[2:4]}
    )
    return ground.screen(
        f"aksi_{row['aksi']}",
        _("Aksi {aksi}, {nama}: {kalimat}").format(
            aksi=row["aksi"], nama=_(row["nama"]), kalimat=lower_first(one.temuan)
        ),
        "reviu_kinerja",
        [one.rows],
        " ".join(one.hasil),
        _("Angka hasil tiap aksi dipilih aplikasi."),
        subjudul=" · ".join(
            part for part in (value_names()["kerangka"].get(row["kerangka"], ""), _letter(row)) if part
        ),
        butir=(
            _("Hasil: {teks}").format(teks=_short(one.hasil)),
            _("Perubahan: {teks}").format(teks=one.perubahan),
            _("Tindak lanjut: {teks}").format(teks=" ".join(follow)),
        ),
        tabel=table.reset_index(drop=True) if len(table) else None,
    )


def _short(sentences: tuple[str, ...]) -> str:
    """The first two, or the last alone where both find no room; all of them stand in the notes."""
    both = " ".join(sentences[:2])
    return both if len(both) <= _ROOM else sentences[-1]


def _letter(row: pd.Series) -> str:
    return _("huruf tercatat {huruf}, bukan dihitung aplikasi").format(huruf=row["huruf"]) if row["huruf"] else ""


def _overview(ground: Ground, shown: list[Shown], rubrik: Rubric | None) -> Screen:
    view = ground.view
    review = review_table(view.tables, view.kota, view.tahun)
    ready = int((review["bukti_kurang"] == 0).sum())
    points = ()
    if rubrik is not None:
        found = score(review, rubrik.bobot, rubrik.nilai_huruf or DEFAULT_LETTER_VALUES)
        note = _("rubrik Anda, {jumlah} dari {semua} aksi").format(
            jumlah=number(found.n_dinilai), semua=number(found.n_aksi)
        )
        points = (Point(_("Skor simulasi"), number(found.nilai, 1), note, _weakest(review["jenis_huruf"])),)
    said = _(
        "{kota} {tahun}: {lengkap} dari {semua} aksi lengkap buktinya, {bertanggal} bertanggal selesai, {terlambat} terlambat."
    ).format(
        kota=view.wilayah,
        tahun=view.tahun,
        lengkap=number(ready),
        semua=number(len(review)),
        bertanggal=number(review["tanggal_selesai"].notna().sum()),
        terlambat=number((review["status_waktu"] == "terlambat").sum()),
    )
    rows = review_rows(view)
    return ground.screen(
        "ikhtisar",
        said,
        "reviu_kinerja",
        [rows],
        _no_official(),
        subjudul=_("Semua aksi: bukti, tanggal, dan huruf yang tercatat"),
        angka=points,
        tabel=overview(shown),
    )


def missing_evidence(view: View) -> pd.DataFrame:
    """The documents that are recorded as not available: `aksi, bukti, tanggal_rencana`, META."""
    found = evidence(view)
    return found[(found["tersedia"] == 0).to_numpy(dtype=bool)].reset_index(drop=True)


def _open(ground: Ground) -> Screen:
    """What is still missing before the assessment."""
    view = ground.view
    missing = missing_evidence(view)
    review = review_table(view.tables, view.kota, view.tahun)
    unknown = int(review["bukti_total"].isna().sum())
    rules = rule_1_1(view.tables, view.kota, view.tahun)
    steps = next_steps(review, rules)
    rows = review_rows(view)
    parts = [
        _("{jumlah} dokumen bukti belum tersedia").format(jumlah=number(len(missing))) if len(missing) else "",
        _("{jumlah} aksi belum punya catatan bukti").format(jumlah=number(unknown)) if unknown else "",
    ]
    said = _("{kota} {tahun}: {rincian}.").format(
        kota=view.wilayah,
        tahun=view.tahun,
        rincian=join_names([part for part in parts if part]) or _("semua dokumen bukti yang tercatat sudah tersedia"),
    )
    texts = []
    for kode, part in steps.groupby("kode", sort=False):
        text = decide_step(kode, part) or say_step(part.iloc[0])
        texts.append(marked(text, pd.concat([rows_behind(view, aksi, {kode}) for aksi in part["aksi"]])))
    days = [day(pd.Timestamp(value) if value else pd.NaT) for value in missing["tanggal_rencana"]]
    table = missing[["aksi", "bukti"]].assign(tanggal_rencana=days)
    return ground.screen(
        "kurang",
        said,
        "reviu_kinerja",
        [rows],
        _("Langkah menurut aturan aplikasi, paling mendesak dahulu."),
        subjudul=_("Yang masih kurang sebelum penilaian"),
        butir=tuple(texts),
        tabel=table if len(table) else None,
    )


def file_names() -> dict[str, str]:
    """Code of each file in the pack -> its name."""
    return {
        "pptx": _("paparan-penilaian") + ".pptx",
        "pdf": _("paparan-penilaian") + ".pdf",
        "naskah": _("naskah-penilaian") + ".docx",
        "bukti": _("bukti") + ".xlsx",
    }


def assessment_zip(made: Assessment, read_shapes: ReadShapes, progress: Progress | None = None) -> bytes:
    """The four files in one zip. `read_shapes`: `sources.shapes.read_shapes`; `progress(share, file name)` before each.

    Raises `output.export.ExportError` when a chart cannot be drawn.
    """
    return in_language(made.bahasa, _zip, made, read_shapes, progress)


def _zip(made: Assessment, read_shapes: ReadShapes, progress: Progress | None) -> bytes:
    screens, view = list(made.layar), made.view
    about = {"judul": made.judul, "read_shapes": read_shapes, "hari": made.dibuat, "kota": view.wilayah}
    contoh = made.contoh or has_sample(review_rows(view))
    makers = {
        "pptx": lambda: to_pptx(screens, **about),
        "pdf": lambda: to_pdf(screens, **about),
        "naskah": lambda: paper_docx(view, made.judul, list(made.aksi), screens, made.dibuat, contoh),
        "bukti": lambda: evidence_xlsx(view, made.judul, list(made.aksi), made.dibuat, contoh),
    }
    return zipped({file_names()[kode]: make for kode, make in makers.items()}, progress)
