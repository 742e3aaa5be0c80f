"""The views of the page Pengukuran.

Trap: a low prevalence with few children measured, or measured badly, is not good news. Number measured, coverage and
the quality score stand beside every prevalence, and the survey figure never shares a chart with the routine one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

import pandas as pd
import streamlit as st

from analysis import language
from analysis.convergence.measures import is_province
from analysis.figures.view import Empty
from analysis.language import _, month, number, percent
from analysis.same import Same
from pages.parts import data, state
from pages.parts.measured import Measured, sample_trouble
from pages.parts.view import KeyFigure

SHOWN_ROWS = 15
KEPT = 200  # results per export
LEVELS = ("nama_kecamatan", "nama_kelurahan", "nama_posyandu")
AGE_SEX = "kelompok_umur + jk"
# index and cut-off that a user chooses together
CUTS = (("tbu", "<-2"), ("tbu", "<-3"), ("bbu", "<-2"), ("bbtb", "<-2"), ("bbtb", "<-3"), ("bbtb", ">2"))


@dataclass(frozen=True)
class Choice:
    """What this page lets people choose: round (month), index with cut-off, level of areas."""

    putaran: str
    ukuran: tuple[str, str]
    tingkat: str


def _cut_name(cut: tuple[str, str]) -> str:
    return {
        ("tbu", "<-2"): _("Stunting (TB/U di bawah −2 SD)"),
        ("tbu", "<-3"): _("Sangat pendek (TB/U di bawah −3 SD)"),
        ("bbu", "<-2"): _("Berat badan kurang (BB/U di bawah −2 SD)"),
        ("bbtb", "<-2"): _("Gizi kurang dan buruk (BB/TB di bawah −2 SD)"),
        ("bbtb", "<-3"): _("Gizi buruk (BB/TB di bawah −3 SD)"),
        ("bbtb", ">2"): _("Gizi lebih dan obesitas (BB/TB di atas +2 SD)"),
    }[cut]


def short_name(cut: tuple[str, str]) -> str:
    """The name before its definition."""
    return _cut_name(cut).split(" (")[0]


def level_name(level: str) -> str:
    return {"nama_kecamatan": _("Kecamatan"), "nama_kelurahan": _("Kelurahan"), "nama_posyandu": _("Posyandu")}[level]


def round_name(putaran: str) -> str:
    return month(f"{putaran}-01") if putaran else _("Tanpa tanggal")


def show_choices(source: Measured | None) -> Choice:
    """The filters of this page, kept for the session."""
    rounds = source.rounds if source else []
    round_column, cut_column, level_column = st.columns([2, 5, 3])
    with round_column:
        putaran = st.selectbox(
            _("Putaran"), rounds or [""], format_func=round_name, key="putaran", persist_state="session"
        )
    with cut_column:
        ukuran = st.selectbox(_("Ukuran"), CUTS, format_func=_cut_name, key="ukuran", persist_state="session")
    with level_column:
        tingkat = st.segmented_control(
            _("Tingkat"),
            LEVELS,
            default=LEVELS[0],
            format_func=level_name,
            key="tingkat",
            required=True,
            persist_state="session",
        )
    return Choice(putaran or "", ukuran, tingkat or LEVELS[0])


def worked_out(make: Callable) -> Callable:
    """Keep a result with the export it belongs to, per choices: it is forgotten together with the children."""

    @wraps(make)
    def ask(source: Measured, *more):
        extra = [part if isinstance(part, Choice) else Same(part) for part in more]
        key = (make.__name__, *extra, state.get("kota"), state.get("peta"), language.current())
        made = source.made.get(key)
        if made is None:
            made = make(source, *more)
            # the sample is shared by all sessions, so what is kept must end somewhere: the oldest goes first
            for old in list(source.made)[: max(0, len(source.made) + 1 - KEPT)]:
                source.made.pop(old, None)
            source.made[key] = made
        return made

    return ask


def rows_of(source: Measured, putaran: str) -> pd.DataFrame:
    """The measurements of one round in the kota chosen; a file that names no kelurahan counts as a whole."""
    frame = source.frame[source.frame["putaran"] == putaran]
    kota = state.get("kota")
    if is_province(kota) or not source.placed:
        return frame
    return frame[frame["kode_kelurahan"].astype("str").str.startswith(kota)]


@worked_out
def estimates(source: Measured, choice: Choice) -> pd.DataFrame:
    from analysis.growth.prevalence import prevalence

    rows = rows_of(source, choice.putaran)
    by = [choice.tingkat, ("kelompok_umur", "jk")]
    if choice.tingkat != "nama_kelurahan":
        by.append("nama_kelurahan")
    found = prevalence(rows, by=by)
    return found.rename(columns={"nilai_pct": "nilai", "bawah_pct": "bawah", "atas_pct": "atas"})


def shares(source: Measured, choice: Choice, column: str) -> pd.DataFrame:
    """The chosen index and cut-off for every group of a column."""
    index, cut = choice.ukuran
    found = estimates(source, choice)
    wanted = (found["kelompok_kolom"] == column) & (found["indeks"] == index) & (found["batas"] == cut)
    rows = found[wanted].rename(columns={"kelompok": "nama"})
    return rows[["nama", "nilai", "bawah", "atas", "n"]].reset_index(drop=True)


@worked_out
def quality(source: Measured, choice: Choice) -> pd.DataFrame:
    from analysis.growth.quality import measure_quality

    return measure_quality(rows_of(source, choice.putaran), by=[choice.tingkat])


def has_rows(source: Measured | None, choice: Choice) -> bool:
    """Is there a measurement for the round and kota chosen?"""
    return source is not None and len(source.frame) > 0 and len(rows_of(source, choice.putaran)) > 0


def no_rows() -> Empty:
    """No measurements to show, and what would bring them."""
    return Empty(
        sample_trouble() or _("Belum ada pengukuran untuk kota dan putaran ini."),
        _("Buka Berkas pengukuran di atas dan taruh ekspor e-PPGBM/SIGIZI, atau tampilkan data contoh."),
    )


def where(source: Measured) -> str:
    return data.name(state.get("kota")) if source.placed else source.berkas


def interval_text(row: pd.Series) -> str:
    return _("selang 95 % {bawah}–{atas}").format(bawah=number(row["bawah"], 1), atas=number(row["atas"], 1))


def finding(source: Measured, choice: Choice) -> str:
    """The prevalence with its interval, and at once how many were measured and how well."""
    whole, marks = shares(source, choice, "semua").iloc[0], quality(source, choice).iloc[0]
    return _(
        "{ukuran} {nilai} ({selang}) dari {n} balita diukur di {kota}, {putaran}; skor mutu {skor} (0 terbaik)."
    ).format(
        ukuran=short_name(choice.ukuran),
        nilai=percent(whole["nilai"]),
        selang=interval_text(whole),
        n=number(whole["n"]),
        kota=where(source),
        putaran=round_name(choice.putaran),
        skor=number(marks["skor_smart"]),
    )


def key_figures(source: Measured, tables: dict[str, pd.DataFrame], choice: Choice) -> list[KeyFigure]:
    """Prevalence, children measured with coverage, quality score, share of implausible heights."""
    whole, marks = shares(source, choice, "semua").iloc[0], quality(source, choice).iloc[0]
    kind = source.jenis_data
    return [
        KeyFigure(
            short_name(choice.ukuran),
            percent(whole["nilai"]),
            interval_text(whole) + _severity(tables, choice, whole),
            kind,
        ),
        KeyFigure(_("Balita diukur"), number(marks["n"]), _coverage(source, tables, choice), kind),
        KeyFigure(_("Skor mutu SMART"), number(marks["skor_smart"]), _("0 terbaik"), kind),
        KeyFigure(_("z-skor tidak masuk akal"), percent(marks["tanda_tbu_pct"]), _("TB/U, batas WHO"), kind),
    ]


def _severity(tables: dict[str, pd.DataFrame], choice: Choice, whole: pd.Series) -> str:
    """Stunting against the threshold that WHO names and the ministry uses, only where the interval is clear of it."""
    if choice.ukuran != ("tbu", "<-2") or pd.isna(whole["nilai"]):
        return ""
    known = tables["parameter"].set_index("parameter")["nilai"]
    if "ambang_prevalensi_who" not in known:
        return ""
    limit = float(known["ambang_prevalensi_who"])
    text = _("; belum jelas di atas atau di bawah ambang WHO {batas}")
    if whole["atas"] < limit:
        text = _("; di bawah ambang WHO {batas}")
    if whole["bawah"] > limit:
        text = _("; di atas ambang WHO {batas}")
    return text.format(batas=percent(limit, 0))


def _coverage(source: Measured, tables: dict[str, pd.DataFrame], choice: Choice) -> str:
    """D/S where the targets of the measured kelurahan are known; the sample export is a small part of the children."""
    if source.jenis_data == "contoh":
        return _("berkas contoh: sebagian kecil balita, D/S tidak dihitung")
    rows, balita = rows_of(source, choice.putaran), tables["balita"]
    year = int(choice.putaran[:4]) if choice.putaran else 0
    measured = rows["kode_kelurahan"].astype("str")
    known = (balita["tahun"] == year) & balita["balita_sasaran"].notna()
    targets = balita[known & balita["kode_kelurahan"].isin(measured)]
    if targets.empty:
        return _("D/S belum dapat dihitung: unggah balita sasaran di Manajemen data")
    # Children of a kelurahan without targets would count above the line only.
    share = 100 * measured.isin(targets["kode_kelurahan"]).sum() / targets["balita_sasaran"].sum()
    note = _("D/S {nilai}").format(nilai=percent(share, 0))
    return note + (_(", sasaran dari data contoh") if (targets["jenis_data"] == "contoh").any() else "")


def fewest(tables: dict[str, pd.DataFrame]) -> int:
    """Groups with fewer children are not shown one by one (the app's policy, see Metode)."""
    from analysis.publication.disclosure import rules_of

    return rules_of(tables["parameter"]).penyebut
