"""Figures that repeat themselves: copied reports and favourite digits.

Trap: few figures look alike by chance, and small counts have no free last digit, so both are judged only where there are
enough figures. That two systems agree figure by figure may be a copy or the same list sent twice; either way the second
is no further proof, and that is all that is said.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.convergence.quality_checks import KEY, column, kota_of, units
from analysis.convergence.statistics import TREND_CHI2

# Two reports with this many figures above 0 are not alike by chance.
ENOUGH_FIGURES = 4


def figures(table: str, rows: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Every known figure on a row of its own: KEY without indicator, `tahun, kolom, angka`."""
    columns = ["pembilang", "penyebut"] if table == "cakupan" else columns
    before = rows["kode_indikator"] + "." if table == "cakupan" else ""
    parts = [
        rows[["sumber_data", "kode_kelurahan", "tahun"]].assign(kolom=before + name, angka=column(rows, name))
        for name in columns
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset="angka").assign(tabel=table)


def _reports(known: pd.DataFrame) -> pd.DataFrame:
    """One row per report (source, table, kelurahan, year): its figures as one text, and how many are above 0."""
    ordered = known.sort_values("kolom")
    text = ordered["kolom"] + "=" + ordered["angka"].astype("str")
    by = ["sumber_data", "tabel", "kode_kelurahan", "tahun"]
    grouped = ordered.assign(tanda=text, ada=ordered["angka"] > 0).groupby(by, as_index=False)
    found = grouped.agg(tanda=("tanda", " ".join), ada=("ada", "sum"))
    return found[(found["ada"] >= ENOUGH_FIGURES).to_numpy()].assign(kode_indikator="")


def copied_reports(known: pd.DataFrame, tahun: int, order: list[str]) -> pd.DataFrame:
    """Reports that repeat another kelurahan (`kembar`), last year (`salinan_tahun`) or an earlier source of `order`
    (`salinan_sumber`) figure by figure. Reports with few figures above 0 are not judged.

    known: `figures` of the year and of the year before.
    """
    reports = _reports(known)
    now, last = (reports[(reports["tahun"] == year).to_numpy()] for year in (tahun, tahun - 1))
    twins = now.duplicated(["sumber_data", "tabel", "tanda"], keep=False)
    years = now.merge(last[["sumber_data", "tabel", "kode_kelurahan", "tanda"]], on=KEY[:3], suffixes=("", "_lalu"))
    return pd.concat(
        [
            units(now, "kembar", ~twins.to_numpy(), now["ada"]),
            units(years, "salinan_tahun", (years["tanda"] != years["tanda_lalu"]).to_numpy(), years["ada"]),
            _copied_sources(known[(known["tahun"] == tahun).to_numpy()], order),
        ],
        ignore_index=True,
    )


def _copied_sources(known: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Each source's report against the first earlier source of the same kelurahan, over the figures that both have."""
    rank = {source: place for place, source in enumerate(order)}
    known = known.assign(urutan=known["sumber_data"].map(rank).fillna(len(rank)))
    pairs = known.merge(known, on=["tabel", "kode_kelurahan", "kolom"], suffixes=("", "_awal"))
    pairs = pairs[(pairs["urutan_awal"] < pairs["urutan"]).to_numpy()]
    pairs = pairs.assign(sama=pairs["angka"] == pairs["angka_awal"], ada=pairs["angka"] > 0)
    by = ["sumber_data", "sumber_data_awal", "tabel", "kode_kelurahan"]
    found = pairs.groupby(by, as_index=False).agg(sama=("sama", "all"), ada=("ada", "sum"))
    found = found[(found["ada"] >= ENOUGH_FIGURES - 1).to_numpy()].sort_values("sama", ascending=False)
    found = found.drop_duplicates(["sumber_data", "tabel", "kode_kelurahan"]).assign(kode_indikator="")
    return units(
        found, "salinan_sumber", ~found["sama"].to_numpy(dtype=bool), found["ada"], rinci=found["sumber_data_awal"]
    )


def favourite_digits(known: pd.DataFrame, limits: Mapping[str, float]) -> pd.DataFrame:
    """Counts of two digits or more that end in 0 or 5, per source, table and kota; 20 % is what chance gives."""
    rows = known[(known["angka"] >= 10).to_numpy()]
    rows = rows.assign(kode_kelurahan=kota_of(rows), kode_indikator="", lima=rows["angka"] % 5 == 0)
    found = rows.groupby(KEY, as_index=False).agg(n=("lima", "size"), k=("lima", "sum"))
    found = found[(found["n"] >= limits["kelipatan_lima_n"]).to_numpy()]
    n, k = found["n"].to_numpy(dtype=float), found["k"].to_numpy(dtype=float)
    chi2, share = (k - 0.2 * n) ** 2 / (0.2 * 0.8 * n), 100 * k / n
    good = ~((chi2 > TREND_CHI2) & (share > limits["kelipatan_lima"]))
    return units(found, "kelipatan_lima", good, share, 20.0, n)
