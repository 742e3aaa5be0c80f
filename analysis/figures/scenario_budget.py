"""What a budget buys, and for whom: the frontier of all budgets, the split of one, plans side by side.

They stand on a budget question or on several runs of a session, so they have no recipe.
"""

from __future__ import annotations

import pandas as pd

from analysis.figures.scenario import Told
from analysis.figures.shapes import unless_pointless
from analysis.figures.view import Empty, Figure, View
from analysis.language import _, number, percent
from analysis.output.scenario_budget import goal_words, money, money_unit, split_words
from analysis.output.scenario_sentences import say_budget, say_comparison
from analysis.scenario.gains import CASES


def frontier_figure(told: Told, asked, rows: pd.DataFrame) -> Figure:
    """Every budget and what it buys at best; `asked`: the budget question; rows: `budget.compare`, empty without a
    budget."""
    from analysis.output.scenario_budget import draw_frontier, frontier_frame

    words, budget, plan = goal_words(asked.tujuan), asked.plan.anggaran_rp, asked.plan
    judul = _("Setiap titik kurva: pembagian terbaik untuk anggaran sebesar itu (simulasi).")
    if budget is not None:
        judul = say_budget(rows, asked.kurva.price(budget), asked.tujuan)
    size, unit = money_unit(asked.kurva.full_cost)
    points = asked.kurva.points(budget)
    frame, marks = frontier_frame(points, rows, size, tujuan=asked.tujuan)
    subjudul = words.subjudul.format(
        tahun=plan.tahun_akhir, awal=plan.tahun_awal, akhir=plan.tahun_akhir, wilayah=told.wilayah
    )
    table = rows.assign(cara=rows["cara"].map(split_words(asked.tujuan))) if len(rows) else points
    unknown = budget is not None and rows["dicegah"].isna().any()
    said = [_("Pembagian sekarang belum diketahui.")] if unknown else []
    return Figure(
        draw_frontier,
        {"data": frame, "patokan": marks},
        told.caption(judul, subjudul, " ".join([*said, *_about_families(asked)])),
        table=table.rename(columns={"selisih": "selisih_terbaik", **words.kolom}),
        file_name=told.file("anggaran"),
        options={
            "judul": words.sumbu,
            "tujuan": asked.tujuan,
            "judul_biaya": _("Biaya, {satuan}").format(satuan=unit),
        },
    )


def _about_families(asked) -> list[str]:
    """What must be known of families that leave KRS."""
    if asked.tujuan == CASES:
        return []
    said = [_("Hanya tuas jamban, air, dan KB yang menggeser keluarga.")]
    if asked.tanpa_krs:
        missing = _("{jumlah} kelurahan tanpa rekap KRS tidak ikut.").format(jumlah=number(asked.tanpa_krs))
        said.append(missing)
    return said


@unless_pointless
def division_figure(view: View, told: Told, asked, share, lokus_codes) -> Figure | Empty:
    """Rupiah per child of each kelurahan; share: `budget.Allocation`."""
    from analysis.output.maps import draw_map, map_frame

    rows = asked.wilayah[["kode_kelurahan", "nama", "nama_kecamatan"]]
    rows = rows.assign(
        nilai=share.cost_by_area / asked.balita / 1000, biaya_rp=share.cost_by_area, dicegah=share.value_by_area
    )
    shapes = view.map_shapes("indikatif")
    lokus = rows.loc[rows["kode_kelurahan"].isin(lokus_codes), "kode_kelurahan"]
    frame, legend = map_frame(rows, shapes.titik, lokus_codes=lokus, lingkup=view.kota, digits=0)
    judul = _("{anggaran} terbagi ke {didanai} dari {semua} kelurahan (simulasi).").format(
        anggaran=money(share.cost), didanai=number(int((share.cost_by_area > 0).sum())), semua=number(len(rows))
    )
    about = _("Rp ribu per balita, {awal}–{akhir}; arsir: di luar rencana; garis jingga: lokus resmi").format(
        awal=asked.plan.tahun_awal, akhir=asked.plan.tahun_akhir
    )
    return Figure(
        draw_map,
        {"data": frame.assign(terpilih=False, redup=False), "legenda": legend},
        told.caption(judul, about, shapes.catatan),
        table=rows.drop(columns="nilai").rename(columns=goal_words(asked.tujuan).kolom),
        file_name=told.file("pembagian"),
        options={"judul": _("Rp ribu per balita (simulasi)"), "lingkup": view.kota, **shapes.options},
    )


def _beside(row) -> str:
    """What stands right of a plan's row."""
    if row.arah != "rencana":
        return ""
    cost = _("biaya belum diketahui") if pd.isna(row.biaya_rp) else money(row.biaya_rp)
    return _("{kasus} kasus dicegah").format(kasus=number(row.dicegah)) + "\n" + cost


def comparison_figure(told: Told, rows: pd.DataFrame, kota: str) -> Figure:
    """Plans side by side: `nama, urutan, arah, nilai, bawah, atas, dicegah, biaya_rp, target`, a row each."""
    from analysis.output.scenario import draw_plans

    goals = sorted(set(rows["target"].dropna()))
    levels = [(value, _("Target {nilai}").format(nilai=percent(value))) for value in goals]
    judul = say_comparison(rows[rows["arah"] == "rencana"])
    judul = judul or _("Satu rencana; simpan atau buka rencana lain untuk membandingkannya.")
    caption = told.caption(
        judul, _("Balita stunting per 100 pada tahun akhir tiap rencana; garis: 90 % undian, sama untuk semua rencana")
    )
    table = rows.rename(columns={"nilai": "prevalensi_pct", "bawah": "bawah90", "atas": "atas90"})
    return Figure(
        draw_plans,
        {
            "data": rows.assign(keterangan=[_beside(row) for row in rows.itertuples()]),
            "acuan": pd.DataFrame(levels, columns=["nilai", "nama"]).astype({"nilai": float}),
        },
        caption,
        table=table.drop(columns=["urutan", "arah", "target"]),
        file_name=f"banding rencana {kota}",
        options={"judul": _("Balita stunting, persen (simulasi)")},
    )
