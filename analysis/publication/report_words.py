"""The sentences, key figures and tables of an area report, from the same masked numbers as its pictures."""

from __future__ import annotations

import pandas as pd

from analysis.convergence.facts import headline_facts
from analysis.convergence.families import krs_totals
from analysis.convergence.measures import META
from analysis.convergence.statistics import compare_to_value
from analysis.figures.view import Empty, View
from analysis.language import _, join_names, number, percent
from analysis.output.captions import sources
from analysis.output.codes import value_names
from analysis.output.sentences import filled_by, say_fact
from analysis.publication import area
from analysis.publication.blocks import Cell
from analysis.publication.disclosure import rules_of
from analysis.publication.screens import Point

SYMBOLS = {"lebih_baik": ("▲", "baik"), "serupa": ("●", "serupa"), "lebih_buruk": ("▼", "buruk")}
_STATUS_SYMBOLS = {
    "masuk": "→",
    "bertahan": "●",
    "kembali": "→",
    "tercatat": "■",
    "keluar": "×",
    "beda_sumber": "◆",
    "belum_diketahui": "?",
}


def hidden_word() -> str:
    """What stands where a number is hidden."""
    return _("disembunyikan")


def value_cell(row: pd.Series, name: str, digits: int = 0, tebal: bool = False) -> Cell:
    """A number of a masked row; hidden and unknown ones say so."""
    if pd.notna(row[name]):
        return Cell(number(row[name], digits), tebal=tebal)
    return hidden_cell() if row["disembunyikan"] else Cell(number(None), "redup")


def hidden_cell(columns: int = 1) -> Cell:
    """What stands in place of hidden numbers, over so many columns."""
    return Cell(hidden_word(), "redup", kecil=columns == 1, kolom=columns)


def interval_text(row: pd.Series) -> str:
    """ "2,1–3,2" of a share; "" without an interval."""
    return f"{number(row['bawah'], 1)}–{number(row['atas'], 1)}" if pd.notna(row["bawah"]) else ""


def verdict_cell(verdict: str) -> Cell:
    """Symbol and word, never colour alone."""
    if verdict not in SYMBOLS:
        return Cell("")
    symbol, colour = SYMBOLS[verdict]
    return Cell(f"{symbol} {value_names()['putusan95'][verdict]}", colour)


def scale_of(rows: pd.DataFrame) -> float:
    """The right end of a column of dots: the highest value or end of an interval, 0 when nothing is known."""
    return float(rows[["nilai", "atas"]].max().max()) if rows["nilai"].notna().any() else 0.0


def dot_cell(row: pd.Series, scale: float, acuan: float) -> Cell:
    """A share as a dot with its interval on a scale from 0; nothing where it is hidden or unknown."""
    if pd.isna(row["nilai"]) or not scale:
        return Cell("")
    ends = (row["nilai"], row["bawah"], row["atas"], acuan)
    shares = tuple(None if pd.isna(end) else min(float(end) / scale, 1.0) for end in ends)
    return Cell(warna="data", selang=shares)


def finding(view: View, kode: str) -> str:
    """One sentence about the area: its children, beside what it is compared with. Without counts the survey speaks."""
    row, nama = area.measured_row(view, "prevalensi_rutin", kode), view.name(kode)
    if row["disembunyikan"]:
        return _("Angka stunting {nama} {tahun} terlalu kecil untuk dipublikasikan, jadi disembunyikan.").format(
            nama=nama, tahun=view.tahun
        )
    if pd.isna(row["nilai"]):
        return _without_counts(view, kode)
    above = area.above(kode)
    acuan = area.measured_row(view, "prevalensi_rutin", above)["nilai"]
    text = _("{kasus} dari {diukur} balita yang diukur di {nama} stunting pada {tahun} ({nilai})").format(
        kasus=number(row["pembilang"]),
        diukur=number(row["n"]),
        nama=nama,
        tahun=view.tahun,
        nilai=percent(row["nilai"]),
    )
    verdict = compare_to_value(row.to_frame().T.infer_objects(), acuan, "turun_baik")["putusan95"].iloc[0]
    beside = {
        "lebih_buruk": _(", lebih tinggi daripada {acuan} ({nilai})."),
        "lebih_baik": _(", lebih rendah daripada {acuan} ({nilai})."),
        "serupa": _(", serupa dengan {acuan} ({nilai})."),
    }.get(verdict, ".")
    return text + beside.format(acuan=view.name(above), nilai=percent(acuan))


def _without_counts(view: View, kode: str) -> str:
    missing = _("Belum ada data pengukuran balita {tahun} untuk {nama}.").format(tahun=view.tahun, nama=view.name(kode))
    if area.level_of(kode) != "kota":
        return missing
    facts = [fact for fact in headline_facts(view.tables, kode, view.tahun) if fact.kode == "survei"]
    return " ".join([*(say_fact(fact, view.names) for fact in facts[:1]), missing])


def _point(nama: str, row: pd.Series, share: bool, catatan: str) -> Point:
    if row["disembunyikan"]:
        return Point(nama, hidden_word(), _("angka kecil, aturan aplikasi"), row["jenis_data"])
    if pd.isna(row["nilai"]):
        return Point(nama, number(None), _("belum ada data"), "")
    return Point(nama, percent(row["nilai"]) if share else number(row["nilai"]), catatan, row["jenis_data"])


def points(view: View, kode: str) -> tuple[Point, ...]:
    """At most four key figures: prevalence, stunted children, who was measured (of a kota: the survey), families at risk."""
    tahun = view.tahun
    rows = {
        name: area.measured_row(view, name, kode)
        for name in ("prevalensi_rutin", "jumlah_pendek", "cakupan_ds", "total_krs", "proporsi_krs")
    }
    share = rows["prevalensi_rutin"]
    spread = _("{tahun} · selang 95 % {selang}").format(tahun=tahun, selang=interval_text(share))
    measured = rows["jumlah_pendek"]
    risk, families = rows["total_krs"], rows["proporsi_krs"]
    of_families = str(tahun)
    if pd.notna(families["nilai"]):
        of_families = _("{tahun} · {nilai} keluarga sasaran").format(tahun=tahun, nilai=percent(families["nilai"]))
    third = _point(
        _("Balita sasaran yang diukur"),
        rows["cakupan_ds"],
        True,
        _("{tahun} · {jumlah} dari {semua}").format(
            tahun=tahun, jumlah=number(rows["cakupan_ds"]["pembilang"]), semua=number(rows["cakupan_ds"]["n"])
        ),
    )
    last = _point(_("Keluarga berisiko stunting"), risk, False, of_families)
    if area.level_of(kode) == "kota":
        third = _survey_point(view, kode) or third
        last = _published_krs(view, kode) or last
    return (
        _point(_("Prevalensi stunting rutin"), share, True, spread),
        _point(
            _("Balita stunting"),
            measured,
            False,
            _("{tahun} · dari {n} balita diukur").format(tahun=tahun, n=number(measured["n"])),
        ),
        third,
        last,
    )


def _survey_point(view: View, kode: str) -> Point | None:
    facts = [fact for fact in headline_facts(view.tables, kode, view.tahun) if fact.kode == "survei"]
    if not facts:
        return None
    value = facts[0].nilai
    note = _("{periode} · bukan ukuran yang sama").format(periode=value["periode"])
    return Point(_("Prevalensi menurut survei"), percent(value["nilai"]), note, "resmi")


def _published_krs(view: View, kode: str) -> Point | None:
    rows = krs_totals(view.tables["angka"], kode)
    rows = rows[
        (
            (rows["indikator"] == "total_krs") & (rows["status"].fillna("") == "") & (rows["tahun"] <= view.tahun)
        ).to_numpy()
    ]
    if rows.empty:
        return None
    first = rows.iloc[0]
    return Point(_("Keluarga berisiko stunting"), number(first["nilai"]), _(first["periode"]), "resmi")


def rows_of(view: View, kode: str) -> pd.DataFrame:
    """Every row the report stands on, for its sources and the mark of synthetic data."""
    codes = [kode, area.above(kode)]
    frames = [pd.DataFrame([area.measured_row(view, name, one)]) for name in _INDICATORS for one in codes]
    frames += [area.peers(view, kode), area.series(view, "prevalensi_rutin", kode), area.factors(view, kode)]
    frames += [area.services(view, kode)]
    known = [frame.loc[frame["nilai"].notna() | frame["disembunyikan"].to_numpy(dtype=bool), META] for frame in frames]
    return pd.concat([*known, *_published_rows(view, kode)], ignore_index=True)


_INDICATORS = ("prevalensi_rutin", "jumlah_pendek", "cakupan_ds", "total_krs", "proporsi_krs")


def _published_rows(view: View, kode: str) -> list[pd.DataFrame]:
    """Official rows a report quotes: the lists of lokus, and of a kota its survey and its families at risk."""
    tables = view.tables
    lists = tables["lokus_daftar"]
    lists = lists[((lists["kode_kota"] == kode[:5]) & (lists["tahun"] <= view.tahun)).to_numpy(dtype=bool)]
    frames = [lists.assign(jenis_data="resmi")[META]]
    if area.level_of(kode) == "kota" or not area.counted(view, kode):
        facts = [fact for fact in headline_facts(tables, kode[:5], view.tahun) if len(fact.rows)]
        frames += [fact.rows.assign(jenis_data="resmi").reindex(columns=META, fill_value="") for fact in facts]
    return frames


def source_text(rows: pd.DataFrame) -> str:
    """All sources with their dates, none folded away."""
    return "; ".join(sources(rows) or [_("tidak ada data untuk wilayah dan tahun ini")]) + "."


def published_facts(view: View, kode: str) -> list[str]:
    """What is published about a kota up to the year, a sentence each."""
    facts = headline_facts(view.tables, kode, view.tahun)
    return [say_fact(fact, view.names) for fact in facts if fact.kode != "tidak_diketahui"]


def lokus_sentence(view: View, kode: str) -> str:
    """Where the official lists of the year put the area."""
    matrix = area.lokus_years(view, kode)
    year = matrix[(matrix["tahun"] == view.tahun).to_numpy(dtype=bool)]
    listed = year[year["status"].isin(["masuk", "bertahan", "kembali", "tercatat"])]
    disputed = year[(year["status"] == "beda_sumber").to_numpy(dtype=bool)]
    if area.level_of(kode) == "kelurahan":
        status = year["status"].iloc[0] if len(year) else ""
        words = {
            "masuk": _("Baru masuk daftar lokus {tahun}."),
            "bertahan": _("Bertahan sebagai lokus {tahun}."),
            "kembali": _("Kembali menjadi lokus {tahun}."),
            "tercatat": _("Lokus {tahun}."),
            "keluar": _("Keluar dari daftar lokus {tahun}."),
            "beda_sumber": _("Lokus {tahun} menurut sebagian sumber resmi."),
            "belum_diketahui": _("Status lokus {tahun} belum diketahui."),
        }
        return words.get(status, _("Tidak ada di daftar lokus {tahun} yang ditemukan.")).format(tahun=view.tahun)
    if listed.empty and disputed.empty:
        return _("Tidak ada kelurahan di sini pada daftar lokus {tahun} yang ditemukan.").format(tahun=view.tahun)
    said = []
    if len(listed):
        names = join_names(listed["nama"].tolist())
        text = _("{jumlah} kelurahan lokus pada {tahun}: {nama}.")
        said.append(text.format(jumlah=number(len(listed)), tahun=view.tahun, nama=names))
    if len(disputed):
        text = _("Sumber resmi {tahun} berbeda tentang {nama}.")
        said.append(text.format(tahun=view.tahun, nama=join_names(disputed["nama"].tolist())))
    return " ".join(said)


def status_cell(status: str) -> Cell:
    """A year of the lokus history as symbol and word."""
    if not status:
        return Cell("–", "redup")
    on_list = status in ("masuk", "bertahan", "kembali", "tercatat")
    return Cell(f"{_STATUS_SYMBOLS[status]} {value_names()['status'][status]}", "aksen" if on_list else "redup")


def unknown(view: View, kode: str) -> list[Empty]:
    """What the report does not know, and what would fill it."""
    nama, tahun, found = view.name(kode), view.tahun, []
    level = area.level_of(kode)
    if level == "kota":
        facts = [fact for fact in headline_facts(view.tables, kode, tahun) if fact.kode == "tidak_diketahui"]
        wanted = [fact for fact in facts if fact.nilai["topik"] in ("survei", "krs", "lokus")]
        found += [Empty(say_fact(fact, view.names), filled_by(fact.nilai)) for fact in wanted]
    else:
        found.append(
            Empty(
                _("Prevalensi survei untuk {nama} tidak ada: SSGI dan SKI hanya sampai kota.").format(nama=nama),
                _("Perkiraan wilayah kecil resmi, bila diterbitkan."),
            )
        )
    for name, what, filled in (
        ("prevalensi_rutin", _("Belum ada hasil pengukuran balita {tahun}."), _("Tabel Balita dari e-PPGBM/SIGIZI.")),
        ("total_krs", _("Belum ada rekap KRS {tahun}."), _("Tabel KRS dari SIGA/Pendataan Keluarga.")),
    ):
        row = area.measured_row(view, name, kode)
        if pd.isna(row["nilai"]) and not row["disembunyikan"]:
            found.append(Empty(what.format(tahun=tahun), filled))
    gaps = area.services(view, kode)
    without = int((gaps["nilai"].isna() & ~gaps["disembunyikan"].to_numpy(dtype=bool)).sum())
    if without:
        what = _("{jumlah} dari {semua} layanan esensial belum ada datanya untuk {tahun}.")
        found.append(
            Empty(
                what.format(jumlah=number(without), semua=number(len(gaps)), tahun=tahun),
                _("Tabel Cakupan dari Master Ansit."),
            )
        )
    return found


def method_text() -> str:
    """How the numbers were worked out, in two lines."""
    return _(
        "Prevalensi rutin = balita pendek dan sangat pendek per 100 balita yang diukur (TB/U, Permenkes 2/2020); bukan "
        "ukuran yang sama dengan survei SSGI/SKI. Selang 95 % menurut Wilson; ▼ lebih buruk, ▲ lebih baik, ● serupa: "
        "selang dibanding nilai acuan. KRS: keluarga berisiko stunting."
    )


def small_number_text(view: View) -> str:
    """The rule for small numbers and whether it was applied."""
    rules = rules_of(view.tables["parameter"])
    if view.supresi is None:
        return _("Untuk pemakaian internal: angka kecil tidak disembunyikan. Jangan diteruskan ke luar.")
    return _(
        "Aturan aplikasi (bukan aturan resmi): angka 1–{pembilang}, penyebut di bawah {penyebut}, dan angka lain yang "
        "akan membocorkannya disembunyikan."
    ).format(pembilang=number(rules.pembilang), penyebut=number(rules.penyebut))
