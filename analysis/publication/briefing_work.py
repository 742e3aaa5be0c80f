"""The second half of a briefing: what changed, what is planned and promised, how the year is reviewed.

The trap: a change of cases is worked out from sums over kelurahan. Sums of masked kelurahan would be wrong and would
give the hidden ones away, so a briefing for publication goes without them.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.plans import commitment_counts, commitments, lokus_plans, plan_summary
from analysis.convergence.review import frame_actions, review_table, rule_1_1
from analysis.convergence.statistics import decompose_change
from analysis.language import _, date, number, percent
from analysis.output.briefing_sentences import (
    marked,
    name_unserved,
    plan_figures,
    say_commitments,
    say_plans,
    say_reviewed,
    say_today,
)
from analysis.output.codes import value_names
from analysis.output.sentences import say_case_change, say_fact, say_rule
from analysis.publication.briefing_ground import Ground, of_kota, weakest
from analysis.publication.screens import Point, Screen

SHOWN_ROWS = 5
SHOWN_CHANGES = 5
DATES = 4
# What moves a briefing most, first.
_CHANGES = ("lokus_berubah", "krs_berubah", "kerangka_berganti", "aksi_bergeser")


def changed(ground: Ground) -> Screen | None:
    """What moved since the year before, beyond the survey, which has its own screen."""
    view = ground.view
    facts = [fact for kode in _CHANGES for fact in ground.changes if fact.kode == kode]
    said = [say_fact(fact, view.names) for fact in facts]
    rows = [fact.rows for fact in facts]
    cases, frames = _cases(ground)
    points = _case_points(ground, cases, frames)
    if cases is not None:
        sentence = say_case_change(cases, view.tahun)
        said.insert(1, marked(sentence, frames) if facts else sentence)
        rows.append(frames)
    if not said:
        return None
    lists = bool(facts) and facts[0].kode == "lokus_berubah"
    if lists:
        points = (*_list_points(facts[0].nilai), *points)
    if not points:
        points = _date_points(facts)
    return ground.screen(
        "perubahan",
        said[0],
        "ringkasan" if facts else "lokus_kelurahan",
        rows,
        ground.say("survei_berubah"),
        gambar=ground.figure("riwayat_lokus") if lists else None,
        subjudul=_("Yang berubah sejak tahun sebelumnya"),
        angka=points,
        butir=tuple(said[1:SHOWN_CHANGES]),
        tabel=_new_frame(ground) if facts and facts[0].kode == "kerangka_berganti" else None,
    )


def _new_frame(ground: Ground) -> pd.DataFrame:
    """The aksi of the year's frame: `aksi, nama`."""
    rows = frame_actions(ground.view.tables["aksi"], ground.view.tahun)
    return pd.DataFrame({"aksi": rows["aksi"], "nama": [_(text) for text in rows["nama"]]})


def _cases(ground: Ground) -> tuple[pd.DataFrame | None, pd.DataFrame]:
    """Why the recorded cases moved (`decompose_change`), with its rows; None without both years."""
    view = ground.view
    now, before = (view.measured("prevalensi_rutin", tahun=year) for year in (view.tahun, view.tahun - 1))
    if view.supresi is not None or now["nilai"].isna().all() or before["nilai"].isna().all():
        return None, now.iloc[:0]
    return decompose_change(now, before), pd.concat([now, before])


def _case_points(ground: Ground, cases: pd.DataFrame | None, frames: pd.DataFrame) -> tuple[Point, ...]:
    if cases is None:
        return ()
    value, tahun = cases.set_index("komponen")["nilai"], ground.view.tahun
    before = _("{jumlah} pada {tahun}").format(jumlah=number(value["sebelum"]), tahun=tahun - 1)
    name = _("Kasus tercatat {tahun}").format(tahun=tahun)
    return (Point(name, number(value["sesudah"]), before, weakest(frames["jenis_data"])),)


def _list_points(nilai: dict) -> tuple[Point, ...]:
    moved = f"+{number(len(nilai['masuk']))} / −{number(len(nilai['keluar']))}"
    kept = _("{jumlah} bertahan").format(jumlah=number(len(nilai["bertahan"])))
    return (Point(_("Lokus masuk / keluar"), moved, kept),)


def _date_points(facts: list) -> tuple[Point, ...]:
    shifts = [fact.nilai for fact in facts if fact.kode == "aksi_bergeser"][:DATES]
    return tuple(
        Point(
            _("Aksi {aksi}").format(aksi=one["aksi"]),
            date(one["tanggal"]),
            _("setahun sebelumnya {tanggal}").format(tanggal=date(one["tanggal_sebelum"])),
        )
        for one in shifts
    )


def plans(ground: Ground) -> Screen | None:
    """Activities, budget and its use, and lokus without an activity of their own."""
    view, tables = ground.view, ground.view.tables
    found = plan_summary(tables["rencana"], view.kota, view.tahun)
    if not found["n_kegiatan"]:
        ground.lacks(
            _("Belum ada rencana kegiatan {wilayah} {tahun}.").format(wilayah=view.wilayah, tahun=view.tahun),
            _("Yang mengisinya: OPD pelaksana, di halaman Rencana dan komitmen."),
        )
        return None
    lokus, kind = lokus_plans(tables, view.below, view.tahun), found["jenis_data"]
    without = lokus.loc[lokus["n_kegiatan"] == 0, "nama"].tolist()
    points = tuple(Point(*words, kind) for words in plan_figures(found))
    return ground.screen(
        "rencana",
        say_plans(found, lokus, view.wilayah, view.tahun),
        "rencana_komitmen",
        [pd.DataFrame([found])],
        gambar=ground.figure("anggaran_rencana"),
        angka=points,
        butir=(name_unserved(without),) if without else (),
    )


def promises(ground: Ground) -> Screen | None:
    """Commitments of the rembuk: how many are kept; overdue ones first, then those to come."""
    view = ground.view
    found = commitments(view.tables["komitmen"], view.below, view.tahun, ground.hari_ini)
    if found.empty:
        ground.lacks(
            _("Belum ada komitmen rembuk {wilayah} {tahun}.").format(wilayah=view.wilayah, tahun=view.tahun),
            _("Yang mengisinya: berita acara rembuk stunting, di halaman Rencana dan komitmen."),
        )
        return None
    counts = commitment_counts(found)
    kind = weakest(found["jenis_data"])
    overdue = found[found["status_waktu"] == "lewat_tenggat"].sort_values("terlambat_hari", ascending=False)
    waiting = found[found["status_waktu"].isin(["belum_selesai", "tanpa_tenggat"])]
    done = found.drop([*overdue.index, *waiting.index])
    shown = pd.concat([overdue, waiting, done]).head(SHOWN_ROWS)
    words = value_names()["status_waktu"]
    table = shown.assign(
        komitmen=[_(text) for text in shown["komitmen"]],
        tenggat=[date(day or None) for day in shown["tenggat"]],
        status_waktu=[words.get(state, state) for state in shown["status_waktu"]],
        terlambat_hari=[number(days) for days in shown["terlambat_hari"]],
    )
    if ground.province:
        table = table.assign(nama_kota_pendek=[view.name(code) for code in table["kode_kota"]])
    # On the list of the whole province the overdue ones fill all rows, and the kota needs the room.
    columns = ["komitmen", "penanggung_jawab", "tenggat", "status_waktu"]
    if ground.province:
        columns = ["nama_kota_pendek", *columns[:3]]
    if shown["terlambat_hari"].notna().any():
        columns.append("terlambat_hari")
    late = _("{jumlah} selesai terlambat").format(jumlah=number(counts["terlambat"]))
    return ground.screen(
        "komitmen",
        say_commitments(counts) + ".",
        "rencana_komitmen",
        [found],
        _("{jumlah} tepat waktu").format(jumlah=number(counts["tepat_waktu"])) + ", " + late + ".",
        subjudul=_("Komitmen rembuk {wilayah} {tahun}, {hari}").format(
            wilayah=view.wilayah, tahun=view.tahun, hari=say_today(ground.hari_ini)
        ),
        angka=(
            Point(_("Komitmen selesai"), f"{number(counts['selesai'])}/{number(counts['semua'])}", late, kind),
            Point(_("Lewat tenggat"), number(counts["lewat_tenggat"]), say_today(ground.hari_ini), kind),
        ),
        tabel=table[columns].reset_index(drop=True),
    )


def reviewed(ground: Ground) -> Screen | None:
    """The yearly review in the frame of its year; of the province, when each kota was assessed."""
    return _assessments(ground) if ground.province else _review(ground)


def _assessments(ground: Ground) -> Screen | None:
    view = ground.view
    fact = ground.fact("penilaian_kinerja")
    if fact is None:
        return None
    rows = fact.rows.drop_duplicates("kode_kota").sort_values("mulai")
    table = pd.DataFrame(
        {
            "nama_kota_pendek": [view.name(code) for code in rows["kode_kota"]],
            "penilaian": [date(day) for day in rows["mulai"]],
        }
    )
    return ground.screen(
        "reviu",
        ground.say("penilaian_kinerja"),
        "reviu_kinerja",
        [fact.rows],
        _("Peringkat dan nilai penilaian tidak dipublikasikan."),
        subjudul=_("Penilaian kinerja tiap kota, tahun {tahun}").format(tahun=view.tahun),
        tabel=table,
    )


def _review(ground: Ground) -> Screen | None:
    view, tables = ground.view, ground.view.tables
    review = review_table(tables, view.kota, view.tahun)
    fact = ground.fact("penilaian_kinerja")
    dated, total = int(review["tanggal_selesai"].notna().sum()), review["bukti_total"].sum(min_count=1)
    if fact is None and not dated and pd.isna(total):
        return None
    frame = value_names()["kerangka"].get(review["kerangka"].iloc[0] if len(review) else "", "")
    sentences = [say_reviewed(view.wilayah, view.tahun, frame), ground.say("penilaian_kinerja")]
    points = [
        Point(
            _("Aksi bertanggal"),
            f"{number(dated)}/{number(len(review))}",
            str(view.tahun),
            weakest(review["jenis_selesai"]),
        )
    ]
    if pd.notna(total):
        ready = review["bukti_ada"].sum()
        share = percent(100 * ready / total if total else None, 0)
        points.append(
            Point(_("Bukti tersedia"), f"{number(ready)}/{number(total)}", share, weakest(review["jenis_bukti"]))
        )
        late = int((review["status_waktu"] == "terlambat").sum())
        points.append(
            Point(_("Aksi terlambat"), number(late), _("dibanding rencana"), weakest(review["jenis_rencana"]))
        )
    rules = rule_1_1(tables, view.kota, view.tahun).values() if view.supresi is None else ()
    said = [marked(say_rule(rule, view.tahun), view.measured("prevalensi_rutin")) for rule in rules]
    rows = [of_kota(tables[name], ground.view) for name in ("jadwal_aksi", "bukti", "reviu")]
    columns = ["jenis_data", "sumber_judul", "tanggal_sumber"]
    return ground.screen(
        "reviu",
        " ".join(text for text in sentences if text),
        "reviu_kinerja",
        [frame[columns] for frame in rows],
        *said[:1],
        _("Bobot, nilai huruf, dan kelas resmi tidak ditemukan; setiap huruf atau skor di aplikasi adalah simulasi."),
        gambar=ground.figure("jadwal_aksi"),
        angka=tuple(points),
    )
