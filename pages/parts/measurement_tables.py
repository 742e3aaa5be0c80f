"""The words and tables of the page Pengukuran: survey beside routine, quality, raw and shrunk, two rounds."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.convergence.prevalence import survey_series
from analysis.convergence.statistics import shrink
from analysis.language import _, number, percent
from pages.parts import data, state
from pages.parts.measured import Measured
from pages.parts.measurement import (
    Choice,
    estimates,
    fewest,
    interval_text,
    quality,
    round_name,
    rows_of,
    shares,
    short_name,
)
from pages.parts.table import show_table
from pages.parts.text import escape


def show_survey_beside(tables: dict[str, pd.DataFrame], source: Measured, choice: Choice) -> None:
    """The survey figure in words beside the routine one, and why they differ; stunting only."""
    if choice.ukuran != ("tbu", "<-2"):
        return
    series = survey_series(tables["angka"], state.get("kota"))
    if series.empty or not source.placed:
        return
    last, whole = series.iloc[-1], shares(source, choice, "semua").iloc[0]
    st.markdown(
        escape(
            _(
                "Survei {periode}: {survei}; pengukuran ini: {rutin}. Keduanya berbeda ukuran: survei mengukur sampel acak dari semua "
                "balita dengan petugas terlatih, pengukuran rutin hanya balita yang datang dan ditimbang di posyandu. Angka rutin yang "
                "rendah dengan cakupan rendah bukan kabar baik."
            ).format(periode=last["periode"], survei=percent(last["nilai"]), rutin=percent(whole["nilai"]))
        )
    )


def show_quality(source: Measured, choice: Choice) -> None:
    """Quality beside every prevalence."""
    marks = quality(source, choice)
    prevalence = estimates(source, choice)
    wanted = prevalence[(prevalence["indeks"] == choice.ukuran[0]) & (prevalence["batas"] == choice.ukuran[1])]
    joined = marks.merge(
        wanted[["kelompok_kolom", "kelompok", "nilai", "bawah", "atas"]], on=["kelompok_kolom", "kelompok"], how="left"
    )
    joined = joined[joined["n"] >= fewest(data.tables())]
    columns = [
        "kelompok", "n", "nilai", "bawah", "atas", "skor_smart", "tanda_tbu_pct", "sd_tbu", "dps_tinggi", "dps_berat",
        "rasio_jk", "rasio_umur",
    ]  # fmt: skip
    show_table(joined[columns], key="mutu")
    st.caption(
        _(
            "Skor SMART menjumlahkan poin penalti (0 terbaik) dan dibuat untuk survei beberapa ratus anak; pada kelompok kecil "
            "kebetulan saja sudah menambah poin."
        )
    )


def show_shrunk(source: Measured, choice: Choice) -> None:
    """Raw and shrunk estimates of the kelurahan side by side."""
    rows = shares(source, choice, "nama_kelurahan")
    places = rows_of(source, choice.putaran).drop_duplicates("nama_kelurahan")[["nama_kelurahan", "nama_kecamatan"]]
    rows = rows.merge(places.astype("str"), left_on="nama", right_on="nama_kelurahan")
    rows = rows.assign(pembilang=(rows["nilai"] * rows["n"] / 100).round(), penyebut=rows["n"].astype(float))
    rows = shrink(rows, "nama_kecamatan")
    rows = rows[rows["n"] >= fewest(data.tables())].sort_values("nilai_susut", ascending=False)
    show_table(
        rows[["nama", "nama_kecamatan", "n", "nilai", "bawah", "atas", "nilai_susut", "bawah_susut", "atas_susut"]],
        key="susut",
    )


def show_rounds(source: Measured, choice: Choice) -> None:
    """Two rounds followed child by child: seen again, lost, newly stunted, recovered."""
    from analysis.growth.rounds import compare_rounds

    rounds = source.rounds
    earlier = [name for name in rounds if name < choice.putaran]
    if not earlier:
        st.markdown(
            _("Perlu dua putaran dalam satu berkas; berkas ini belum punya putaran sebelum {putaran}.").format(
                putaran=round_name(choice.putaran)
            )
        )
        return
    before, after = rows_of(source, earlier[0]), rows_of(source, choice.putaran)
    account = compare_rounds(before, after, by=[choice.tingkat])
    then = shares(source, replace(choice, putaran=earlier[0]), "semua").iloc[0]
    now = shares(source, choice, "semua").iloc[0]
    st.markdown(
        escape(
            _("{ukuran}: {lalu} pada {bulan_lalu} ({selang_lalu}), {kini} pada {bulan_kini} ({selang_kini}).").format(
                ukuran=short_name(choice.ukuran),
                lalu=percent(then["nilai"]),
                bulan_lalu=round_name(earlier[0]),
                selang_lalu=interval_text(then),
                kini=percent(now["nilai"]),
                bulan_kini=round_name(choice.putaran),
                selang_kini=interval_text(now),
            )
        )
    )
    whole = account.iloc[0]
    st.markdown(
        "**"
        + escape(
            _(
                "Dari {lalu} anak yang diukur {bulan_lalu}, {kedua} diukur lagi {bulan_kini}; {hilang} tidak diukur lagi. "
                "{baru} anak baru pendek dan {pulih} pulih."
            ).format(
                lalu=number(whole["diukur_lalu"]),
                bulan_lalu=round_name(earlier[0]),
                kedua=number(whole["diukur_keduanya"]),
                bulan_kini=round_name(choice.putaran),
                hilang=number(whole["hilang"]),
                baru=number(whole["pendek_baru"]),
                pulih=number(whole["pulih"]),
            )
        )
        + "**"
    )
    enough = account[account["diukur_lalu"] >= fewest(data.tables())]
    columns = [
        "kelompok",
        "diukur_lalu",
        "diukur_kini",
        "diukur_keduanya",
        "pendek_baru",
        "pulih",
        "tetap_pendek",
        "hilang",
        "lewat_umur",
        "baru",
    ]
    show_table(enough[columns], key="putaran_banding")


def show_indices(source: Measured, choice: Choice) -> None:
    """Every index and cut-off for everyone."""
    found = estimates(source, choice)
    rows = found[(found["kelompok_kolom"] == "semua") & ~found["batas"].isin(["rerata", "sd"])]
    rows = rows.dropna(subset=["nilai"])
    show_table(rows[["indeks", "batas", "n", "nilai", "bawah", "atas"]], key="semua_indeks")
