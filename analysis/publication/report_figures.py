"""The pictures of an area report: where the area lies, its years, its neighbours, why families are at risk.

The trap: in a report about one area the accent means that area and nothing else, so lokus are marked in words and
tables there; only the map of a whole kota outlines its lokus.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.statistics import trend
from analysis.figures.lokus import listed
from analysis.figures.masking import hidden_years
from analysis.figures.measure import measure_of
from analysis.figures.trends import yearly
from analysis.figures.view import Empty, Figure, View, hidden_note, notes
from analysis.language import _, number, percent
from analysis.output.captions import Caption, has_sample, source_line
from analysis.output.sentences import lower_first
from analysis.publication import area

PREVALENCE = "prevalensi_rutin"


def no_counts(view: View, nama: str) -> Empty:
    """No measured children of the area in the year."""
    return Empty(
        _("Belum ada data pengukuran balita {tahun} untuk {nama}.").format(tahun=view.tahun, nama=nama),
        _("Yang mengisinya: tabel Balita dari e-PPGBM/SIGIZI, diunggah atau dicatat di halaman Manajemen data."),
    )


MOST_NAMES = 10  # on a map of half the width


def hidden_counts(nama: str) -> Empty:
    """The numbers are known, and too small to be shown."""
    return Empty(
        _("Angka {nama} disembunyikan.").format(nama=nama),
        _("Angkanya terlalu kecil untuk dipublikasikan (aturan aplikasi)."),
    )


def map_figure(view: View, kode: str, names: int = MOST_NAMES) -> Figure | Empty:
    """Prevalence in the kota on the map: the area outlined in the accent, of a whole kota its lokus.

    More than `names` outlined kelurahan are not named: on a small map their names would cover it.
    """
    from analysis.output.map_layers import LOKUS
    from analysis.output.maps import draw_map, map_frame

    measure, level, nama = measure_of(view, PREVALENCE), area.level_of(kode), view.name(kode)
    if not measure.known:
        return no_counts(view, view.wilayah)
    whole = level == "kota"
    codes = measure.frame["kode_kelurahan"]
    marked = listed(view)["kode_kelurahan"] if whole else codes[codes.str.startswith(kode).to_numpy(dtype=bool)]
    shapes = view.map_shapes("indikatif")
    frame, legend = map_frame(measure.frame, shapes.titik, lokus_codes=marked, lingkup=view.kota, digits=1)
    if len(marked) > names:
        frame = frame.assign(label="")
    if not whole:
        legend = legend.assign(label=legend["label"].where(legend["kelas"] != LOKUS, nama))
    judul = _("Prevalensi per kelurahan di {kota}").format(kota=view.wilayah)
    if not whole:
        judul = _("Letak {nama} di {kota}").format(nama=nama, kota=view.wilayah)
    mark = _("garis jingga: lokus resmi") if whole else _("garis jingga: {nama}").format(nama=nama)
    caption = Caption(
        judul,
        _("Balita stunting per 100 balita diukur, {tahun}; {tanda}").format(tahun=view.tahun, tanda=mark),
        source_line(measure.frame),
        notes(hidden_note(measure.frame), shapes.catatan),
        _("Peta: {judul}, menurut prevalensi stunting {tahun}; {tanda}.").format(
            judul=lower_first(judul), tahun=view.tahun, tanda=mark
        ),
        has_sample(measure.frame),
    )
    return Figure(
        draw_map,
        {"data": frame.assign(terpilih=False, redup=False), "legenda": legend},
        caption,
        table=measure.frame,
        options={"judul": _("Prevalensi (%)"), "geometri": "indikatif", "lingkup": view.kota, **shapes.options},
    )


def trend_figure(view: View, kode: str) -> Figure | Empty:
    """Prevalence of the area year by year; a direction only where the rule allows one."""
    from analysis.output.trends import draw_trend

    found, nama = area.series(view, PREVALENCE, kode), view.name(kode)
    if found["nilai"].notna().sum() < 2:
        if found["disembunyikan"].any():
            return hidden_counts(nama)
        return Empty(
            _("Belum ada dua tahun data prevalensi untuk {nama}.").format(nama=nama),
            _("Yang mengisinya: tabel Balita beberapa tahun di halaman Manajemen data."),
        )
    words = {
        "naik": _("Prevalensi naik"),
        "turun": _("Prevalensi turun"),
        "belum_dapat_disimpulkan": _("Arah prevalensi belum dapat disimpulkan"),
    }
    known = found.dropna(subset=["nilai"])
    first, last = known.iloc[0], known.iloc[-1]
    judul = words[trend(found).arah]
    caption = Caption(
        judul,
        _("Balita stunting per 100 balita diukur, {nama}; selang 95 %").format(nama=nama),
        source_line(found),
        hidden_years(found),
        _("Grafik garis {nama}: {judul}, {awal} pada {tahun_awal} dan {akhir} pada {tahun_akhir}.").format(
            nama=nama,
            judul=lower_first(judul),
            awal=percent(first["nilai"]),
            tahun_awal=first["tahun"],
            akhir=percent(last["nilai"]),
            tahun_akhir=last["tahun"],
        ),
        has_sample(found),
    )
    return Figure(draw_trend, yearly(found, nama), caption, table=found, options={"judul": ""})


def where_it_stands(ranked: pd.DataFrame) -> str:
    """The place of the area among its peers, with the places that chance leaves open; "" where it has none."""
    own = ranked[ranked["milik"].to_numpy(dtype=bool)].iloc[0]
    known = int(ranked["nilai"].notna().sum())
    if pd.isna(own["peringkat"]) or known < 2:
        return ""
    if own["peringkat_bawah"] == own["peringkat_atas"]:
        return _("{nama} di urutan {peringkat} dari {semua}, dihitung dari yang tertinggi").format(
            nama=own["nama"], peringkat=number(own["peringkat"]), semua=number(known)
        )
    return _("{nama} di urutan {peringkat} dari {semua}; urutannya bisa {bawah} sampai {atas}").format(
        nama=own["nama"],
        peringkat=number(own["peringkat"]),
        semua=number(known),
        bawah=number(own["peringkat_bawah"]),
        atas=number(own["peringkat_atas"]),
    )


def peers_figure(view: View, kode: str) -> Figure | Empty:
    """The area among the areas of its level, with intervals and the value of `area.above`."""
    from analysis.output.rankings import draw_ranking

    ranked, level, nama = area.peers(view, kode), area.level_of(kode), view.name(kode)
    known = ranked.dropna(subset=["nilai"])
    if len(known) < 2:
        among = view.name(kode[:8]) if level == "kelurahan" else view.name(area.above(kode))
        return hidden_counts(among) if ranked["disembunyikan"].any() else no_counts(view, among)
    place = where_it_stands(ranked)
    among = {
        "kelurahan": _("Kelurahan di Kecamatan {nama}").format(nama=view.name(kode[:8])),
        "kecamatan": _("Kecamatan di {nama}").format(nama=view.wilayah),
        "kota": _("Kota administrasi dan kabupaten di {provinsi}").format(provinsi=view.name(view.provinsi)),
    }[level]
    above = area.above(kode)
    line = pd.DataFrame({"nilai": [area.measured_row(view, PREVALENCE, above)["nilai"]], "nama": [view.name(above)]})
    caption = Caption(
        place or among,
        _("{siapa}, prevalensi {tahun}, selang 95 %; jingga: {nama}").format(siapa=among, tahun=view.tahun, nama=nama),
        source_line(known),
        hidden_note(ranked),
        _("Peringkat prevalensi: {temuan}.").format(temuan=place or among),
        has_sample(known),
    )
    shown = known.assign(lokus=known["milik"], kode_kelurahan=known["kode"])
    return Figure(
        draw_ranking,
        {"data": shown, "acuan": line.dropna()},
        caption,
        table=known,
        options={"judul": _("Prevalensi (%)")},
    )


def factors_figure(view: View, kode: str) -> Figure | Empty:
    """Why families are at risk, beside `area.above`."""
    from analysis.output.families import draw_factors

    found, nama, above = area.factors(view, kode), view.name(kode), area.above(kode)
    if found["nilai"].isna().all():
        if found["disembunyikan"].any():
            return hidden_counts(nama)
        return Empty(
            _("Belum ada data faktor KRS {tahun} untuk {nama}.").format(tahun=view.tahun, nama=nama),
            _("Yang mengisinya: rekap KRS dari SIGA/Pendataan Keluarga, tabel KRS di halaman Manajemen data."),
        )
    hidden = int(found["disembunyikan"].sum())
    shown = found[~found["disembunyikan"].to_numpy(dtype=bool)].sort_values(
        "nilai", ascending=False, na_position="last"
    )
    top = shown.iloc[0]
    judul = _("Faktor terbanyak: {nama}, {nilai} KRS").format(
        nama=lower_first(_(top["nama"])), nilai=percent(top["nilai"], 0)
    )
    overlap = _("Satu keluarga dapat punya beberapa faktor, dan keempat 4T bertumpuk: jangan dijumlahkan.")
    hiding = ""
    if hidden:
        hiding = _("{jumlah} faktor disembunyikan karena angkanya kecil (aturan aplikasi).").format(
            jumlah=number(hidden)
        )
    caption = Caption(
        judul,
        _("KRS dengan tiap faktor per 100 KRS, {tahun}; lingkaran kosong: {acuan}").format(
            tahun=view.tahun, acuan=view.name(above)
        ),
        source_line(shown),
        notes(overlap, hiding),
        _("Grafik faktor risiko {nama}. {temuan}.").format(nama=nama, temuan=judul),
        has_sample(shown),
    )
    rows = shown.assign(
        nama=[_(text) for text in shown["nama"]],
        kelompok="",  # the note below the picture says that the 4T overlap
        urutan=range(len(shown)),
        nama_wilayah=nama,
        nama_acuan=view.name(above),
    )
    return Figure(draw_factors, {"data": rows}, caption, table=shown, options={"judul": _("per 100 KRS, selang 95 %")})
