"""The cohort model gives what its reference says, changes nothing when nothing has an effect, and equals a slow loop."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.scenario.base import base_of
from analysis.scenario.draws import draw_parameters, stream
from analysis.scenario.model import BASE_DRAWS, SEED, piece, prepare, run, simulate
from analysis.scenario.plan import presets
from tests.scenario import naive
from tests.scenario.bases import base_with, plan_of, without_drift

EVERY = {
    "mms": {2029: 70}, "ttd": {2028: 98}, "pmt_kek": {2027: 95}, "suplemen": {2027: 30, 2029: 70}, "pmba": {2029: 90},
    "asi": {2028: 95}, "zinc": {2030: 40}, "pkh": {2029: 90}, "jamban": {2029: 100}, "air": {2028: 100},
    "jarak_umur": {2029: 95}, "pmt_pemulihan": {2029: 99},
}  # fmt: skip


def outcome(plan, base, parameter, tuas, draws=1000):
    work = prepare(plan, base, parameter, tuas, draws, SEED)
    return work, simulate(work)


def measured(case, parameter, tuas):
    """The number that a worked case asks for."""
    path = {case.tuas: {2025: case.dari_pct, 2026: case.ke_pct}}
    base = base_with(case.prevalensi, tuas, unsafe=case.air_tak_aman)
    plan = plan_of(path, case.preset, sampai=case.tahun)
    work, found = outcome(plan, base, without_drift(parameter), tuas)
    if case.ukuran.startswith("rasio"):
        one = piece(work, work.reaches[0], work.p0, work.drawn)
        drawn = np.exp(one.values[one.place[-1, 1]])[:, 0]
    else:
        drawn = -100 * found.dicegah[:, -1] / base.balita.sum()
    end = case.ukuran[-4:]
    if case.ukuran == "prevalensi":
        return 100 * case.prevalensi + np.median(drawn)
    return np.quantile(drawn, {"_025": 0.025, "_975": 0.975}.get(end, 0.5))


def test_effects_of_single_levers(cases, parameter, tuas):
    for case in cases("skenario_pengaruh").itertuples():
        if case.ukuran == "prevalensi_tepat":
            continue
        assert measured(case, parameter, tuas) == pytest.approx(case.harapan, abs=case.toleransi), case.kasus


def test_full_association_of_sanitation(cases, parameter, tuas):
    """At the odds ratio itself (no draws of it), kappa 1."""
    case = cases("skenario_pengaruh").set_index("kasus").loc["sanitasi kappa 1"]
    fixed = without_drift(parameter).assign(sebaran="tetap")
    base = base_with(case["prevalensi"], tuas, unsafe=case["air_tak_aman"])
    plan = plan_of({"jamban": {2025: case["dari_pct"], 2026: case["ke_pct"]}}, case["preset"])
    told = run(plan, base, fixed, tuas, 10).tahunan.query("arah == 'rencana' and ukuran == 'prevalensi'")
    assert told["nilai"].iloc[-1] == pytest.approx(case["harapan"], abs=case["toleransi"])


def test_what_planners_are_told(cases, parameter, tuas):
    """National 19.8 %, persistence .9, no trend: the printed numbers to the printed digit."""
    for case in cases("skenario_perencana").itertuples():
        path = {lever: {2025: case.dari_pct, case.tahun_ke: case.ke_pct} for lever in case.tuas.split(";")}
        result = run(plan_of(path), base_with(0.198, tuas), without_drift(parameter), tuas)
        told = result.tahunan.query("arah == 'rencana' and ukuran == 'prevalensi'").set_index("tahun")["nilai"]
        value = told[case.tahun] - (19.8 if case.ukuran == "perubahan" else 0)
        assert value == pytest.approx(case.harapan, abs=case.toleransi), case.kasus


def test_null_preset_changes_nothing(parameter, tuas):
    base = base_with([0.198, 0.25], tuas, cakupan={"jamban": 0.8, "air": 0.9})
    result = run(plan_of(EVERY, "nol"), base, parameter, tuas, 50)
    arms = result.tahunan.pivot(index=["ukuran", "tahun"], columns="arah", values="nilai")
    assert (arms["rencana"] == arms["tanpa_rencana"]).all()
    assert (result.dicegah[["nilai", "bawah", "atas"]] == 0).all(axis=None)
    assert arms.loc["prevalensi"].to_numpy() == pytest.approx(22.4)
    assert result.peluang["lebih_baik"] == 0


def test_unchanged_coverage_averts_exactly_nothing(parameter, tuas):
    covered = dict.fromkeys(EVERY, 0.3)
    plan = plan_of({lever: {2029: 30} for lever in EVERY}, "baku")
    _work, found = outcome(plan, base_with([0.198, 0.25], tuas, cakupan=covered), parameter, tuas, 50)
    assert (found.dicegah == 0).all()


def test_same_plan_twice_gives_the_same_numbers(parameter, tuas):
    first, second = (run(plan_of(EVERY, "baku"), base_with([0.1, 0.2], tuas), parameter, tuas, 60) for _ in range(2))
    for name in ("tahunan", "tuas", "kelurahan", "biaya", "pendorong"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


@pytest.mark.parametrize("lever", list(EVERY))
def test_more_coverage_never_means_more_stunting(lever, parameter, tuas):
    base = base_with([0.17, 0.28], tuas, cakupan={lever: 0.1})
    ends = []
    for share in (10, 30, 60, 100):
        result = run(plan_of({lever: {2029: share}}, "baku"), base, parameter, tuas, 200)
        ends.append(result.dicegah["nilai"].iloc[-1])
    assert ends[0] == 0
    assert np.diff(ends).min() >= 0
    assert (ends[-1] > 0) == (lever != "pmt_pemulihan"), "recovery feeding has no effect until there is evidence"


def test_water_alone_matters_only_where_there_is_no_latrine(parameter, tuas):
    everyone, half = (base_with(0.198, tuas, cakupan={"jamban": share, "air": 0.5}) for share in (1.0, 0.5))
    plan = plan_of({"air": {2026: 100}}, "kappa1")
    assert (outcome(plan, everyone, parameter, tuas, 50)[1].dicegah == 0).all()
    assert np.median(outcome(plan, half, parameter, tuas, 50)[1].dicegah[:, -1]) > 0


def test_latrines_and_water_together_remove_no_more_than_the_risk_without_latrines(parameter, tuas):
    base = base_with(0.198, tuas, cakupan={"jamban": 0.8, "air": 0.5})
    both, latrines = (
        outcome(plan_of({lever: {2026: 100} for lever in levers}, "kappa1"), base, parameter, tuas, 50)[1].dicegah[
            :, -1
        ]
        for levers in (("jamban", "air"), ("jamban",))
    )
    assert both == pytest.approx(latrines, rel=1e-5)


def test_overlap_takes_something_off_and_never_reverses(parameter, tuas):
    levers = {lever: {2026: 100} for lever in ("suplemen", "pmba", "mms")}
    same = without_drift(parameter)
    full = run(plan_of(levers, "kappa0"), base_with(0.198, tuas), same, tuas, 100).dicegah["nilai"].iloc[-1]
    low = run(plan_of(levers, "pesimis"), base_with(0.198, tuas), same, tuas, 100).dicegah["nilai"].iloc[-1]
    alone = run(plan_of({"pmba": {2026: 100}}, "pesimis"), base_with(0.198, tuas), same, tuas, 100)
    assert alone.dicegah["nilai"].iloc[-1] < low < full


def test_children_are_reached_with_the_lag_of_their_cohorts(parameter, tuas):
    """A pregnancy lever begun in 2026 has reached ages 0-3 in 2029; a 6-23 month lever half of ages 0 and 4."""
    lag = {
        lever: run(plan_of({lever: {2026: 100}}), base_with(0.198, tuas), parameter, tuas, 20).lag
        for lever in ("mms", "suplemen")
    }
    at = {lever: frame.query("tahun == 2029")["terjangkau"].tolist() for lever, frame in lag.items()}
    assert at["mms"] == [1, 1, 1, 1, 0]
    assert at["suplemen"] == [0.5, 1, 1, 1, 0.5]


def test_vectorised_model_equals_the_slow_loop(parameter, tuas):
    """All levers at once, three kelurahan, a few draws; float32 against float64."""
    covered = {"ttd": 0.8, "pmt_kek": 0.7, "pmba": 0.6, "asi": 0.7, "pkh": 0.5, "jamban": 0.85, "air": 0.9,
               "jarak_umur": 0.88, "pmt_pemulihan": 0.8}  # fmt: skip
    base = base_with([0.12, 0.198, 0.3], tuas, balita=[4000, 9000, 2500], cakupan=covered, unsafe=0.3)
    base.layak["pmt_kek"][:] = [0.1, 0.2, 0.15]
    plan = plan_of(EVERY, "baku", sampai=2031)
    work, found = outcome(plan, base, parameter, tuas, 150)
    for d in (0, 7, 120, 149):
        slow = naive.averted(plan, base, work.drawn, work.p0, d)
        assert list(slow) == list(work.years)
        assert found.dicegah[d] == pytest.approx(list(slow.values()), rel=2e-4, abs=0.05)


def test_a_parameter_is_drawn_the_same_whatever_the_plan(parameter, tuas):
    preset = presets(parameter)["baku"]
    assert (draw_parameters(parameter, preset, 30, 1)["suplemen_rr"]
            == draw_parameters(parameter.iloc[::-1], preset, 30, 1)["suplemen_rr"]).all()  # fmt: skip


def test_chance_of_the_target_is_a_share_of_draws(parameter, tuas):
    plan = plan_of(EVERY, "baku", target_pct=14.2, tahun_target=2029)
    base = base_with(0.198, tuas)
    result = run(plan, base, parameter, tuas, 200)
    work, found = outcome(plan, base, parameter, tuas, 200)
    at = list(work.years).index(2029)
    met = 100 * (found.kasus - found.dicegah)[:, at] / base.balita.sum() <= 14.2
    assert result.peluang["target"] == met.mean()
    without = 100 * found.kasus[:, at] / base.balita.sum() <= 14.2
    assert result.peluang["target_tanpa_rencana"] == without.mean() < met.mean()
    assert run(plan_of(EVERY), base, parameter, tuas, 20).peluang["target"] is None


def test_waterfall_ends_where_the_plan_ends(parameter, tuas):
    result = run(plan_of(EVERY, "baku"), base_with([0.15, 0.22], tuas), parameter, tuas, 100)
    parts = result.tuas.set_index("komponen")["nilai"]
    told = result.tahunan.query("arah == 'rencana' and ukuran == 'prevalensi'")["nilai"]
    assert parts["awal"] == pytest.approx(told.iloc[0])
    assert parts["akhir"] == pytest.approx(told.iloc[-1])
    assert parts.drop("akhir").sum() == pytest.approx(parts["akhir"])
    assert parts.index.tolist() == [
        "awal",
        "tren",
        *(lever for lever in tuas["tuas"] if lever in EVERY),
        "sisa",
        "akhir",
    ]


def test_the_trend_is_what_matters_most_for_prevalence(parameter, tuas):
    result = run(plan_of({"suplemen": {2029: 70}}, "baku"), base_with(0.198, tuas), parameter, tuas, 400)
    drivers = result.pendorong.query("hasil == 'prevalensi'")
    assert drivers["parameter"].iloc[0] == "tren"
    still = run(
        plan_of({"suplemen": {2029: 70}}, "kappa0"), base_with(0.198, tuas), without_drift(parameter), tuas, 400
    )
    first = still.pendorong.query("hasil == 'dicegah'").iloc[0]
    assert (first["parameter"], first["arah"]) == ("suplemen_rr", -1)


def test_costs_are_paid_every_year_for_people_and_once_for_latrines(parameter, tuas):
    """300,000 eligible: 0 -> 40 % in two years; supplement 60,000 then 120,000 each year, latrines 60,000 twice."""
    path = {2027: 40}
    plan = plan_of(
        {"suplemen": path, "jamban": path, "pmba": path}, sampai=2028, biaya={"suplemen": 100, "jamban": 1000}
    )
    told = run(plan, base_with(0.198, tuas), parameter, tuas, 10).biaya.set_index(["tuas", "tahun"])
    assert told.loc["suplemen", "orang_baru"].tolist() == pytest.approx([60_000, 120_000, 120_000])
    assert told.loc["jamban", "biaya_rp"].tolist() == pytest.approx([60e6, 60e6, 0])
    assert told.loc["pmba", "biaya_rp"].isna().all(), "no unit cost, no cost"


def test_base_stands_on_the_survey_or_on_routine_counts(tables):
    survey, routine = (base_of(tables, "31.73", 2024, level) for level in ("survei", "rutin"))
    weighted = [float(np.average(base.p0, weights=base.balita)) for base in (survey, routine)]
    assert weighted[0] == pytest.approx(0.171, abs=1e-9), "SKI 2023, the latest of Jakarta Barat"
    assert weighted[1] < 0.05
    assert np.corrcoef(survey.p0, routine.p0)[0, 1] == pytest.approx(1), "the pattern is that of the routine counts"
    assert set(survey.wilayah["jenis_data"]) == {"contoh"}
    assert any("SKI 2023" in said for said in survey.catatan)
    drawn = survey.p0_draws(2000, stream(SEED, BASE_DRAWS))
    assert drawn.shape == (56, 2000)
    assert np.average(drawn, axis=0, weights=survey.balita).std() == pytest.approx(0.011, rel=0.1)


def test_all_of_jakarta_stands_on_each_kota_s_own_survey(tables):
    base = base_of(tables, "31", 2024)
    for kode, value in (("31.73", 0.171), ("31.74", 0.149), ("31.72", 0.198)):
        rows = (base.wilayah["kode_kota"] == kode).to_numpy()
        assert np.average(base.p0[rows], weights=base.balita[rows]) == pytest.approx(value, abs=1e-9)


def test_without_counts_there_is_no_base_and_without_survey_the_level_is_routine(tables):
    assert base_of({**tables, "balita": tables["balita"].iloc[:0]}, "31.73", 2024) is None
    nothing = {
        **tables,
        "angka": tables["angka"].iloc[:0],
        "cakupan": tables["cakupan"].iloc[:0],
        "krs": tables["krs"].iloc[:0],
    }
    base = base_of(nothing, "31.73", 2024)
    assert base.level == "rutin" and base.krs is None
    assert np.isnan(base.mean_coverage("ttd")) and base.mean_coverage("suplemen") == 0
    assert any("tanpa nilai survei" in said for said in base.catatan)


def test_damaged_tables_of_the_model_give_no_base_and_no_traceback(tables):
    for name in ("skenario_parameter", "skenario_tuas"):
        assert base_of({**tables, name: tables[name].iloc[:0]}, "31.73", 2024) is None


def test_a_plan_without_levers_is_the_trend_alone(parameter, tuas):
    result = run(plan_of({}, "baku"), base_with([0.1, 0.2], tuas), parameter, tuas, 50)
    assert (result.dicegah["nilai"] == 0).all()
    assert result.biaya.empty and result.krs is None
    assert result.tuas["komponen"].tolist() == ["awal", "tren", "sisa", "akhir"]


def test_own_children_beside_sample_services_are_still_sample(tables):
    """Coverage and KRS of the sample make the result a sample; only without them it is the user's own."""
    own = tables["balita"].assign(jenis_data="diunggah", sumber_judul="balita.csv")
    mixed = base_of({**tables, "balita": own}, "31.73", 2024).wilayah
    assert set(mixed["jenis_data"]) == {"contoh"}
    assert "balita.csv" in mixed["sumber_judul"].iloc[0]
    nothing = {name: tables[name].iloc[:0] for name in ("cakupan", "krs")}
    assert set(base_of({**tables, "balita": own, **nothing}, "31.73", 2024).wilayah["jenis_data"]) == {"diunggah"}


def test_a_plan_for_some_kelurahan_is_about_them_only(tables, parameter, tuas):
    base = base_of(tables, "31.73", 2024)
    codes = tuple(base.wilayah["kode_kelurahan"][:3])
    plan = replace(plan_of({"suplemen": {2029: 70}}, sampai=2030), kelurahan=codes)
    result = run(plan, base, parameter, tuas, 30)
    assert tuple(result.kelurahan["kode_kelurahan"]) == codes
    whole = run(replace(plan, kelurahan=()), base, parameter, tuas, 30).kelurahan
    pd.testing.assert_frame_equal(result.kelurahan, whole.head(3))


def test_a_kelurahan_without_a_count_takes_the_share_of_its_own_kota(tables):
    """In a base of all DKI too: not the share of the province."""
    base = base_of(tables, "31", 2024)
    rows = tables["cakupan"].query("kode_indikator == 'E26' and tahun == 2024")
    (gap,) = set(base.wilayah["kode_kelurahan"]) - set(rows["kode_kelurahan"])
    kota = rows[rows["kode_kelurahan"].str.startswith(gap[:5])]
    at = (base.wilayah["kode_kelurahan"] == gap).to_numpy()
    assert base.cakupan["air"][at][0] == pytest.approx(kota["pembilang"].sum() / kota["penyebut"].sum())
    assert any("Air minum layak (1)" in said for said in base.catatan)


def test_sample_marks_reach_every_result(tables, parameter, tuas):
    result = run(plan_of({"suplemen": {2029: 70}}, sampai=2030), base_of(tables, "31.73", 2024), parameter, tuas, 10)
    for frame in (result.tahunan, result.dicegah, result.tuas, result.kelurahan, result.biaya):
        assert set(frame["jenis_data"]) == {"contoh"}
