"""A plan that cannot be computed says in one sentence what is wrong; a good one survives being told and read."""

import json

import pytest

from analysis.scenario.model import run
from analysis.scenario.plan import CODES, Plan, PlanError, check_plan, plan_from_dict, plan_to_dict, presets
from tests.scenario.bases import base_with, plan_of

WRONG = [
    ({"jalur": {"suplemen": {2029: 120}}}, "Cakupan Suplemen harian anak 6–23 bulan tahun 2029 adalah 120,0\u00a0%; isi antara 0 dan 100 %."),
    ({"jalur": {"pmba": {2029: 20}}}, "di bawah cakupan hari ini 50,0\u00a0%"),
    ({"jalur": {"vitamin_a": {2029: 20}}}, "Tuas “vitamin_a” tidak dikenal"),
    ({"jalur": {"mms": {2050: 20}}}, "Tahun 2050 pada jalur Multi-mikronutrien ibu hamil (MMS) di luar 2024–2034"),
    ({"jalur": {"mms": {2029: "70"}}}, "harus angka, bukan teks"),
    ({"jalur": {"mms": {2029: float("nan")}}}, "harus angka, bukan teks"),
    ({"biaya": {"mms": "Rp 5.000"}}, "Biaya Multi-mikronutrien ibu hamil (MMS) harus angka rupiah, bukan teks"),
    ({"biaya": {"mms": -1}}, "tidak boleh negatif"),
    ({"tahun_awal": 2024}, "Tahun awal 2024 harus sesudah tahun data 2024."),
    ({"tahun_akhir": 2090}, "Tahun akhir 2090 harus antara 2026 dan 2049."),
    ({"tahun_target": 2040}, "Tahun target 2040"),
    ({"kelurahan": ("31.73.99.1001",)}, "Kelurahan 31.73.99.1001 tidak ada di wilayah rencana"),
    ({"preset": "ajaib"}, "Preset “ajaib” tidak dikenal"),
    ({"target_pct": 140}, "antara 0 dan 100 %"),
    ({"anggaran_rp": -5}, "Anggaran tidak boleh negatif."),
]  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), WRONG)
def test_each_mistake_has_one_sentence(change, sentence, tuas, parameter):
    plan = Plan(**{**plan_to_plain(plan_of({"mms": {2029: 70}})), **change})
    base = base_with(0.198, tuas, cakupan={"pmba": 0.5})
    problems = [str(problem) for problem in check_plan(plan, tuas, base)]
    assert len(problems) == 1 and sentence in problems[0]
    with pytest.raises(PlanError, match=r"\S"):
        run(plan, base, parameter, tuas, 10)


def plan_to_plain(plan):
    return {name: getattr(plan, name) for name in Plan.__dataclass_fields__}


def test_falling_coverage_is_possible_when_it_is_said(tuas, parameter):
    base = base_with(0.198, tuas, cakupan={"pmba": 0.5})
    plan = plan_of({"pmba": {2029: 20}}, boleh_turun=True)
    assert check_plan(plan, tuas, base) == []
    assert run(plan, base, parameter, tuas, 50).dicegah["nilai"].iloc[-1] < 0


def test_unknown_coverage_today_must_be_stated(tuas):
    base = base_with(0.198, tuas)
    base.cakupan["ttd"][:] = float("nan")
    (problem,) = check_plan(plan_of({"ttd": {2029: 90}}), tuas, base)
    assert "hari ini tidak diketahui; tulis cakupan tahun 2025" in str(problem)
    assert check_plan(plan_of({"ttd": {2025: 60, 2029: 90}}), tuas, base) == []


def test_a_kelurahan_already_above_the_plan_stays_where_it_is(tuas, parameter):
    base = base_with([0.2, 0.2], tuas)
    base.cakupan["suplemen"][:] = [0.9, 0.1]
    result = run(plan_of({"suplemen": {2029: 60}}), base, parameter, tuas, 20)
    assert result.kelurahan["dicegah"].tolist()[0] == 0
    assert result.kelurahan["dicegah"].tolist()[1] > 0


def test_plan_survives_being_told_and_read():
    path, kelurahan = {"mms": {2025: 10, 2029: 70.5}}, ("31.73.01.1001",)
    plan = Plan("Uji", "31.73", kelurahan, 2026, 2034, path, {"mms": 25_000}, "baku", 14.2, 1e9, False, 2029)
    assert plan_from_dict(json.loads(json.dumps(plan_to_dict(plan)))) == plan


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ([], "bukan daftar nama dan nilai"),
        ({"nama": "a"}, "tidak memuat “kode_kota”"),
        ({"biaya": {"mms": "Rp 5 juta"}}, "“biaya.mms” pada rencana harus angka, bukan teks."),
        ({"jalur": {"mms": {"2029": "tujuh puluh"}}}, "“jalur.mms.2029” pada rencana harus angka, bukan teks."),
        ({"jalur": {"mms": {"dua ribu": 7}}}, "tahun empat angka"),
        ({"jalur": {"mms": 70}}, "“jalur.mms” pada rencana harus daftar nama dan nilai."),
        ({"tahun_awal": "awal"}, "tahun empat angka"),
        ({"boleh_turun": "ya"}, "true atau false"),
        ({"kelurahan": "31.73"}, "daftar kode"),
        ({"warna": "biru"}, "“warna” yang tidak dikenal"),
    ],
)
def test_a_file_of_the_wrong_kind_says_so(told, sentence):
    good = plan_to_dict(plan_of({"mms": {2029: 70}}))
    given = {**good, **told} if isinstance(told, dict) and set(told) != {"nama"} else told
    with pytest.raises(PlanError, match=r"\S") as refused:
        plan_from_dict(given)
    assert sentence in str(refused.value)


def test_presets_begin_with_the_one_without_effect(parameter):
    made = presets(parameter)
    assert tuple(made) == CODES
    assert made["nol"].efek == 0 and made["nol"].tren == made["nol"].tren_sd == 0
    assert [made[code].kappa for code in ("kappa0", "baku", "kappa1")] == [0, 0.25, 1]
    assert [made[code].persistensi for code in ("pesimis", "baku", "optimis")] == [0.6, 0.9, 1.0]
