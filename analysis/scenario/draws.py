"""One draw per parameter, shared by all kelurahan and by both arms.

The trap: the effect of a lever is as uncertain everywhere at once, so its error does not average out over kelurahan;
and a draw must not depend on which other levers a plan has, or two plans could not be compared draw by draw. So every
parameter has a stream of its own, seeded by its name.
"""

from __future__ import annotations

import math
from zlib import crc32

import numpy as np
import pandas as pd
from scipy.special import ndtri

from analysis.scenario.plan import Preset

_Z = 3.92  # width of a 95 % interval in standard deviations
TREND = "tren"


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one name."""
    return np.random.default_rng([seed, crc32(name.encode())])


def uniforms(seed: int, name: str, draws: int) -> np.ndarray:
    """Stratified uniforms: one in each of `draws` equal parts of 0..1, in random order, so quantiles hold closely."""
    rng = stream(seed, name)
    return (rng.permutation(draws) + rng.random(draws)) / draws


def draw_parameters(parameter: pd.DataFrame, preset: Preset, draws: int, seed: int) -> dict[str, np.ndarray]:
    """name -> draws of every row of skenario_parameter, and of `tren` (yearly log change), under a preset."""
    drawn = {row.parameter: _draw(row, uniforms(seed, row.parameter, draws)) for row in parameter.itertuples()}
    chosen = {"kappa": preset.kappa, "persistensi": preset.persistensi}
    drawn |= {name: np.full(draws, float(value)) for name, value in chosen.items() if name not in preset.acak}
    drawn["tumpang"] = np.full(draws, float(preset.tumpang))
    drawn[TREND] = preset.tren + preset.tren_sd * ndtri(uniforms(seed, TREND, draws))
    return drawn


def _draw(row, u: np.ndarray) -> np.ndarray:
    if row.sebaran == "lognormal":
        return row.nilai * np.exp(math.log(row.atas / row.bawah) / _Z * ndtri(u))
    if row.sebaran == "normal":
        return row.nilai + (row.atas - row.bawah) / _Z * ndtri(u)
    if row.sebaran == "seragam":
        return row.bawah + (row.atas - row.bawah) * u
    if row.sebaran == "segitiga":
        return _triangle(row.bawah, row.nilai, row.atas, u)
    return np.full(len(u), float(row.nilai))


def _triangle(low: float, mode: float, high: float, u: np.ndarray) -> np.ndarray:
    turn = (mode - low) / (high - low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < turn, rising, falling)
