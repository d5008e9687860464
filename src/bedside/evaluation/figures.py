"""Scores as pure functions of what was said and what is true, with their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``total``; an empty total has no share and no interval."""

    hits: int
    total: int

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval, in percent."""
        if not self.total:
            return math.nan, math.nan
        n, p = self.total, self.hits / self.total
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, 100 * (middle - half)), min(100.0, 100 * (middle + half))


def share(tests: Iterable[bool]) -> Share:
    """How many of these hold."""
    held = [bool(one) for one in tests]
    return Share(sum(held), len(held))


@dataclass(frozen=True, slots=True)
class TriageFigures:
    """Agreement with the true level; ``safe`` is a level at least as hurried as the true one."""

    right: Share
    within_one: Share
    safe: Share
    too_low: Share
    too_high: Share
    recall: Mapping[str, Share]
    least_to_most: Share


def triage_figures(
    pairs: Sequence[tuple[str, str]],
    order: Sequence[str],
    accepts: Mapping[str, tuple[str, ...]] | None = None,
) -> TriageFigures:
    """Score pairs of (given, true) levels; ``order`` lists the levels, least hurried first.

    ``accepts`` names the levels that are right for a label that leaves it open among several.
    ``least_to_most`` is how many of the least hurried cases were given the most hurried level.
    """
    open_labels = accepts or {}
    steps = [(steps_off(given, true, order, open_labels), true) for given, true in pairs]
    least, most = order[0], order[-1]
    known = [*reversed(order), *(one for one in open_labels if any(t == one for _, t in steps))]
    return TriageFigures(
        right=share(off == 0 for off, _ in steps),
        within_one=share(abs(off) <= 1 for off, _ in steps),
        safe=share(off >= 0 for off, _ in steps),
        too_low=share(off < 0 for off, _ in steps),
        too_high=share(off > 0 for off, _ in steps),
        recall={level: share(off == 0 for off, true in steps if true == level) for level in known},
        least_to_most=share(given == most for given, true in pairs if true == least),
    )


def steps_off(
    given: str, true: str, order: Sequence[str], accepts: Mapping[str, tuple[str, ...]]
) -> int:
    """How many levels too hurried (above 0) or too late (below 0); 0 is right."""
    places = [order.index(one) for one in accepts.get(true, (true,))]
    at = order.index(given)
    return at - min(max(at, min(places)), max(places))


def top_k(ranks: Sequence[int | None], k: int) -> Share:
    """How many have their first right answer among the first ``k`` (ranks count from 1)."""
    return share(rank is not None and rank <= k for rank in ranks)


def mean(numbers: Iterable[float]) -> float:
    """The mean, or nan of nothing."""
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else math.nan
