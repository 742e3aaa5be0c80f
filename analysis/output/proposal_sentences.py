"""What a simulated proposal of lokus says in words, from the numbers of its picture.

Trap: words like "karena" would turn figures that moved at the same time into causes. A figure goes with a move of the
list ("angka yang menyertai") or it does not explain it; and every sentence about a proposal says "simulasi".
"""

from __future__ import annotations

import pandas as pd

from analysis.language import _, join_names, number, percent
from analysis.output.sentences import lower_first, say_rule

Names = dict[str, str]
COUNTS = ("jumlah_pendek", "total_krs")


def say_proposal(proposal, wilayah: str) -> str:
    """Finding: how many are proposed, how many of them are sure. `proposal`: `convergence.proposal.Proposal`."""
    rows, tahun = proposal.usulan, proposal.tahun
    if rows.empty:
        return _("Usulan lokus {tahun} untuk {wilayah} belum dapat disimulasikan: datanya belum ada.").format(
            tahun=tahun, wilayah=wilayah
        )
    head = _("{jumlah} kelurahan diusulkan untuk {wilayah} {tahun} (simulasi)").format(
        jumlah=number(len(rows)), wilayah=wilayah, tahun=tahun
    )
    if not proposal.setting.varies:
        return head + _("; tidak ada yang divariasikan, jadi kepastiannya belum diuji.")
    sure = int((rows["kepastian"] == "kuat").sum())
    if sure == len(rows):
        return head + _("; semuanya tetap masuk di sedikitnya 90 % simulasi.")
    if not sure:
        return head + _("; belum satu pun masuk di sedikitnya 90 % simulasi, semuanya di tepi.")
    return head + _("; {kuat} masuk di sedikitnya 90 % simulasi, {tepi} di tepi.").format(
        kuat=number(sure), tepi=number(len(rows) - sure)
    )


def say_groups(proposal, names: Names) -> list[str]:
    """Who is sure, who is on the edge, who may enter, who could not be judged. names: criterion code -> name."""
    texts = {"kuat": _("Kuat: {nama}."), "tepi": _("Di tepi: {nama}."), "bisa": _("Bisa masuk: {nama}.")}
    rows = proposal.rows
    found = [
        text.format(nama=join_names([_with_share(row) for row in rows[rows["kepastian"] == kode].itertuples()]))
        for kode, text in texts.items()
        if (rows["kepastian"] == kode).any()
    ]
    # Without anything varied nobody is "sure": the shares are 0 or 100 by construction.
    if not proposal.setting.varies:
        found = [_("Diusulkan: {nama}.").format(nama=join_names(proposal.usulan["nama"].tolist()))] if len(rows) else []
    if rows["skor_seri"].any():
        tied = rows.loc[rows["skor_seri"].to_numpy(dtype=bool), "nama"].tolist()
        found.append(
            _("Skor sama tepat di batas: {nama}; urutannya ditentukan kriteria terberat.").format(nama=join_names(tied))
        )
    return found + _say_overtaken(proposal) + _say_missing(proposal.tidak_dinilai, names)


def _say_overtaken(proposal) -> list[str]:
    """Kelurahan outside that are among the first k more often than the weakest of the proposed."""
    if proposal.usulan.empty:
        return []
    weakest = proposal.usulan.nsmallest(1, "pct_masuk")
    rest = proposal.rows[~proposal.rows["usul"].to_numpy(dtype=bool)]
    ahead = rest[(rest["pct_masuk"] > weakest["pct_masuk"].iloc[0]).to_numpy(dtype=bool)]
    if ahead.empty:
        return []
    return [
        _("Tidak diusulkan, tetapi lebih sering masuk daripada {lemah}: {nama}.").format(
            lemah=_with_share(next(weakest.itertuples())),
            nama=join_names([_with_share(row) for row in ahead.itertuples()]),
        )
    ]


def _with_share(row) -> str:
    return f"{row.nama} ({percent(row.pct_masuk, 0)})"


def _say_missing(left: pd.DataFrame, names: Names) -> list[str]:
    """One sentence per combination of missing criteria."""
    return [
        _("Tidak dapat dinilai karena {kriteria} kosong: {nama}.").format(
            kriteria=join_names([lower_first(names[kode]) for kode in kurang.split(", ")]),
            nama=join_names(rows["nama"].tolist()),
        )
        for kurang, rows in left.groupby("kurang", sort=True)
    ]


def say_setting(proposal, names: Names) -> str:
    """Weights, number of lokus and what varied: stands under the picture and in every export."""
    setting = proposal.setting
    weights = "; ".join(
        f"{lower_first(names[kode])} {percent(100 * share, 0)}" for kode, share in setting.bobot.items()
    )
    years = join_names([str(year) for year in proposal.tahun_dipakai])
    varied = [
        text
        for on, text in (
            (setting.bobot_acak, _("bobot di sekitar pilihan Anda")),
            (setting.derau, _("kebetulan pada hitungan kecil")),
            (setting.tahun_lalu and len(proposal.tahun_dipakai) > 1, _("tahun data {tahun}").format(tahun=years)),
            (setting.sumber, _("sumber (separuh simulasi memakai satu kriteria saja)")),
        )
        if on
    ]
    draws = _("{jumlah} simulasi dengan variasi {variasi}").format(
        jumlah=number(setting.draws), variasi=join_names(varied)
    )
    return _(
        "Simulasi, bukan ketetapan. Bobot pilihan pengguna (asumsi, bukan bobot resmi): {bobot}. Jumlah lokus {k}. "
        "Skor: urutan tiap kriteria di kota ini (0 paling ringan, 1 paling berat) dikali bobotnya. {ragam}."
    ).format(bobot=weights, k=number(setting.k), ragam=draws if varied else _("Tidak ada yang divariasikan"))


def say_comparison(rows: pd.DataFrame) -> str:
    """The proposal beside one version of the official list: rows of `compare_with_lists` of one `daftar`."""
    groups = {
        kode: rows.loc[(rows["kelompok"] == kode).to_numpy(dtype=bool), "nama"].tolist()
        for kode in ("keduanya", "hanya_usulan", "hanya_resmi")
    }
    head = _("Daftar {versi}: {sama} dari {resmi} kelurahan resmi juga diusulkan").format(
        versi=rows["versi"].iloc[0],
        sama=number(len(groups["keduanya"])),
        resmi=number(len(groups["keduanya"]) + len(groups["hanya_resmi"])),
    )
    parts = [
        text.format(nama=join_names(groups[kode]))
        for kode, text in (
            ("hanya_usulan", _("hanya diusulkan: {nama}")),
            ("hanya_resmi", _("hanya di daftar resmi: {nama}")),
        )
        if groups[kode]
    ]
    return "; ".join([head, *parts]) + "."


def say_rules(rules: dict, versions: Names, tahun: int) -> list[str]:
    """Rule 1.1 for the proposal and each official list. versions: daftar -> version."""
    heads = {daftar: _("Daftar {versi}").format(versi=versions[daftar]) if daftar else _("Usulan") for daftar in rules}
    return [f"{heads[daftar]}: {lower_first(say_rule(rule, tahun))}" for daftar, rule in rules.items()]


def say_sources(found: pd.DataFrame, k: int) -> str:
    """How many kelurahan are among the first k by every criterion: rows of `rank_by_source`."""
    if found.empty:
        return _("Peringkat menurut sumber belum dapat dihitung: datanya belum ada.")
    areas = found.drop_duplicates("kode_kelurahan")
    every = int(areas["n_ukuran"].iloc[0])
    common = areas.loc[(areas["n_masuk"] == every).to_numpy(dtype=bool), "nama"].tolist()
    if every == 1:
        return _("Hanya satu kriteria yang punya data, jadi belum ada pembanding.")
    head = _("{jumlah} kelurahan masuk {k} besar menurut sedikitnya satu kriteria; ").format(
        jumlah=number(len(areas)), k=number(k)
    )
    if not common:
        return head + _("tidak satu pun menurut semua {ukuran} kriteria.").format(ukuran=number(every))
    return head + _("{sama} menurut semua {ukuran} kriteria: {nama}.").format(
        sama=number(len(common)), ukuran=number(every), nama=join_names(common)
    )


def say_list_moves(found: pd.DataFrame) -> str:
    """How many kelurahan moved, and for how many any figure went along: all rows of `list_moves`."""
    moved = found[(found["arah"] != "beda_sumber").to_numpy(dtype=bool)]
    disputed = found.loc[(found["arah"] == "beda_sumber").to_numpy(dtype=bool), "kode_kelurahan"].nunique()
    along = moved[moved["gerak"].isin(["sejalan", "sejalan_jelas"]).to_numpy(dtype=bool)]["kode_kelurahan"].nunique()
    if moved.empty:
        return _("Tidak ada yang pasti masuk atau keluar; {beda} kelurahan berbeda antarsumber.").format(
            beda=number(disputed)
        )
    head = _("{jumlah} kelurahan masuk atau keluar; {sejalan} disertai angka yang searah, {tidak} tidak").format(
        jumlah=number(moved["kode_kelurahan"].nunique()),
        sejalan=number(along),
        tidak=number(moved["kode_kelurahan"].nunique() - along),
    )
    return head + (_("; {beda} berbeda antarsumber").format(beda=number(disputed)) if disputed else "") + "."


def say_list_move(rows: pd.DataFrame, names: Names) -> str:
    """One kelurahan that entered or left the official list, and the figures that go with it: its `list_moves` rows."""
    first = rows.iloc[0]
    if first["arah"] == "beda_sumber":
        return _("{nama} hanya ada di daftar {versi} tahun {tahun}; sumber resmi berbeda.").format(
            nama=first["nama"], versi=first["versi"], tahun=first["tahun"]
        )
    text = {
        "masuk": _("{nama} masuk sejak daftar {tahun}"),
        "kembali": _("{nama} masuk kembali sejak daftar {tahun}"),
        "keluar": _("{nama} keluar sejak daftar {tahun}"),
    }[first["arah"]]
    head = text.format(nama=first["nama"], tahun=first["dibanding"])
    known = rows[(rows["gerak"] != "").to_numpy(dtype=bool)]
    if known.empty:
        return head + _("; angka kedua tahunnya belum ada.")
    along = known[known["gerak"].isin(["sejalan", "sejalan_jelas"]).to_numpy(dtype=bool)]
    against = known[(known["gerak"] == "berlawanan").to_numpy(dtype=bool)]
    if along.empty:
        return head + _("; tidak dijelaskan oleh angka ini: {rincian}.").format(rincian=_figures(known, names))
    text = head + _("; angka yang menyertai: {rincian}.").format(rincian=_figures(along, names))
    if not (along["gerak"] == "sejalan_jelas").any():
        text += " " + _("Selang peringkatnya beririsan: bisa kebetulan.")
    if len(against):
        text += " " + _("Yang berlawanan: {rincian}.").format(rincian=_figures(against, names))
    return text


def _figures(rows: pd.DataFrame, names: Names) -> str:
    return "; ".join(_figure(row, names) for row in rows.to_dict("records"))


def _figure(row: dict, names: Names) -> str:
    write = number if row["ukuran"] in COUNTS else percent
    before, after = (write(row[when]) for when in ("sebelum", "sesudah"))
    places = [
        _ranked(*(row[f"{name}_{when}"] for name in ("peringkat", "peringkat_bawah", "peringkat_atas")))
        for when in ("sebelum", "sesudah")
    ]
    return _("{ukuran} {sebelum} → {sesudah}, peringkat {lalu} → {kini}").format(
        ukuran=lower_first(names[row["ukuran"]]), sebelum=before, sesudah=after, lalu=places[0], kini=places[1]
    )


def _ranked(peringkat: float, bawah: float, atas: float) -> str:
    """ "5 (2–9)"; only "1" where every draw gave that rank."""
    return number(peringkat) + (f" ({number(bawah)}–{number(atas)})" if bawah < atas else "")


def say_proposal_move(row: pd.Series, names: Names) -> str:
    """One kelurahan that enters or leaves between two simulated proposals: a row of `proposal_moves`."""
    text = _("{nama} masuk usulan: peringkat {lalu} → {kini}, masuk di {pct_lalu} → {pct_kini} simulasi")
    if row["arah"] == "keluar":
        text = _("{nama} keluar dari usulan: peringkat {lalu} → {kini}, masuk di {pct_lalu} → {pct_kini} simulasi")
    lalu, kini = (
        _ranked(*(row[f"{name}_{when}"] for name in ("peringkat", "peringkat_bawah", "peringkat_atas")))
        for when in ("sebelum", "sesudah")
    )
    head = text.format(
        nama=row["nama"],
        lalu=lalu,
        kini=kini,
        pct_lalu=percent(row["pct_masuk_sebelum"], 0),
        pct_kini=percent(row["pct_masuk_sesudah"], 0),
    )
    return head + _own_score(row, names)


def _own_score(row: pd.Series, names: Names) -> str:
    """Whether its own score moved, and by which criterion most, or others passed it."""
    before, after = round(row["skor_sebelum"], 6), round(row["skor_sesudah"], 6)
    if pd.isna(before) or pd.isna(after):
        return _("; satu dari kedua tahun tidak dapat dinilai.")
    scores = {"lalu": number(before), "kini": number(after)}
    if row["arah"] == "keluar" and after >= before:
        return _("; skornya tidak turun ({lalu} → {kini}), tetapi kelurahan lain melewatinya.").format(**scores)
    if row["arah"] == "masuk" and after <= before:
        return _("; skornya tidak naik ({lalu} → {kini}), tetapi kelurahan lain turun lebih jauh.").format(**scores)
    return _("; skor {lalu} → {kini}, paling bergeser {ukuran} (posisi {dari} → {ke} dari 100).").format(
        **scores,
        ukuran=lower_first(names[row["ukuran"]]),
        dari=number(row["posisi_sebelum"]),
        ke=number(row["posisi_sesudah"]),
    )
