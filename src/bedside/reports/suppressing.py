"""Small counts hidden, for reports that leave the house.

A count of one or two in a table can be somebody. A count below the threshold is hidden, and as many
others as it takes that the total does not give it back: at least two are hidden, and together they
say neither that each is as small nor that each is as large as it can be. An empty cell is shown,
because it is nobody. With nothing left to hide behind, the total is hidden too. Primary and
complementary suppression is the usual practice of statistics offices (general knowledge, no
source); the threshold is for whoever lets the report out to choose.

Which others are hidden goes by their place in the table, the last first, and not by their size:
"the next smallest" would say how large the smallest can be at least, and give it back where two are
alike. Whoever may choose among thresholds adds up what each of them shows, so a higher one hides
more of what the lowest shows, and nothing else.

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


def suppressed(cells: Mapping[Key, int], threshold: int, *, least: int | None = None) -> Shown[Key]:
    """Hide the counts from 1 up to below the threshold, and what would give them back.

    `least` is the lowest threshold that the same reader may choose: this one, if there is no
    choice. Raises Invalid for a threshold below LEAST.
    """
    if threshold < LEAST:
        raise Invalid(fields={"threshold": f"Choose {LEAST} or more."})
    if least is None or threshold <= least:
        return _hidden(cells, threshold)
    return _coarser(_hidden(cells, least), threshold)


def _hidden(cells: Mapping[Key, int], threshold: int) -> Shown[Key]:
    hidden = [key for key, count in cells.items() if 0 < count < threshold]
    others = reversed([key for key, count in cells.items() if count >= threshold])
    while _told(hidden, cells, threshold) and (another := next(others, None)) is not None:
        hidden.append(another)
    shown = {key: None if key in hidden else count for key, count in cells.items()}
    return Shown(shown, None if _told(hidden, cells, threshold) else sum(cells.values()))


def _coarser(shown: Shown[Key], threshold: int) -> Shown[Key]:
    """Hide more of what is shown. What is hidden already counts as one cell: its sum is known."""
    seen = {key: count for key, count in shown.cells.items() if count is not None}
    if shown.total is None:
        fewer = {key: None if 0 < count < threshold else count for key, count in seen.items()}
        return Shown({key: fewer.get(key) for key in shown.cells}, None)
    rest = shown.total - sum(seen.values())
    again = _hidden({-1: rest, **dict(enumerate(seen.values()))}, threshold)
    cells = {key: again.cells[number] for number, key in enumerate(seen)}
    return Shown({key: cells.get(key) for key in shown.cells}, again.total)


def _told(hidden: list[Key], cells: Mapping[Key, int], threshold: int) -> bool:
    """Whether the total would tell what some hidden counts are, or that they are small."""
    if not hidden:
        return False
    counts = [cells[key] for key in hidden]
    together, number = sum(counts), len(counts)
    if number < 2 or together < threshold:
        return True
    all_of_the_most = max(counts) < threshold and together == number * (threshold - 1)
    return together == number or all_of_the_most
