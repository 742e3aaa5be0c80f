"""Published figures and reference tables say what their sources say.

Expected values are typed here from the sources, not read from the tables: a slip of the pen in data/ must fail.
"""

from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"
OFFICIAL = sorted(path.stem for path in (DATA / "resmi").glob("*.csv"))
FIGURES = ["prevalensi_survei", "hitung_rutin", "krs", "target", "penduduk", "anggaran", "pemekaran"]


def read(table: str) -> pd.DataFrame:
    """One table as text: codes keep their dots and empty stays empty."""
    return pd.read_csv(DATA / f"{table}.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def kelurahan() -> pd.DataFrame:
    return read("wilayah/kelurahan")


@pytest.fixture(scope="module")
def figures() -> pd.DataFrame:
    return pd.concat([read(f"resmi/{table}") for table in FIGURES], ignore_index=True)


def value(figures: pd.DataFrame, indikator: str, kode: str, periode: str, status: str = "") -> float:
    """The one figure of this indicator, area, period and status."""
    keys = {"indikator": indikator, "kode_wilayah": kode, "periode": periode, "status": status}
    row = figures[(figures[list(keys)] == pd.Series(keys)).all(axis=1)]
    assert len(row) == 1, f"{keys}: {len(row)} rows"
    return float(row["nilai"].iloc[0])


# Provenance


@pytest.mark.parametrize("table", OFFICIAL)
def test_every_published_row_names_its_source(table):
    rows = read(f"resmi/{table}")
    assert (rows["sumber_judul"].str.len() > 10).all()
    assert rows["sumber_url"].str.match(r"^(https://\S+\.\S+[^…]|)$").all()
    assert rows["tanggal_sumber"].str.match(r"^(\d{4}(-\d{2}(-\d{2})?)?|)$").all()


def test_a_source_is_always_cited_the_same_way():
    """The same title with two addresses, or one address under two titles, would be two sources."""
    cited = pd.concat([read(f"resmi/{table}") for table in OFFICIAL])
    cited = cited[["sumber_judul", "sumber_url", "tanggal_sumber"]].drop_duplicates()
    assert cited["sumber_judul"].is_unique
    assert cited.loc[cited["sumber_url"] != "", "sumber_url"].is_unique


def test_figures_are_numbers_of_a_known_status_and_stand_once(figures):
    assert pd.to_numeric(figures["nilai"]).ge(0).all()
    assert set(figures["status"]) == {"", "versi_kota", "belum_diverifikasi", "turunan"}
    assert not figures.duplicated(["indikator", "kode_wilayah", "tahun", "periode", "status"]).any()


def test_figures_belong_to_known_areas(figures, kelurahan):
    levels = ["kode_kota", "kode_kecamatan", "kode_kelurahan"]
    known = {"00", "31"}.union(*(kelurahan[level] for level in levels))
    assert set(figures["kode_wilayah"]) <= known


def test_a_share_with_its_counts_is_the_share_of_those_counts(figures):
    """Jakarta Utara 1,389 of 41,467 is 3.35 %; Jakarta Selatan's press figure 1.19 % is not 794 of 64,213."""
    counted = figures[figures["pembilang"] != ""]
    numbers = counted[["nilai", "pembilang", "penyebut"]].astype(float)
    assert len(counted) == 3
    assert (100 * numbers["pembilang"] / numbers["penyebut"] - numbers["nilai"]).abs().max() < 0.01


def test_derived_figures_say_from_what(figures):
    derived = figures[figures["status"] == "turunan"]
    assert derived["catatan"].str.contains("Turunan").all()


# Figures


@pytest.mark.parametrize(
    ("kode", "by_survey"),
    [
        ("31", {"SSGI 2021": 16.8, "SSGI 2022": 14.8, "SKI 2023": 17.6, "SSGI 2024": 17.2}),
        ("31.01", {"SSGI 2021": 19.3, "SSGI 2022": 20.5, "SKI 2023": 18.6}),
        ("31.71", {"SSGI 2021": 19.7, "SSGI 2022": 14.0, "SKI 2023": 19.1}),
        ("31.72", {"SSGI 2021": 20.4, "SSGI 2022": 18.5, "SKI 2023": 19.8}),
        ("31.73", {"SSGI 2021": 17.6, "SSGI 2022": 15.2, "SKI 2023": 17.1}),
        ("31.74", {"SSGI 2021": 15.7, "SSGI 2022": 11.9, "SKI 2023": 16.6, "SSGI 2024": 14.9}),
        ("31.75", {"SSGI 2021": 13.4, "SSGI 2022": 14.4, "SKI 2023": 16.8}),
        ("00", {"Riskesdas 2018": 30.8, "SSGI 2021": 24.4, "SSGI 2022": 21.6, "SKI 2023": 21.5, "SSGI 2024": 19.8}),
    ],
)
def test_survey_prevalence(kode, by_survey):
    rows = read("resmi/prevalensi_survei").query("kode_wilayah == @kode and status == ''")
    assert dict(zip(rows["periode"], rows["nilai"].astype(float), strict=True)) == by_survey


def test_jakarta_barat_2021_keeps_the_figure_of_the_kota_beside_the_survey(figures):
    assert value(figures, "prevalensi_survei", "31.73", "SSGI 2021") == 17.6
    assert value(figures, "prevalensi_survei", "31.73", "SSGI 2021", "versi_kota") == 17.8


def test_survey_and_routine_figures_are_different_indicators():
    survey, routine = (set(read(f"resmi/{table}")["indikator"]) for table in ("prevalensi_survei", "hitung_rutin"))
    assert survey == {"prevalensi_survei"}
    assert survey.isdisjoint(routine)


def test_families_at_risk(figures):
    assert value(figures, "total_krs", "31.73", "Penilaian kinerja TA 2024") == 69_553
    assert value(figures, "total_krs", "31.71", "Desember 2025") == 27_429
    national = value(figures, "total_krs", "00", "Semester I 2024")
    new, old = (value(figures, name, "00", "Semester I 2024") for name in ("krs_baru", "krs_lama"))
    assert national == 8_682_170 == new + old
    assert set(figures.query("indikator == 'total_krs'")["kode_wilayah"]) == {"00", "31.71", "31.73"}


def test_the_two_target_paths_stay_apart():
    target = read("resmi/target").query("status == ''")
    paths = {name: dict(zip(path["tahun"], path["nilai"], strict=True)) for name, path in target.groupby("indikator")}
    assert paths == {
        "target_rpjmn_2020": {"2020": "24.1", "2021": "21.1", "2022": "18.4", "2023": "16", "2024": "14"},
        "target_rpjmn_2025": {"2025": "18.8", "2029": "14.2"},
        "target_2045": {"2045": "5"},
    }


def test_population_of_the_six_kota_sums_to_the_province(figures):
    rows = figures.query("indikator == 'penduduk' and periode == 'Kepmendagri 2025'")
    by_area = rows.set_index("kode_wilayah")["nilai"].astype(int)
    assert len(by_area) == 7
    assert by_area.drop("31").sum() == by_area["31"] == 11_038_216


def test_the_parts_of_kapuk_do_not_reach_the_total_its_source_gives():
    kapuk = read("resmi/pemekaran").query("indikator == 'penduduk' and status == ''")
    people = kapuk.set_index("periode")["nilai"].astype(int)
    parts = people[people.index.str.startswith("Sesudah")]
    assert sorted(parts) == [36_200, 59_176, 75_998]
    assert (parts.sum(), people["Sebelum pemekaran"]) == (171_374, 174_349)


# Lokus


def names(daftar: str, kelurahan: pd.DataFrame) -> set[str]:
    codes = read("resmi/lokus").query("daftar == @daftar")["kode_kelurahan"]
    return set(kelurahan.set_index("kode_kelurahan").loc[codes, "nama_kelurahan"])


def test_every_lokus_is_a_kelurahan_of_its_kota(kelurahan):
    lokus = read("resmi/lokus").merge(kelurahan, on="kode_kelurahan", how="left", suffixes=("", "_wilayah"))
    assert (lokus["kode_kota"] == lokus["kode_kota_wilayah"]).all()
    assert not lokus.duplicated(["daftar", "kode_kelurahan"]).any()


def test_list_names_are_kota_year_version():
    for table in ("lokus_daftar", "lokus"):
        rows = read(f"resmi/{table}")
        assert (rows["daftar"] == rows["kode_kota"] + "-" + rows["tahun"] + "-" + rows["versi"]).all()
    assert read("resmi/lokus_daftar")["daftar"].is_unique


def test_lists_name_as_many_kelurahan_as_their_sources_count():
    """One source counts 15 and names 16; of Jakarta Barat 2021 only the number was published."""
    counted = read("resmi/lokus_daftar").set_index("daftar")["jumlah"].astype(int)
    named = read("resmi/lokus").groupby("daftar").size().reindex(counted.index, fill_value=0)
    differ = counted[counted != named]
    assert dict(differ) == {"31.73-2021-a": 11, "31.74-2025-b": 15}
    assert (named["31.73-2021-a"], named["31.74-2025-b"]) == (0, 16)
    assert dict(counted.drop(differ.index)) == {
        "31.73-2022-a": 9,
        "31.73-2023-a": 8,
        "31.73-2024-a": 8,
        "31.73-2024-b": 8,
        "31.72-2021-a": 10,
        "31.72-2022-a": 7,
        "31.74-2021-a": 10,
        "31.74-2023-a": 15,
        "31.74-2024-a": 16,
        "31.74-2024-b": 16,
        "31.74-2025-a": 16,
    }


@pytest.mark.parametrize(
    ("lists", "only_in_a", "only_in_b"),
    [
        ("31.73-2024", "Tegal Alur", "Kalideres"),
        ("31.74-2024", "Jagakarsa", "Srengseng Sawah"),
        ("31.74-2025", "Jagakarsa", "Srengseng Sawah"),
    ],
)
def test_conflicting_lists_differ_in_one_name(lists, only_in_a, only_in_b, kelurahan):
    a, b = names(f"{lists}-a", kelurahan), names(f"{lists}-b", kelurahan)
    assert (a - b, b - a) == ({only_in_a}, {only_in_b})


def test_the_list_of_jakarta_barat_2023_is_the_one_of_its_decree(kelurahan):
    decreed = read("resmi/lokus_daftar").set_index("daftar").loc["31.73-2023-a"]
    assert decreed["nomor_sk"] == "e-0084/2023"
    assert names("31.73-2023-a", kelurahan) == {
        "Kedaung Kali Angke",
        "Jatipulo",
        "Kota Bambu Utara",
        "Tegal Alur",
        "Kapuk",
        "Cengkareng Timur",
        "Rawa Buaya",
        "Duri Kosambi",
    }


def test_kapuk_is_in_every_named_list_of_jakarta_barat(kelurahan):
    """It is about to be split in three, so its history must stay attached to the old code."""
    lokus = read("resmi/lokus").query("kode_kota == '31.73'")
    with_kapuk = set(lokus.query("kode_kelurahan == '31.73.01.1005'")["daftar"])
    assert with_kapuk == set(lokus["daftar"])
    assert "Kapuk Muara" not in set().union(*(names(daftar, kelurahan) for daftar in with_kapuk))


# Aksi


def test_dates_of_the_aksi_belong_to_the_frame_of_their_year():
    dates, frames = read("resmi/jadwal_aksi"), read("rujukan/aksi")
    known = set(zip(frames["kerangka"], frames["aksi"], strict=True)) | {("aksi8", "PK")}
    assert set(zip(dates["kerangka"], dates["aksi"], strict=True)) <= known
    assert (dates["kerangka"] == dates["tahun"].ge("2025").map({True: "aksi6", False: "aksi8"})).all()
    assert (dates["tanggal_mulai"] <= dates["tanggal_selesai"]).all()
    assert dates["tanggal_rencana"].eq("").all(), "no plan was published"


def test_the_review_of_2024_took_three_days_in_may_2025():
    review = read("resmi/jadwal_aksi").query("aksi == 'PK' and tahun == '2024'")
    assert dict(zip(review["kode_kota"], review["tanggal_mulai"], strict=True)) == {
        "31.71": "2025-05-26",
        "31.72": "2025-05-26",
        "31.73": "2025-05-27",
        "31.74": "2025-05-27",
        "31.75": "2025-05-27",
        "31.01": "2025-05-28",
    }


def test_the_frame_changes_after_2024():
    frames = read("rujukan/aksi")
    spans = frames.groupby("kerangka")[["berlaku_dari", "berlaku_sampai"]].first()
    assert (spans.loc["aksi8", "berlaku_sampai"], spans.loc["aksi6", "berlaku_dari"]) == ("2024", "2025")
    assert list(frames.query("kerangka == 'aksi8'")["aksi"]) == list("12345678")
    assert list(frames.query("kerangka == 'aksi6'")["aksi"]) == ["U1", "U2", "U3", "U4", "P1", "P2"]


# Areas


def test_the_province_has_267_kelurahan_in_44_kecamatan(kelurahan):
    assert kelurahan["kode_kelurahan"].is_unique
    assert kelurahan["kode_kelurahan"].str.match(r"^31\.\d\d\.\d\d\.1\d{3}$").all()
    assert (kelurahan["kode_kelurahan"].str[:8] == kelurahan["kode_kecamatan"]).all()
    assert (kelurahan["kode_kecamatan"].str[:5] == kelurahan["kode_kota"]).all()
    counts = kelurahan.groupby("kode_kota").agg({"kode_kecamatan": "nunique", "kode_kelurahan": "nunique"})
    assert {kode: tuple(row) for kode, row in zip(counts.index, counts.to_numpy().tolist(), strict=True)} == {
        "31.01": (2, 6),
        "31.71": (8, 44),
        "31.72": (6, 31),
        "31.73": (8, 56),
        "31.74": (10, 65),
        "31.75": (10, 65),
    }
    assert counts.sum().tolist() == [44, 267]


def test_traps_among_names(kelurahan):
    by_name = kelurahan.set_index("nama_kelurahan")
    assert by_name.loc["Jatinegara", "nama_kecamatan"] == "Cakung"
    assert by_name.loc["Kapuk", "kode_kelurahan"] == "31.73.01.1005"
    assert by_name.loc["Kapuk Muara", "kode_kelurahan"] == "31.72.01.1003"
    folded = kelurahan[["nama_kelurahan", "nama_kecamatan"]].apply(
        lambda column: column.str.replace(" ", "").str.lower()
    )
    assert folded["nama_kelurahan"].isin(folded["nama_kecamatan"]).sum() == 27


def test_an_alias_is_never_the_name_of_another_kelurahan(kelurahan):
    aliases = read("wilayah/alias")
    assert aliases["alias"].is_unique
    assert set(aliases["kode_kelurahan"]) <= set(kelurahan["kode_kelurahan"])
    assert not aliases["alias"].isin(kelurahan["nama_kelurahan"]).any()


# Reference tables


def test_the_29_essential_indicators():
    indicators = read("rujukan/indikator_esensial")
    assert list(indicators["kode_indikator"]) == [f"E{number:02d}" for number in range(1, 30)]
    assert set(indicators.query("polaritas == 'turun_baik'")["kode_indikator"]) == {"E12", "E13"}
    assert indicators["nama_pendek"].is_unique
    assert indicators["nama_pendek"].str.len().le(28).all()


def test_targets_are_the_sourced_ones_only():
    """Targets known only by hearsay (anaemia test, unmet need, immunisation, sanitation, ...) stay empty."""
    indicators = read("rujukan/indikator_esensial").set_index("kode_indikator")
    with_target = indicators[indicators["target"] != ""]
    assert dict(with_target["target"].astype(float)) == {
        "E01": 58,
        "E03": 90,
        "E04": 90,
        "E10": 90,
        "E11": 80,
        "E13": 15.5,
        "E14": 80,
        "E15": 80,
        "E16": 90,
        "E17": 90,
        "E18": 90,
        "E23": 70,
    }
    assert with_target["tahun_target"].eq("2024").all()
    assert with_target["target_sumber_judul"].ne("").all()
    without = indicators[indicators["target"] == ""]
    assert without[["tahun_target", "target_sumber_judul", "target_sumber_url"]].eq("").all(axis=None)
    assert "80 %" in indicators.loc["E01", "catatan"], "two sources disagree on this target"


@pytest.mark.parametrize(
    "table",
    ["aksi", "indikator_esensial", "indikator", "faktor_krs", "glosarium", "masalah", "parameter", "rubrik",
     "skenario_parameter", "skenario_biaya"],
)  # fmt: skip
def test_only_an_assumption_has_no_source(table):
    rows = read(f"rujukan/{table}")
    kind = rows["jenis"] if "jenis" in rows else pd.Series("aturan", index=rows.index)
    assert set(kind) <= {"aturan", "riset", "asumsi"}
    assert ((rows["sumber_judul"] == "") == (kind == "asumsi")).all()


def test_parameters_lie_within_their_bounds():
    parameters = read("rujukan/parameter").set_index("parameter")
    assert parameters.index.is_unique
    numbers = parameters[["nilai", "batas_bawah", "batas_atas"]].apply(pd.to_numeric)
    assert (numbers["nilai"] >= numbers["batas_bawah"].fillna(numbers["nilai"])).all()
    assert (numbers["nilai"] <= numbers["batas_atas"].fillna(numbers["nilai"])).all()
    assumed = set(parameters.query("jenis == 'asumsi'").index)
    assert {"supresi_pembilang", "supresi_penyebut"} <= assumed, "no Indonesian rule was found"


def test_effects_of_the_scenario_model_are_the_published_ones():
    """Dewey 2021, Keats 2019, Panjwani 2017, Torlesse 2016, Cahyadi 2020, McGovern 2019."""
    rows = read("rujukan/skenario_parameter").set_index("parameter")
    interval = rows[["nilai", "bawah", "atas"]]
    assert interval.loc["suplemen_rr"].tolist() == ["0.88", "0.85", "0.91"]
    assert interval.loc["mms_bb_g"].tolist() == ["45.16", "32.31", "58.02"]
    assert interval.loc["pmba_haz"].tolist() == ["0.11", "0.01", "0.22"]
    assert interval.loc["wash_or_tak_aman"].tolist() == ["3.47", "1.73", "7.28"]
    assert interval.loc["pkh_rr"].tolist() == ["0.77", "", ""], "the abstract gives no interval"
    assert interval.loc["bb_ke_stunting", "nilai"] == "0.0001"
    numbers = interval.apply(pd.to_numeric)
    assert (numbers["bawah"].fillna(numbers["nilai"]) <= numbers["nilai"]).all()
    assert (numbers["atas"].fillna(numbers["nilai"]) >= numbers["nilai"]).all()
    assumed = set(rows.query("jenis == 'asumsi'").index)
    assert {"kappa", "sigma_haz", "pmt_pemulihan_rr", "tren_simpangan", "tumpang"} <= assumed


def test_levers_name_parameters_and_indicators_that_exist():
    levers, known = read("rujukan/skenario_tuas"), set(read("rujukan/skenario_parameter")["parameter"])
    assert {name for names in levers["parameter"] for name in names.split(";")} <= known
    indicators = {*read("rujukan/indikator_esensial")["kode_indikator"], ""}
    for column in ("indikator", "indikator_sasaran", "indikator_populasi"):
        assert set(levers[column]) <= indicators
    assert set(read("rujukan/skenario_biaya")["tuas"]) <= set(levers["tuas"])


def test_foreign_costs_are_no_unit_costs():
    costs = read("rujukan/skenario_biaya")
    assert costs.query("tempat == 'Bangladesh'")["biaya_rp"].eq("").all()
    assert costs.query("tuas == 'ttd'")["biaya_rp"].eq("").all(), "not found"


def test_only_letters_a_and_b_of_rule_1_1_have_a_threshold():
    rubric = read("rujukan/rubrik")
    assert dict(zip(rubric["huruf"], rubric["batas_pct"], strict=True)) == {"A": "100", "B": "75", "C": "", "D": ""}
    assert set(rubric["indikator"]) == {"1.1"}


def test_every_gap_says_what_would_fill_it():
    gaps = read("rujukan/masalah")
    assert gaps["masalah"].is_unique
    assert gaps["yang_mengisi"].str.len().gt(10).all()


def test_risk_factors_never_offer_a_sum_of_the_4t():
    factors = read("rujukan/faktor_krs")
    assert list(factors.query("kelompok == '4T'")["faktor"]) == [
        "terlalu_muda",
        "terlalu_tua",
        "terlalu_dekat",
        "terlalu_banyak",
    ]
    assert "jumlah_4t" not in set(factors["faktor"])
