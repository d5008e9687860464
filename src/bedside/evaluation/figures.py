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
    safe: Share
    over: Share
    recall: Mapping[str, Share]
    least_to_most: Share


def triage_figures(pairs: Sequence[tuple[str, str]], order: Sequence[str]) -> TriageFigures:
    """Score pairs of (given, true) levels; ``order`` lists the levels, least hurried first.

    ``least_to_most`` is how many of the least hurried cases were given the most hurried level.
    """
    rank = {level: place for place, level in enumerate(order)}
    least, most = order[0], order[-1]
    return TriageFigures(
        right=share(given == true for given, true in pairs),
        safe=share(rank[given] >= rank[true] for given, true in pairs),
        over=share(rank[given] > rank[true] for given, true in pairs),
        recall={
            level: share(given == true for given, true in pairs if true == level)
            for level in reversed(order)
        },
        least_to_most=share(given == most for given, true in pairs if true == least),
    )


def top_k(ranks: Sequence[int | None], k: int) -> Share:
    """How many have their first right answer among the first ``k`` (ranks count from 1)."""
    return share(rank is not None and rank <= k for rank in ranks)


def mean(numbers: Iterable[float]) -> float:
    """The mean, or nan of nothing."""
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else math.nan
