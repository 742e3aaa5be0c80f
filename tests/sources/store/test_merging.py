"""Which values stand: a property of the saves alone, and never of the order in which they were found."""

from datetime import UTC, datetime

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sources.store import CELLS, ROW, State
from analysis.sources.store.records import decode, encode

COLUMNS = ["pendek", "diukur", "sangat_pendek"]
# One step: who saves, whether they look at everybody's saves first, and what they write.
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2), st.booleans(), st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from("123"), min_size=1)
    ),
    min_size=1,
    max_size=9,
)
CLOCKS = st.lists(st.integers(0, 10**9), min_size=9, max_size=9)


def made_by(steps, clocks):
    """The saves of three people, each with what they had before them, by clocks that tell anything at all."""
    saves, seen = {}, [set(), set(), set()]
    for (who, looks, written), clock in zip(steps, clocks, strict=False):
        if looks:
            seen[who] = set(saves)
        written = {ROW: "1", **written}
        cells = [("balita", "berkas", '["31.73.01.1005",2024]', column, text) for column, text in written.items()]
        save = decode(
            *encode(
                pd.DataFrame(cells, columns=CELLS),
                oleh=f"kantor {who}",
                apa="",
                induk=tuple(seen[who]),
                kapan=datetime.fromtimestamp(clock, UTC),
            )
        )
        saves[save.id] = save
        seen[who].add(save.id)
    return saves


def what_stands(state):
    """{column: {(save, text)}} of a state."""
    rows = state._tables["balita"].values()
    return {column: set(standing) for cells in rows for column, standing in cells.items()}


def expected(saves):
    """By definition: a write stands unless somebody who knew it wrote the same cell."""
    writes = [
        (id, column, text) for id, save in saves.items() for column, text in zip(*save.columns()[3:], strict=True)
    ]
    stands = {}
    for id, column, text in writes:
        if not any(other == column and id in saves[later].induk for later, other, _text in writes):
            stands.setdefault(column, set()).add((id, text))
    return stands


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, clocks=CLOCKS, data=st.data())
def test_any_order_of_finding_gives_the_same_and_nothing_disappears(steps, clocks, data):
    saves = made_by(steps, clocks)
    whole = State(saves, {})
    assert what_stands(whole) == expected(saves)
    # Found one by one or in heaps, in any order, children before their parents too.
    state, found = State({}, {}), {}
    for id in data.draw(st.permutations(list(saves))):
        found[id] = saves[id]
        if data.draw(st.booleans()):
            state = State(found, {}, state)
    state = State(saves, {}, state)
    assert what_stands(state) == what_stands(whole)
    pd.testing.assert_frame_equal(state.conflicts, whole.conflicts)
    assert [save.id for save in state.saves] == [save.id for save in whole.saves]
    disputed = {column for column, writes in expected(saves).items() if len({text for _id, text in writes}) > 1}
    assert set(whole.conflicts["kolom"]) == disputed


@settings(max_examples=20, deadline=None)
@given(steps=STEPS, clocks=CLOCKS, data=st.data())
def test_an_earlier_state_comes_back_as_it_was(steps, clocks, data):
    saves = made_by(steps, clocks)
    chosen = data.draw(st.sampled_from(list(saves)))
    state = State(saves, {})
    then = {column: max(writes, key=lambda one: state._lineage.rank(one[0]))[1]
            for column, writes in what_stands(state.as_of(chosen)).items()}  # fmt: skip
    cells = state.cells_to_restore(chosen)
    restore = decode(*encode(cells, oleh="x", apa="", induk=state.frontier))
    after = State({**saves, restore.id: restore}, {}, state)
    now = {column: {text for _id, text in writes} for column, writes in what_stands(after).items()}
    assert now == {column: {then.get(column, "")} for column in now}, "what came later is emptied"
    assert after.conflicts.empty
