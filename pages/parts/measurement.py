"""The views of the page Pengukuran.

Trap: a low prevalence with few children measured, or measured badly, is not good news. Number measured, coverage and
the quality score stand beside every prevalence, and the survey figure never shares a chart with the routine one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import wraps

import pandas as pd
import streamlit as st

from analysis import language
from analysis.convergence.prevalence import survey_series
from analysis.convergence.statistics import shrink
from analysis.language import _, month, number, percent
from analysis.output.captions import Caption, map_note
from pages.parts import data, state
from pages.parts.chart_panel import Empty, Panel, chart
from pages.parts.measured import Measured
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import KeyFigure

SHOWN_ROWS = 15
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


def _short(cut: tuple[str, str]) -> str:
    """The name before its definition."""
    return _cut_name(cut).split(" (")[0]


def _level_name(level: str) -> str:
    return {"nama_kecamatan": _("Kecamatan"), "nama_kelurahan": _("Kelurahan"), "nama_posyandu": _("Posyandu")}[level]


def _round_name(putaran: str) -> str:
    return month(f"{putaran}-01") if putaran else _("Tanpa tanggal")


def show_choices(source: Measured | None) -> Choice:
    """The filters of this page, kept for the session."""
    rounds = source.rounds if source else []
    round_column, cut_column, level_column = st.columns([2, 5, 3])
    with round_column:
        putaran = st.selectbox(
            _("Putaran"), rounds or [""], format_func=_round_name, key="putaran", persist_state="session"
        )
    with cut_column:
        ukuran = st.selectbox(_("Ukuran"), CUTS, format_func=_cut_name, key="ukuran", persist_state="session")
    with level_column:
        tingkat = st.segmented_control(
            _("Tingkat"),
            LEVELS,
            default=LEVELS[0],
            format_func=_level_name,
            key="tingkat",
            required=True,
            persist_state="session",
        )
    return Choice(putaran or "", ukuran, tingkat or LEVELS[0])


def worked_out(make: Callable) -> Callable:
    """Keep a result with the export it belongs to, per choices: it is forgotten together with the children."""

    @wraps(make)
    def ask(source: Measured, *more):
        extra = [astuple(part) if isinstance(part, Choice) else id(part) for part in more]
        key = (make.__name__, *extra, state.get("kota"), state.get("peta"), state.get("kelurahan"), language.current())
        if key not in source.made:
            source.made[key] = make(source, *more)
        return source.made[key]

    return ask


def _rows(source: Measured, putaran: str) -> pd.DataFrame:
    """The measurements of one round in the kota chosen; a file that names no kelurahan counts as a whole."""
    frame = source.frame[source.frame["putaran"] == putaran]
    kota = state.get("kota")
    if kota == data.PROVINCE or not source.placed:
        return frame
    return frame[frame["kode_kelurahan"].astype("str").str.startswith(kota)]


@worked_out
def _prevalence(source: Measured, choice: Choice) -> pd.DataFrame:
    from analysis.growth.prevalence import prevalence

    rows = _rows(source, choice.putaran)
    by = [choice.tingkat, ("kelompok_umur", "jk")]
    if choice.tingkat != "nama_kelurahan":
        by.append("nama_kelurahan")
    found = prevalence(rows, by=by)
    return found.rename(columns={"nilai_pct": "nilai", "bawah_pct": "bawah", "atas_pct": "atas"})


def _of(source: Measured, choice: Choice, column: str) -> pd.DataFrame:
    """The chosen index and cut-off for every group of a column."""
    index, cut = choice.ukuran
    found = _prevalence(source, choice)
    wanted = (found["kelompok_kolom"] == column) & (found["indeks"] == index) & (found["batas"] == cut)
    rows = found[wanted].rename(columns={"kelompok": "nama"})
    return rows[["nama", "nilai", "bawah", "atas", "n"]].reset_index(drop=True)


@worked_out
def _quality(source: Measured, choice: Choice) -> pd.DataFrame:
    from analysis.growth.quality import measure_quality

    return measure_quality(_rows(source, choice.putaran), by=[choice.tingkat])


def has_rows(source: Measured | None, choice: Choice) -> bool:
    """Is there a measurement for the round and kota chosen?"""
    return source is not None and len(source.frame) > 0 and len(_rows(source, choice.putaran)) > 0


def no_rows() -> Empty:
    """No measurements to show, and what would bring them."""
    return Empty(
        _("Belum ada pengukuran untuk kota dan putaran ini."),
        _("Buka Berkas pengukuran di atas dan taruh ekspor e-PPGBM/SIGIZI, atau tampilkan data contoh."),
    )


def _source_words(source: Measured) -> str:
    return _("Sumber: {daftar}").format(daftar=_(source.berkas) if source.jenis_data == "contoh" else source.berkas)


def _caption(source: Measured, judul: str, subjudul: str, catatan: str = "") -> Caption:
    return Caption(judul, subjudul, _source_words(source), catatan, judul, source.jenis_data == "contoh")


def _where(source: Measured) -> str:
    return data.name(state.get("kota")) if source.placed else source.berkas


def _interval(row: pd.Series) -> str:
    return _("selang 95 % {bawah}–{atas}").format(bawah=number(row["bawah"], 1), atas=number(row["atas"], 1))


def finding(source: Measured, choice: Choice) -> str:
    """The prevalence with its interval, and at once how many were measured and how well."""
    whole, quality = _of(source, choice, "semua").iloc[0], _quality(source, choice).iloc[0]
    return _(
        "{ukuran} {nilai} ({selang}) dari {n} balita diukur di {kota}, {putaran}; skor mutu {skor} (0 terbaik)."
    ).format(
        ukuran=_short(choice.ukuran),
        nilai=percent(whole["nilai"]),
        selang=_interval(whole),
        n=number(whole["n"]),
        kota=_where(source),
        putaran=_round_name(choice.putaran),
        skor=number(quality["skor_smart"]),
    )


def key_figures(source: Measured, tables: dict[str, pd.DataFrame], choice: Choice) -> list[KeyFigure]:
    """Prevalence, children measured with coverage, quality score, share of implausible heights."""
    whole, quality = _of(source, choice, "semua").iloc[0], _quality(source, choice).iloc[0]
    kind = source.jenis_data
    return [
        KeyFigure(
            _short(choice.ukuran), percent(whole["nilai"]), _interval(whole) + _severity(tables, choice, whole), kind
        ),
        KeyFigure(_("Balita diukur"), number(quality["n"]), _coverage(source, tables, choice), kind),
        KeyFigure(_("Skor mutu SMART"), number(quality["skor_smart"]), _("0 terbaik"), kind),
        KeyFigure(_("z-skor tidak masuk akal"), percent(quality["tanda_tbu_pct"]), _("TB/U, batas WHO"), kind),
    ]


def _severity(tables: dict[str, pd.DataFrame], choice: Choice, whole: pd.Series) -> str:
    """Stunting against the threshold that WHO names and the ministry uses, only where the interval is clear of it."""
    if choice.ukuran != ("tbu", "<-2") or pd.isna(whole["nilai"]):
        return ""
    limit = float(tables["parameter"].set_index("parameter")["nilai"]["ambang_prevalensi_who"])
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
    rows, balita = _rows(source, choice.putaran), tables["balita"]
    year = int(choice.putaran[:4]) if choice.putaran else 0
    targets = balita[(balita["tahun"] == year) & balita["kode_kelurahan"].isin(rows["kode_kelurahan"].astype("str"))]
    if targets.empty:
        return _("D/S belum dapat dihitung: unggah balita sasaran di Manajemen data")
    share = 100 * len(rows) / targets["balita_sasaran"].sum()
    note = _("D/S {nilai}").format(nilai=percent(share, 0))
    return note + (_(", sasaran dari data contoh") if (targets["jenis_data"] == "contoh").any() else "")


@worked_out
def distribution_panel(source: Measured, choice: Choice) -> Panel:
    """The z-scores of the round beside the WHO standard."""
    from analysis.growth.distribution import zscore_bins
    from analysis.output.distribution import draw_distribution

    index = choice.ukuran[0]
    rows = _rows(source, choice.putaran)
    bins = zscore_bins(rows[f"zs_{index}"], rows[f"flag_{index}"])
    below = bins.loc[bins["z_sampai"] <= -2, "porsi_pct"].sum()
    names = {"tbu": "TB/U", "bbu": "BB/U", "bbtb": "BB/TB"}
    standard = bins.loc[bins["z_sampai"] <= -2, "standar_pct"].sum()
    judul = _("{nilai} balita di bawah −2 SD; pada standar WHO {standar}").format(
        nilai=percent(below), standar=percent(standard)
    )
    return chart(
        draw_distribution,
        {"data": bins},
        _caption(
            source,
            judul,
            _(
                "Sebaran z-skor {indeks}, {kota}, {putaran}; garis putus-putus: standar WHO 2006; jingga: di bawah −2 SD"
            ).format(indeks=names[index], kota=_where(source), putaran=_round_name(choice.putaran)),
        ),
        key="sebaran_z",
        file_name=f"sebaran z {_where(source)} {choice.putaran}",
        judul=_("z-skor {indeks}").format(indeks=names[index]),
    )


def _fewest(tables: dict[str, pd.DataFrame]) -> int:
    """Groups with fewer children are not shown one by one (the app's policy, see Metode)."""
    limits = tables["parameter"].set_index("parameter")["nilai"]
    return int(float(limits["supresi_penyebut"]))


def _above(source: Measured, above: int, level: str, among: int) -> str:
    text = _("{jumlah} dari {semua} {tingkat} jelas di atas nilai {kota}")
    if not above:
        text = _("Tidak ada {tingkat} yang jelas di atas nilai {kota}")
    return text.format(jumlah=number(above), semua=number(among), tingkat=level.lower(), kota=_where(source))


@worked_out
def area_panel(source: Measured, choice: Choice) -> Panel | Empty:
    """Prevalence per area with intervals."""
    from analysis.output.rankings import draw_ranking

    fewest = _fewest(data.tables())
    rows = _of(source, choice, choice.tingkat)
    enough = rows[rows["n"] >= fewest].sort_values("nilai", ascending=False)
    level = _level_name(choice.tingkat)
    if enough.empty:
        return Empty(
            _("Tidak ada {tingkat} dengan paling sedikit {n} balita diukur.").format(
                tingkat=level.lower(), n=number(fewest)
            ),
            _("Pilih tingkat yang lebih luas."),
        )
    whole = _of(source, choice, "semua").iloc[0]
    above = int((enough["bawah"] > whole["nilai"]).sum())
    shown = enough.head(SHOWN_ROWS).assign(kode_kelurahan="", lokus=False, terpilih=False)
    return chart(
        draw_ranking,
        {"data": shown, "acuan": pd.DataFrame({"nilai": [whole["nilai"]], "nama": [_where(source)]})},
        _caption(
            source,
            _above(source, above, level, len(enough)),
            _("{ukuran}, per 100 balita, selang 95 %; {tampil} tertinggi dari {semua}").format(
                ukuran=_short(choice.ukuran), tampil=number(len(shown)), semua=number(len(enough))
            ),
            _("Kelompok dengan kurang dari {n} balita tidak ditampilkan satu per satu (kebijakan aplikasi).").format(
                n=number(fewest)
            ),
        ),
        key="prevalensi_wilayah",
        table=enough,
        file_name=f"{_short(choice.ukuran)} per {level} {_where(source)} {choice.putaran}",
        judul=_("{ukuran} (%)").format(ukuran=_short(choice.ukuran)),
    )


@worked_out
def map_panel(source: Measured, tables: dict[str, pd.DataFrame], choice: Choice) -> Panel | Empty:
    """Prevalence per kelurahan on the map; few children are dotted, none hatched."""
    from analysis.output.maps import draw_map, map_frame

    if not source.placed:
        return Empty(
            _("Berkas ini tidak menyebut kelurahan di DKI."), _("Tambahkan kolom Kec dan Desa/Kel untuk melihat peta.")
        )
    kota, shape = state.get("kota"), state.get("peta")
    rows = _rows(source, choice.putaran)
    places = rows.drop_duplicates("nama_kelurahan")[["nama_kelurahan", "kode_kelurahan"]].astype("str")
    found = _of(source, choice, "nama_kelurahan").merge(places, left_on="nama", right_on="nama_kelurahan")
    areas = tables["kelurahan"].rename(columns={"nama_kelurahan": "nama"})[["kode_kelurahan", "nama", "nama_kecamatan"]]
    measure = areas.merge(found[["kode_kelurahan", "nilai", "bawah", "atas", "n"]], on="kode_kelurahan", how="left")
    measure = measure.assign(disembunyikan=measure["n"] < _fewest(tables))
    frame, legend = map_frame(measure, tables["titik_peta"], lokus_codes=(), lingkup=kota, bentuk=shape)
    known = int(measure.loc[~measure["disembunyikan"], "nilai"].notna().sum())
    return chart(
        draw_map,
        {"data": frame.assign(terpilih=False, redup=False), "legenda": legend},
        _caption(
            source,
            _("{jumlah} kelurahan dengan cukup balita diukur").format(jumlah=number(known)),
            _("{ukuran} per kelurahan, per 100 balita, {kota}, {putaran}").format(
                ukuran=_short(choice.ukuran), kota=_where(source), putaran=_round_name(choice.putaran)
            ),
            map_note(shape),
        ),
        key="peta_ukur",
        table=measure[measure["kode_kelurahan"].str.startswith(kota)].drop(columns="disembunyikan")[
            lambda rows: (rows["n"] >= _fewest(tables)) | rows["n"].isna()
        ],
        file_name=f"peta {_short(choice.ukuran)} {_where(source)} {choice.putaran}",
        judul=_("{ukuran} (%)").format(ukuran=_short(choice.ukuran)),
        geometri=shape,
        lingkup=kota,
    )


@worked_out
def age_sex_panel(source: Measured, choice: Choice) -> Panel:
    """Shares by age band and sex."""
    from analysis.output.distribution import draw_age_sex

    rows = _of(source, choice, AGE_SEX)
    split = rows["nama"].str.split(" + ", regex=False, expand=True)
    bands = split[0].str.replace(" bln", "").str.replace("-", "–")
    rows = rows.assign(
        nama=bands.str.replace(r"\b0(\d)", r"\1", regex=True), jk=split[1], urutan=split[0].rank(method="dense")
    )
    top = rows.sort_values("nilai", ascending=False).iloc[0]
    return chart(
        draw_age_sex,
        {"data": rows},
        _caption(
            source,
            _("Tertinggi pada umur {umur} bulan ({nilai})").format(umur=top["nama"], nilai=percent(top["nilai"])),
            _("{ukuran} menurut umur (bulan) dan jenis kelamin, per 100 balita, selang 95 %").format(
                ukuran=_short(choice.ukuran)
            ),
        ),
        key="umur_jk",
        table=rows.drop(columns="urutan"),
        file_name=f"{_short(choice.ukuran)} umur {_where(source)} {choice.putaran}",
        judul=_("{ukuran} (%)").format(ukuran=_short(choice.ukuran)),
    )


def show_survey_beside(tables: dict[str, pd.DataFrame], source: Measured, choice: Choice) -> None:
    """The survey figure in words beside the routine one, and why they differ; stunting only."""
    if choice.ukuran != ("tbu", "<-2"):
        return
    series = survey_series(tables["angka"], state.get("kota"))
    if series.empty or not source.placed:
        return
    last, whole = series.iloc[-1], _of(source, choice, "semua").iloc[0]
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
    quality = _quality(source, choice)
    prevalence = _prevalence(source, choice)
    wanted = prevalence[(prevalence["indeks"] == choice.ukuran[0]) & (prevalence["batas"] == choice.ukuran[1])]
    joined = quality.merge(
        wanted[["kelompok_kolom", "kelompok", "nilai", "bawah", "atas"]], on=["kelompok_kolom", "kelompok"], how="left"
    )
    joined = joined[joined["n"] >= _fewest(data.tables())]
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
    rows = _of(source, choice, "nama_kelurahan")
    places = _rows(source, choice.putaran).drop_duplicates("nama_kelurahan")[["nama_kelurahan", "nama_kecamatan"]]
    rows = rows.merge(places.astype("str"), left_on="nama", right_on="nama_kelurahan")
    rows = rows.assign(pembilang=(rows["nilai"] * rows["n"] / 100).round(), penyebut=rows["n"].astype(float))
    rows = shrink(rows, "nama_kecamatan")
    rows = rows[rows["n"] >= _fewest(data.tables())].sort_values("nilai_susut", ascending=False)
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
                putaran=_round_name(choice.putaran)
            )
        )
        return
    before, after = _rows(source, earlier[0]), _rows(source, choice.putaran)
    account = compare_rounds(before, after, by=[choice.tingkat])
    then = _of(source, replace(choice, putaran=earlier[0]), "semua").iloc[0]
    now = _of(source, choice, "semua").iloc[0]
    st.markdown(
        escape(
            _("{ukuran}: {lalu} pada {bulan_lalu} ({selang_lalu}), {kini} pada {bulan_kini} ({selang_kini}).").format(
                ukuran=_short(choice.ukuran),
                lalu=percent(then["nilai"]),
                bulan_lalu=_round_name(earlier[0]),
                selang_lalu=_interval(then),
                kini=percent(now["nilai"]),
                bulan_kini=_round_name(choice.putaran),
                selang_kini=_interval(now),
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
                bulan_lalu=_round_name(earlier[0]),
                kedua=number(whole["diukur_keduanya"]),
                bulan_kini=_round_name(choice.putaran),
                hilang=number(whole["hilang"]),
                baru=number(whole["pendek_baru"]),
                pulih=number(whole["pulih"]),
            )
        )
        + "**"
    )
    enough = account[account["diukur_lalu"] >= _fewest(data.tables())]
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
    found = _prevalence(source, choice)
    rows = found[(found["kelompok_kolom"] == "semua") & ~found["batas"].isin(["rerata", "sd"])]
    rows = rows.dropna(subset=["nilai"])
    show_table(rows[["indeks", "batas", "n", "nilai", "bawah", "atas"]], key="semua_indeks")
