"""The tables of reports and of the bulletin, from masked numbers.

The trap: a table that is short of rows because some are hidden looks complete. So every area has its row, and what is
hidden or unknown says so in its cell.
"""

from __future__ import annotations

import pandas as pd

from analysis.figures.view import View
from analysis.language import _, number, percent
from analysis.output.sentences import say_coverage
from analysis.publication import area, report_figures, report_words
from analysis.publication.blocks import Cell, Table, Text

LISTED = ("masuk", "bertahan", "kembali", "tercatat", "beda_sumber")


def services_table(view: View, kode: str, rows: int) -> Table | Text:
    """The services furthest from their target, with the people they miss."""
    gaps = area.services(view, kode)
    if gaps["nilai"].isna().all():
        return Text(say_coverage(gaps, view.tahun, view.name(kode)), _("Layanan."), ukuran=8.4, warna="redup")
    cells = tuple(
        (
            Cell(_(row["nama_pendek"])),
            report_words.value_cell(row, "nilai", 1),
            Cell(_target(row)),
            report_words.value_cell(row, "terlewat", tebal=True),
        )
        for _place, row in _short_of_target(gaps).head(rows).iterrows()
    )
    return Table(
        (_("Layanan terjauh dari target"), _("Cakupan %"), _("Target %"), _("Terlewat")),
        cells,
        ("kiri", "kanan", "kanan", "kanan"),
        (2.7, 1.3, 0.95, 1.3),
        judul=_services_title(gaps),
        catatan=_services_note(),
        terputus=False,
    )


def all_services_table(view: View, kode: str) -> Table | Text:
    """Every service short of its target over the whole width, with who should get it and the interval."""
    gaps = area.services(view, kode)
    if gaps["nilai"].isna().all():
        return Text(say_coverage(gaps, view.tahun, view.name(kode)), _("Layanan."), ukuran=8.4, warna="redup")
    cells = tuple(
        (
            Cell(_(row["nama_pendek"]), tebal=True),
            report_words.value_cell(row, "n"),
            report_words.value_cell(row, "nilai", 1),
            Cell(report_words.interval_text(row), "redup"),
            Cell(_target(row)),
            report_words.value_cell(row, "terlewat", tebal=True),
            report_words.verdict_cell(row["putusan95"]),
        )
        for _place, row in _short_of_target(gaps).iterrows()
    )
    heads = (_("Sasaran"), _("Cakupan %"), _("Selang 95 %"), _("Target %"), _("Terlewat"), _("Dibanding target"))
    return Table(
        (_("Layanan terjauh dari target"), *heads),
        cells,
        ("kiri", "kanan", "kanan", "kanan", "kanan", "kanan", "kiri"),
        (2.4, 1.1, 1.2, 1.2, 1, 1.2, 1.4),
        judul=_services_title(gaps),
        catatan=_services_note(),
        terputus=False,
    )


def _short_of_target(gaps: pd.DataFrame) -> pd.DataFrame:
    targeted = gaps["target"].notna() & gaps["disembunyikan"].to_numpy(dtype=bool)
    return gaps[((gaps["selisih"] > 0) | targeted).to_numpy(dtype=bool)]


def _services_title(gaps: pd.DataFrame) -> str:
    judged = gaps["memenuhi"].dropna().astype(bool)
    return _("{jumlah} dari {semua} layanan bertarget belum mencapai target").format(
        jumlah=number((~judged).sum()), semua=number(len(judged))
    )


def _services_note() -> str:
    return _("Target nasional 2024 yang ditemukan sumbernya. Terlewat: sasaran yang belum mendapat layanan.")


def _target(row: pd.Series) -> str:
    """ "90", or "≤ 15,5" where less is better."""
    text = number(row["target"], 0 if row["target"] == round(row["target"]) else 1)
    return f"≤ {text}" if row["polaritas"] == "turun_baik" else text


def history_table(view: View, kode: str, most: int = 12) -> Table | Text:
    """The lokus history of the kelurahan in the area, one column per year."""
    matrix = area.lokus_years(view, kode)
    matrix = matrix[(matrix["tahun"] <= view.tahun).to_numpy(dtype=bool)]
    if matrix.empty:
        return Text(_("Riwayat: tidak ada daftar lokus bernama yang memuat wilayah ini."), ukuran=8, warna="redup")
    years = sorted(matrix["tahun"].unique())
    status = {(row.kode_kelurahan, row.tahun): row.status for row in matrix.itertuples()}
    on_list = matrix["status"].isin(LISTED)
    last = matrix.loc[on_list.to_numpy(dtype=bool)].groupby("kode_kelurahan")["tahun"].max()
    names = matrix.drop_duplicates("kode_kelurahan")[["kode_kelurahan", "nama"]]
    # Who is on the latest list stands first.
    names = names.assign(terakhir=-names["kode_kelurahan"].map(last)).sort_values(["terakhir", "nama"])
    if area.level_of(kode) == "kelurahan":
        row = tuple(report_words.status_cell(status.get((kode, year), "")) for year in years)
        heads = tuple(str(year) for year in years)
        return Table(heads, (row,), ("kiri",) * len(years), (1,) * len(years), ukuran=7.4, terputus=False)
    cells = tuple(
        (Cell(row.nama), *(report_words.status_cell(status.get((row.kode_kelurahan, year), "")) for year in years))
        for row in names.head(most).itertuples()
    )
    rest = len(names) - most
    more = _("dan {jumlah} kelurahan lain yang pernah ada di daftar").format(jumlah=number(rest))
    return Table(
        (_("Kelurahan"), *(str(year) for year in years)),
        cells,
        ("kiri", *("kiri" for _year in years)),
        (1.5, *(1 for _year in years)),
        judul=_("Riwayat lokus"),
        catatan=more if rest > 0 else "",
        ukuran=7.6,
        jarak=2.2,
        terputus=len(cells) > 20,
    )


def level_word(level: str) -> str:
    """The word above a column of areas."""
    return {"kelurahan": _("Kelurahan"), "kecamatan": _("Kecamatan")}[level]


def listed_in(view: View, kode: str, status: tuple[str, ...] = LISTED) -> pd.Series:
    """Codes of the kelurahan of an area on any official list of the year, or with one of the `status` asked for."""
    history = area.lokus_years(view, kode)
    wanted = (history["tahun"] == view.tahun) & history["status"].isin(status)
    return history.loc[wanted.to_numpy(dtype=bool), "kode_kelurahan"]


def area_rows(view: View, kode: str, level: str) -> tuple[pd.DataFrame, dict[str, tuple[Cell, ...]]]:
    """The areas of `level` inside an area, highest prevalence first, and the cells of each by its code."""
    rows = area.parts(view, kode, level).sort_values("nilai", ascending=False, na_position="last", kind="stable")
    risk = area.parts(view, kode, level, "total_krs").set_index("kode")
    listed, disputed = listed_in(view, kode), set(listed_in(view, kode, ("beda_sumber",)))
    acuan = area.measured_row(view, report_figures.PREVALENCE, kode[:5])["nilai"]
    cells, scale = {}, report_words.scale_of(rows)
    for _place, row in rows.iterrows():
        inside = int(listed.str.startswith(row["kode"]).sum())
        lokus = Cell("")
        if inside:
            word = _("lokus") + ("*" if row["kode"] in disputed else "")
            lokus = Cell(word if level == "kelurahan" else number(inside), "aksen", True)
        share = (report_words.hidden_cell(4),)
        if not row["disembunyikan"]:
            share = (
                report_words.value_cell(row, "pembilang"),
                report_words.value_cell(row, "nilai", 1),
                Cell(report_words.interval_text(row), "redup"),
                report_words.dot_cell(row, scale, acuan),
            )
        cells[row["kode"]] = (
            Cell(row["nama"], tebal=True),
            report_words.value_cell(row, "n"),
            *share,
            report_words.verdict_cell(row["putusan95"]),
            report_words.value_cell(risk.loc[row["kode"]], "nilai"),
            lokus,
        )
    return rows, cells


def _area_table(level: str, rows: tuple, **options) -> Table:
    """Rows of `area_rows` under their heads."""
    heads = (
        _("Diukur"),
        _("Stunting"),
        _("Prevalensi %"),
        _("Selang 95 %"),
        "",
        _("Dibanding kota"),
        _("KRS"),
        _("Lokus"),
    )
    return Table(
        (level_word(level), *heads),
        rows,
        ("kiri", "kanan", "kanan", "kanan", "kanan", "kiri", "kiri", "kanan", "kanan"),
        (2.15, 0.8, 0.9, 1.25, 1.2, 1.1, 1.5, 1.15, 0.65),
        **options,
    )


def disputed_note(view: View, kode: str) -> str:
    """What the asterisk means, where there is one."""
    return _("* menurut sebagian sumber resmi saja") if len(listed_in(view, kode, ("beda_sumber",))) else ""


def compared_text(view: View, kode: str) -> str:
    """What the verdicts of a table are about."""
    acuan = area.measured_row(view, report_figures.PREVALENCE, kode[:5])["nilai"]
    return _("Selang tiap baris dibanding nilai {kota}, {nilai} (garis tegak)").format(
        kota=view.name(kode[:5]), nilai=percent(acuan)
    )


def parts_table(view: View, kode: str, level: str) -> Table:
    """The areas inside: measured, cases, prevalence with interval, verdict against the kota, families at risk, lokus."""
    _rows, cells = area_rows(view, kode, level)
    judul = _("Angka tiap {tingkat}, {tahun}").format(tingkat=level_word(level).lower(), tahun=view.tahun)
    return _area_table(
        level,
        tuple(cells.values()),
        judul=judul,
        sub=compared_text(view, kode),
        catatan=disputed_note(view, kode) if level == "kelurahan" else "",
        terputus=False,
    )


def all_kelurahan_table(view: View) -> Table:
    """Every kelurahan of the kota under its kecamatan."""
    rows, cells = area_rows(view, view.kota, "kelurahan")
    above = area.parts(view, view.kota, "kecamatan")
    lines: list = []
    for _place, one in above.sort_values("nama").iterrows():
        figures = ""
        if pd.notna(one["nilai"]):
            figures = _(": {kasus} dari {diukur} balita diukur, {nilai}").format(
                kasus=number(one["pembilang"]), diukur=number(one["n"]), nilai=percent(one["nilai"])
            )
        lines.append(one["nama"] + figures)
        lines += [cells[code] for code in rows.loc[rows["kode_kecamatan"] == one["kode"], "kode"]]
    return _area_table("kelurahan", tuple(lines), catatan=disputed_note(view, view.kota), ukuran=8, jarak=2.15)


def work_table(view: View, kode: str, level: str) -> Table | Text:
    """The areas inside: who was measured, families at risk, how many services miss their target and whom most."""
    cells_of = area.services_inside(view, kode, level)
    ds = area.parts(view, kode, level, "cakupan_ds").set_index("kode")
    risk = area.parts(view, kode, level, "proporsi_krs").set_index("kode")
    rows = []
    for code, found in cells_of.groupby("kode", sort=False):
        judged = found["memenuhi"].dropna().astype(bool)
        most = found.sort_values("terlewat", ascending=False, na_position="last").iloc[0]
        missed = Cell(number(None), "redup")
        if pd.notna(most["terlewat"]):
            missed = Cell(f"{_(most['nama_pendek'])}: {number(most['terlewat'])}")
        short = Cell(number(None), "redup")
        if len(judged):
            short = Cell(_("{jumlah} dari {semua}").format(jumlah=number((~judged).sum()), semua=number(len(judged))))
        rows.append(
            (
                Cell(view.name(code), tebal=True),
                report_words.value_cell(ds.loc[code], "nilai", 1),
                report_words.value_cell(risk.loc[code], "nilai", 1),
                short,
                missed,
            )
        )
    note = _("Yang disembunyikan tidak ikut dinilai.") if cells_of["disembunyikan"].any() else ""
    return Table(
        (
            level_word(level),
            _("Diukur % sasaran"),
            _("KRS % keluarga sasaran"),
            _("Layanan belum mencapai target"),
            _("Sasaran terbanyak terlewat"),
        ),
        tuple(rows),
        ("kiri", "kanan", "kanan", "kanan", "kiri"),
        (1.5, 1, 1.3, 1.6, 2),
        judul=_("Pengukuran, keluarga berisiko, dan layanan tiap {tingkat}, {tahun}").format(
            tingkat=level_word(level).lower(), tahun=view.tahun
        ),
        catatan=note,
        terputus=False,
    )
