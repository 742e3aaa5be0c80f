"""The first half of a briefing: where the kota stands. Each function makes one screen, or None when nothing is known.

The trap: survey prevalence and routine counts differ tenfold. They stand on screens of their own, the routine one says
that it is another measure.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.lokus import list_conflicts, lokus_of_year, official_lists
from analysis.figures import coverage
from analysis.figures.lokus import listed
from analysis.figures.measure import measure_of
from analysis.figures.view import Figure
from analysis.language import MISSING, _, date, number, percent, published
from analysis.output.briefing_sentences import marked, say_interval, say_krs_shares
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import point_gap, say_coverage, say_measure
from analysis.publication.briefing_ground import Ground
from analysis.publication.screens import Point, Screen

SHOWN_SERVICES = 8


def opening(ground: Ground) -> Screen:
    """Kota, year and the headline, with what is published at a glance."""
    headline = " ".join(text for text in (ground.say("survei"), ground.say("target")) if text)
    view = ground.view
    rows = [
        fact.rows for fact in ground.facts if fact.kode in ("survei", "target", "lokus", "krs", "penilaian_kinerja")
    ]
    return ground.screen(
        "pembuka",
        headline
        or _("{wilayah} {tahun}: prevalensi survei belum diketahui.").format(wilayah=view.wilayah, tahun=view.tahun),
        "ringkasan",
        rows,
        ground.say("lokus"),
        ground.say("krs"),
        subjudul=_("Konvergensi penurunan stunting, {wilayah}, {tahun}").format(wilayah=view.wilayah, tahun=view.tahun),
        angka=_glance(ground),
    )


def _glance(ground: Ground) -> tuple[Point, ...]:
    """What is published, each with its period; what is not has no place here."""
    points = []
    if survey := ground.fact("survei"):
        points.append(Point(_("Prevalensi survei"), percent(survey.nilai["nilai"]), survey.nilai["periode"]))
    if lokus := _lokus_point(ground):
        points.append(lokus)
    if krs := ground.fact("krs"):
        points.append(Point(_("Keluarga berisiko stunting"), number(krs.nilai["nilai"]), _(krs.nilai["periode"])))
    if review := ground.fact("penilaian_kinerja"):
        when = _("untuk tahun {tahun}").format(tahun=review.nilai["tahun"])
        points.append(Point(_("Penilaian kinerja"), date(review.nilai["tanggal_mulai"]), when))
    return tuple(points)


def _lokus_point(ground: Ground) -> Point | None:
    if lists := ground.fact("lokus"):
        low, high = min(lists.nilai["jumlah"]), max(lists.nilai["jumlah"])
        period = _("{tahun}, {versi} daftar resmi").format(
            tahun=lists.nilai["tahun"], versi=number(len(lists.nilai["versi"]))
        )
        return Point(_("Kelurahan lokus"), number(low) if low == high else f"{number(low)}–{number(high)}", period)
    counted = ground.fact("lokus_jumlah_saja") or ground.fact("lokus_provinsi")
    if counted is None:
        return None
    total = counted.nilai.get("jumlah") or sum(counted.nilai["kota"].values())
    period = str(counted.nilai["tahun"])
    if "kota" in counted.nilai:
        period = _("{tahun}, di semua daftar resmi kotanya").format(tahun=period)
    return Point(_("Kelurahan lokus"), number(total), period)


def survey(ground: Ground) -> Screen | None:
    """Survey prevalence along the years, against the target."""
    now, target, moved = ground.fact("survei"), ground.fact("target"), ground.fact("survei_berubah")
    if now is None:
        return None
    value = now.nilai
    points = [Point(value["periode"], percent(value["nilai"]), _("prevalensi survei"))]
    if target:
        gap = target.nilai["selisih"]
        above = _("di atas target") if gap > 0 else _("di bawah target") if gap < 0 else _("tepat pada target")
        points.append(
            Point(_("Target nasional {tahun}").format(tahun=target.nilai["tahun"]), percent(target.nilai["nilai"]))
        )
        points.append(Point(_("Jarak ke target"), point_gap(gap), above))
    other = ground.say("survei_versi_lain")
    return ground.screen(
        "survei",
        ground.say("survei_berubah") or ground.say("survei"),
        "ringkasan",
        [fact.rows for fact in (now, target, moved) if fact],
        ground.say("survei"),
        ground.say("target"),
        gambar=ground.figure("tren_survei"),
        angka=tuple(points),
        butir=(other,) if other else (),
    )


def lokus(ground: Ground) -> Screen | None:
    """Where the lokus of the official lists lie, and whether the lists agree."""
    view, tables = ground.view, ground.view.tables
    fact = next(
        (found for kode in ("lokus", "lokus_jumlah_saja", "lokus_provinsi") if (found := ground.fact(kode))), None
    )
    if fact is None:
        return None
    found = lokus_of_year(tables["lokus"], tables["kelurahan"], view.below, view.tahun)
    names = tables["lokus"]
    names = names[names["kode_kelurahan"].isin(found["kode_kelurahan"]) & (names["tahun"] == view.tahun)]
    bullets, points, table = (), (), None
    if ground.province:
        points = tuple(
            Point(view.name(code), number(count), _("kelurahan di semua daftarnya"))
            for code, count in fact.nilai["kota"].items()
        )
    else:
        lists = official_lists(tables["lokus"], tables["lokus_daftar"], view.kota, view.tahun)
        points = tuple(
            Point(_("Daftar {versi}").format(versi=row.versi), number(row.jumlah), _list_of(row.tanggal_sumber))
            for row in lists.itertuples()
        )
        table = _disputed(ground)
        if len(found):
            bullets = (_("Di semua daftar: {nama}.").format(nama=", ".join(found.loc[found["semua"], "nama"])),)
    return ground.screen(
        "lokus",
        ground.say(fact.kode),
        "lokus_kelurahan",
        [fact.rows, names],
        *bullets,
        _("Yang menetapkan adalah Keputusan Wali Kota; aplikasi tidak memilih di antara daftar yang berbeda."),
        gambar=ground.figure("lokus_resmi"),
        angka=points,
        butir=bullets,
        tabel=table,
    )


def _list_of(tanggal: str) -> str:
    """What a list counts, and when its source appeared: lists of one year are told apart by that."""
    when = published(tanggal)
    return _("kelurahan lokus; sumber {tanggal}").format(tanggal=when) if when else _("kelurahan lokus")


def _disputed(ground: Ground) -> pd.DataFrame | None:
    """Which list names which of the kelurahan in dispute: `nama`, and one column per list."""
    view, tables = ground.view, ground.view.tables
    conflicts = list_conflicts(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], view.kota, view.tahun)
    if conflicts.empty:
        return None
    words = {True: _("tercantum"), False: MISSING}
    titles = {versi: _("Daftar {versi}").format(versi=versi) for versi in conflicts["versi"].unique()}
    wide = conflicts.pivot(index="nama", columns="versi", values="ada").rename(columns=titles)
    return wide.map(lambda there: words[bool(there)]).rename_axis(columns=None).reset_index()


def burden(ground: Ground) -> Screen | None:
    """The routine measure on the map."""
    view = ground.view
    measure = measure_of(view, "prevalensi_rutin")
    picture = ground.figure("peta", code="prevalensi_rutin")
    if not measure.known:
        return None
    area, frame = measure.area, measure.frame
    inside = frame[frame["kode_kelurahan"].isin(listed(view)["kode_kelurahan"])]
    whole, part = frame["pembilang"].sum(min_count=1), inside["pembilang"].sum(min_count=1)
    kind = area["jenis_data"]
    points = [Point(measure.axis, number(area["nilai"], measure.digits), say_interval(area) or str(view.tahun), kind)]
    # A sum of masked kelurahan would not be the kota's.
    if len(inside) and whole and view.supresi is None:
        where = _("{jumlah} kelurahan lokus").format(jumlah=number(len(inside)))
        points.append(Point(_("Bagian di lokus"), percent(100 * part / whole, 0), where, kind))
    points.append(
        Point(
            _("Kelurahan melapor"),
            f"{number(area['n_wilayah'])}/{number(area['n_wilayah_total'])}",
            str(view.tahun),
            kind,
        )
    )
    return ground.screen(
        "beban",
        say_measure(frame, area, measure.nama, view.tahun, view.wilayah, measure.satuan),
        "lokus_kelurahan",
        [frame],
        _("{ukuran} {wilayah}: {nilai} ({selang}).").format(
            ukuran=measure.nama,
            wilayah=view.wilayah,
            nilai=percent(area["nilai"]),
            selang=say_interval(area) or view.tahun,
        ),
        _("Pencatatan rutin bukan ukuran yang sama dengan survei; keduanya tidak dibandingkan."),
        gambar=picture,
        angka=tuple(points),
        pilihan=(("indikator", "prevalensi_rutin"),),
    )


def families(ground: Ground) -> Screen | None:
    """Families at risk: what is published, and where the shares are highest."""
    view = ground.view
    frame = view.measured("proporsi_krs")
    area, counted = (view.measured(name, level=ground.level).iloc[0] for name in ("proporsi_krs", "total_krs"))
    published, shares = ground.fact("krs"), say_krs_shares(frame, area)
    # Remembered as missing before anything else: numbers per kelurahan are wanted also where a total is published.
    picture = ground.figure("peringkat_krs")
    if published is None and not shares and pd.isna(counted["nilai"]):
        return None
    points = []
    if published:
        points.append(Point(_("KRS resmi"), number(published.nilai["nilai"]), _(published.nilai["periode"])))
    # The sum of the kelurahan says something beside the published total only where it differs.
    if pd.notna(counted["nilai"]) and not (published and counted["nilai"] == published.nilai["nilai"]):
        points.append(
            Point(_("Jumlah per kelurahan"), number(counted["nilai"]), str(view.tahun), counted["jenis_data"])
        )
    if pd.notna(area["nilai"]):
        note = say_interval(area) or str(view.tahun)
        points.append(Point(_("Proporsi keluarga sasaran"), percent(area["nilai"]), note, area["jenis_data"]))
    known = [rows for rows in ([published.rows] if published else [], [frame] if shares else []) for rows in rows]
    return ground.screen(
        "krs",
        (f"{view.wilayah}: {ground.say('krs')}" if published else shares) or points[0].nama,
        "keluarga_berisiko",
        known,
        marked(shares, frame) if published else shares,
        _("Faktor risiko saling tumpang tindih dalam satu keluarga, jadi tidak dijumlahkan."),
        gambar=picture,
        angka=tuple(points),
        butir=(marked(shares, frame),) if published and shares else (),
    )


def services(ground: Ground) -> Screen | None:
    """Essential services below their target, most people missed first."""
    view = ground.view
    gaps = coverage.gaps(view, view.kota)
    judged = gaps["memenuhi"].dropna()
    if judged.empty:
        ground.lacks(
            _("Belum ada cakupan layanan {tahun} untuk {wilayah}.").format(tahun=view.tahun, wilayah=view.wilayah),
            _("Unggah tabel Cakupan di halaman Manajemen data."),
        )
        return None
    short = gaps[(gaps["selisih"] > 0).to_numpy()]
    finding = say_coverage(gaps, view.tahun, view.wilayah)
    kind = "contoh" if has_sample(gaps) else next((kind for kind in gaps["jenis_data"] if kind), "")
    points = (
        Point(
            _("Indikator belum mencapai target"),
            f"{number(judged.size - int(judged.sum()))}/{number(judged.size)}",
            _("indikator bertarget, {tahun}").format(tahun=view.tahun),
            kind,
        ),
        Point(_("Sasaran terbanyak terlewat"), number(gaps["terlewat"].iloc[0]), _(gaps["nama_pendek"].iloc[0]), kind),
    )
    return ground.screen(
        "layanan",
        finding,
        "analisis_situasi",
        [gaps[gaps["nilai"].notna()]],
        gambar=_services_figure(ground, short if len(short) else gaps[gaps["nilai"].notna()], finding),
        angka=points,
    )


def _services_figure(ground: Ground, gaps: pd.DataFrame, finding: str) -> Figure:
    from analysis.output.services import draw_coverage

    view, first = ground.view, gaps.head(SHOWN_SERVICES)
    caption = Caption(
        finding,
        _("Cakupan layanan esensial {nama}, {tahun}; terbanyak terlewat di atas").format(
            nama=view.wilayah, tahun=view.tahun
        ),
        source_line(first),
        _("Target nasional 2024 yang ditemukan sumbernya; indikator tanpa target tidak dinilai."),
        finding,
        has_sample(first),
    )
    drawn = first.assign(nama_pendek=[_(text) for text in first["nama_pendek"]], urutan=range(len(first)))
    return Figure(
        draw_coverage,
        {"data": drawn},
        caption,
        table=gaps,
        file_name=f"cakupan {view.wilayah} {view.tahun}",
        options={"judul": _("Cakupan (%)")},
    )
