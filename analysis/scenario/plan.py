"""A plan (which coverage by which year, at which unit cost) and the structural choices it is computed with.

The trap: kappa, persistence, the effect of education and the trend are choices about how the world works, not draws
within a known interval; so they are named presets, and the first of them is the one in which nothing has an effect.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from numbers import Real

import numpy as np
import pandas as pd

from analysis.language import _, number, percent
from analysis.scenario.base import Base

LONGEST_YEARS = 25
FOOD_SECURE, ALL_SETTINGS = "tahan_pangan", "semua"


@dataclass(frozen=True)
class Preset:
    """Named structural choices.

    tren: yearly change of the logarithm of prevalence apart from levers, tren_sd its standard deviation. tumpang:
    theta, the share of the smaller effects that adds to the largest (1 = effects multiply). edukasi: tahan_pangan |
    semua. efek 0 switches every lever off. acak: the choices that are drawn from their interval instead of fixed.
    pemulihan: recovery feeding works as the daily supplement does (no evidence; optimistic preset only).
    """

    kode: str
    nama: str
    kappa: float
    persistensi: float
    edukasi: str
    tren: float
    tren_sd: float
    tumpang: float
    efek: float = 1.0
    acak: tuple[str, ...] = ()
    pemulihan: bool = False


def presets(parameter: pd.DataFrame) -> dict[str, Preset]:
    """All presets by code, the null preset first; values come from the rows of skenario_parameter."""
    row = parameter.set_index("parameter")
    value = row["nilai"].to_dict()
    low, high = (row[side].to_dict() for side in ("bawah", "atas"))
    kappa, stays, drift = value["kappa"], value["persistensi"], value["tren_simpangan"]
    both = ("kappa", "persistensi")
    full, half = value["tumpang"], low["tumpang"]
    made = [
        Preset("nol", _("Nol: tidak ada yang berpengaruh"), 0, stays, FOOD_SECURE, 0, 0, full, efek=0),
        Preset("baku", _("Baku"), kappa, stays, FOOD_SECURE, 0, drift, full, acak=both),
        Preset("kappa0", _("Air dan jamban tanpa pengaruh (kappa 0)"), 0, stays, FOOD_SECURE, 0, drift, full)
        ,Preset("kappa1", _("Air dan jamban berpengaruh penuh (kappa 1)"), 1, stays, FOOD_SECURE, 0, drift, full),
        Preset("pesimis", _("Pesimis"), 0, low["persistensi"], FOOD_SECURE, 0, drift, half),
        Preset("optimis", _("Optimis"), high["kappa"], high["persistensi"], ALL_SETTINGS, 0, drift, full, pemulihan=True),
        Preset("laju_nasional", _("Laju nasional 2018–2024 berlanjut"), kappa, stays, FOOD_SECURE,
               value["tren_nasional"], drift, full, acak=both),
    ]  # fmt: skip
    return {preset.kode: preset for preset in made}


CODES = ("nol", "baku", "kappa0", "kappa1", "pesimis", "optimis", "laju_nasional")


@dataclass(frozen=True)
class Plan:
    """What is to be done.

    kelurahan: codes, () = every kelurahan of kode_kota (a code of any level). tahun_awal: first year of change,
    tahun_akhir: last year shown. jalur: lever -> {year: coverage %}, linear from today's coverage (in the year before
    tahun_awal) through the given years and constant after the last; a year before tahun_awal states today's coverage.
    biaya: lever -> Rp per person or household newly covered per year (once, for levers with `biaya_sekali`); a lever
    that is absent has no known unit cost. target_pct is to be met in tahun_target (tahun_akhir unless given).
    """

    nama: str
    kode_kota: str
    kelurahan: tuple[str, ...]
    tahun_awal: int
    tahun_akhir: int
    jalur: Mapping[str, Mapping[int, float]]
    biaya: Mapping[str, float] = field(default_factory=dict)
    preset: str = "baku"
    target_pct: float | None = None
    anggaran_rp: float | None = None
    boleh_turun: bool = False
    tahun_target: int | None = None

    @property
    def target_year(self) -> int:
        return self.tahun_akhir if self.tahun_target is None else self.tahun_target


@dataclass(frozen=True)
class PlanProblem:
    """One thing that is wrong with a plan; str() is the sentence."""

    jenis: str
    isi: dict

    def __str__(self) -> str:
        return _sentences()[self.jenis].format(**self.isi)


class PlanError(ValueError):
    """A plan that cannot be read at all; str() is the sentence."""


def _sentences() -> dict[str, str]:
    return {
        "tuas_asing": _("Tuas “{tuas}” tidak dikenal; pakai salah satu dari: {pilihan}."),
        "cakupan_angka": _("Cakupan {tuas} tahun {tahun} harus angka, bukan teks; tulis misalnya 70."),
        "cakupan_batas": _("Cakupan {tuas} tahun {tahun} adalah {nilai}; isi antara 0 dan 100 %."),
        "cakupan_turun": _(
            "Cakupan {tuas} tahun {tahun} adalah {nilai}, di bawah cakupan hari ini {kini}; naikkan, atau nyatakan bahwa "
            "rencana ini boleh turun."
        ),
        "cakupan_kini": _(
            "Cakupan {tuas} hari ini tidak diketahui; tulis cakupan tahun {tahun} di jalurnya atau unggah cakupan layanan."
        ),
        "sasaran_kini": _(
            "Bagian sasaran {tuas} tidak diketahui; unggah cakupan layanan dan KRS, atau hapus tuas ini."
        ),
        "tahun_luar": _("Tahun {tahun} pada jalur {tuas} di luar {dari}–{sampai}; perbaiki tahunnya."),
        "tahun_awal": _("Tahun awal {tahun} harus sesudah tahun data {dasar}."),
        "tahun_akhir": _("Tahun akhir {tahun} harus antara {dari} dan {sampai}."),
        "tahun_target": _("Tahun target {tahun} harus antara {dari} dan {sampai}."),
        "biaya_angka": _("Biaya {tuas} harus angka rupiah, bukan teks; tulis misalnya 500000."),
        "biaya_negatif": _("Biaya {tuas} tidak boleh negatif."),
        "kelurahan_asing": _("Kelurahan {kode} tidak ada di wilayah rencana; periksa kodenya."),
        "preset_asing": _("Preset “{preset}” tidak dikenal; pakai salah satu dari: {pilihan}."),
        "target_batas": _("Target {nilai} harus antara 0 dan 100 %."),
        "anggaran_negatif": _("Anggaran tidak boleh negatif."),
    }


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)


def check_plan(plan: Plan, tuas: pd.DataFrame, base: Base) -> list[PlanProblem]:
    """Everything wrong with `plan` against the levers (skenario_tuas) and the base; [] when it can be computed."""
    names = tuas.set_index("tuas")["nama"].to_dict()
    return [
        *_check_years(plan, base.tahun),
        *(problem for lever in plan.jalur for problem in _check_path(plan, lever, names, base)),
        *(problem for lever, cost in plan.biaya.items() for problem in _check_cost(lever, cost, names)),
        *_check_rest(plan, base),
    ]


def _check_years(plan: Plan, dasar: int) -> list[PlanProblem]:
    found = []
    if plan.tahun_awal <= dasar:
        found.append(PlanProblem("tahun_awal", {"tahun": plan.tahun_awal, "dasar": dasar}))
    span = {"dari": max(plan.tahun_awal, dasar + 1), "sampai": dasar + LONGEST_YEARS}
    if not span["dari"] <= plan.tahun_akhir <= span["sampai"]:
        found.append(PlanProblem("tahun_akhir", {"tahun": plan.tahun_akhir, **span}))
    if not dasar < plan.target_year <= plan.tahun_akhir and not found:
        found.append(
            PlanProblem("tahun_target", {"tahun": plan.target_year, "dari": dasar + 1, "sampai": plan.tahun_akhir})
        )
    return found


def _check_path(plan: Plan, lever: str, names: dict[str, str], base: Base) -> list[PlanProblem]:
    if lever not in names:
        return [_unknown(lever, names)]
    name, found = _(names[lever]), []
    stated = [year for year in plan.jalur[lever] if _is_number(year) and year < plan.tahun_awal]
    today = plan.jalur[lever][max(stated)] if stated else base.mean_coverage(lever)
    for year, value in plan.jalur[lever].items():
        isi = {"tuas": name, "tahun": year}
        if not _is_number(year) or int(year) != year or not base.tahun <= year <= plan.tahun_akhir:
            found.append(PlanProblem("tahun_luar", {**isi, "dari": base.tahun, "sampai": plan.tahun_akhir}))
        elif not _is_number(value):
            found.append(PlanProblem("cakupan_angka", isi))
        elif not 0 <= value <= 100:
            found.append(PlanProblem("cakupan_batas", {**isi, "nilai": percent(value)}))
        elif _is_number(today) and value < today - 1e-9 and not plan.boleh_turun:
            found.append(PlanProblem("cakupan_turun", {**isi, "nilai": percent(value), "kini": percent(today)}))
    if not base.knows(lever):
        found.append(PlanProblem("sasaran_kini", {"tuas": name}))
    if not stated and not np.isfinite(today):
        found.append(PlanProblem("cakupan_kini", {"tuas": name, "tahun": plan.tahun_awal - 1}))
    return found


def _said(text: object, most: int) -> str:
    """A text of the plan as a sentence may repeat it: one short line without what may be a NIK or a telephone number."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in str(text)).split())
    return re.sub("[0-9]{12,}", "…", line)[:most]


def _unknown(lever: str, names: dict[str, str]) -> PlanProblem:
    return PlanProblem("tuas_asing", {"tuas": _said(lever, 40), "pilihan": ", ".join(names)})


def _check_cost(lever: str, cost: object, names: dict[str, str]) -> list[PlanProblem]:
    if lever not in names:
        return [_unknown(lever, names)]
    if not _is_number(cost):
        return [PlanProblem("biaya_angka", {"tuas": _(names[lever])})]
    return [PlanProblem("biaya_negatif", {"tuas": _(names[lever])})] if cost < 0 else []


def _check_rest(plan: Plan, base: Base) -> list[PlanProblem]:
    known = set(base.wilayah["kode_kelurahan"])
    found = [PlanProblem("kelurahan_asing", {"kode": _said(kode, 13)}) for kode in plan.kelurahan if kode not in known]
    if plan.preset not in CODES:
        found.append(PlanProblem("preset_asing", {"preset": _said(plan.preset, 40), "pilihan": ", ".join(CODES)}))
    if plan.target_pct is not None and not 0 <= plan.target_pct <= 100:
        found.append(PlanProblem("target_batas", {"nilai": number(plan.target_pct)}))
    if plan.anggaran_rp is not None and plan.anggaran_rp < 0:
        found.append(PlanProblem("anggaran_negatif", {}))
    return found


def plan_to_dict(plan: Plan) -> dict:
    """`plan` as nested dictionaries that TOML and JSON can hold: years as text, what is not set left out."""
    told = {name: value for name, value in asdict(plan).items() if value is not None}
    paths = {lever: {str(year): value for year, value in path.items()} for lever, path in plan.jalur.items()}
    return {**told, "kelurahan": list(plan.kelurahan), "jalur": paths, "biaya": dict(plan.biaya)}


def plan_from_dict(told: Mapping) -> Plan:
    """The plan that `plan_to_dict` told. PlanError (one sentence) for what is missing or of the wrong kind."""
    if not isinstance(told, Mapping):
        raise PlanError(_("Isi rencana bukan daftar nama dan nilai; pakai berkas yang diunduh dari aplikasi ini."))
    unknown = sorted(set(map(str, told)) - set(Plan.__dataclass_fields__))
    if unknown:
        raise PlanError(
            _("Rencana berisi “{nama}” yang tidak dikenal; hapus atau perbaiki ejaannya.").format(
                nama=_said(unknown[0], 40)
            )
        )
    reading = {
        "nama": _text, "kode_kota": _text, "kelurahan": _texts, "tahun_awal": _year, "tahun_akhir": _year,
        "jalur": _paths, "biaya": _costs, "preset": _text, "target_pct": _number, "anggaran_rp": _number,
        "boleh_turun": _flag, "tahun_target": _year,
    }  # fmt: skip
    missing = [name for name in ("nama", "kode_kota", "tahun_awal", "tahun_akhir", "jalur") if name not in told]
    if missing:
        raise PlanError(_("Rencana tidak memuat “{nama}”; tambahkan.").format(nama=missing[0]))
    read = {name: reading[name](name, value) for name, value in told.items()}
    return Plan(**{"kelurahan": (), **read})


def _wrong(name: str, wanted: str) -> PlanError:
    return PlanError(_("“{nama}” pada rencana harus {jenis}.").format(nama=_said(name, 60), jenis=wanted))


def _text(name: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, _("teks"))
    return value.strip()


def _texts(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise _wrong(name, _("daftar kode"))
    return tuple(_text(name, item) for item in value)


def _number(name: str, value: object) -> float:
    if not _is_number(value):
        raise _wrong(name, _("angka, bukan teks"))
    return value


def _flag(name: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise _wrong(name, _("true atau false"))
    return value


def _year(name: str, value: object) -> int:
    text = str(value).strip()
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) != 4 or text[0] == "0":
        raise _wrong(name, _("tahun empat angka"))
    return int(text)


def _mapping(name: str, value: object) -> Mapping:
    if not isinstance(value, Mapping):
        raise _wrong(name, _("daftar nama dan nilai"))
    return value


def _paths(name: str, value: object) -> dict[str, dict[int, float]]:
    paths = {str(lever): _mapping(f"{name}.{lever}", path) for lever, path in _mapping(name, value).items()}
    return {
        lever: {
            _year(f"{name}.{lever}", year): _number(f"{name}.{lever}.{year}", share) for year, share in path.items()
        }
        for lever, path in paths.items()
    }


def _costs(name: str, value: object) -> dict[str, float]:
    return {str(lever): _number(f"{name}.{lever}", cost) for lever, cost in _mapping(name, value).items()}
