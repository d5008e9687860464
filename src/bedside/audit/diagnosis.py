"""What happened to an event that does not follow from the one before it.

Each kind of tampering leaves its own trace: an edit breaks the row's hash and leaves its place; a
row that moved brings along a predecessor that is elsewhere; a row slipped in leaves two claiming
the same predecessor; one taken out leaves a gap, or a predecessor that is nowhere.
"""

from typing import Literal

from bedside.audit.hashing import digest
from bedside.audit.models import GENESIS, Event

Kind = Literal["edited", "reordered", "inserted", "missing", "cut", "replaced", "unlisted"]
Wrong = tuple[int, Kind]
"""The place of the first event that is wrong, and how."""

FARTHEST = 1000
"""How many rows taken out (and the rest renumbered) are still told from an edit."""


def diagnose(before: Event | None, event: Event, after: Event | None) -> Wrong | None:
    """Return what is wrong where `event` follows `before`, or None. `after` is a witness."""
    place = before.seq + 1 if before else 1
    expected = before.hash if before else GENESIS
    if event.seq != place:
        return (place, "missing") if event.seq > place else (event.seq, "inserted")
    linked = event.previous == expected
    if linked and digest(event) == event.hash:
        return None
    if linked:
        return place, _slipped_in_or_edited(expected, after)
    return _misplaced(before, event, after, place, expected)


def _misplaced(
    before: Event | None, event: Event, after: Event | None, place: int, expected: str
) -> Wrong:
    """Of an event that names another predecessor than the one it stands behind."""
    if before and event.previous == before.previous:
        return before.seq, "inserted"
    if Event.objects.filter(chain=event.chain, hash=event.previous).exists():
        return place, "reordered"
    if digest(event) == event.hash and before:
        # It is as it was written, here: so the one before it was rewritten, hash and all.
        return before.seq, "edited"
    if _stood_further_on(event, place):
        return place, "missing"
    return place, _slipped_in_or_edited(expected, after)


def _slipped_in_or_edited(expected: str, after: Event | None) -> Kind:
    return "inserted" if after is not None and after.previous == expected else "edited"


def _stood_further_on(event: Event, place: int) -> bool:
    return any(digest(event, seq=seq) == event.hash for seq in range(place + 1, place + FARTHEST))
