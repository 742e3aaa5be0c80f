"""A proposal beside the official lists, beside single sources, and beside the year before.

Two traps. Official lists of one year conflict, so the proposal is compared with each version and none is chosen. And
figures never say *why* a kelurahan was listed or left: they are figures that go with the move, and where no rank
moved in its direction they do not explain it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.convergence.lokus import SOURCE, Rule, check_rule_1_1, lokus_status, official_lists
from analysis.convergence.measures import META, kelurahan_measure
from analysis.convergence.proposal import NAMED_IN_KEPWAL, Proposal, Setting, Tables, propose
from analysis.convergence.review import rule_1_1

MOVES = ("masuk", "kembali", "keluar")
_RANKED = ["peringkat", "peringkat_bawah", "peringkat_atas", "pct_masuk"]


def compare_with_lists(tables: Tables, proposal: Proposal, kode_kota: str) -> pd.DataFrame:
    """One row per version of the year's list and kelurahan that the list or the proposal names.

    `daftar, versi, nomor_sk, kode_kelurahan, nama, kelompok` (keduanya | hanya_usulan | hanya_resmi), rank columns
    (missing where it got no score), `jenis_data` (the figures' kind) and the list's source. Empty without names.
    """
    lists = official_lists(tables["lokus"], tables["lokus_daftar"], kode_kota, proposal.tahun)
    names = tables["kelurahan"].drop_duplicates("kode_kelurahan").set_index("kode_kelurahan")["nama_kelurahan"]
    ranks = proposal.rows.set_index("kode_kelurahan")
    ours, parts = list(proposal.usulan["kode_kelurahan"]), []
    for row in lists[lists["n_nama"] > 0].itertuples():
        theirs = tables["lokus"].loc[(tables["lokus"]["daftar"] == row.daftar).to_numpy(dtype=bool), "kode_kelurahan"]
        codes = pd.Index(dict.fromkeys([*ours, *theirs]), name="kode_kelurahan")
        sides = [codes.isin(ours) & codes.isin(theirs), codes.isin(ours)]
        kelompok = np.select(sides, ["keduanya", "hanya_usulan"], default="hanya_resmi")
        part = pd.DataFrame({"nama": names.reindex(codes), "kelompok": kelompok})
        part = part.join(ranks[[*_RANKED, "jenis_data"]]).reset_index()
        part = part.assign(**{name: getattr(row, name) for name in ("daftar", "versi", "nomor_sk", *SOURCE)})
        parts.append(part)
    order = ["daftar", "versi", "nomor_sk", "kode_kelurahan", "nama", "kelompok", *_RANKED, "jenis_data", *SOURCE]
    if not parts:
        return pd.DataFrame(columns=order)
    found = pd.concat(parts, ignore_index=True)[order]
    place = found["kelompok"].map({"keduanya": 0, "hanya_usulan": 1, "hanya_resmi": 2})
    return found.assign(_=place).sort_values(["daftar", "_", "peringkat"], ignore_index=True).drop(columns="_")


def rules_side_by_side(tables: Tables, proposal: Proposal, kode_kota: str) -> dict[str, Rule]:
    """Rule 1.1 of the proposal (key "") and of each published list with names (key = daftar), same limits."""
    found = kelurahan_measure(tables, "prevalensi_rutin", proposal.tahun, kode_kota)
    frame = found[["kode_kelurahan"]].assign(jumlah=found["pembilang"], prevalensi=found["nilai"])
    return {"": check_rule_1_1(proposal.usulan["kode_kelurahan"], frame)} | rule_1_1(tables, kode_kota, proposal.tahun)


def _alone(tables: Tables, kode_kota: str, tahun: int, kode: str, setting: Setting) -> Proposal:
    """The ranking by one criterion; only chance in the counts varies."""
    one = replace(setting, kriteria=((kode, 1.0),), bobot_acak=False, derau=True, tahun_lalu=False, sumber=False)
    return propose(tables, kode_kota, tahun, one)


def rank_by_source(tables: Tables, kode_kota: str, tahun: int, setting: Setting, kriteria: list[str]) -> pd.DataFrame:
    """The first k by each criterion alone: every kelurahan that is among them somewhere x every criterion.

    `kode_kelurahan, nama, ukuran` (criterion code), `nilai, peringkat, peringkat_bawah, peringkat_atas, masuk` (among
    the first k; missing without a value), `n_masuk` (criteria in which it is), `n_ukuran` (criteria with data),
    `urutan` (reading order), META. Criteria without any data are left out.
    """
    parts = []
    for kode in kriteria:
        rows = _alone(tables, kode_kota, tahun, kode, setting).rows
        if len(rows):
            parts.append(rows.rename(columns={kode: "nilai", "usul": "masuk"}).assign(ukuran=kode))
    columns = ["kode_kelurahan", "nama", "ukuran", "nilai", *_RANKED[:3], "masuk"]
    if not parts:
        return pd.DataFrame(columns=[*columns, "n_masuk", "n_ukuran", "urutan", *META])
    found = pd.concat(parts, ignore_index=True)[[*columns, *META]]
    by_area = found.groupby("kode_kelurahan")
    found = found.assign(n_masuk=by_area["masuk"].transform("sum"), n_ukuran=len(parts))
    mean = by_area["peringkat"].transform("mean")
    found = found.assign(urutan=-found["n_masuk"] * 1000 + mean)[found["n_masuk"] > 0]
    return _with_gaps(found, [part["ukuran"].iloc[0] for part in parts])


def _with_gaps(found: pd.DataFrame, kriteria: list[str]) -> pd.DataFrame:
    """A row for every kelurahan and criterion, also where the criterion has no value there."""
    areas = found.drop_duplicates("kode_kelurahan")[["kode_kelurahan", "nama", "n_masuk", "n_ukuran", "urutan"]]
    grid = areas.merge(pd.DataFrame({"ukuran": kriteria}), how="cross")
    rest = found.drop(columns=["nama", "n_masuk", "n_ukuran", "urutan"])
    grid = grid.merge(rest, on=["kode_kelurahan", "ukuran"], how="left").fillna(dict.fromkeys(META, ""))
    place = grid["ukuran"].map({kode: place for place, kode in enumerate(kriteria)})
    grid = grid.assign(masuk=grid["masuk"].astype("boolean"), _=place)
    return grid.sort_values(["urutan", "kode_kelurahan", "_"], ignore_index=True).drop(columns="_")


def list_moves(tables: Tables, kode_kota: str, tahun: int, setting: Setting) -> pd.DataFrame:
    """Who entered or left the official list of `tahun` since the latest earlier known list, and what went with it.

    One row per kelurahan and criterion of the Kepwal: `kode_kelurahan, nama, arah` (masuk | kembali | keluar |
    beda_sumber), `versi, tahun, dibanding` (year compared with), `ukuran, sebelum, sesudah`, `peringkat_sebelum,
    peringkat_sesudah` and their `_bawah, _atas`, `gerak` (sejalan_jelas: the rank moved in the direction of the list
    and the two rank intervals do not overlap; sejalan: they overlap; tetap; berlawanan; "": not known), META.
    """
    status = lokus_status(tables["lokus"], tables["lokus_daftar"], tables["kelurahan"], kode_kota)
    wanted = (status["tahun"] == tahun) & status["status"].isin([*MOVES, "beda_sumber"]) & status["dibanding"].notna()
    moves = status[wanted.to_numpy(dtype=bool)].rename(columns={"status": "arah"})
    moves = moves.merge(pd.DataFrame({"ukuran": NAMED_IN_KEPWAL}), how="cross")
    for when, years in (("sebelum", sorted(set(moves["dibanding"]))), ("sesudah", [tahun])):
        # Without any move there is still a year to ask, so that the columns are there.
        figures = pd.concat([_figures(tables, kode_kota, int(year), setting, when) for year in years or [tahun]])
        keys = ["kode_kelurahan", "ukuran", "dibanding" if when == "sebelum" else "tahun"]
        moves = moves.merge(figures.rename(columns={"tahun": keys[2]}), on=keys, how="left")
    moves["gerak"] = pd.array([_direction(row) for row in moves.to_dict("records")], dtype="str")
    for name in META:
        moves[name] = moves[f"{name}_sesudah"].fillna(moves[f"{name}_sebelum"]).fillna("")
    ranks = [f"{name}_{when}" for when in ("sebelum", "sesudah") for name in _RANKED[:3]]
    order = ["kode_kelurahan", "nama", "arah", "versi", "tahun", "dibanding", "ukuran", "sebelum", "sesudah"]
    return moves[[*order, *ranks, "gerak", *META]]


def _figures(tables: Tables, kota: str, tahun: int, setting: Setting, when: str) -> pd.DataFrame:
    """Value and rank of every kelurahan by each criterion of the Kepwal; columns end in the name of the moment."""
    parts = []
    for kode in NAMED_IN_KEPWAL:
        rows = _alone(tables, kota, tahun, kode, setting).rows.rename(columns={kode: when})
        rows = rows[["kode_kelurahan", when, *_RANKED[:3], *META]]
        rows = rows.rename(columns={name: f"{name}_{when}" for name in (*_RANKED[:3], *META)})
        parts.append(rows.assign(ukuran=kode, tahun=tahun))
    return pd.concat(parts, ignore_index=True).astype({"tahun": "int64"})


def _direction(row: dict) -> str:
    """How one measure's rank moved beside a move of the list: sejalan_jelas | sejalan | tetap | berlawanan | ""."""
    before, after = row["peringkat_sebelum"], row["peringkat_sesudah"]
    if row["arah"] == "beda_sumber" or pd.isna(before) or pd.isna(after):
        return ""
    if before == after:
        return "tetap"
    if (after > before) != (row["arah"] == "keluar"):
        return "berlawanan"
    apart = row["peringkat_atas_sebelum"] < row["peringkat_bawah_sesudah"]
    apart |= row["peringkat_atas_sesudah"] < row["peringkat_bawah_sebelum"]
    return "sejalan_jelas" if apart else "sejalan"


def proposal_moves(now: Proposal, before: Proposal) -> pd.DataFrame:
    """Who enters or leaves between the proposals of two years made with the same setting; entries first.

    `kode_kelurahan, nama, arah` (masuk | keluar), `skor`, rank columns and `pct_masuk`, each with `_sebelum, _sesudah`
    (missing where that year gave no score), `ukuran` (the criterion whose weighted position moved the score most in the
    direction it took; "" where it did not move or is not known), `posisi_sebelum, posisi_sesudah` of it (0-100),
    `jenis_data`.
    """
    old, new = (proposal.rows.set_index("kode_kelurahan") for proposal in (before, now))
    ours, theirs = list(now.usulan["kode_kelurahan"]), list(before.usulan["kode_kelurahan"])
    moved = [(c, "masuk") for c in ours if c not in theirs] + [(c, "keluar") for c in theirs if c not in ours]
    codes = [code for code, _ in moved]
    found = pd.DataFrame(moved, columns=["kode_kelurahan", "arah"])
    found.insert(1, "nama", pd.concat([new["nama"], old["nama"]]).groupby(level=0).first().reindex(codes).to_numpy())
    for name in ("skor", *_RANKED):
        for when, rows in (("sebelum", old), ("sesudah", new)):
            found[f"{name}_{when}"] = rows[name].reindex(codes).to_numpy(dtype=float)
    change = _moved_most(now, before, codes)
    kinds = [{*old["jenis_data"].reindex([c]), *new["jenis_data"].reindex([c])} for c in codes]
    weakest = [next((kind for kind in ("contoh", "diunggah", "resmi") if kind in both), "") for both in kinds]
    return found.join(change).assign(jenis_data=pd.array(weakest, dtype="str"))


def _moved_most(now: Proposal, before: Proposal, codes: list[str]) -> pd.DataFrame:
    """`ukuran, posisi_sebelum, posisi_sesudah`, one row per code."""
    weights = pd.Series(now.setting.bobot, dtype=float)
    old, new = (100 * proposal.posisi.reindex(codes)[weights.index] for proposal in (before, now))
    change = ((new - old) * weights).round(9)
    towards = change.mul(np.sign(change.sum(axis=1)), axis=0)
    rows = []
    for code in codes:
        best = towards.loc[code].max()
        kode = towards.loc[code].idxmax() if best > 0 else ""
        rows.append((kode, old.at[code, kode], new.at[code, kode]) if kode else ("", np.nan, np.nan))
    return pd.DataFrame(rows, columns=["ukuran", "posisi_sebelum", "posisi_sesudah"])
