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
