"""One realistic set of frames per chart, in two variants of the same shape but different data."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.convergence.coverage import coverage_matrix
from analysis.convergence.lokus import lokus_status
from analysis.convergence.measures import META
from analysis.convergence.quadrants import quadrant_counts, quadrant_points, threshold
from analysis.convergence.statistics import add_share, compare_to_value, funnel
from analysis.output import (
    clusters,
    distribution,
    families,
    heatmap,
    maps,
    matrices,
    plans,
    proposals,
    quadrants,
    quality_matrix,
    rankings,
    scenario,
    scenario_budget,
    scenario_parts,
    services,
    timelines,
    trends,
)

ROOT = Path(__file__).parents[2]
LOKUS = ["31.73.01.1005", "31.73.01.1002", "31.73.06.1001"]
KOTA = ["Jakarta Pusat", "Jakarta Utara", "Jakarta Barat", "Jakarta Selatan", "Jakarta Timur", "Kepulauan Seribu"]
AKSI8 = ["Analisis situasi", "Rencana kegiatan", "Rembuk stunting", "Regulasi wali kota"]
AKSI6 = ["Analisis situasi (utama)", "Penguatan perencanaan", "Publikasi"]


@dataclass(frozen=True)
class Example:
    """A chart, a function variant -> its datasets in order, and its options."""

    draw: callable
    frames: callable
    options: dict = field(default_factory=dict)

    @property
    def name(self) -> str:
        return "-".join(
            [self.draw.__name__, *(str(v) for k, v in self.options.items() if k in ("geometri", "lingkup", "rencana"))]
        )

    def chart(self, variant: int = 0):
        return self.draw(*self.frames(variant), **self.options)


@cache
def table(path: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / path, dtype=str, keep_default_na=False)


def kelurahan(kode: str) -> pd.DataFrame:
    areas = table("wilayah/kelurahan.csv").rename(columns={"nama_kelurahan": "nama"})
    return areas[areas["kode_kelurahan"].str.startswith(kode)].reset_index(drop=True)


def measure(kode: str, variant: int) -> pd.DataFrame:
    """Shares of stunting per kelurahan with one kelurahan missing."""
    draw = np.random.default_rng(variant)
    areas = kelurahan(kode)[["kode_kelurahan", "nama", "nama_kecamatan"]]
    n = draw.integers(150, 2400, len(areas)).astype(float)
    n[3 + variant] = np.nan
    cases = np.floor(np.nan_to_num(n) * draw.beta(20, 110, len(areas)))
    return add_share(areas.assign(k=cases, m=n), "k", "m")


def points() -> pd.DataFrame:
    return table("wilayah/titik_peta.csv").astype({"x": float, "y": float})


def map_of(kode: str, bentuk: str):
    def frames(variant: int):
        rows = measure(kode, variant)
        rows["disembunyikan"] = rows.index == 7 + variant
        return maps.map_frame(rows, points(), lokus_codes=LOKUS, lingkup=kode, bentuk=bentuk)

    return Example(maps.draw_map, frames, {"judul": "Balita pendek per 100", "geometri": bentuk, "lingkup": kode})


def reference(variant: int) -> pd.DataFrame:
    return pd.DataFrame({"nilai": [15.4 + variant], "nama": [KOTA[2 + variant]]})


def ranking(variant: int):
    rows = measure("31.73", variant).sort_values("nilai", ascending=False)
    rows = pd.concat([rows.head(12), rows[rows["nilai"].isna()]])
    return rows.assign(lokus=rows["kode_kelurahan"].isin(LOKUS), terpilih=rows.index == rows.index[2]), reference(
        variant
    )


def funnels(variant: int):
    found = funnel(measure("31.73", variant), 15.4)
    return rankings.funnel_frame(found.points, found.limits, lokus_codes=LOKUS), found.limits, reference(variant)


def comparison(variant: int):
    draw = np.random.default_rng(variant)
    n = np.full(6, 9000.0)
    n[5] = np.nan
    rows = add_share(pd.DataFrame({"nama": KOTA, "k": draw.integers(1200, 1700, 6), "m": n}), "k", "m")
    rows = compare_to_value(rows, 15.4, "turun_baik").rename(columns={"putusan95": "putusan"})
    return rows.assign(terpilih=rows["nama"] == KOTA[2]), reference(variant)


def trend(variant: int):
    surveys = ["SSGI 2021", "SSGI 2022", "SKI 2023", "SSGI 2024"]
    series = {"Jakarta Barat": [17.6, 15.2, 17.1, np.nan], "Indonesia": [24.4, 21.6, 21.5, 19.8]}
    rows = [
        {
            "seri": name,
            "periode": survey,
            "tahun": int(survey[-4:]),
            "nilai": value + variant,
            "n": 1000.0,
            "bawah": value - 1.5 if name == "Jakarta Barat" else np.nan,
            "atas": value + 1.5 if name == "Jakarta Barat" else np.nan,
            "peran": "utama" if name == "Jakarta Barat" else "pembanding",
        }
        for name, values in series.items()
        for survey, value in zip(surveys, values, strict=True)
    ]
    paths = pd.DataFrame(
        {
            "tahun": [2023, 2024, 2025, 2029],
            "nilai": [16.0, 14.0, 18.8, 14.2 + variant],
            "seri": ["Target 2024", "Target 2024", "Target 2029", "Target 2029"],
        }
    )
    return trends.trend_frame(pd.DataFrame(rows), paths)


def history(variant: int):
    lokus, daftar = (table(f"resmi/{name}.csv").astype({"tahun": int}) for name in ("lokus", "lokus_daftar"))
    rows = lokus_status(lokus, daftar, table("wilayah/kelurahan.csv"), ["31.73", "31.74"][variant])
    return (rows.assign(dibanding=rows["dibanding"].astype(float), terpilih=False),)


def factors(variant: int):
    names = {"Air minum tidak layak": "lingkungan", "Terlalu muda": "4T", "Terlalu tua": "4T", "Bukan KB modern": "kb"}
    rows = pd.DataFrame(
        {
            "nama": list(names),
            "kelompok": list(names.values()),
            "k": [90.0, 14, 310, 400 + variant],
            "m": 1200.0,
            "acuan": [10.2, 1.1, 33.0, 41.0],
            "urutan": range(4),
        }
    )
    return (add_share(rows, "k", "m").assign(nama_wilayah="Kapuk", nama_acuan=KOTA[2 + variant]),)


def welfare(variant: int):
    counts = np.array([12000.0, 16000, 14000, 13000, 14553 + variant])
    ranks = ["1", "2", "3", "4", ">4"]
    return (pd.DataFrame({"peringkat": ranks, "pembilang": counts, "nilai": 100 * counts / counts.sum()}),)


def coverage(variant: int):
    names = ["Bumil TTD 90 tablet", "Unmet need KB", "ASI eksklusif", "PHBS", "MP-ASI"]
    rows = pd.DataFrame(
        {
            "nama_pendek": names,
            "nama": names,
            "k": [400.0, 30, 405 + variant, 310, np.nan],
            "m": 500.0,
            "target": [90, 7.4, 80, np.nan, 80],
            "polaritas": ["naik_baik", "turun_baik"] + ["naik_baik"] * 3,
            "urutan": range(5),
        }
    )
    rows = add_share(rows, "k", "m")
    gap = np.where(rows["polaritas"] == "naik_baik", rows["target"] - rows["nilai"], rows["nilai"] - rows["target"])
    return (rows.assign(selisih=gap, terlewat=500 - rows["k"], memenuhi=gap <= 0),)


def timeline(variant: int):
    state = ["tepat_waktu", "terlambat", "tanpa_rencana", "tanpa_tanggal"]
    dates = {
        "tanggal_rencana": ["2024-02-28", "2024-05-31", None, None],
        "tanggal_mulai": ["2024-02-01", f"2024-06-{20 + variant}", "2024-11-07", None],
        "tanggal_selesai": ["2024-02-20", f"2024-06-{20 + variant}", "2024-11-07", None],
    }
    rows = pd.DataFrame({name: pd.to_datetime(values) for name, values in dates.items()})
    late = [-8.0, 20.0 + variant, np.nan, np.nan]
    return (rows.assign(nama=AKSI8, urutan=range(4), terlambat_hari=late, status_waktu=state),)


def review(variant: int):
    letters = np.array(["A", "B", "C", "D", ""])
    old = [
        ("aksi8", "8 aksi (sampai TA 2024)", place, name, year, letters[(place + year + variant) % 5])
        for year in (2023, 2024)
        for place, name in enumerate(AKSI8, 1)
    ]
    new = [
        ("aksi6", "4 aksi utama + 2 pendukung (mulai TA 2025)", place, name, 2025, "Tumbuh")
        for place, name in enumerate(AKSI6, 1)
    ]
    columns = ["kerangka", "nama_kerangka", "urutan", "nama", "tahun", "huruf"]
    return (matrices.review_frame(pd.DataFrame(old + new, columns=columns)),)


def zscores(variant: int):
    middle = np.arange(-5.875, 6, 0.25)
    standard = 25 * np.exp(-(middle**2) / 2) / np.sqrt(2 * np.pi)
    moved = 25 * np.exp(-((middle + 0.9 + variant / 4) ** 2) / 2) / np.sqrt(2 * np.pi)
    frame = {"z_dari": middle - 0.125, "z_sampai": middle + 0.125, "z": middle, "n": np.round(moved * 32)}
    return (pd.DataFrame(frame | {"porsi_pct": moved, "standar_pct": standard}),)


def age_sex(variant: int):
    bands = ["0–5", "6–11", "12–23", "24–35", "36–47", "48–59"][: 6 - variant]
    rows = [
        (name, place, jk, 2.0 + place + (jk == "L"), 1.5 + place, 3.5 + place, 420 + place)
        for place, name in enumerate(bands)
        for jk in "LP"
    ]
    return (pd.DataFrame(rows, columns=["nama", "urutan", "jk", "nilai", "bawah", "atas", "n"]),)


def proposed(variant: int):
    rows = kelurahan("31.73").head(9)[["kode_kelurahan", "nama"]]
    place = np.arange(1, 10)
    rows = rows.assign(peringkat=place, peringkat_bawah=np.maximum(place - 2, 1), peringkat_atas=place + 6 + variant)
    share = [99.0, 97, 81, 62, 31, 14, 8, 2, 0]
    certainty = ["kuat", "kuat", "tepi", "tepi", "bisa", "bisa", "luar", "luar", "luar"]
    listed = ["semua", "sebagian", "tidak", "", "semua", "tidak", "tidak", "tidak", "tidak"]
    rows = rows.assign(pct_masuk=share, kepastian=certainty, resmi=listed, skor=95.4 - place, n=900.0, terpilih=False)
    return proposals.proposal_frame(rows), proposals.limit_frame(4 + variant)


def by_source(variant: int):
    rows = kelurahan("31.73").head(4)[["kode_kelurahan", "nama"]].assign(urutan=range(4))
    names = {"jumlah_pendek": "Balita stunting", "prevalensi_rutin": "Prevalensi rutin", "total_krs": "KRS"}
    rows = rows.merge(pd.DataFrame({"ukuran": list(names)}), how="cross")
    rank = np.arange(1.0, 13) + variant
    rank[5] = np.nan
    rows = rows.assign(nilai=rank * 3.5, peringkat=rank, peringkat_bawah=rank - 0, peringkat_atas=rank + 4)
    masuk = pd.array([None if np.isnan(place) else place < 5 for place in rank], dtype="boolean")
    return (proposals.sources_frame(rows.assign(masuk=masuk), names),)


def quality(variant: int):
    rows = [
        (name, place, dimension, None if (place + at) % 4 == 1 else 100.0 - 7 * at - variant, 90.0, 100.0)
        for place, name in enumerate(("e-PPGBM, balita", "SIGA, keluarga berisiko", "Master Ansit, cakupan layanan"))
        for at, dimension in enumerate(("lengkap", "tepat_waktu", "konsisten", "unik", "masuk_akal"))
    ]
    columns = ["nama", "urutan", "dimensi", "nilai", "pembilang", "penyebut"]
    return (quality_matrix.quality_frame(pd.DataFrame(rows, columns=columns).astype({"nilai": float})),)


def services_of_areas(variant: int) -> pd.DataFrame:
    """Three services (one without target, one where less is better) in six kelurahan; one cell missing."""
    kinds = pd.DataFrame(
        {
            "kode_indikator": ["E11", "E12", "E13", "E20"],
            "kelompok": ["Ibu hamil"] * 3 + ["Keluarga berisiko stunting"],
            "nama": ["Minum 90 tablet", "Unmet need KB", "Kehamilan tidak diinginkan", "Stop BABS"],
            "polaritas": ["naik_baik", "turun_baik", "turun_baik", "naik_baik"],
            "target": [80, np.nan, 15.5, np.nan],
            "tahun_target": [2024, np.nan, 2024, np.nan],
        }
    ).assign(nama_pendek=lambda frame: frame["nama"])
    areas = kelurahan("31.73.01").rename(columns={"nama": "nama_kelurahan"}).assign(kode_induk="")
    rows = areas[["kode_kelurahan"]].merge(kinds[["kode_indikator"]], how="cross").assign(tahun=2024)
    draw = np.random.default_rng(variant)
    rows = rows.assign(
        penyebut=200.0, pembilang=draw.integers(20, 200, len(rows)).astype(float), **dict.fromkeys(META, "")
    )
    return coverage_matrix(rows.drop(index=5 + variant), kinds, areas, 2024, "31.73.01")


def heat(variant: int):
    data, rows, columns = heatmap.heat_frame(services_of_areas(variant), lokus_codes=LOKUS, rows_by_missed=True)
    return data, rows.assign(terpilih=rows.index == 1), columns


def partly_hidden(variant: int):
    rows = services_of_areas(variant)
    hidden = (rows.index % 7 == variant).astype(bool)
    rows = rows.assign(disembunyikan=hidden, nilai=rows["nilai"].mask(hidden), terlewat=rows["terlewat"].mask(hidden))
    return heatmap.heat_frame(rows, lokus_codes=LOKUS)


def quadrant(variant: int):
    described = dict.fromkeys(META, "")
    one, other = (
        measure("31.73", seed).assign(kode_kecamatan=lambda frame: frame["kode_kelurahan"].str[:8], **described)
        for seed in (variant, variant + 1)
    )
    limits = threshold(one), threshold(other)
    points = quadrant_points(one, other, *limits)
    lines = pd.DataFrame({"x": limits[:1], "y": limits[1:], "teks_x": ["ambang 15"], "teks_y": [f"ambang {variant}"]})
    frame = quadrants.quadrant_frame(points, lokus_codes=LOKUS)
    return frame.assign(terpilih=False), lines, quadrants.corner_frame(quadrant_counts(points))


def clustered(variant: int):
    rows = measure("31.73", variant)
    kinds = np.array(["tidak_nyata", "tinggi_tinggi", "rendah_rendah", "tinggi_rendah", "rendah_tinggi"])
    found = np.where(rows["nilai"].isna(), "tidak_dihitung", kinds[(np.arange(len(rows)) + variant) % 5])
    rows = rows.assign(klaster=found, p_koreksi=np.where(found == "tidak_dihitung", np.nan, 0.01))
    options = {"lokus_codes": LOKUS, "lingkup": "31.73", "bentuk": "indikatif", "statistik": "moran"}
    return clusters.cluster_frame(rows, points(), **options)


def budgets(variant: int):
    rows = pd.DataFrame(
        {
            "opd": ["Suku Dinas Kesehatan", "Suku Dinas PPAPP", "Suku Dinas SDA", "Bagian Hukum"],
            "n_kegiatan": [5, 3, 1, 1],
            "anggaran_rp": [900e6 + variant, 400e6, 120e6, np.nan],
            "realisasi_rp": [700e6, 420e6 + variant, np.nan, np.nan],
            "serapan_pct": [77.8, 105.0, np.nan, np.nan],
        }
    )
    return (plans.budget_frame(rows),)


def commitments(variant: int):
    rows = pd.DataFrame(
        {
            "komitmen": ["Mengukur semua balita", "Mendampingi semua keluarga berisiko", "Menerbitkan keputusan"],
            "tenggat": ["2024-08-31", "2024-11-30", ""],
            "tanggal_selesai": [f"2024-09-0{2 + variant}", "", ""],
            "status_waktu": ["terlambat", "lewat_tenggat", "tanpa_tenggat"],
            "terlambat_hari": [2.0 + variant, 40.0, np.nan],
        }
    )
    return (plans.commitments_frame(rows),)


def simulated_years(variant: int) -> pd.DataFrame:
    """Two arms of a plan from 2025 to 2029 with their ranges."""
    years = np.arange(2025, 2030)
    fall = {"rencana": np.array([0, 0.1, 0.4, 0.8, 1.2]) + variant * 0.1, "tanpa_rencana": np.zeros(5)}
    rows = [
        {"tahun": int(year), "arah": arm, "nilai": 17.1 - down, "bawah": 16.4 - down, "atas": 17.9 - down}
        for arm, downs in fall.items()
        for year, down in zip(years, downs, strict=True)
    ]
    return pd.DataFrame(rows)


def fan(variant: int):
    return scenario.fan_frame(simulated_years(variant), 14.2 + variant, satuan="\u00a0%")


def exits(variant: int):
    counts = np.array([0.0, 120, 340, 610, 900 + variant])
    return (pd.DataFrame({"tahun": range(2025, 2030), "nilai": counts, "bawah": counts * 0.8, "atas": counts * 1.2}),)


def compared_plans(variant: int):
    rows = pd.DataFrame(
        {
            "nama": ["Rencana pokok", "Tambah PMBA", "Tanpa rencana"],
            "arah": ["rencana", "rencana", "tanpa_rencana"],
            "urutan": range(3),
            "nilai": [15.9, 15.4, 16.6 + variant],
            "bawah": [15.2, 14.6, 16.0],
            "atas": [16.5, 16.1, 17.2],
            "keterangan": ["Rp 2,1 miliar", "", "biaya tidak diketahui"],
        }
    )
    return rows, pd.DataFrame({"nilai": [14.2 + variant], "nama": ["Target"]})


LEVERS = {"suplemen": "Suplemen 6–23 bulan", "pmba": "Konseling PMBA", "mms": "MMS ibu hamil"}


def steps(variant: int):
    parts = pd.DataFrame({"komponen": ["tren", *LEVERS, "sisa"], "nilai": [-0.5 - variant, -0.62, -0.31, -0.05, 0.03]})
    return (scenario_parts.waterfall_frame(parts, LEVERS),)


def reached(variant: int):
    rows = [
        (year, age, None if (year, age) == (2025, 4) else max(0.0, (year - age - 2025 + 1) / (5 + variant)))
        for year in range(2025, 2030)
        for age in range(5)
    ]
    return (pd.DataFrame(rows, columns=["tahun", "umur", "terjangkau"]).astype({"terjangkau": float}),)


def drivers(variant: int):
    names = ["Tren tahunan", "PR suplemen 6–23 bulan", "Persistensi sesudah 2 tahun"]
    rows = pd.DataFrame(
        {"parameter": list("abc"), "nama": names, "r2": [0.71, 0.2, 0.04], "arah": [1, 1, -1 + variant]}
    )
    return (scenario_parts.tornado_frame(rows),)


def frontier(variant: int):
    curve = pd.DataFrame({"biaya_rp": [0, 1e9, 3e9, 9e9], "dicegah": [0.0, 300, 620, 900 + variant]})
    splits = pd.DataFrame(
        {
            "cara": list(scenario_budget.SPLITS),
            "biaya_rp": [3e9, 3e9, 3e9, 2.6e9],
            "dicegah": [620.0, 410, 455 + variant, 350],
        }
    )
    return scenario_budget.frontier_frame(curve, splits, 1e9)


CHARTS = [
    *(map_of("31.73", bentuk) for bentuk in ("indikatif", "ubin", "simbol")),
    map_of("31", "indikatif"),
    Example(rankings.draw_ranking, ranking, {"judul": "Balita pendek per 100 diukur"}),
    Example(rankings.draw_funnel, funnels, {"judul": "Balita pendek per 100", "judul_n": "Balita diukur"}),
    Example(rankings.draw_comparison, comparison, {"judul": "KRS per 100 keluarga sasaran"}),
    Example(trends.draw_trend, trend, {"judul": "Balita stunting, persen"}),
    Example(matrices.draw_history, history),
    Example(matrices.draw_review, review),
    Example(proposals.draw_proposal, proposed, {"judul": "Peringkat (1 = paling membutuhkan)"}),
    Example(proposals.draw_sources, by_source),
    Example(families.draw_factors, factors, {"judul": "Keluarga per 100 KRS"}),
    Example(families.draw_welfare, welfare, {"judul": "Keluarga berisiko"}),
    Example(heatmap.draw_heat, heat),
    Example(heatmap.draw_heat, partly_hidden, {"tersembunyi": True}),
    Example(quadrants.draw_quadrants, quadrant, {"judul_x": "Prevalensi (%)", "judul_y": "Cakupan (%)"}),
    Example(clusters.draw_clusters, clustered, {"judul": "Prevalensi (%)", "lingkup": "31.73"}),
    Example(services.draw_coverage, coverage, {"judul": "Cakupan per 100 sasaran"}),
    Example(timelines.draw_timeline, timeline),
    Example(
        timelines.draw_timeline,
        commitments,
        {"judul": "Komitmen", "rencana": "tenggat", "selesai": "selesai"},
    ),
    Example(plans.draw_budget, budgets),
    Example(distribution.draw_distribution, zscores, {"judul": "TB/U (z-skor)"}),
    Example(quality_matrix.draw_quality, quality),
    Example(scenario.draw_fan, fan, {"judul": "Balita stunting, persen (simulasi)"}),
    Example(scenario.draw_exits, exits, {"judul": "Keluarga keluar dari KRS (simulasi)"}),
    Example(scenario.draw_plans, compared_plans, {"judul": "Balita stunting 2029, persen (simulasi)"}),
    Example(scenario_parts.draw_waterfall, steps, {"judul": "Perubahan prevalensi, poin persen (simulasi)"}),
    Example(scenario_parts.draw_lag, reached),
    Example(scenario_parts.draw_tornado, drivers, {"judul": "Bagian keragaman yang diterangkan, persen"}),
    Example(
        scenario_budget.draw_frontier,
        frontier,
        {"judul": "Kasus yang dicegah (simulasi)", "judul_biaya": "Biaya, Rp miliar"},
    ),
    Example(distribution.draw_age_sex, age_sex, {"judul": "Balita stunting, persen"}),
]
