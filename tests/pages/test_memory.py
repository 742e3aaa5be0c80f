"""What views keep for everybody, and what they let go."""

import gc
import weakref

import pytest
import streamlit as st

from pages.parts import memory, state


class Tables(dict):
    """Tables that can be watched for whether anybody still holds them."""


@pytest.fixture
def total():
    """A view that counts how often it is really worked out, for a visitor with the default choices."""
    st.session_state.update(state.DEFAULTS)
    worked_out = []

    @memory.remembered
    def total(tables, extra=0):
        worked_out.append(extra)
        return sum(tables.values()) + extra

    total.worked_out = worked_out
    return total


def test_the_same_question_is_worked_out_once_and_a_widget_makes_it_another(total):
    tables = Tables(a=1, b=2)
    assert [total(tables), total(tables), total(tables, 10), total(tables, 10)] == [3, 3, 13, 13]
    assert total.worked_out == [0, 10]


def test_equal_tables_are_not_the_same_tables(total):
    assert [total(Tables(a=1)), total(Tables(a=1))] == [1, 1]
    assert total.worked_out == [0, 0]


def test_tables_that_nobody_sees_any_more_are_let_go(total):
    first = Tables(a=1)
    total(first)
    watched = weakref.ref(first)
    del first
    newer = [Tables(a=number) for number in range(20)]
    for tables in newer:
        total(tables)
    gc.collect()
    assert watched() is None


def test_all_views_together_keep_no_more_than_fifty_people_look_at(total):
    tables = Tables(a=1)

    @memory.remembered
    def other(tables, extra):
        return extra

    total(tables, 10)
    for extra in range(memory._MOST):
        other(tables, extra)
    total(tables, 10)
    assert total.worked_out == [10, 10]


@pytest.mark.parametrize(("keep", "times"), [(memory.remembered, 2), (memory.remembered_of_the_kota, 1)])
def test_what_stands_on_the_kota_alone_is_worked_out_once_for_all_its_kelurahan(keep, times):
    tables, worked_out = Tables(a=1), []
    st.session_state.update(state.DEFAULTS)
    ask = keep(lambda tables: worked_out.append(st.session_state["kelurahan"]) or "")
    for kelurahan in ("31.73.01.1001", "31.73.01.1002", "31.73.01.1001"):
        st.session_state["kelurahan"] = kelurahan
        ask(tables)
    assert len(worked_out) == times
    st.session_state["kota"] = "31.74"
    ask(tables)
    assert len(worked_out) == times + 1
