"""Putting yes/no findings on one tick list."""

from __future__ import annotations

from bedside.assessment.moment import Moment


def offered_before(moment: Moment) -> frozenset[str]:
    """Findings that already stood on a tick list (answered *not sure* as a whole)."""
    return frozenset(name for one in moment.answers for name in one.offered)


def next_on_list(moment: Moment, names: list[str], size: int) -> list[str]:
    """The next lines: at most ``size``, not offered before, private ones apart from the rest."""
    before = offered_before(moment)
    fresh = [name for name in names if name not in before]
    if not fresh:
        return []
    private = moment.is_private(fresh[0])
    alike = [name for name in fresh if moment.is_private(name) == private]
    return alike[:size]
