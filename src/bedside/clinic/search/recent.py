"""Whom somebody saw last: read from the log, which says it anyway."""

from uuid import UUID

from bedside.audit import Actor, subjects_lately

MOST = 20
_ONE = frozenset(
    {"chart.read", "contact.read", "patient.read", "patient.enrol", "encounter.read", "note.read"}
)
"""Acts that are about one patient whom somebody chose."""


def seen_last(by: Actor) -> list[UUID]:
    """Return whose record or contact page somebody opened last, in reach or not."""
    return subjects_lately(by, _ONE)[:MOST]
