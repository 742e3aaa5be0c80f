"""Random whole numbers that come out the same on every machine.

The sample files are compared byte by byte, so nothing here passes through `exp`, `log` or a
floating-point sum, whose last bit may differ between processors: draws are integers, shares are
integers per thousand, and totals are split by largest remainder.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

SEED = 20250527


def generator(part: int) -> np.random.Generator:
    """An own stream for each file, so that changing one leaves the others as they are."""
    return np.random.Generator(np.random.PCG64([SEED, part]))


def draw(rng: np.random.Generator, low: int, high: int, size: int) -> list[int]:
    """`size` whole numbers from `low` to `high`, both included."""
    return rng.integers(low, high, size=size, endpoint=True).tolist()


def skewed(rng: np.random.Generator, size: int, spread: int) -> list[int]:
    """Multipliers per thousand around 1000, skewed to the right like a log-normal.

    A product of four uniform factors of 1000 ± `spread`: 390 gives a standard deviation of the
    logarithm of about 0.45, as the sizes of Jakarta's kelurahan have it.
    """
    result = [1000] * size
    for _factor in range(4):
        steps = draw(rng, 1000 - spread, 1000 + spread, size)
        result = [value * step // 1000 for value, step in zip(result, steps, strict=True)]
    return [max(value, 1) for value in result]


def share(count: int, per_thousand: int) -> int:
    """`per_thousand` of `count`, rounded half up."""
    return (count * per_thousand + 500) // 1000


def clip(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))


def _largest_remainder(total: int, weights: Sequence[int]) -> list[int]:
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(parts)]:
        parts[i] += 1
    return parts


def apportion(total: int, weights: Sequence[int], caps: Sequence[int] | None = None) -> list[int]:
    """Split `total` into whole parts proportional to `weights`, none above its cap.

    The parts sum to `total` exactly. ValueError when the caps leave no room for it.
    """
    if caps is not None and sum(caps) < total:
        raise ValueError(f"{total} does not fit under caps that sum to {sum(caps)}")
    parts: list[int | None] = [None] * len(weights)
    while True:
        free = [i for i, part in enumerate(parts) if part is None]
        rest = total - sum(part for part in parts if part is not None)
        trial = _largest_remainder(rest, [weights[i] for i in free]) if free else []
        full = [] if caps is None else [i for i, p in zip(free, trial, strict=True) if p > caps[i]]
        if not full:
            for i, part in zip(free, trial, strict=True):
                parts[i] = part
            return parts
        for i in full:
            parts[i] = caps[i]
