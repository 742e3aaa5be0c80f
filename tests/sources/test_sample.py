"""The sample data: reproducible to the byte, calibrated to what is published, true to the identities."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.growth.scoring import score_growth
from analysis.sources.measurements import AreaCodes, Options, read_measurements
from analysis.sources.sample import write_sample
from analysis.sources.sample.areas import KNOWN_POPULATION, POPULATION
from analysis.sources.sample.numbers import apportion

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data/contoh"
FILES = [
    *(f"{name}.csv" for name in ("balita", "krs", "cakupan", "reviu", "bukti", "rencana", "komitmen", "pelaku")),
    "pengukuran.csv",
]
CASES = pd.read_csv(ROOT / "tests/kasus/contoh_kalibrasi.csv", dtype={"kode_wilayah": str})
FOUR_T = ["terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"]


def read(folder: str, table: str, sep: str = ",") -> pd.DataFrame:
    return pd.read_csv(
        ROOT / "data" / folder / f"{table}.csv",
        dtype={"kode_kelurahan": str, "kode_kota": str, "kode_wilayah": str, "aksi": str, "NIK": str},
        keep_default_na=False,
        sep=sep,
    )


@pytest.fixture(scope="module")
def balita() -> pd.DataFrame:
    return read("contoh", "balita")


@pytest.fixture(scope="module")
def krs() -> pd.DataFrame:
    return read("contoh", "krs")


@pytest.fixture(scope="module")
def cakupan() -> pd.DataFrame:
    return read("contoh", "cakupan")


def test_one_command_reproduces_every_byte(tmp_path):
    write_sample(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes(), name


def total(frame: pd.DataFrame, area: str, year: int, quantity: str) -> float:
    rows = frame[frame["kode_kelurahan"].str.startswith(area) & (frame["tahun"] == year)]
    if quantity in rows:
        return rows[quantity].sum()
    stunting = rows["pendek"].sum() + rows["sangat_pendek"].sum()
    return stunting if quantity == "stunting" else stunting / rows["diukur"].sum() * 100


@pytest.mark.parametrize("case", list(CASES.itertuples()), ids=lambda c: f"{c.kode_wilayah}-{c.tahun}-{c.besaran}")
def test_kelurahan_sum_to_the_published_total(case, balita, krs):
    frame = krs if case.besaran == "total_krs" else balita
    found = total(frame, case.kode_wilayah, case.tahun, case.besaran)
    assert abs(found - case.harapan) <= case.toleransi


@pytest.mark.parametrize("case", list(CASES.itertuples()), ids=lambda c: f"{c.kode_wilayah}-{c.tahun}-{c.besaran}")
def test_each_calibration_figure_is_a_published_one(case):
    published = pd.concat(read("resmi", table) for table in ["hitung_rutin", "krs", "penduduk"])
    area = published[published["kode_wilayah"] == case.kode_wilayah]
    figures = pd.to_numeric(area[["nilai", "pembilang", "penyebut"]].stack(), errors="coerce")
    assert (figures == case.harapan).any()


def test_jakarta_barat_lokus_of_2022_have_the_published_prevalence(balita):
    """1.4 % in the nine lokus of 2022 (beritajakarta.id 124442)."""
    lokus = read("resmi", "lokus")
    chosen = lokus[(lokus["kode_kota"] == "31.73") & (lokus["tahun"] == 2022)]["kode_kelurahan"]
    rows = balita[balita["kode_kelurahan"].isin(chosen) & (balita["tahun"] == 2022)]
    assert len(rows) == 9
    stunting = rows["pendek"].sum() + rows["sangat_pendek"].sum()
    assert round(stunting / rows["diukur"].sum() * 100, 1) == 1.4


def test_population_behind_the_sizes_is_the_published_one():
    published = read("resmi", "penduduk")
    for kota, people in POPULATION.items():
        figures = pd.to_numeric(published[published["kode_wilayah"] == kota]["nilai"])
        assert people in figures.tolist(), kota
    parts = {"Kapuk": 59_176, "Kapuk Timur": 36_200, "Kapuk Selatan": 75_998}
    assert KNOWN_POPULATION["31.73.01.1005"] == sum(parts.values())


@pytest.mark.parametrize("table", ["balita", "krs"])
def test_every_kelurahan_has_every_year_once(table):
    frame = read("contoh", table)
    codes = set(read("wilayah", "kelurahan")["kode_kelurahan"])
    assert set(frame["kode_kelurahan"]) == codes and len(codes) == 267
    assert len(frame) == 267 * 5
    assert not frame.duplicated(["kode_kelurahan", "tahun"]).any()


def test_nobody_is_measured_twice_and_no_case_unmeasured(balita):
    assert (balita["diukur"] <= balita["balita_sasaran"]).all()
    assert (balita["pendek"] + balita["sangat_pendek"] <= balita["diukur"]).all()
    assert (balita[["pendek", "sangat_pendek"]] >= 0).all(axis=None)


def test_families_keep_the_counting_identities(krs):
    assert (krs["total_krs"] + krs["tidak_berisiko"] == krs["keluarga_sasaran"]).all()
    assert (krs["keluarga_sasaran"] <= krs["jumlah_keluarga"]).all()
    assert (krs.filter(like="kesejahteraan_").sum(axis=1) == krs["total_krs"]).all()
    four = krs[FOUR_T]
    assert krs["jumlah_4t"].between(four.max(axis=1), four.sum(axis=1)).all()
    factors = krs[[*FOUR_T, "jumlah_4t", "air_tidak_layak", "jamban_tidak_layak", "bukan_kb_modern"]]
    assert factors.le(krs["total_krs"], axis=0).all(axis=None)


def test_every_family_at_risk_has_at_least_one_factor(krs):
    apart = ["air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern"]
    assert (krs[apart].sum(axis=1) >= krs["total_krs"]).all()


def test_the_4t_overlap(krs):
    """Otherwise a chart that wrongly sums them would look right on sample data."""
    assert (krs["jumlah_4t"] < krs[FOUR_T].sum(axis=1)).all()


def test_coverage_stays_within_100_percent_and_some_of_it_is_unknown(cakupan):
    assert (cakupan["pembilang"] <= cakupan["penyebut"]).all()
    assert cakupan["penyebut"].min() > 0
    assert not cakupan.duplicated(["kode_kelurahan", "tahun", "kode_indikator"]).any()
    indicators = set(read("rujukan", "indikator_esensial")["kode_indikator"])
    assert set(cakupan["kode_indikator"]) == indicators and len(indicators) == 29
    absent = 267 * 29 * 5 - len(cakupan)
    assert 0.005 < absent / (267 * 29 * 5) < 0.03


def test_growth_monitoring_never_exceeds_the_children_measured(balita, cakupan):
    monitored = cakupan[cakupan["kode_indikator"] == "E17"]
    both = monitored.merge(balita, on=["kode_kelurahan", "tahun"])
    assert len(both) == len(monitored)
    assert (both["pembilang"] <= both["diukur"]).all()


def test_letters_end_with_the_frame_of_eight_aksi():
    reviu = read("contoh", "reviu")
    assert set(reviu["kerangka"]) == {"aksi8"} and reviu["tahun"].max() == 2024
    assert set(reviu["huruf"]) <= set("ABCD")


def test_evidence_uses_the_aksi_of_the_frame_in_force():
    used = read("contoh", "bukti").groupby("kerangka")
    frames = read("rujukan", "aksi").groupby("kerangka")["aksi"].agg(set)
    assert used["aksi"].agg(set).to_dict() == frames.to_dict()
    assert used["tahun"].agg(["min", "max"]).loc["aksi8"].tolist() == [2021, 2024]
    assert used["tahun"].agg(["min", "max"]).loc["aksi6"].tolist() == [2025, 2025]


def test_evidence_has_a_finished_date_only_where_it_exists():
    bukti = read("contoh", "bukti")
    assert ((bukti["tanggal_selesai"] != "") == (bukti["tersedia"] == 1)).all()
    late = bukti["tanggal_selesai"] > bukti["tanggal_rencana"]
    assert late.any() and not late.all() and (bukti["tersedia"] == 0).any()


def test_no_evidence_is_finished_before_its_published_aksi():
    """Dates of data/resmi/jadwal_aksi.csv stand; sample documents follow them."""
    keys = ["kode_kota", "tahun", "kerangka", "aksi"]
    both = read("contoh", "bukti").merge(read("resmi", "jadwal_aksi"), on=keys, suffixes=("", "_resmi"))
    last = both["tanggal_selesai_resmi"].where(both["tanggal_selesai_resmi"] != "", both["tanggal_mulai"])
    finished = both["tanggal_selesai"]
    assert len(both) > 0
    assert ((finished == "") | (last.str.len() < 10) | (finished >= last)).all()


def test_apportion_keeps_the_total_and_the_caps():
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(10, [8, 1, 1], [4, 9, 9]) == [4, 3, 3]
    with pytest.raises(ValueError, match="does not fit"):
        apportion(10, [1, 1], [4, 4])


@pytest.fixture(scope="module")
def pengukuran():
    areas = AreaCodes(read("wilayah", "kelurahan"), read("wilayah", "alias"))
    return read_measurements(SAMPLE / "pengukuran.csv", "pengukuran.csv", Options(linked=True, area_codes=areas))


def test_the_sample_export_has_the_faults_that_real_ones_have(pengukuran):
    kinds = {kind for _column, kind in pengukuran.findings.lines}
    assert kinds == {"tanggal_terbalik", "umur_beda", "tanpa_ukuran", "jk_kosong", "ukur_ganda"}
    frame = pengukuran.frame
    assert 0.02 < frame["nik_kosong"].mean() < 0.08
    for column in ("berat_kg", "tinggi_cm"):
        assert 0 < frame[column].isna().mean() < 0.02
    assert (frame["berat_kg"] > 50).sum() > 3  # a comma forgotten, a height in the cell of the weight
    assert (frame["kode_kelurahan"] != "").all()


def test_the_sample_export_follows_children_over_two_rounds(pengukuran):
    months = pengukuran.frame["tanggal_ukur"].dt.strftime("%Y-%m")
    assert set(months) == {"2024-02", "2024-08"}
    first, second = (set(pengukuran.frame.loc[months == month, "anak"]) for month in ("2024-02", "2024-08"))
    assert len(first & second) > 2000 and len(first - second) > 300 and len(second - first) > 300


def test_about_one_child_in_twenty_of_the_sample_export_is_stunted(pengukuran):
    """5.4 % was reported for DKI in October 2023 (data/resmi/hitung_rutin.csv)."""
    scored = score_growth(pengukuran.frame)
    assert 0.04 < (scored["zs_tbu"][scored["flag_tbu"] == 0].dropna() < -2).mean() < 0.065


def test_no_synthetic_nik_could_be_anybodys():
    numbers = read("contoh", "pengukuran", sep=";")["NIK"]
    assert numbers[numbers != ""].str.fullmatch("99[0-9]{14}").all()


def test_sample_plans_leave_some_lokus_without_an_activity():
    lokus = read("resmi", "lokus")
    listed = set(lokus[(lokus["kode_kota"] == "31.73") & (lokus["tahun"] == 2024)]["kode_kelurahan"])
    plans = read("contoh", "rencana")
    planned = set(plans[plans["tahun"] == 2024]["kode_wilayah"])
    assert listed & planned and listed - planned


def test_sample_budgets_are_plain_multiples_of_five_million():
    budgets = read("contoh", "rencana")["anggaran_rp"]
    assert (budgets > 0).all() and (budgets % 5_000_000 == 0).all()


def test_sample_commitments_are_kept_late_and_broken_too():
    rows = read("contoh", "komitmen")
    done = rows[rows["tanggal_selesai"] != ""]
    assert (done["tanggal_selesai"] > done["tenggat"]).any() and (done["tanggal_selesai"] <= done["tenggat"]).any()
    assert 0 < len(done) < len(rows)


def test_no_sample_kelurahan_has_more_trained_kader_than_kader():
    rows = read("contoh", "pelaku")
    known = rows[rows["terlatih"] != ""]
    assert (pd.to_numeric(known["terlatih"]) <= known["jumlah"]).all()
    assert 0 < len(known) < len(rows)
    kader = rows[(rows["pelaku"] == "kader") & (rows["tahun"] == 2024)]
    assert 250 < len(kader) < 267
