"""What a figure is as a chart that PowerPoint itself draws: categories, series, intervals, looks.

Data come from the frames of the figure, rounded as they are printed, so that the workbook behind a chart tells no more
than the chart. The trap: a form that an office program cannot draw honestly (map, funnel, heat map) has no native form
and stays a picture; bars start at zero, and what only colour would tell stands in the name of the row as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analysis.figures.view import Figure
from analysis.language import _, number
from analysis.output.marks import VERDICTS, verdict_words
from analysis.output.theme import ACCENT, BETTER, DATA, INTERVAL, QUIET, SIMILAR, TEXT, WORSE
from analysis.publication.deck_text import shortened

MOST_ROWS = 15
Values = tuple[float | None, ...]


@dataclass(frozen=True)
class Series:
    """One series. `look`: "penuh" (filled), "tepi" (outline only), "garis" (line), "putus" (dashed), "titik" (marker only),
    "kosong" (hollow marker).

    colours: place -> colour of a single point; labels: print the values; texts: words that stand at the points.
    """

    name: str
    values: Values
    low: Values = ()
    high: Values = ()
    x: Values = ()
    colour: str = DATA
    colours: dict[int, str] = field(default_factory=dict)
    look: str = "penuh"
    labels: bool = False
    texts: tuple[str, ...] = ()
    texts_side: str = "kanan"

    @property
    def has_intervals(self) -> bool:
        return any(value is not None for value in self.low)


@dataclass(frozen=True)
class NativeChart:
    """A chart as an office program draws it. kind: "bar" (rows), "line" (along the years), "scatter".

    `note` is what a reader must know of this form; `shown` of `rows` rows when there are too many for a slide.
    """

    kind: str
    series: tuple[Series, ...]
    categories: tuple[str, ...] = ()
    axis: str = ""
    axis_x: str = ""
    digits: int = 1
    digits_x: int = 1
    legend: bool = False
    dates: bool = False  # the values are day numbers of a spreadsheet
    note: str = ""
    shown: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Grid:
    """A figure that is a table by nature: letters of the review, history of the lists. The first column names the rows."""

    frame: pd.DataFrame
    note: str = ""


def native_form(figure: Figure) -> NativeChart | Grid | None:
    """The native form of a figure; None for what stays a picture, and for a chart without rows."""
    build = _BUILDERS.get(figure.draw.__name__)
    if build is None or next(iter(figure.frames.values())).empty:
        return None
    return build(*figure.frames.values(), **figure.options)


def _rounded(values: pd.Series, digits: int) -> Values:
    numbers = pd.to_numeric(values, errors="coerce").to_numpy(dtype=float)
    return tuple(None if np.isnan(value) else round(float(value), digits) for value in numbers)


def _ends(rows: pd.DataFrame, digits: int, low: str = "bawah", high: str = "atas") -> dict[str, Values]:
    if low not in rows or high not in rows:
        return {}
    known = rows[[low, high]].notna().all(axis=1)
    return {"low": _rounded(rows[low].where(known), digits), "high": _rounded(rows[high].where(known), digits)}


def _one_line(name: object) -> str:
    return " ".join(str(name).split())


def _first(rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The rows that fit on a slide, and how many there are."""
    count = {"shown": min(len(rows), MOST_ROWS), "rows": len(rows)}
    return rows.head(MOST_ROWS), count


def _ranking(data: pd.DataFrame, acuan: pd.DataFrame, *, judul: str, digits: int = 1, **_options) -> NativeChart:
    lokus = data["lokus"].astype(bool)
    names = [
        _("{nama} (lokus)").format(nama=name) if listed else name
        for name, listed in zip(data["nama"], lokus, strict=True)
    ]
    rows = data.assign(nama=names, warna=lokus.map({True: ACCENT, False: DATA}))
    return _areas(rows, acuan, judul, digits)


def _comparison(data: pd.DataFrame, acuan: pd.DataFrame, *, judul: str, digits: int = 1, **_options) -> NativeChart:
    words = verdict_words()
    names = [
        f"{name} ({words[verdict]})" if verdict in VERDICTS else name
        for name, verdict in zip(data["nama"], data["putusan"], strict=True)
    ]
    return _areas(data.assign(nama=names, warna=DATA), acuan, judul, digits)


def _areas(data: pd.DataFrame, acuan: pd.DataFrame, judul: str, digits: int) -> NativeChart:
    """Areas from the highest value down, the reference among them where its value puts it."""
    rows, count = _first(data.sort_values("nilai", ascending=False, kind="stable"))
    if len(acuan):
        extra = acuan[["nama", "nilai"]].assign(warna=QUIET)
        rows = pd.concat([rows, extra]).sort_values("nilai", ascending=False, kind="stable", na_position="last")
    rows = rows.reset_index(drop=True)
    colours = dict(enumerate(rows["warna"]))
    series = Series(judul, _rounded(rows["nilai"], digits), **_ends(rows, digits), colours=colours, labels=True)
    return NativeChart("bar", (series,), _names(rows), judul, digits=digits, **count)


def _names(rows: pd.DataFrame, column: str = "nama", value: str = "nilai") -> tuple[str, ...]:
    """Row names; a row without a value keeps its place and says so."""
    named = zip(rows[column], rows[value].isna(), strict=True)
    return tuple(
        _("{nama} (tidak ada data)").format(nama=_one_line(name)) if missing else _one_line(name)
        for name, missing in named
    )


def _coverage(data: pd.DataFrame, *, judul: str, digits: int = 1, **_options) -> NativeChart:
    rows, count = _first(data.sort_values("urutan", kind="stable"))
    rows = rows.reset_index(drop=True)
    judged = rows["target"].notna() & rows["nilai"].notna()
    met = rows["memenuhi"].astype("boolean").fillna(False).astype(bool)
    colours = {
        place: (BETTER if good else WORSE) if known else SIMILAR
        for place, (known, good) in enumerate(zip(judged, met, strict=True))
    }
    covered = Series(_("cakupan"), _rounded(rows["nilai"], digits), **_ends(rows, digits), colours=colours, labels=True)
    target = Series(_("target"), _rounded(rows["target"], digits), colour=TEXT, look="tepi")
    fewer = rows["polaritas"].eq("turun_baik") if "polaritas" in rows else pd.Series(False, index=rows.index)
    names = [
        _("{nama} (makin rendah makin baik)").format(nama=name) if down else name
        for name, down in zip(_names(rows, "nama_pendek"), fewer, strict=True)
    ]
    note = _("Bingkai: target; isi: cakupan, jingga bila targetnya belum tercapai.")
    return NativeChart("bar", (covered, target), tuple(names), judul, digits=digits, note=note, **count)


def _factors(data: pd.DataFrame, *, judul: str, digits: int = 1, **_options) -> NativeChart:
    rows, count = _first(data.sort_values("urutan", kind="stable"))
    rows = rows.reset_index(drop=True)
    own, other = (_one_line(rows[name].iloc[0]) for name in ("nama_wilayah", "nama_acuan"))
    series = [Series(own or judul, _rounded(rows["nilai"], digits), **_ends(rows, digits), labels=True)]
    if other and rows["acuan"].notna().any():
        series.append(Series(other, _rounded(rows["acuan"], digits), colour=INTERVAL))
    overlapping = rows["kelompok"].eq("4T")
    names = [
        _("{nama} (4T)").format(nama=name) if part else name
        for name, part in zip(_names(rows), overlapping, strict=True)
    ]
    note = _("4T saling beririsan, jangan dijumlahkan") + "." if overlapping.any() else ""
    return NativeChart(
        "bar", tuple(series), tuple(names), judul, digits=digits, legend=len(series) > 1, note=note, **count
    )


def _welfare(data: pd.DataFrame, *, judul: str, **_options) -> NativeChart:
    order = ["1", "2", "3", "4", ">4"]
    rows = data.assign(_o=data["peringkat"].map(order.index)).sort_values("_o")
    names = [_("Peringkat {nomor}").format(nomor=rank) for rank in rows["peringkat"]]
    rows = rows.assign(nama=names)
    series = Series(judul, _rounded(rows["pembilang"], 0), labels=True)
    return NativeChart("bar", (series,), _names(rows, value="pembilang"), judul, digits=0)


def _budget(data: pd.DataFrame, **_options) -> NativeChart:
    rows, count = _first(data.sort_values("urutan", kind="stable"))
    planned = Series(_("anggaran"), _rounded(rows["anggaran_juta"], 0), colour=INTERVAL)
    spent = Series(_("realisasi"), _rounded(rows["realisasi_juta"], 0), labels=True)
    names = tuple(_one_line(name) for name in rows["nama"])
    return NativeChart("bar", (planned, spent), names, _("Juta rupiah"), digits=0, legend=True, **count)


def _age_sex(data: pd.DataFrame, *, judul: str, digits: int = 1, **_options) -> NativeChart:
    order = data.drop_duplicates("nama").sort_values("urutan")["nama"]
    looks = {"L": (_("laki-laki"), DATA), "P": (_("perempuan"), INTERVAL)}
    series = []
    for sex, (name, colour) in looks.items():
        rows = data[data["jk"] == sex].drop_duplicates("nama").set_index("nama").reindex(order)
        series.append(Series(name, _rounded(rows["nilai"], digits), **_ends(rows, digits), colour=colour))
    return NativeChart("bar", tuple(series), tuple(map(_one_line, order)), judul, digits=digits, legend=True)


def _trend(
    data: pd.DataFrame,
    sasaran: pd.DataFrame,
    nama: pd.DataFrame,
    sumbu: pd.DataFrame,
    *,
    judul: str,
    digits: int = 1,
    **_options,
) -> NativeChart:
    """One category per year from the first to the last, so that a gap of years stays as wide as it is."""
    first, last = int(sumbu["tahun"].min()), int(sumbu["tahun"].max())
    labels = {int(year): _one_line(label) for year, label in zip(sumbu["tahun"], sumbu["label"], strict=True)}
    years = range(first, last + 1)
    main = data["peran"].eq("utama")
    series = []
    for part, colour in ((data[main], DATA), (data[~main], QUIET)):
        kinds = part.groupby("seri")["ruas"].nunique()
        for (name, run), rows in part.groupby(["seri", "ruas"], sort=False):
            title = f"{name} ({run})" if kinds[name] > 1 else name
            along = _along(rows, years)
            ends = _ends(along, digits)
            values = _rounded(along["nilai"], digits)
            series.append(Series(str(title), values, **ends, colour=colour, look="garis", labels=colour == DATA))
    for name, rows in sasaran.groupby("seri", sort=False):
        series.append(
            Series(str(name), _rounded(_along(rows, years)["nilai"], digits), colour=QUIET, look="putus", labels=False)
        )
    categories = tuple(labels.get(year, str(year)) for year in years)
    return NativeChart("line", tuple(series), categories, judul, digits=digits, legend=len(series) > 1)


def _along(rows: pd.DataFrame, years: range) -> pd.DataFrame:
    return rows.assign(tahun=rows["tahun"].astype(int)).drop_duplicates("tahun").set_index("tahun").reindex(years)


def _fan(
    data: pd.DataFrame, sasaran: pd.DataFrame, nama: pd.DataFrame, *, judul: str, digits: int = 1, **_options
) -> NativeChart:
    from analysis.output.scenario import arm_words

    words, looks = arm_words(), {"rencana": (DATA, "garis"), "tanpa_rencana": (QUIET, "putus")}
    years = range(int(data["tahun"].min()), int(data["tahun"].max()) + 1)
    series = []
    for arm, rows in data.groupby("arah", sort=True):
        along, (colour, look) = _along(rows, years), looks[arm]
        series.append(
            Series(words[arm], _rounded(along["nilai"], digits), **_ends(along, digits), colour=colour, look=look)
        )
    if len(sasaran):
        level = round(float(sasaran["nilai"].iloc[0]), digits)
        series.append(Series(_("Target"), (level,) * len(years), colour=TEXT, look="putus"))
    note = _("Garis tegak: 90 % hasil simulasi, bukan selang kepercayaan.")
    return NativeChart("line", tuple(series), tuple(map(str, years)), judul, digits=digits, legend=True, note=note)


def _quadrants(
    data: pd.DataFrame,
    ambang: pd.DataFrame,
    sudut: pd.DataFrame,
    *,
    judul_x: str,
    judul_y: str,
    digits_x: int = 1,
    digits_y: int = 1,
    **_options,
) -> NativeChart:
    listed = data["lokus"].astype(bool)
    series = []
    for rows, name, colour in ((data[~listed], _("bukan lokus"), DATA), (data[listed], _("lokus"), ACCENT)):
        if rows.empty:
            continue
        texts = tuple(rows["label"]) if "label" in rows else ()
        x, y = _rounded(rows["nilai_x"], digits_x), _rounded(rows["nilai_y"], digits_y)
        look = "kosong" if colour == ACCENT else "titik"
        series.append(Series(name, y, x=x, colour=colour, look=look, texts=texts, texts_side="atas"))
    left, right = _span(data["nilai_x"])
    low, high = _span(data["nilai_y"])
    for line in ambang.itertuples():
        x, y = round(float(line.x), digits_x), round(float(line.y), digits_y)
        series.append(_threshold(line.teks_x, (x, x), (low, high)))
        series.append(_threshold(line.teks_y, (left, right), (y, y)))
    return NativeChart(
        "scatter", tuple(series), axis=judul_y, axis_x=judul_x, digits=digits_y, digits_x=digits_x, legend=True
    )


def _span(values: pd.Series) -> tuple[float, float]:
    return float(np.floor(values.min())), float(np.ceil(values.max()))


def _threshold(name: str, x: Values, y: Values) -> Series:
    return Series(_one_line(name), y, x=x, colour=QUIET, look="putus")


_LONGEST_TASK = 42  # characters
_EXCEL_DAY_0 = pd.Timestamp("1899-12-30")


def _days(dates: pd.Series) -> Values:
    """Dates as the day numbers of a spreadsheet."""
    days = (pd.to_datetime(dates) - _EXCEL_DAY_0).dt.days
    return tuple(None if pd.isna(day) else float(day) for day in days)


def _timeline(data: pd.DataFrame, *, rencana: str = "", selesai: str = "", **_options) -> NativeChart | None:
    """The end of each aksi as a bar along the calendar, its planned end as an outline; the delay stands in the name."""
    rows, count = _first(data.sort_values("urutan", kind="stable"))
    ended = Series(selesai or _("pelaksanaan"), _days(rows["tanggal_selesai"]), labels=True)
    planned = Series(rencana or _("rencana"), _days(rows["tanggal_rencana"]), colour=TEXT, look="tepi")
    if not any(value is not None for value in (*ended.values, *planned.values)):
        return None
    late = rows["status_waktu"].isin(["terlambat", "lewat_tenggat"]) & rows["terlambat_hari"].notna()
    names = [shortened(_one_line(name), _LONGEST_TASK) for name in rows["nama"]]
    names = [
        _("{nama} (+{jumlah} hari)").format(nama=name, jumlah=number(days)) if is_late else name
        for name, days, is_late in zip(names, rows["terlambat_hari"], late, strict=True)
    ]
    note = _("Bingkai sampai tanggal {rencana}, isi sampai tanggal {selesai}; (+hari): terlambat.").format(
        rencana=planned.name, selesai=ended.name
    )
    return NativeChart("bar", (ended, planned), tuple(names), dates=True, digits=0, note=note, **count)


def _review(data: pd.DataFrame, **_options) -> Grid:
    rows = data[~data["judul"].astype(bool)]
    letters = rows.assign(huruf=rows["huruf"].replace("", "–"))
    return Grid(_matrix(letters, "huruf", _("Aksi"), "urutan_baris"), _("–: belum dinilai."))


def _history(data: pd.DataFrame, **_options) -> Grid:
    from analysis.output.matrices import status_words

    known = data[data["status"] != ""]
    used = [code for code in _STATUS_SIGNS if code in set(known["status"])]
    words = status_words()
    note = "; ".join(f"{_STATUS_SIGNS[code]} {words[code]}" for code in used) + "."
    signs = data.assign(tanda=data["status"].map(_STATUS_SIGNS).fillna(""))
    return Grid(_matrix(signs, "tanda", _("Kelurahan"), "urutan"), note)


_STATUS_SIGNS = {
    "masuk": "→",
    "bertahan": "●",
    "kembali": "↑",
    "tercatat": "■",
    "keluar": "×",
    "beda_sumber": "◆",
    "belum_diketahui": "?",
}


def _matrix(rows: pd.DataFrame, value: str, heading: str, order: str) -> pd.DataFrame:
    """Rows down in their order, years across."""
    rows = rows.assign(nama=[_one_line(name) for name in rows["nama"]])
    if order not in rows:
        rows = rows.assign(**{order: rows.groupby("nama", sort=False).ngroup()})
    names = rows.sort_values(order, kind="stable")["nama"].drop_duplicates()
    found = rows.pivot_table(index="nama", columns="tahun", values=value, aggfunc="first").reindex(names)
    found = found.fillna("").rename(columns=lambda year: str(int(year)))
    return found.rename_axis(heading).reset_index().rename_axis(None, axis=1)


_BUILDERS: dict[str, Callable] = {
    "draw_ranking": _ranking,
    "draw_comparison": _comparison,
    "draw_coverage": _coverage,
    "draw_factors": _factors,
    "draw_welfare": _welfare,
    "draw_budget": _budget,
    "draw_age_sex": _age_sex,
    "draw_trend": _trend,
    "draw_fan": _fan,
    "draw_quadrants": _quadrants,
    "draw_timeline": _timeline,
    "draw_review": _review,
    "draw_history": _history,
}
