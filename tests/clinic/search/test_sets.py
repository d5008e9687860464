"""Sets of record numbers: they hold what Python's own sets hold, in order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bedside.clinic.search import sets
from bedside.clinic.search.blocks import Numbers

NUMBERS = st.lists(st.integers(0, 40) | st.integers(0, 2**32 - 1), max_size=30)
"""As a list has them: in no order, and some twice."""


def array(numbers: list[int] | set[int]) -> Numbers:
    return np.array(numbers if isinstance(numbers, list) else sorted(numbers), np.uint32)


@given(st.lists(NUMBERS, max_size=4))
def test_what_is_in_any(lists: list[list[int]]) -> None:
    found = sets.in_any(array(one) for one in lists)
    assert found.dtype == np.uint32
    assert found.tolist() == sorted(set().union(*lists))


@given(st.lists(st.sets(st.integers(0, 40)), max_size=4))
def test_what_is_in_all(held: list[set[int]]) -> None:
    found = sets.in_all(array(one) for one in held)
    assert found.tolist() == (sorted(set.intersection(*held)) if held else [])


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(0, 40)))
def test_what_is_in_one_and_not_in_the_other(held: set[int], others: set[int]) -> None:
    assert sets.but_not(array(held), array(others)).tolist() == sorted(held - others)
