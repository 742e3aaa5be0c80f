"""Random numbers that hold still: a stream for each name, stratified, in mirrored pairs.

The trap: with plain draws the median of a thousand simulations lies a percent beside its value by chance, and a plan
that changes nothing would seem to move the prevalence.
"""

from __future__ import annotations

from zlib import crc32

import numpy as np


def stream(seed: int, name: str) -> np.random.Generator:
    """The random numbers of one name."""
    return np.random.default_rng([seed, crc32(name.encode())])


def uniforms(seed: int, name: str, draws: int) -> np.ndarray:
    """Stratified uniforms in mirrored pairs: one in each of `draws` equal parts of 0..1, and draw i beside 1 minus it.

    The second half mirrors the first for every name alike, so where all errors are symmetric the median is the value
    itself, not a little beside it by chance.
    """
    rng = stream(seed, name)
    half = (draws + 1) // 2
    low = (rng.permutation(half) + rng.random(half)) / (2 * half)
    first = np.where(rng.random(half) < 0.5, low, 1 - low)
    return np.concatenate([first, 1 - first])[:draws]


def mirrored_normals(rng: np.random.Generator, draws: int, size: int) -> np.ndarray:
    """draws x size standard normals, the second half the first with the other sign: pairs as in `uniforms`."""
    first = rng.standard_normal(((draws + 1) // 2, size))
    return np.concatenate([first, -first])[:draws]
