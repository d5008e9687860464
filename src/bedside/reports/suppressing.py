"""Small counts hidden, for reports that leave the house.

A count of one or two in a table can be somebody. A count below the threshold is hidden, and as many
others as it takes that the total does not give it back: at least two are hidden, together they are
at least the threshold, and more than one each on average (three hidden ones that sum to three would
be one each). An empty cell is shown, because it is nobody. With nothing left to hide behind, the
total is hidden too. Primary and complementary suppression is the usual practice of statistics
offices (general knowledge, no source); the threshold is for whoever lets the report out to choose.

It holds for one row of counts with its total. A table of two dimensions is hidden as one row of all
its cells, and its other totals are left out.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bedside.errors import Invalid

Key = TypeVar("Key", bound=Hashable)

LEAST = 2
"""A lower threshold hides nothing."""


@dataclass(frozen=True, slots=True)
class Shown(Generic[Key]):
    """The cells and their total as they may be shown; None is hidden."""

    cells: Mapping[Key, int | None]
    total: int | None


def suppressed(cells: Mapping[Key, int], threshold: int) -> Shown[Key]:
    """Hide the counts from 1 up to below the threshold, and what would give them back.

    Raises Invalid for a threshold below LEAST.
    """
    if threshold < LEAST:
        raise Invalid(fields={"threshold": f"Choose {LEAST} or more."})
    ascending = sorted((key for key, count in cells.items() if count), key=lambda key: cells[key])
    small = sum(cells[key] < threshold for key in ascending)
    hidden = ascending[: _enough(ascending, cells, small, threshold)]
    shown = {key: None if key in hidden else count for key, count in cells.items()}
    return Shown(shown, None if _told(hidden, cells, threshold) else sum(cells.values()))


def _enough(ascending: list[Key], cells: Mapping[Key, int], small: int, threshold: int) -> int:
    """Return how many of the smallest to hide: all small ones, and until the rest says nothing."""
    number = small
    while number < len(ascending) and _told(ascending[:number], cells, threshold):
        number += 1
    return number


def _told(hidden: list[Key], cells: Mapping[Key, int], threshold: int) -> bool:
    """Whether the total would tell what some hidden counts are, or that they are small."""
    if not hidden:
        return False
    together = sum(cells[key] for key in hidden)
    return len(hidden) < 2 or together < threshold or together == len(hidden)
