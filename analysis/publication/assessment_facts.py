"""What a kota can show for each aksi of a year: evidence, result, change since the year before, follow-up.

Traps. The frame changed in 2025 (8 aksi before, 4 aksi utama and 2 pendukung after): a year is told in its own frame and
compared with the year before only inside the same one. No official weights, letter values or classes were found; letters
are those that somebody recorded. And which number shows the result of which aksi is the app's choice, said as such.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.convergence.facts import assessment_fact
from analysis.convergence.measures import META
from analysis.convergence.plans import people, regulations
from analysis.convergence.review import evidence_list, frame_for, next_steps, review_table, rule_1_1
from analysis.figures.view import View
from analysis.language import _, date, join_names, number, percent
from analysis.output.briefing_sentences import marked
from analysis.output.sentences import say_fact, say_step
from analysis.publication.rembuk_facts import Item, items, review_rows, rows_behind

# Which subject shows the result of an aksi: chosen by the app.
_RESULTS = {
    "aksi8": {"1": "lokus", "2": "rencana", "3": "komitmen", "4": "regulasi", "5": "pelaku", "7": "stunting",
              "8": "penilaian"},
    "aksi6": {"U1": "lokus", "U2": "rencana", "U3": "layanan", "U4": "stunting", "P1": "regulasi"},
}  # fmt: skip
EVIDENCE = ["bukti", "tersedia", "tanggal_rencana", "tanggal_selesai", "terlambat_hari"]


@dataclass(frozen=True)
class Shown:
    """One aksi: its row of `review.review_table`, the sentence about it, its evidence (EVIDENCE, META), and what is said
    of result, change and follow-up; `rows`: META of everything that it stands on."""

    row: pd.Series
    temuan: str
    bukti: pd.DataFrame
    hasil: tuple[str, ...]
    perubahan: str
    tindak_lanjut: tuple[str, ...]
    rows: pd.DataFrame


def shown_actions(view: View, hari_ini: str) -> list[Shown]:
    """Every aksi of the year's frame in its order."""
    tables, tahun = view.tables, view.tahun
    review = review_table(tables, view.kota, tahun)
    steps = next_steps(review, rule_1_1(tables, view.kota, tahun))
    before = _before(view)
    results = results_of(view, hari_ini)
    found = []
    for _place, row in review.iterrows():
        item = results.get(_RESULTS.get(row["kerangka"], {}).get(row["aksi"], ""))
        own = review_rows(view, row["aksi"])
        found.append(
            Shown(
                row,
                say_action(row),
                evidence(view, row["aksi"]),
                item.kalimat if item else (_("Aplikasi tidak punya angka hasil untuk aksi ini."),),
                _change(row, before, tahun, own),
                tuple(
                    marked(say_step(step).split(" · ", 1)[1], rows_behind(view, row["aksi"], {step["kode"]}))
                    for _place, step in steps[(steps["aksi"] == row["aksi"]).to_numpy(dtype=bool)].iterrows()
                ),
                pd.concat([own, item.rows], ignore_index=True) if item and len(item.rows) else own,
            )
        )
    return found


def results_of(view: View, hari_ini: str) -> dict[str, Item]:
    """The subjects of a rembuk, and beside them regulations, kader and the date of the assessment, by code."""
    found = [*items(view, hari_ini), _regulations(view), _people(view), _assessed(view)]
    return {item.kode: item for item in found}


def _regulations(view: View) -> Item:
    rows = regulations(view.tables, view.kota)
    wanted = (rows["tingkat"] == "kota") & (rows["tanggal"].str[:4] <= str(view.tahun))
    rows = rows[wanted.to_numpy(dtype=bool)]
    said = _("Belum ada regulasi {wilayah} sampai {tahun} yang tercatat.").format(
        wilayah=view.wilayah, tahun=view.tahun
    )
    if len(rows):
        said = _("{jumlah} regulasi {wilayah} tercatat sampai {tahun}: {nomor}.").format(
            jumlah=number(len(rows)), wilayah=view.wilayah, tahun=view.tahun, nomor=join_names(rows["nomor"].tolist())
        )
    return Item("regulasi", _("Regulasi"), (marked(said, rows),), rows[META])


def _people(view: View) -> Item:
    rows = people(view.tables["pelaku"], view.tables["kelurahan"], view.kota, view.tahun, "kode_kota")
    rows = rows[(rows["pelaku"] == "kader").to_numpy(dtype=bool)]
    if rows.empty or pd.isna(rows["jumlah"].iloc[0]):
        said = _("Jumlah kader {tahun} belum tercatat.").format(tahun=view.tahun)
        return Item("pelaku", _("Kader"), (said,), rows.iloc[:0].reindex(columns=META))
    row = rows.iloc[0]
    said = _("{jumlah} kader tercatat di {ada} dari {semua} kelurahan pada {tahun}; {terlatih} sudah dilatih.").format(
        jumlah=number(row["jumlah"]),
        ada=number(row["n_wilayah"]),
        semua=number(row["n_wilayah_total"]),
        tahun=view.tahun,
        terlatih=percent(row["terlatih_pct"], 0),
    )
    return Item("pelaku", _("Kader"), (marked(said, rows),), rows[META])


def _assessed(view: View) -> Item:
    fact = assessment_fact(view.tables, view.kota, view.tahun)
    rows = fact.rows.assign(jenis_data="resmi").reindex(columns=META, fill_value="")
    return Item("penilaian", _("Penilaian kinerja"), (say_fact(fact, view.names),), rows)


def evidence(view: View, aksi: str | None = None) -> pd.DataFrame:
    """The documents of the year (of one aksi), missing ones first: `aksi`, EVIDENCE, META.

    `tersedia` 1 or 0; `terlambat_hari` from the planned to the finished date, missing where one is.
    """
    rows = evidence_list(view.tables["bukti"], view.kota, view.tahun, aksi)
    planned, done = (pd.to_datetime(rows[name].replace("", None)) for name in ("tanggal_rencana", "tanggal_selesai"))
    late = (done - planned).dt.days.astype("float64")
    return rows.assign(
        bukti=[_(text) for text in rows["bukti"]],
        terlambat_hari=late.where(late > 0),
    )[["aksi", *EVIDENCE, *META]]


def say_action(row: pd.Series) -> str:
    """Evidence and dates of one aksi, as the sentence after its name."""
    proof = _("Belum ada catatan bukti")
    if pd.notna(row["bukti_total"]):
        proof = _("{ada} dari {semua} dokumen bukti tersedia").format(
            ada=number(row["bukti_ada"]), semua=number(row["bukti_total"])
        )
    return f"{proof}; {_time(row)}."


def _time(row: pd.Series) -> str:
    text = {
        "terlambat": _("selesai {selesai}, {hari} hari sesudah rencana"),
        "tepat_waktu": _("selesai {selesai}, tepat waktu"),
        "belum_selesai": _("belum selesai, rencananya {rencana}"),
        "tanpa_rencana": _("selesai {selesai}, tanpa tanggal rencana"),
    }.get(row["status_waktu"], _("tanggal pelaksanaan belum diketahui"))
    return text.format(
        selesai=day(row["tanggal_selesai"]), rencana=day(row["tanggal_rencana"]), hari=number(row["terlambat_hari"])
    )


def day(value) -> str:
    """A date for people; a dash where it is not known."""
    return date(None if pd.isna(value) else value.date().isoformat())


def _before(view: View) -> pd.DataFrame | None:
    """The review of the year before; None where its frame is another one."""
    aksi = view.tables["aksi"]
    if frame_for(aksi, view.tahun) != frame_for(aksi, view.tahun - 1):
        return None
    return review_table(view.tables, view.kota, view.tahun - 1).set_index("aksi")


def _change(row: pd.Series, before: pd.DataFrame | None, tahun: int, rows: pd.DataFrame) -> str:
    """What moved since the year before (`rows`: what it stands on); a changed frame is said and not compared."""
    if before is None:
        return _("Kerangka berganti pada {tahun}; tidak dibandingkan dengan {sebelum}.").format(
            tahun=tahun, sebelum=tahun - 1
        )
    old = before.loc[row["aksi"]]
    parts = []
    if pd.notna(old["bukti_total"]) and pd.notna(row["bukti_total"]):
        parts.append(_moved(_("bukti"), _share(old), _share(row)))
    if old["status_waktu"] != "tanpa_tanggal" and row["status_waktu"] != "tanpa_tanggal":
        parts.append(_moved(_("waktu"), _lateness(old), _lateness(row)))
    if old["huruf"] and row["huruf"]:
        parts.append(_moved(_("huruf tercatat"), old["huruf"], row["huruf"]))
    if not parts:
        return _("Belum ada catatan {tahun} untuk dibandingkan.").format(tahun=tahun - 1)
    return marked(_("Dibanding {tahun}: {rincian}.").format(tahun=tahun - 1, rincian="; ".join(parts)), rows)


def _moved(what: str, before: str, now: str) -> str:
    if before == now:
        return _("{apa} tetap {kini}").format(apa=what, kini=now)
    return _("{apa} {dulu} menjadi {kini}").format(apa=what, dulu=before, kini=now)


def _lateness(row: pd.Series) -> str:
    text = {
        "terlambat": _("terlambat {hari} hari"),
        "tepat_waktu": _("tepat waktu"),
        "belum_selesai": _("belum selesai"),
        "tanpa_rencana": _("tanpa rencana"),
    }[row["status_waktu"]]
    return text.format(hari=number(row["terlambat_hari"]))


def overview(shown: list[Shown]) -> pd.DataFrame:
    """One row per aksi: `aksi, nama, bukti` ("2/2"), `tanggal_selesai` (words), `terlambat_hari, huruf`."""
    rows = [one.row for one in shown]
    return pd.DataFrame(
        {
            "aksi": [row["aksi"] for row in rows],
            "nama": [_(row["nama"]) for row in rows],
            "bukti": [_share(row) for row in rows],
            "tanggal_selesai": [day(row["tanggal_selesai"]) for row in rows],
            "terlambat_hari": np.array([max(row["terlambat_hari"], 0) for row in rows], dtype=float),
            "huruf": [row["huruf"] or number(None) for row in rows],
        }
    )


def _share(row: pd.Series) -> str:
    return number(None) if pd.isna(row["bukti_total"]) else f"{number(row['bukti_ada'])}/{number(row['bukti_total'])}"
