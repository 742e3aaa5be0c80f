"""What an analyst would write for the same file with pandas alone: read_csv, np.select, to_csv. Written on its own.

`python -m tests.bench.krs_peer IN.csv OUT.csv` prints how many families are at risk. It drops repeated families, but reads
only this one spelling of the file, and checks nothing.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

FIT_WATER = ["air kemasan/isi ulang", "ledeng/PAM", "sumur bor", "sumur terlindung"]
FACTORS = [
    "air_tidak_layak", "jamban_tidak_layak", "terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak",
    "bukan_kb_modern",
]  # fmt: skip


def screen(rows: pd.DataFrame) -> pd.DataFrame:
    """The seven factors, `sasaran` and `berisiko` as floats, NaN = unknown."""
    age, children, spacing = rows["umur_istri"], rows["jumlah_anak"], rows["jarak_anak_bulan"]
    pus = rows["pus"].mask((age < 15) | (age > 49), 0)
    out = pd.DataFrame(index=rows.index)
    target = pd.concat([pus, rows["hamil"], rows["baduta"], rows["balita"]], axis=1)
    out["sasaran"] = np.select([target.eq(1).any(axis=1), target.isna().any(axis=1)], [1, np.nan], 0)
    water, toilet = rows["sumber_air_minum"], rows["fasilitas_bab"]
    out["air_tidak_layak"] = np.where(water.isna(), np.nan, ~water.isin(FIT_WATER))
    out["jamban_tidak_layak"] = np.where(toilet.isna(), np.nan, toilet != "jamban dengan tangki septik")
    out["terlalu_muda"] = (age < 20).where(age.notna())
    out["terlalu_tua"] = age.between(35, 40).where(age.notna())
    out["terlalu_dekat"] = np.select(
        [(children <= 1) & ~(spacing > 0), spacing.isna()], [0, np.nan], (spacing < 24).astype(float)
    )
    out["terlalu_banyak"] = (children >= 3).where(children.notna())
    modern = rows["kb_modern"]
    out["bukan_kb_modern"] = np.select([(pus == 0) | (modern == 1), pus.isna() | modern.isna()], [0, np.nan], 1)
    out = out.astype(float)
    factors = out[FACTORS]
    some, gap = factors.eq(1).any(axis=1), factors.isna().any(axis=1)
    out["berisiko"] = np.select([out["sasaran"].eq(0) | (~some & ~gap), out["sasaran"].eq(1) & some], [0, 1], np.nan)
    return out


def main(source: str, target: str) -> None:
    rows = pd.read_csv(
        source, dtype={"kode_keluarga": str, "kode_kelurahan": str, "NIK": str, "peringkat_kesejahteraan": str}
    )
    rows = rows.drop_duplicates("kode_keluarga")
    found = screen(rows).astype("Int8")
    found.insert(0, "kode_kelurahan", rows["kode_kelurahan"])
    found.insert(0, "baris", rows.index + 2)
    found.to_csv(target, index=False)
    print(int(found["berisiko"].sum()))


if __name__ == "__main__":
    main(*sys.argv[1:])
