"""What the release check knows about counts is what the tables are checked for when they are read."""

import pytest

from analysis.publication.systems import STUNTED, SYSTEMS
from analysis.sources.layouts import TABLES
from analysis.sources.rules import Bound


@pytest.mark.parametrize("table", ["balita", "krs"])
def test_every_rule_of_a_table_is_known(table):
    """A rule that readers know and the check does not could open a cell."""
    system = SYSTEMS[table]
    known = {(frozenset(left), frozenset(right)) for left, right in (*system.equal, *system.at_most)}
    parts = frozenset(["pendek", "sangat_pendek"])
    for rule in TABLES[table].rules:
        assert isinstance(rule, Bound)
        left, right = (
            frozenset([STUNTED]) if frozenset(side) == parts else frozenset(side) for side in (rule.left, rule.right)
        )
        assert (left, right) in known, rule


@pytest.mark.parametrize("table", SYSTEMS)
def test_every_count_of_a_table_can_be_hidden(table):
    counts = {name for name in TABLES[table].columns if name not in TABLES[table].key}
    assert counts <= set(SYSTEMS[table].columns)


@pytest.mark.parametrize("table", SYSTEMS)
def test_every_step_leads_to_a_table_that_adds_up(table):
    """Where all parts of a sum are known: steps that leave one out are for kelurahan that do not know it."""
    system = SYSTEMS[table]
    assert {name for move in system.moves for name in move} == set(system.columns), "each count can be otherwise"
    for parts, wholes in system.equal:
        whole = [
            move for move in system.moves if sum(move.get(p, 0) for p in parts) == sum(move.get(w, 0) for w in wholes)
        ]
        assert {name for move in whole for name in move} >= {*parts, *wholes}
