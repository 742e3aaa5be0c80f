"""Is every record of use still there, as it was written? What a later record knew of must be there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from analysis.sources.problems import Problem
from analysis.sources.usage.records import ENDING, Place, Use, place_of


def check(uses: Mapping[str, Use], damaged: Iterable[str], gone: Iterable[str]) -> list[Problem]:
    """What is wrong with the chains, a sentence each; [] when every chain is whole.

    `uses`: {id: use}; `damaged`: ids there whose bytes are not what their name promises; `gone`: ids that were there
    when this process looked before.
    """
    there = {*uses, *damaged}
    named = {id for use in uses.values() for id in (use.sebelum, *use.saksi) if id}
    missing = sorted((named | set(gone)) - there)
    found = [_problem(id, "penggunaan_rusak") for id in sorted(damaged)]
    found += [_problem(id, "penggunaan_hilang") for id in missing]
    found += [_problem(id, "penggunaan_urutan") for id in sorted(_out_of_order(uses))]
    return found + _gaps({place_of(id) for id in {*there, *missing}} - {None})


def _problem(id: str, jenis: str) -> Problem:
    return Problem(f"{id}{ENDING}", None, None, jenis)


def _out_of_order(uses: Mapping[str, Use]) -> set[str]:
    """Records that do not follow the one before them, or that stand in the place of another."""
    holders = defaultdict(list)
    for id, use in uses.items():
        holders[Place(use.proses, use.nomor)].append(id)
    twice = {id for ids in holders.values() if len(ids) > 1 for id in ids}
    return twice | {id for id, use in uses.items() if not _follows(use)}


def _follows(use: Use) -> bool:
    if use.nomor == 0:
        return not use.sebelum
    return place_of(use.sebelum) == Place(use.proses, use.nomor - 1)


def _gaps(places: set[Place]) -> list[Problem]:
    """Numbers of a chain that nothing stands for: records were removed one after the other."""
    numbers = defaultdict(list)
    for place in sorted(places):
        numbers[place.proses].append(place.nomor)
    return [
        Problem(proses, None, None, "penggunaan_bolong", {"dari": before + 1, "sampai": after - 1})
        for proses, known in numbers.items()
        for before, after in pairwise([-1, *known])
        if after - before > 1
    ]
