"""Sets of record numbers as arrays in ascending order, each number once.

NumPy's own set functions hash or sort what is in order already: for thirty thousand numbers they
take twenty to seventy times as long as these (see docs/benchmarks.md).
"""

from collections.abc import Iterable
from functools import reduce

import numpy as np

from bedside.clinic.search.blocks import NONE, Numbers


def in_any(arrays: Iterable[Numbers]) -> Numbers:
    """Return what is in any of some arrays, which may be in no order and hold a number twice."""
    # A stable sort merges stretches that are in order, and lists of numbers are hardly else.
    numbers = np.sort(np.concatenate([NONE, *arrays]), kind="stable")
    return numbers[_is_new(numbers)]


def in_all(sets: Iterable[Numbers]) -> Numbers:
    """Return what is in every one of some sets; nothing when there are none."""
    fewest_first = sorted(sets, key=len)
    return reduce(_in_both, fewest_first) if fewest_first else NONE


def but_not(numbers: Numbers, others: Numbers) -> Numbers:
    """Return what is in the first set and not in the second."""
    return numbers[~_is_in(others, numbers)]


def _in_both(fewer: Numbers, more: Numbers) -> Numbers:
    return fewer[_is_in(more, fewer)]


def _is_in(numbers: Numbers, asked: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each number asked for, whether it is in a set."""
    if not len(numbers):
        return np.zeros(len(asked), np.bool_)
    places = np.searchsorted(numbers, asked)
    places[places == len(numbers)] = 0
    return np.equal(numbers[places], asked)


def _is_new(numbers: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """For each number of those in order, whether it differs from the one before it."""
    new = np.ones(len(numbers), np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return new
