"""What a simulated plan says in words, from the numbers of its pictures.

Traps: the trend is not the plan's doing, so what falls without a plan is never credited to it; and "coverage alone does
not reach the target" is said only where a run with every chosen lever at 100 % and no trend says so.
"""

from __future__ import annotations

import pandas as pd

from analysis.language import _, join_names, number, percent
from analysis.output.scenario_budget import goal_words, money, split_words
from analysis.output.scenario_parts import LEVELS
from analysis.output.sentences import lower_first, point_gap

Names = dict[str, str]
_NAMED = 3  # levers, parameters or kelurahan named one by one


def _end(tahunan: pd.DataFrame, arah: str, ukuran: str = "prevalensi") -> pd.Series | None:
    rows = tahunan[(tahunan["arah"] == arah) & (tahunan["ukuran"] == ukuran)].dropna(subset=["nilai"])
    return rows.sort_values("tahun").iloc[-1] if len(rows) else None


def _start(tahunan: pd.DataFrame, ukuran: str = "prevalensi") -> pd.Series | None:
    rows = tahunan[(tahunan["arah"] == "rencana") & (tahunan["ukuran"] == ukuran)].dropna(subset=["nilai"])
    return rows.sort_values("tahun").iloc[0] if len(rows) else None


def with_range(row: pd.Series, digits: int = 1) -> str:
    """ "15,9 % (15,2–16,5)"; without a range only the value."""
    if pd.isna(row["bawah"]) or pd.isna(row["atas"]):
        return percent(row["nilai"], digits)
    return f"{percent(row['nilai'], digits)} ({number(row['bawah'], digits)}–{number(row['atas'], digits)})"


def chance(share: float) -> str:
    """A share of draws as "3 dari 100"; what the draws cannot tell apart from never or always is said as such."""
    if share < 0.005:
        return _("kurang dari 1 dari 100")
    if share > 0.995:
        return _("lebih dari 99 dari 100")
    return _("{banyak} dari 100").format(banyak=number(100 * share))


def say_plan(
    tahunan: pd.DataFrame,
    wilayah: str,
    target: float | None = None,
    peluang: float | None = None,
    peluang_tanpa: float | None = None,
) -> str:
    """Finding: where the prevalence goes with the plan, and the chance of meeting the target with and without it."""
    start, end, without = _start(tahunan), _end(tahunan, "rencana"), _end(tahunan, "tanpa_rencana")
    if start is None or end is None or without is None:
        return _("Rencana untuk {wilayah} belum dapat disimulasikan: datanya belum ada.").format(wilayah=wilayah)
    known = {
        "wilayah": wilayah,
        "mulai": percent(start["nilai"]),
        "awal": int(start["tahun"]),
        "akhir": with_range(end),
        "tahun": int(end["tahun"]),
        "tanpa": percent(without["nilai"]),
    }
    gained = round(without["nilai"], 1) - round(end["nilai"], 1)
    if abs(gained) < 0.05:
        text = _("Simulasi {wilayah}: rencana ini hampir tidak mengubah prevalensi {tahun}, {akhir}")
    elif round(without["nilai"], 1) == round(start["nilai"], 1):
        text = (
            _("Simulasi {wilayah}: rencana ini menurunkan prevalensi dari {mulai} menjadi {akhir} pada {tahun}")
            if gained > 0
            else _("Simulasi {wilayah}: rencana ini menaikkan prevalensi dari {mulai} menjadi {akhir} pada {tahun}")
        )
    else:
        text = _(
            "Simulasi {wilayah}: prevalensi {mulai} ({awal}) menjadi {akhir} pada {tahun} dengan rencana ini, {tanpa} "
            "tanpa rencana"
        )
    return text.format(**known) + _say_chance(target, peluang, peluang_tanpa)


def _say_chance(target: float | None, peluang: float | None, without: float | None) -> str:
    if target is None or peluang is None or pd.isna(peluang):
        return "."
    known = {"target": percent(target), "peluang": chance(peluang)}
    if without is None:
        return _("; peluang mencapai {target}: {peluang}.").format(**known)
    return _("; peluang mencapai {target}: {peluang} (tanpa rencana {tanpa}).").format(**known, tanpa=chance(without))


def say_coverage_alone(penuh: pd.DataFrame | None, target: float | None, tahun_mulai: int) -> str:
    """Whether coverage alone reaches the target; "" when it does or nothing is known.

    `penuh`: `tahunan` of a run without trend in which every chosen lever is at 100 % from `tahun_mulai` on.
    """
    end = None if penuh is None or penuh.empty else _end(penuh, "rencana")
    if end is None or target is None or round(end["nilai"], 1) <= round(target, 1):
        return ""
    known = {
        "target": percent(target),
        "mulai": tahun_mulai,
        "tahun": int(end["tahun"]),
        "akhir": with_range(end),
    }
    if not pd.isna(end["bawah"]) and end["bawah"] <= target:
        text = _(
            "Cakupan saja belum tentu mencapai {target}: dengan semua tuas pilihan 100\u00a0% sejak {mulai} dan tanpa "
            "tren, prevalensi {tahun} dalam simulasi {akhir}."
        )
    else:
        text = _(
            "Cakupan saja tidak mencapai {target}: dengan semua tuas pilihan 100\u00a0% sejak {mulai} dan tanpa tren, "
            "prevalensi {tahun} dalam simulasi masih {akhir}."
        )
    return text.format(**known)


def say_parts(tuas: pd.DataFrame, names: Names) -> str:
    """Trend and levers told apart, and the lever that contributes most. `tuas`: komponen, nilai (points)."""
    rows = tuas[~tuas["komponen"].isin(LEVELS)].dropna(subset=["nilai"]).set_index("komponen")["nilai"]
    trend = float(rows.get("tren", 0.0))
    levers = rows[[code for code in rows.index if code not in ("tren", "sisa")]]
    together = float(levers.sum() + rows.get("sisa", 0.0))
    if abs(trend) < 0.005 and abs(together) < 0.005:
        return _("Dalam simulasi ini tidak ada yang mengubah prevalensi: tren nol dan tuas tidak berpengaruh.")
    parts = [
        _("tren (asumsi, bukan hasil rencana) {nilai} poin").format(nilai=_signed(trend)),
        _("tuas bersama {nilai} poin").format(nilai=_signed(together)),
    ]
    sentence = _("Perubahan prevalensi dalam simulasi: {bagian}.").format(bagian=join_names(parts))
    strongest = levers[levers < -0.005].sort_values()
    if len(strongest):
        code = strongest.index[0]
        sentence += " " + _("Tuas dengan sumbangan terbesar: {tuas} ({nilai} poin).").format(
            tuas=lower_first(names.get(code, code)), nilai=_signed(strongest.iloc[0])
        )
    return sentence


def _signed(points: float) -> str:
    shown = number(points, 2)
    return f"+{shown}" if round(points, 2) > 0 else shown


def say_lag(lag: pd.DataFrame) -> str:
    """How far the plan has come among the children of the last year; "" without figures."""
    known = lag.dropna(subset=["terjangkau"])
    if known.empty:
        return ""
    last = known[known["tahun"] == known["tahun"].max()]
    tahun, missed = int(last["tahun"].iloc[0]), last[last["terjangkau"] < 0.005]
    if len(missed) == len(last):
        return _("Belum ada kelompok umur yang terjangkau rencana pada {tahun} (simulasi).").format(tahun=tahun)
    share = percent(100 * last["terjangkau"].mean(), 0)
    head = _("Pada {tahun}, balita rata-rata baru mendapat {bagian} dari jangkauan penuh rencana (simulasi)")
    head = head.format(tahun=tahun, bagian=share)
    if missed.empty:
        return head + "."
    ages = [number(age) for age in sorted(missed["umur"])]
    return head + _("; umur {umur} tahun lahir terlalu awal dan belum terjangkau.").format(umur=join_names(ages))


def say_cases(dicegah: pd.DataFrame) -> str:
    """Cases averted in the last year with their range; "" without figures."""
    known = dicegah.dropna(subset=["nilai"])
    if known.empty:
        return ""
    last = known.sort_values("tahun").iloc[-1]
    if round(last["nilai"]) == 0:
        return _("Dalam simulasi ini tidak ada kasus yang dicegah pada {tahun}.").format(tahun=int(last["tahun"]))
    return _(
        "{nilai} kasus dicegah pada {tahun} dibanding tanpa rencana (simulasi; rentang 90\u00a0%: {dari}–{ke})."
    ).format(nilai=number(last["nilai"]), tahun=int(last["tahun"]), dari=number(last["bawah"]), ke=number(last["atas"]))


def say_exits(krs: pd.DataFrame | None, ada_rekap: bool = True) -> str:
    """Families that leave KRS, an outcome of its own. krs None: no lever moves a family, or (`ada_rekap`) no recap."""
    if not ada_rekap:
        return _("Keluarga yang keluar dari KRS belum dapat disimulasikan: rekap KRS belum ada.")
    if krs is None or krs.dropna(subset=["nilai"]).empty:
        return _("Tidak ada tuas air, jamban, atau KB dalam rencana ini, jadi tidak ada keluarga yang keluar dari KRS.")
    last = krs.dropna(subset=["nilai"]).sort_values("tahun").iloc[-1]
    tahun = int(last["tahun"])
    if round(last["nilai"]) == 0:
        return _("Dalam simulasi ini tidak ada keluarga yang keluar dari KRS sampai {tahun}.").format(tahun=tahun)
    return _(
        "{nilai} keluarga keluar dari KRS sampai {tahun} (simulasi); ini hasil tersendiri, bukan kasus stunting yang "
        "dicegah."
    ).format(nilai=number(last["nilai"]), tahun=tahun)


def say_drivers(pendorong: pd.DataFrame, hasil: str = "prevalensi") -> str:
    """The assumptions on which an outcome ("prevalensi" | "dicegah") hangs."""
    rows = pendorong.dropna(subset=["r2"])
    rows = rows[(rows["r2"] >= 0.01).to_numpy(dtype=bool)].sort_values("r2", ascending=False).head(_NAMED)
    if rows.empty:
        return _("Tidak ada asumsi yang menggerakkan hasil simulasi ini.")
    first, *others = [f"{lower_first(row.nama)} ({percent(100 * row.r2, 0)})" for row in rows.itertuples()]
    told = {
        "prevalensi": _("Asumsi yang paling menentukan prevalensi: {pertama}"),
        "dicegah": _("Asumsi yang paling menentukan kasus yang dicegah: {pertama}"),
    }
    sentence = told[hasil].format(pertama=first)
    return sentence + (_(", lalu {lain}.").format(lain=join_names(others)) if others else ".")


def say_cost(biaya: pd.DataFrame, names: Names) -> str:
    """What the plan costs as far as unit costs are known, and which levers have none."""
    new = biaya[biaya["orang_baru"] > 0]
    if new.empty:
        return _("Rencana ini tidak menambah cakupan, jadi tidak ada biaya tambahan.")
    unknown = [names.get(code, code) for code in dict.fromkeys(new.loc[new["biaya_rp"].isna(), "tuas"])]
    gap = _("Biaya satuan belum diisi untuk {tuas}: biayanya tidak diketahui dan tidak ikut dioptimumkan.").format(
        tuas=join_names([lower_first(name) for name in unknown])
    )
    total = new["biaya_rp"].sum(min_count=1)
    if pd.isna(total):
        return gap
    text = _("Biaya tambahan rencana {dari}–{ke}: {biaya} (simulasi, dari biaya satuan yang diisi).")
    said = text.format(dari=int(new["tahun"].min()), ke=int(new["tahun"].max()), biaya=money(total))
    return f"{said} {gap}" if unknown else said


def say_budget(patokan: pd.DataFrame, harga_rp: float | None, tujuan: str = "kasus") -> str:
    """What the chosen budget buys when split best, beside the other splits; "" without a frontier.

    tujuan: kasus | krs, what `dicegah` counts: cases averted, or families that leave KRS.
    """
    rows = patokan.dropna(subset=["dicegah"]).set_index("cara")
    if "optimum" not in rows.index:
        return ""
    best = rows.loc["optimum"]
    words = goal_words(tujuan)
    sentence = words.kalimat.format(anggaran=money(best["biaya_rp"]), nilai=number(best["dicegah"]))
    others = [
        f"{lower_first(word)} {number(rows.loc[code, 'dicegah'])}"
        for code, word in split_words(tujuan).items()
        if code != "optimum" and code in rows.index
    ]
    sentence += _("; {lain}.").format(lain=join_names(others)) if others else "."
    if harga_rp is not None and not pd.isna(harga_rp):
        sentence += " " + words.harga.format(harga=money(harga_rp))
    return sentence


def say_comparison(rows: pd.DataFrame) -> str:
    """Plans side by side: the lowest prevalence, and whether the ranges tell the plans apart.

    `rows`: nama, nilai, bawah, atas. "" for fewer than two plans.
    """
    known = rows.dropna(subset=["nilai"]).sort_values("nilai")
    if len(known) < 2:
        return ""
    best, second = known.iloc[0], known.iloc[1]
    gap = round(second["nilai"], 1) - round(best["nilai"], 1)
    if abs(gap) < 0.05:
        return _("{satu} dan {dua} memberi prevalensi yang sama dalam simulasi, {nilai}.").format(
            satu=best["nama"], dua=second["nama"], nilai=percent(best["nilai"])
        )
    return _("{satu} memberi prevalensi terendah dalam simulasi, {nilai}, {selisih} di bawah {dua}.").format(
        satu=best["nama"], nilai=with_range(best), selisih=point_gap(gap), dua=second["nama"]
    )
