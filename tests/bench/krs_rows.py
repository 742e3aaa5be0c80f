"""Made-up families in the tidy form, as a CSV that a kota might export, with columns that name people and some gaps."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv as pacsv

from analysis.convergence.screening import TOILET, WATER

KELURAHAN = [f"31.73.0{kecamatan}.100{number}" for kecamatan in range(1, 9) for number in range(1, 6)]


def make_families(n: int, seed: int = 21) -> pd.DataFrame:
    """`n` families as text, 1 in 50 cells of each answer empty, 1 in 1,000 families twice."""
    rng = np.random.default_rng(seed)
    age, children = rng.integers(15, 55, n), rng.poisson(1.7, n)

    def text(values: np.ndarray, gaps: float = 0.02) -> np.ndarray:
        return np.where(rng.random(n) < gaps, "", values.astype(str))

    def yes(share: float) -> np.ndarray:
        return (rng.random(n) < share).astype(int)

    number = np.arange(n)
    number[rng.random(n) < 0.001] //= 2
    return pd.DataFrame(
        {
            "kode_keluarga": np.char.add("3173", np.char.zfill(number.astype(str), 12)),
            "kode_kelurahan": text(rng.choice(KELURAHAN, n), 0.001),
            "NIK": np.char.add("9", np.char.zfill(number.astype(str), 15)),
            "nama_istri": np.char.add("ISTRI ", number.astype(str)),
            "umur_istri": text(age),
            "jumlah_anak": text(children),
            "jarak_anak_bulan": np.where(children > 1, text(rng.integers(10, 120, n)), ""),
            "pus": text((age <= 49).astype(int)),
            "hamil": text(yes(0.05)),
            "baduta": text(yes(0.15)),
            "balita": text(yes(0.3)),
            "sumber_air_minum": text(rng.choice(list(WATER), n, p=[0.45, 0.25, 0.15, 0.1, 0.02, 0.01, 0.01, 0.01])),
            "fasilitas_bab": text(rng.choice(list(TOILET), n, p=[0.9, 0.07, 0.03])),
            "kb_modern": text(yes(0.6)),
            "peringkat_kesejahteraan": text(rng.choice(["1", "2", "3", "4", ">4"], n)),
        }
    )


def write_families(n: int, file: Path) -> None:
    """The same as a CSV."""
    table = pa.table({name: pa.array(column.to_numpy(dtype=object)) for name, column in make_families(n).items()})
    pacsv.write_csv(table, file, pacsv.WriteOptions(quoting_style="none"))
