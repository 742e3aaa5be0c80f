"""Counts that belong together: what is counted among what, what adds up to what, and how each could be otherwise.

The trap: a cell is not hidden as long as another column gives it away. Families at risk and not at risk make the
target families, short and very short make stunted, the welfare ranks make the families at risk, who was reached and
who was missed make the target. And inequalities speak too: the 4T bound `jumlah_4t` from both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from analysis.convergence.families import FOUR_T, WELFARE

STUNTED, MISSED = "jumlah_pendek", "terlewat"
RANKS = tuple(WELFARE.values())
# Each factor is at most the families at risk.
AMONG_KRS = ("air_tidak_layak", "jamban_tidak_layak", "jumlah_4t", "bukan_kb_modern", *FOUR_T)

Move = dict[str, int]


@dataclass(frozen=True)
class System:
    """The columns of one table that are known together.

    `bases`: base -> the columns counted among it, which a small base hides too. `equal`, `at_most`: (columns,
    columns) whose sums are equal, or the left at most the right. `moves`: smallest steps to another table that also
    adds up; whoever sees neither end of a step cannot tell the two tables apart. `size`: how large an area is.
    """

    columns: tuple[str, ...]
    size: str
    bases: dict[str, tuple[str, ...]]
    equal: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    at_most: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    moves: tuple[Move, ...]


def _together(*columns: str) -> Move:
    return dict.fromkeys(columns, 1)


def _exchange(one: str, other: str, *along: str) -> Move:
    return {one: 1, other: -1, **_together(*along)}


def _balita() -> System:
    target, measured, parts = "balita_sasaran", "diukur", ("pendek", "sangat_pendek")
    cases = [(), *((STUNTED, part) for part in parts)]
    among = (STUNTED, *parts)
    return System(
        columns=(target, measured, STUNTED, *parts),
        size=target,
        bases={target: (measured, *among), measured: among},
        equal=((parts, (STUNTED,)),),
        at_most=(((measured,), (target,)), ((STUNTED,), (measured,))),
        moves=(
            _exchange(*parts),
            *(_together(*case) for case in cases if case),
            *(_together(measured, *case) for case in cases),
            _together(target),
            *(_together(target, measured, *case) for case in cases),
        ),
    )


def _cakupan() -> System:
    base, reached = "penyebut", "pembilang"
    return System(
        columns=(base, reached, MISSED),
        size=base,
        bases={base: (reached, MISSED)},
        equal=(((reached, MISSED), (base,)),),
        at_most=(),
        moves=(_exchange(reached, MISSED), _together(base, reached), _together(base, MISSED)),
    )


def _krs() -> System:
    every, target, risk, other = "jumlah_keluarga", "keluarga_sasaran", "total_krs", "tidak_berisiko"
    among = (*AMONG_KRS, *RANKS)
    return System(
        columns=(every, target, risk, other, *among),
        size=target,
        bases={target: (risk, other, *among), risk: among},
        equal=(((risk, other), (target,)), (RANKS, (risk,))),
        at_most=(
            ((target,), (every,)),
            ((risk,), (target,)),
            ((risk,), (every,)),
            *(((factor,), (risk,)) for factor in AMONG_KRS),
            *(((one,), ("jumlah_4t",)) for one in FOUR_T),
            (("jumlah_4t",), tuple(FOUR_T)),
        ),
        moves=tuple(_krs_moves(every, target, risk, other)),
    )


def _krs_moves(every: str, target: str, risk: str, other: str) -> Iterable[Move]:
    yield from (_together(factor) for factor in AMONG_KRS)
    yield from (_together(one, "jumlah_4t") for one in FOUR_T)
    yield from (_exchange(*pair) for pair in combinations(FOUR_T, 2))
    yield from (_exchange(*pair) for pair in combinations(RANKS, 2))
    yield from (_together(rank) for rank in RANKS)
    # Families at risk come with a rank wherever ranks are known, and at the cost of those not at risk.
    for along in [(), *((rank,) for rank in RANKS)]:
        yield _exchange(risk, other, *along)
        yield from (_together(*more, risk, *along) for more in [(), (target,), (every, target), (every,)])
    yield from (_together(*more, other) for more in [(), (target,), (every, target)])
    yield from (_together(target), _together(every), _together(every, target))


SYSTEMS = {"balita": _balita(), "krs": _krs(), "cakupan": _cakupan()}
