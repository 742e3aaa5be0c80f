"""The measured children of this session: the user's own export, or the sample that ships.

Trap: children's data are kept in memory only, without names; NIK, names and addresses are dropped while the file is
read. The frame of a session is never put into anything that other sessions share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from analysis.language import MISSING, _, number
from pages.parts import data
from pages.parts.downloads import offer
from pages.parts.recording import may_read_people
from pages.parts.text import escape
from pages.parts.usage_log import note_use

if TYPE_CHECKING:
    from analysis.sources.measurements import Recognised

SAMPLE = "contoh/pengukuran.csv"
LIMIT_MB = 300
SHOWN_PROBLEMS = 20


@dataclass(frozen=True, eq=False)
class Measured:
    """A scored export. `frame`: one row per child and day (repeated rows left out); `made`: what was worked out of it."""

    berkas: str
    jenis_data: str
    frame: pd.DataFrame
    rows: int
    problems: list
    problem_table: pd.DataFrame
    made: dict = field(default_factory=dict, repr=False)

    @property
    def placed(self) -> bool:
        """Does the file say in which kelurahan of DKI its children live?"""
        return bool((self.frame["kode_kelurahan"].astype("str") != "").any())

    @property
    def rounds(self) -> list[str]:
        """Months with measurements, latest first ("2024-08")."""
        months = self.frame["putaran"]
        return sorted((month for month in months.unique() if month), reverse=True)


def _scored(source, berkas: str, jenis_data: str, own: dict[str, str], progress=None) -> Measured:
    from analysis.growth.scoring import score_growth
    from analysis.sources.measurements import AreaCodes, Options, read_measurements

    tables = data.load().catalog.tables
    options = Options(own=own, linked=True, carry=(), area_codes=AreaCodes(tables["kelurahan"], tables["alias"]))
    read = read_measurements(source, berkas, options, progress)
    if read.recognised is None or read.frame.empty:
        return Measured(berkas, jenis_data, pd.DataFrame(), 0, read.problems, read.problem_table(berkas))
    frame = read.frame[read.frame["ganda"] == 0].reset_index(drop=True)
    frame = pd.concat([frame, _places(frame), score_growth(frame)], axis=1)
    return Measured(berkas, jenis_data, frame, len(read.frame), read.problems, read.problem_table(berkas))


def _places(frame: pd.DataFrame) -> pd.DataFrame:
    """Round and names of the areas for people; a kelurahan that was not matched keeps the name of the file."""
    names = data.load().names
    keys = frame[["kode_kelurahan", "kecamatan", "kelurahan", "posyandu"]].astype("str").fillna("")
    known = keys.drop_duplicates().reset_index(drop=True)
    coded = known["kode_kelurahan"] != ""
    known = known.assign(
        nama_kecamatan=known["kode_kelurahan"].str[:8].map(names).where(coded, known["kecamatan"].str.title()),
        nama_kelurahan=known["kode_kelurahan"].map(names).where(coded, known["kelurahan"].str.title()),
    )
    known["nama_posyandu"] = known["posyandu"].str.title() + " · " + known["nama_kelurahan"]
    named = keys.merge(known, on=list(keys), how="left")
    months = frame["tanggal_ukur"].dt.strftime("%Y-%m").fillna("").to_numpy()
    columns = ["nama_kecamatan", "nama_kelurahan", "nama_posyandu"]
    return named[columns].set_index(frame.index).assign(putaran=months)


@cache
def _sample() -> Measured:
    from analysis.sources.catalog import data_folder

    path = data_folder() / SAMPLE
    try:
        return _scored(path, path.name, "contoh", {})
    except OSError:
        from analysis.sources.problems import Problem

        lost = Problem(f"data/{SAMPLE}", None, None, "berkas_hilang")
        return Measured(path.name, "contoh", pd.DataFrame(), 0, [lost], pd.DataFrame())


def current() -> Measured | None:
    """The session's own export; without one the sample, unless sample data are hidden."""
    own = st.session_state.get("pengukuran_sendiri")
    if own is not None and len(own.frame):
        return own
    sample = _sample() if st.session_state["contoh"] == "1" else None
    return sample if sample is not None and len(sample.frame) else None


def sample_trouble() -> str:
    """Why the sample cannot be shown although it is wanted, one sentence; "" when nothing is wrong."""
    problems = _sample().problems if st.session_state["contoh"] == "1" and not len(_sample().frame) else []
    return str(problems[0]) if problems else ""


def show_upload() -> None:
    """Drop an export, say which column is what where that was not recognised, read what came of it."""
    if not may_read_people():
        return
    st.caption(
        _(
            "Ekspor e-PPGBM/SIGIZI atau berkas gaya WHO Anthro, CSV atau XLSX, paling besar {batas} MB. NIK, nama, dan alamat "
            "hanya dibaca untuk mengenali baris ganda, lalu dibuang; tidak disimpan di mana pun."
        ).format(batas=number(LIMIT_MB))
    )
    file = st.file_uploader(
        _("Berkas pengukuran"),
        type=["csv", "txt", "xlsx", "gz"],
        max_upload_size=LIMIT_MB,
        key="berkas_ukur",
        label_visibility="collapsed",
    )
    if file is None:
        for name in ("pengukuran_sendiri", "pengukuran_kunci", "pengukuran_kolom"):
            st.session_state.pop(name, None)
        return
    own = _own_columns(file)
    key = (file.file_id, tuple(sorted(own.items())))
    if st.session_state.get("pengukuran_kunci") != key:
        bar = st.progress(0.0, text=_("Membaca dan menilai pengukuran …"))
        st.session_state["pengukuran_sendiri"] = _scored(
            file.getvalue(), file.name, "diunggah", own, lambda part: bar.progress(min(part or 0.0, 1.0))
        )
        st.session_state["pengukuran_kunci"] = key
        note_use("baca", rincian=f"pengukuran · {st.session_state['pengukuran_sendiri'].rows}")
        bar.empty()
    _show_result(st.session_state["pengukuran_sendiri"])


def _header_of(file) -> Recognised | None:
    """The columns recognised, read once per file: finding a workbook's header reads the whole workbook."""
    from analysis.sources.measurements import Refused, read_header, recognise

    last, recognised = st.session_state.get("pengukuran_kolom", (None, None))
    if last == file.file_id:
        return recognised
    try:
        recognised = recognise(read_header(file.getvalue()))
    except (Refused, OSError):
        recognised = None
    st.session_state["pengukuran_kolom"] = (file.file_id, recognised)
    return recognised


def _own_columns(file) -> dict[str, str]:
    """What the user says about columns that were not recognised: our name -> the file's column."""
    from analysis.output.columns import column_name
    from analysis.sources.measurements.names import AGES

    recognised = _header_of(file)
    if recognised is None:
        return {}
    known = recognised.mapping
    wanted = ["jk"] * ("jk" not in known) + [*AGES, "tanggal_ukur"] * (not set(AGES) & set(known))
    wanted += [name for name in ("berat_kg", "tinggi_cm") if name not in known]
    if not wanted or not recognised.unrecognised:
        return {}
    own = {}
    with st.container(border=True):
        st.markdown(_("Kolom yang belum dikenali; petakan bila ada:"))
        for name, column in zip(wanted, st.columns(min(len(wanted), 4)) * 3, strict=False):
            with column:
                chosen = st.selectbox(
                    column_name(name),
                    ["", *recognised.unrecognised],
                    format_func=lambda column: column or MISSING,
                    key=f"peta_kolom_{name}",
                )
            if chosen:
                own[name] = chosen
    return own


def _show_result(source: Measured) -> None:
    if len(source.frame):
        text = _("{baris} baris dibaca, {anak} pengukuran dipakai.").format(
            baris=number(source.rows), anak=number(len(source.frame))
        )
        st.success(text, icon=":material/check_circle:")
    else:
        st.error(_("Tidak ada baris yang dapat dipakai."), icon=":material/error:")
    show_problems(source, "masalah_berkas_pengukuran")


def show_problems(source: Measured, key: str = "masalah_pengukuran") -> None:
    """What is wrong in the file, one sentence per problem, with the whole list to download."""
    from analysis.output.captions import Caption
    from analysis.output.tables_out import to_csv

    if not source.problems:
        st.markdown(_("Tidak ada masalah yang ditemukan pada berkas ini."))
        return
    shown = source.problems[:SHOWN_PROBLEMS]
    st.markdown("\n".join(f"- {escape(str(problem))}" for problem in shown))
    offer(
        _("Unduh daftar masalah"),
        "masalah-pengukuran.csv",
        lambda: to_csv(source.problem_table, Caption(_("Daftar masalah"))),
        key=key,
        icon=None,
    )
