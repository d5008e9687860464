"""Numbers that move in steps of many, so that no step is one person's.

Whoever reads a count every month and takes one reading from the next sees what changed between
them. A count therefore stays as it was shown until it is STEP more or fewer. In between it is up to
STEP - 1 out.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from bedside.reports.outside import USUAL, Stock

Key = TypeVar("Key", bound=Hashable)
STEP = USUAL
"""People whom a change that is shown is about, at least. No source: the threshold of counts."""


def held(before: Stock, now: Stock) -> Stock:
    """Return the counts that may follow those `before`.

    The average is of those whom the total counts, and moves with it.
    """
    whole = now if _moves(before.total, now.total) else before
    return Stock(
        total=whole.total,
        known=whole.known,
        average_age=whole.average_age,
        cells=_each(before.cells, now.cells),
        diagnoses=_each(before.diagnoses, now.diagnoses),
        open_work=_each(before.open_work, now.open_work),
    )


def _each(before: Mapping[Key, int], now: Mapping[Key, int]) -> dict[Key, int]:
    """Hold each count by itself; one that was not there before was none."""
    keys = [*now, *(key for key in before if key not in now)]
    counts = {key: (before.get(key, 0), now.get(key, 0)) for key in keys}
    return {key: new if _moves(old, new) else old for key, (old, new) in counts.items()}


def _moves(old: int, new: int) -> bool:
    return abs(new - old) >= STEP
