"""The pictures of one simulated plan with their words, the same on the page and from the command line.

They stand on a plan and its run, not on a view alone, so they have no recipe. Every caption names the preset and the
number of draws, and takes sources and the CONTOH mark from the rows that the plan starts from.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.figures.view import Figure
from analysis.language import _, number
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.scenario import draw_exits, draw_fan, fan_frame
from analysis.output.scenario_parts import draw_lag, draw_tornado, draw_waterfall, tornado_frame, waterfall_frame
from analysis.output.scenario_sentences import say_cases, say_drivers, say_exits, say_lag, say_parts, say_plan
from analysis.output.scenario_tables import YEARLY, drivers_table, parts_table, range_table, yearly_table


@dataclass(frozen=True)
class Told:
    """What the pictures of one plan speak of.

    hasil: `scenario.model.Result`; tuas: lever -> name; undian: draws; dasar: the rows (META) it stands on.
    """

    hasil: object
    nama: str
    wilayah: str
    preset: str
    undian: int
    tuas: dict[str, str]
    dasar: pd.DataFrame
    target: float | None = None
    ada_krs: bool = True

    @property
    def akhir(self) -> int:
        return int(self.hasil.tahunan["tahun"].max())

    @property
    def awal(self) -> int:
        return int(self.hasil.tahunan["tahun"].min())

    @property
    def temuan(self) -> str:
        """The finding."""
        chance = self.hasil.peluang
        return say_plan(self.hasil.tahunan, self.wilayah, self.target, chance["target"], chance["target_tanpa_rencana"])

    @property
    def asumsi(self) -> str:
        """What everything stands on, in one line; without draws (undian 0) there is no interval to explain."""
        if not self.undian:
            return _("Simulasi tanpa undian, preset “{preset}” (asumsi).").format(preset=self.preset)
        return _("Simulasi {undian} undian, preset “{preset}” (asumsi); rentang: 90\u00a0% undian.").format(
            undian=number(self.undian), preset=self.preset
        )

    def file(self, name: str) -> str:
        """The name of a file with one of its pictures."""
        return f"skenario {name} {self.nama}"

    def caption(self, judul: str, subjudul: str, more: str = "", alt: str = "") -> Caption:
        """The words around a picture of this plan."""
        notes = f"{self.asumsi} {more}".strip()
        return Caption(judul, subjudul, source_line(self.dasar), notes, alt or judul, has_sample(self.dasar))


def _unit(told: Told, ukuran: str) -> pd.DataFrame:
    rows = told.hasil.tahunan
    return rows[(rows["ukuran"] == ukuran).to_numpy(dtype=bool)]


def _fan(parts: tuple) -> dict[str, pd.DataFrame]:
    return dict(zip(("data", "sasaran", "nama"), parts, strict=True))


def prevalence(told: Told) -> Figure:
    """With and without the plan, against the target."""
    caption = told.caption(
        _("Prevalensi dengan dan tanpa rencana (simulasi)"),
        _("Balita stunting per 100 balita, {wilayah}, {awal}–{akhir}; pita: 90\u00a0% undian").format(
            wilayah=told.wilayah, awal=told.awal, akhir=told.akhir
        ),
        alt=told.temuan,
    )
    frames = _fan(fan_frame(_unit(told, "prevalensi"), told.target, satuan="\u00a0%"))
    options = {"judul": _("Balita stunting, persen (simulasi)")}
    return Figure(draw_fan, frames, caption, yearly_table(told.hasil.tahunan), told.file("prevalensi"), options)


def cases(told: Told) -> Figure:
    """Stunted children with and without the plan."""
    about = _("Balita stunting, {wilayah}; pita: 90\u00a0% undian").format(wilayah=told.wilayah)
    frames = _fan(fan_frame(_unit(told, "kasus"), digits=0))
    table = range_table(told.hasil.dicegah[YEARLY], "dicegah")
    options = {"judul": _("Balita stunting (simulasi)"), "digits": 0}
    return Figure(
        draw_fan, frames, told.caption(say_cases(told.hasil.dicegah), about), table, told.file("kasus"), options
    )


def lag(told: Told) -> Figure:
    """Which children the plan has reached by when."""
    about = _(
        "Bagian jangkauan penuh rencana yang sudah diterima, per umur dan tahun; satu angkatan bergeser ke kanan bawah"
    )
    rows = told.hasil.lag
    table = rows.assign(terjangkau=100 * rows["terjangkau"])
    return Figure(draw_lag, {"data": rows}, told.caption(say_lag(rows), about), table, told.file("jangkauan"))


def parts(told: Told) -> Figure:
    """Trend and levers, each with its own bar."""
    about = _("Perubahan prevalensi {tahun} dari {awal}, {wilayah}; tren berlaku juga tanpa rencana").format(
        tahun=told.akhir, awal=told.awal, wilayah=told.wilayah
    )
    rows = told.hasil.tuas
    caption = told.caption(say_parts(rows, told.tuas), about)
    options = {"judul": _("Poin persen (simulasi)")}
    frames = {"data": waterfall_frame(rows, told.tuas)}
    return Figure(draw_waterfall, frames, caption, parts_table(rows, told.tuas), told.file("sumbangan"), options)


def families(told: Told) -> Figure:
    """Families that leave KRS."""
    about = _("Keluarga yang kehilangan risiko terakhirnya, dibanding tahun data; {wilayah}; tanpa rentang").format(
        wilayah=told.wilayah
    )
    rows = told.hasil.krs
    caption = told.caption(say_exits(rows, told.ada_krs), about)
    table = rows[["tahun", "nilai"]].rename(columns={"nilai": "keluar_krs"})
    options = {"judul": _("Keluarga keluar dari KRS (simulasi)")}
    return Figure(draw_exits, {"data": rows}, caption, table, told.file("krs"), options)


def drivers_of(told: Told, hasil: str) -> pd.DataFrame:
    """The assumptions that move one outcome ("prevalensi" | "dicegah")."""
    rows = told.hasil.pendorong
    return rows[(rows["hasil"] == hasil).to_numpy(dtype=bool)]


def drivers(told: Told, hasil: str) -> Figure:
    """Which assumption matters most for an outcome."""
    about = {
        "prevalensi": _("Kuadrat korelasi peringkat tiap asumsi dengan prevalensi {tahun} dengan rencana"),
        "dicegah": _("Kuadrat korelasi peringkat tiap asumsi dengan kasus yang dicegah {tahun}"),
    }
    rows = drivers_of(told, hasil)
    caption = told.caption(say_drivers(rows, hasil), about[hasil].format(tahun=told.akhir))
    options = {"judul": _("Keragaman yang diterangkan, persen"), "hasil": hasil}
    frames, name = {"data": tornado_frame(rows)}, told.file(f"asumsi_{hasil}")
    return Figure(draw_tornado, frames, caption, drivers_table(rows), name, options)


def all_pictures(told: Told) -> dict[str, Figure]:
    """Every picture that the result has something for, by a short name."""
    found = {"prevalensi": prevalence(told), "kasus": cases(told)}
    if say_lag(told.hasil.lag):
        found["jangkauan"] = lag(told)
    if len(told.hasil.tuas):
        found["sumbangan"] = parts(told)
    if told.hasil.krs is not None:
        found["keluar-krs"] = families(told)
    for hasil in ("dicegah", "prevalensi"):
        if len(drivers_of(told, hasil)):
            found[f"asumsi-{hasil}"] = drivers(told, hasil)
    return found
