"""What to mend first: findings with an owner, in the order of consequence.

The order is that of `quality_checks.RULES`: what is wrong for certain, then what hides a lokus, then what may move a
decision, then what only weakens trust; within a rule the most people first. Trap: who owns a figure is an assumption
(data/rujukan/sumber_data.csv, pemilik_layanan.csv); a system without an owner of its own (a file, the screen) hands its
findings to the owner of the system that the table comes from first.
"""

from __future__ import annotations

import pandas as pd

from analysis.convergence.quality_checks import RULES

_ORDER = {aturan: place for place, aturan in enumerate(RULES)}
ITEM = ["pemilik", "aturan", "tabel", "sumber_data"]


def owner_of_table(sumber_data: pd.DataFrame, table: str) -> str:
    """The owner of the first system, in the order of use, that brings this table; "" where none has one."""
    for row in sumber_data.sort_values("urutan").itertuples():
        if row.pemilik and table in row.tabel.split():
            return row.pemilik
    return ""


def with_owner(findings: pd.DataFrame, sumber_data: pd.DataFrame, pemilik_layanan: pd.DataFrame) -> pd.DataFrame:
    """`findings` (data_quality.FINDINGS) with `pemilik` and `urutan`, the most consequential first."""
    of_source = dict(zip(sumber_data["sumber_data"], sumber_data["pemilik"], strict=True))
    of_service = dict(zip(pemilik_layanan["kode_indikator"], pemilik_layanan["pemilik"], strict=True))
    of_table = {table: owner_of_table(sumber_data, table) for table in findings["tabel"].unique()}
    owners = [
        of_service.get(row.kode_indikator) or of_source.get(row.sumber_data) or of_table[row.tabel]
        for row in findings.itertuples()
    ]
    ranked = findings.assign(
        pemilik=pd.array(owners, dtype="str"), urutan=findings["aturan"].map(_ORDER).astype(int) + 1
    )
    return ranked.sort_values(
        ["urutan", "jumlah", "kode_kelurahan", "kode_indikator"], ascending=[True, False, True, True], ignore_index=True
    )


def items(ranked: pd.DataFrame) -> pd.DataFrame:
    """One row per owner, rule, table and source: ITEM, `urutan, tahun, n_baris, jumlah, wilayah` (codes, most people
    first), `nilai, pembanding, rinci` of the first row, `jenis_data`; in order.

    `jumlah`: people or families concerned at least, missing where unknown. Services of one kelurahan reach the same
    people, so only its largest number is added.
    """
    grouped = ranked.groupby(ITEM, as_index=False, sort=False).agg(
        urutan=("urutan", "first"),
        tahun=("tahun", "first"),
        n_baris=("aturan", "size"),
        wilayah=("kode_kelurahan", lambda codes: tuple(dict.fromkeys(codes))),
        nilai=("nilai", "first"),
        pembanding=("pembanding", "first"),
        rinci=("rinci", "first"),
        jenis_data=("jenis_data", "first"),
    )
    largest = ranked.groupby([*ITEM, "kode_kelurahan"], as_index=False)["jumlah"].max()
    people = largest.groupby(ITEM, as_index=False)["jumlah"].sum(min_count=1)
    found = grouped.merge(people, on=ITEM)
    return found.sort_values(["urutan", "jumlah", "n_baris"], ascending=[True, False, False], ignore_index=True)
