"""The views of the page Reviu kinerja.

Trap: no official weights, letter values or classes were found. Whatever is scored here is the user's own
rubric, is called "simulasi" and never crosses the change of frame in 2025.
"""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.convergence import review as calculation
from analysis.convergence.facts import assessment_fact
from analysis.convergence.measures import is_province
from analysis.figures import review as figures
from analysis.figures.view import Empty
from analysis.language import _, date, number, percent
from analysis.output.codes import value_names
from analysis.output.sentences import say_fact, say_rule, say_step
from pages.parts import data, state
from pages.parts.chart_panel import Panel, chart, show
from pages.parts.looking import view_of
from pages.parts.memory import remembered
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import KeyFigure

SHOWN_STEPS = 8


def reviewed(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per aksi of the year's frame, names translated."""
    return figures.reviewed(view_of(tables))


@remembered
def rules(tables: dict[str, pd.DataFrame]) -> dict:
    """Rule 1.1 for each published list of the year."""
    return calculation.rule_1_1(tables, state.get("kota"), state.year())


@remembered
def finding(tables: dict[str, pd.DataFrame]) -> str:
    """Frame of the year and when the province assessed it: published facts only."""
    review, kota, tahun = reviewed(tables), state.get("kota"), state.year()
    frame = value_names()["kerangka"].get(review["kerangka"].iloc[0] if len(review) else "", "")
    return (
        _("{kota} {tahun} dinilai dengan kerangka {kerangka}.").format(
            kota=data.name(kota), tahun=tahun, kerangka=frame
        )
        + " "
        + say_fact(assessment_fact(tables, kota, tahun), data.load().names)
    )


@remembered
def key_figures(tables: dict[str, pd.DataFrame]) -> list[KeyFigure]:
    """Aksi with a known date, evidence at hand, lateness, and rule 1.1."""
    review, found, tahun = reviewed(tables), rules(tables), state.year()
    dated = int(review["tanggal_selesai"].notna().sum())
    total, ready = review["bukti_total"].sum(min_count=1), review["bukti_ada"].sum(min_count=1)
    late = int((review["status_waktu"] == "terlambat").sum())
    letters = sorted({rule.huruf for rule in found.values()})
    sample = figures.kinds(tables["balita"], "jenis_data") if found else ""
    return [
        KeyFigure(
            _("Aksi bertanggal"),
            f"{number(dated)}/{number(len(review))}",
            str(tahun),
            figures.kinds(review, "jenis_selesai"),
        ),
        KeyFigure(
            _("Bukti tersedia"),
            f"{number(ready)}/{number(total)}" if pd.notna(total) else number(None),
            percent(100 * ready / total, 0) if pd.notna(total) and total else _("belum ada catatan"),
            figures.kinds(review, "jenis_bukti"),
        ),
        KeyFigure(_("Aksi terlambat"), number(late), _("dibanding rencana"), figures.kinds(review, "jenis_rencana")),
        KeyFigure(
            _("Aturan 1.1 (simulasi)"),
            " / ".join(letter or "–" for letter in letters) or number(None),
            _("{jumlah} daftar lokus").format(jumlah=number(len(found))),
            sample,
        ),
    ]


@remembered
def timeline_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty:
    """Planned against actual dates of every aksi."""
    return chart(figures.timeline_figure(view_of(tables)), key="garis_waktu")


@remembered
def _steps(tables: dict[str, pd.DataFrame]) -> list[str]:
    return [say_step(row) for _place, row in calculation.next_steps(reviewed(tables), rules(tables)).iterrows()]


def show_steps(tables: dict[str, pd.DataFrame]) -> None:
    """What to do next, most urgent first, each from a rule that can be read."""
    steps = _steps(tables)
    st.markdown(
        "\n".join(f"1. {escape(step)}" for step in steps[:SHOWN_STEPS])
        or _("Tidak ada aturan yang menuntut tindakan untuk kota dan tahun ini.")
    )
    if len(steps) > SHOWN_STEPS:
        st.caption(_("dan {jumlah} langkah lain").format(jumlah=number(len(steps) - SHOWN_STEPS)))
    closed = st.expander(_("Aturan di balik langkah"), key="langkah_aturan", on_change="rerun")
    if closed.open:
        with closed:
            show_table(calculation.step_rules(), key="aturan_langkah")


@remembered
def _evidence(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    columns = ["nama", "huruf", "bukti_ada", "bukti_total", "bukti_pct", "status_waktu", "jenis_huruf", "jenis_bukti"]
    return reviewed(tables)[columns]


def show_evidence(tables: dict[str, pd.DataFrame]) -> None:
    """Letter, evidence and documents per aksi."""
    show_table(_evidence(tables), key="reviu_aksi")
    documents = calculation.evidence_list(tables["bukti"], state.get("kota"), state.year())
    if len(documents):
        label = _("Semua dokumen ({jumlah})").format(jumlah=number(len(documents)))
        closed = st.expander(label, key="bukti_dokumen", on_change="rerun")
        if closed.open:
            with closed:
                show_table(
                    documents[["aksi", "bukti", "tersedia", "tanggal_rencana", "tanggal_selesai", "jenis_data"]],
                    key="dokumen",
                )


def show_rules(tables: dict[str, pd.DataFrame]) -> None:
    """Rule 1.1 computed for each version of the official list."""
    found, tahun = rules(tables), state.year()
    if not found:
        show(
            Empty(
                _("Aturan 1.1 memerlukan daftar lokus {tahun} dengan nama kelurahan.").format(tahun=tahun),
                _("Yang mengisinya: Keputusan Wali Kota tentang lokus tahun itu."),
            )
        )
        return
    for name, rule in found.items():
        st.markdown(f"**{_('Daftar')} {escape(name.rsplit('-', 1)[-1])}** · {escape(say_rule(rule, tahun))}")
        rows = rule.rinci.assign(nama=[data.name(code) for code in rule.rinci["kode_kelurahan"]])
        show_table(
            rows[["nama", "jumlah", "prevalensi", "jumlah_tinggi", "prevalensi_tinggi", "tinggi"]], key=f"aturan_{name}"
        )
    st.caption(
        _(
            "Aturan 1.1 dari formulir penilaian Lampiran I.2 (Lampung, periode 2020): A bila semua lokus tinggi, B bila paling "
            'sedikit 75 %. "Tinggi" di sini berarti di atas median kelurahan kota: asumsi aplikasi.'
        )
    )


def _weights(tables: dict[str, pd.DataFrame], tahun: int) -> pd.DataFrame:
    """The weights in use for the frame of the year: the user's, or all the same."""
    frame = calculation.frame_for(tables["aksi"], tahun)
    return st.session_state.setdefault("rubrik", {}).get(frame, calculation.default_weights(tables["aksi"], tahun))


def _edited(name: str, default: pd.DataFrame, columns: dict) -> pd.DataFrame:
    """A table the user edits; what was edited stays in the session when its tab is closed.

    An editor keeps its changes against the frame it was opened with, so that frame must not move under it.
    """
    kept, opened = st.session_state.setdefault("rubrik", {}), st.session_state.setdefault("rubrik_awal", {})
    key = f"rubrik_{name}"
    if key not in st.session_state:
        opened[name] = kept.get(name, default)
    kept[name] = st.data_editor(
        opened[name], column_config=columns, column_order=list(columns), hide_index=True, key=key
    )
    return kept[name]


def show_rubric(tables: dict[str, pd.DataFrame]) -> None:
    """Weights and letter values that the user edits, and the score they give. Never an official result."""
    review, tahun = reviewed(tables), state.year()
    st.caption(
        _(
            "Bobot, nilai huruf, dan kelas resmi tidak ditemukan. Skor di sini adalah simulasi dengan rubrik Anda sendiri."
        )
    )
    if (review["huruf"] == "").all():
        show(
            Empty(
                _("Belum ada huruf A–D untuk kerangka tahun ini."),
                _(
                    "Unggah tabel Reviu di halaman Manajemen data; kelas Tumbuh/Berkembang/Berdaya belum punya batas yang dipublikasikan."
                ),
            )
        )
        return
    left, right = st.columns([5, 2])
    default = calculation.default_weights(tables["aksi"], tahun)
    values = calculation.DEFAULT_LETTER_VALUES
    with left:
        weights = _edited(
            default["kerangka"].iloc[0],
            default.assign(nama=[_(text) for text in default["nama"]]),
            {
                "aksi": st.column_config.TextColumn(_("Aksi"), disabled=True),
                "nama": st.column_config.TextColumn(_("Nama"), disabled=True),
                "bobot": st.column_config.NumberColumn(_("Bobot"), min_value=0, max_value=100, step=1, format="%d"),
            },
        )
    with right:
        letters = _edited(
            "huruf",
            pd.DataFrame({"huruf": list(values), "nilai": list(values.values())}),
            {
                "huruf": st.column_config.TextColumn(_("Huruf"), disabled=True),
                "nilai": st.column_config.NumberColumn(_("Nilai"), min_value=0, max_value=100, step=5, format="%d"),
            },
        )
    score = calculation.score(
        review,
        weights,
        dict(zip(letters["huruf"], letters["nilai"].astype(float), strict=True)),
    )
    text = _("Skor simulasi {nilai} dari 100, dari {dinilai} dari {semua} aksi.").format(
        nilai=number(score.nilai, 1), dinilai=number(score.n_dinilai), semua=number(score.n_aksi)
    )
    st.markdown(
        f"**{escape(text)}**" + ("" if score.lengkap else " " + _("Belum lengkap: sebagian aksi belum berhuruf."))
    )
    show_table(score.rinci.drop(columns="aksi"), key="rubrik_rinci")


@remembered
def years_panel(tables: dict[str, pd.DataFrame]) -> Panel | Empty | None:
    """Letters per aksi and year, with the break of 2025."""
    return chart(figures.years_figure(view_of(tables)), key="huruf_tahun")


@remembered
def _compared(tables: dict[str, pd.DataFrame], weights: tuple, letters: tuple) -> tuple[pd.DataFrame, bool]:
    """All kota of the year with the rubric in use and the date of their assessment; did the frame change?"""
    tahun = state.year()
    codes = [code for code in state.allowed("kota", "") if not is_province(code)]
    rubric = pd.DataFrame(list(weights), columns=["kerangka", "aksi", "bobot"])
    table = calculation.compare_reviews(tables, codes, [tahun - 1, tahun], rubric, dict(letters))
    schedule = tables["jadwal_aksi"]
    assessed = schedule[(schedule["aksi"] == calculation.PERFORMANCE_REVIEW) & (schedule["tahun"] == tahun)]
    dates = assessed.set_index("kode_kota")["tanggal_mulai"]
    now = table[table["tahun"] == tahun]
    columns = ["nama", "penilaian", "skor", "selisih_skor", "n_dinilai", "n_aksi", "bukti_pct", "n_terlambat"]
    named = now.assign(
        nama=[data.name(code) for code in now["kode_kota"]],
        penilaian=[date(dates.get(code)) for code in now["kode_kota"]],
        selisih_skor=now["selisih"],
    )
    return named[[*columns, "n_tanpa_tanggal", "jenis_data"]], bool(now["putus"].any())


def show_kota(tables: dict[str, pd.DataFrame]) -> None:
    """All kota of the year side by side, scored with the rubric in use."""
    tahun = state.year()
    weights = pd.concat([_weights(tables, year) for year in (tahun - 1, tahun)]).drop_duplicates(["kerangka", "aksi"])
    letters = st.session_state.get("rubrik", {}).get("huruf")
    values = calculation.DEFAULT_LETTER_VALUES
    if letters is not None:
        values = dict(zip(letters["huruf"], letters["nilai"].astype(float), strict=True))
    rubric = weights[["kerangka", "aksi", "bobot"]].itertuples(index=False, name=None)
    table, changed = _compared(tables, tuple(rubric), tuple(values.items()))
    st.markdown("**" + _("Semua kota, {tahun}").format(tahun=tahun) + "**")
    if changed:
        st.caption(
            _("Kerangka berganti pada {tahun}: selisih dengan tahun sebelumnya tidak dihitung.").format(tahun=tahun)
        )
    show_table(table, key="reviu_kota")
    st.caption(
        _(
            "Skor adalah simulasi dengan bobot yang sama untuk semua aksi, kecuali Anda mengubah rubrik. Peringkat DKI tidak dipublikasikan."
        )
    )
