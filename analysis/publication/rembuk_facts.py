"""What a rembuk looks at and what it may promise: sentences, proposed commitments and places, from masked numbers.

The trap: a proposal becomes a recorded commitment as soon as somebody brings the form in, and then nobody sees any more
what it was drawn from. So a commitment is worded without numbers, and its note says that it is a proposal, what it
stands on and whether that is synthetic. Nobody has promised a date yet: the due dates stay empty.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.convergence.facts import headline_facts
from analysis.convergence.lokus import lokus_of_year
from analysis.convergence.measures import META
from analysis.convergence.plans import commitment_counts, commitments, lokus_plans, plan_summary
from analysis.convergence.review import next_steps, review_table, rule_1_1
from analysis.figures.view import View
from analysis.language import _, date, number, percent
from analysis.output.briefing_sentences import marked, say_commitments, say_krs_shares, say_plans, say_today
from analysis.output.captions import has_sample, sample_mark
from analysis.output.sentences import say_coverage, say_fact, say_rule, say_step
from analysis.publication import area, report_words

COLUMNS = ["kode_kota", "tahun", "komitmen", "penanggung_jawab", "tenggat", "tanggal_selesai", "catatan"]
_LOKUS, _OTHERS = 10, 5  # proposals from lokus; from kelurahan where no names of lokus are published


@dataclass(frozen=True)
class Item:
    """One subject: its name, what the data say about it, and the rows that say so."""

    kode: str
    judul: str
    kalimat: tuple[str, ...]
    rows: pd.DataFrame


def _rows(*frames: pd.DataFrame) -> pd.DataFrame:
    """META of all rows under each other."""
    found = [frame.reindex(columns=META, fill_value="") for frame in frames if len(frame)]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=META)


def items(view: View, hari_ini: str) -> list[Item]:
    """The subjects of the rembuk of a kota: children, lokus, families, services, plans, commitments."""
    return [_children(view), _lokus(view), _families(view), _services(view), _plans(view), _promises(view, hari_ini)]


def _item(kode: str, judul: str, sentences: list[str], rows: pd.DataFrame) -> Item:
    return Item(kode, judul, tuple(marked(text, rows) for text in sentences if text), rows)


def _children(view: View) -> Item:
    """What was counted, then what is published: two measures that are never one."""
    row, kota = area.measured_row(view, "prevalensi_rutin", view.kota), view.kota
    counted = pd.notna(row["nilai"]) or row["disembunyikan"]
    rows = _rows(row.to_frame().T) if counted else _rows()
    finding = marked(report_words.finding(view, kota), rows)
    facts = [fact for fact in headline_facts(view.tables, kota, view.tahun) if fact.kode in ("survei", "target")]
    published = [text for fact in facts if (text := say_fact(fact, view.names)) not in finding]
    official = [fact.rows.assign(jenis_data="resmi") for fact in facts if len(fact.rows)]
    return Item("stunting", _("Keadaan stunting"), (finding, *published), _rows(rows, *official))


def _lokus(view: View) -> Item:
    rules = [rule for rule in rule_1_1(view.tables, view.kota, view.tahun).values() if rule.n_dinilai]
    counted = view.measured("prevalensi_rutin")
    said = [marked(say_rule(rule, view.tahun), counted) for rule in rules[:1]]
    rows = _rows(lists_of(view), counted if said else counted.iloc[:0])
    return Item("lokus", _("Kelurahan lokus"), (report_words.lokus_sentence(view, view.kota), *said), rows)


def _families(view: View) -> Item:
    row, parts = area.measured_row(view, "proporsi_krs", view.kota), view.measured("proporsi_krs")
    said = say_krs_shares(parts, row)
    unknown = _("Belum ada rekap KRS {tahun} untuk {wilayah}.").format(tahun=view.tahun, wilayah=view.wilayah)
    return _item("krs", _("Keluarga berisiko stunting"), [said or unknown], _rows(parts if said else parts.iloc[:0]))


def _services(view: View) -> Item:
    gaps = area.services(view, view.kota)
    known = gaps[gaps["nilai"].notna()]
    return _item("layanan", _("Cakupan layanan"), [say_coverage(gaps, view.tahun, view.wilayah)], _rows(known))


def _plans(view: View) -> Item:
    summary = plan_summary(view.tables["rencana"], view.kota, view.tahun)
    lokus = lokus_plans(view.tables, view.kota, view.tahun)
    said = say_plans(summary, lokus, view.wilayah, view.tahun)
    rows = pd.DataFrame([summary]) if summary["n_kegiatan"] else pd.DataFrame()
    return _item("rencana", _("Rencana kegiatan"), [said], _rows(rows))


def _promises(view: View, hari_ini: str) -> Item:
    said, rows = [], []
    for year in (view.tahun - 1, view.tahun):
        found = promised(view, year, hari_ini)
        if found.empty:
            said.append(_("Komitmen rembuk {tahun}: belum ada yang dicatat.").format(tahun=year))
            continue
        text = _("Komitmen rembuk {tahun}: {kalimat}, {hari}.").format(
            tahun=year, kalimat=say_commitments(commitment_counts(found)), hari=say_today(hari_ini)
        )
        said.append(marked(text, found))
        rows.append(found)
    return Item("komitmen", _("Komitmen sebelumnya"), tuple(said), _rows(*rows))


def promised(view: View, tahun: int, hari_ini: str) -> pd.DataFrame:
    """The recorded commitments of the kota in one year: `plans.commitments`."""
    return commitments(view.tables["komitmen"], view.kota, tahun, hari_ini)


def proposals(view: View, hari_ini: str) -> pd.DataFrame:
    """Commitments that the data suggest: COLUMNS of the table `komitmen`, `dasar` (lokus | lewat_tenggat | reviu), `alasan`, META.

    Lokus with most people missed first (one service each), then promises of this year and the last that are overdue,
    then the steps of the review. Empty where the data suggest nothing. Who answers is "" where nothing says so.
    """
    found = [*_of_lokus(view), *_of_promises(view, hari_ini), *_of_review(view)]
    columns = [*COLUMNS, "dasar", "alasan", *(name for name in META if name not in COLUMNS)]
    frame = pd.DataFrame(found, columns=columns)
    return frame.drop_duplicates(["komitmen"], ignore_index=True)


def _proposal(view: View, dasar: str, komitmen: str, oleh: str, why: str, rows: pd.DataFrame) -> dict:
    why += f" {sample_mark()}." if has_sample(rows) else ""
    note = _("Usulan aplikasi. {alasan}").format(alasan=why)
    if dasar == "lokus" and oleh:
        note += " " + _("Penanggung jawab menurut pemilik layanan (asumsi).")
    source = {name: rows[name].iloc[0] if name in rows and len(rows) else "" for name in META}
    own = {"kode_kota": view.kota, "tahun": view.tahun, "komitmen": komitmen, "penanggung_jawab": oleh}
    return source | own | {"tenggat": "", "tanggal_selesai": "", "catatan": note, "dasar": dasar, "alasan": why}


def _of_lokus(view: View) -> list[dict]:
    tables = view.tables
    lokus = lokus_of_year(tables["lokus"], tables["kelurahan"], view.kota, view.tahun)
    gaps = area.services_inside(view, view.kota, "kelurahan")
    inside = gaps["kode"].isin(lokus["kode_kelurahan"]) if len(lokus) else gaps["kode"] != ""
    missed = inside & (gaps["terlewat"] > 0) & (gaps["selisih"] > 0)
    worst = gaps[missed.to_numpy(dtype=bool, na_value=False)].sort_values("terlewat", ascending=False, kind="stable")
    owners = dict(zip(tables["pemilik_layanan"]["kode_indikator"], tables["pemilik_layanan"]["pemilik"], strict=True))
    found = []
    most = _LOKUS if len(lokus) else _OTHERS
    where = _("Kelurahan lokus.") if len(lokus) else _("Nama lokus tahun ini tidak ditemukan.")
    for _place, row in worst.drop_duplicates("kode").head(most).iterrows():
        why = (
            where
            + " "
            + _("{jumlah} sasaran terlewat pada {tahun} (cakupan {nilai}, target {target}).").format(
                jumlah=number(row["terlewat"]),
                tahun=view.tahun,
                nilai=percent(row["nilai"]),
                target=percent(row["target"], 0 if row["target"] == round(row["target"]) else 1),
            )
        )
        text = _("Menjangkau sasaran yang terlewat di Kelurahan {nama}: {layanan}").format(
            nama=row["nama"], layanan=_(row["nama_pendek"])
        )
        owner = owners.get(row["kode_indikator"], "")
        found.append(_proposal(view, "lokus", text, owner, why, row.to_frame().T))
    return found


def _of_promises(view: View, hari_ini: str) -> list[dict]:
    found = []
    for year in (view.tahun, view.tahun - 1):
        overdue = promised(view, year, hari_ini)
        overdue = overdue[(overdue["status_waktu"] == "lewat_tenggat").to_numpy(dtype=bool)]
        for _place, row in overdue.sort_values("terlambat_hari", ascending=False, kind="stable").iterrows():
            text = _("Menuntaskan komitmen {tahun}: {komitmen}").format(tahun=year, komitmen=_(row["komitmen"]))
            why = _("Tenggatnya {tanggal} dan belum selesai {hari}.").format(
                tanggal=date(row["tenggat"]), hari=say_today(hari_ini)
            )
            found.append(_proposal(view, "lewat_tenggat", text, row["penanggung_jawab"], why, row.to_frame().T))
    return found


def _of_review(view: View) -> list[dict]:
    tables = view.tables
    review = review_table(tables, view.kota, view.tahun)
    steps = next_steps(review, rule_1_1(tables, view.kota, view.tahun))
    steps = steps[~steps["kode"].isin(["tanpa_catatan_bukti", "tanpa_tanggal"]).to_numpy(dtype=bool)]
    found = []
    for aksi, part in steps.groupby("aksi", sort=False):
        text = _("Menindaklanjuti reviu aksi {aksi}, {nama}").format(aksi=aksi, nama=_(part["nama"].iloc[0]))
        why = " ".join(say_step(step).split(" · ", 1)[1] for _place, step in part.iterrows())
        found.append(_proposal(view, "reviu", text, "", why, rows_behind(view, aksi, set(part["kode"]))))
    return found


def rows_behind(view: View, aksi: str, kode: set[str]) -> pd.DataFrame:
    """The rows that the steps of one aksi stand on: published lists, counts, or its own evidence."""
    frames = [lists_of(view)] if "lokus_beda_sumber" in kode else []
    if "aturan_1_1_di_bawah_a" in kode:
        frames.append(view.measured("prevalensi_rutin"))
    if kode - {"lokus_beda_sumber", "aturan_1_1_di_bawah_a"}:
        frames.append(review_rows(view, aksi))
    return _rows(*frames)


def lists_of(view: View) -> pd.DataFrame:
    """The published lists of lokus of the kota and year."""
    lists = view.tables["lokus_daftar"]
    own = (lists["kode_kota"] == view.kota) & (lists["tahun"] == view.tahun)
    return lists[own.to_numpy(dtype=bool)].assign(jenis_data="resmi")


def review_rows(view: View, aksi: str | None = None) -> pd.DataFrame:
    """META of dates, evidence and letters of the kota and year (of one aksi)."""
    found = []
    for name in ("bukti", "jadwal_aksi", "reviu"):
        rows = view.tables[name]
        wanted = (rows["kode_kota"] == view.kota) & (rows["tahun"] == view.tahun)
        found.append(rows[(wanted if aksi is None else wanted & (rows["aksi"] == aksi)).to_numpy(dtype=bool)])
    return _rows(*found)
