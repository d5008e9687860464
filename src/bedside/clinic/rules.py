"""What holds for every row of the clinic that can change."""

from datetime import date
from typing import Protocol
from uuid import UUID

from bedside import limits
from bedside.audit import Actor
from bedside.errors import Invalid, Stale, Unauthenticated


class Versioned(Protocol):
    """A row with optimistic locking."""

    version: int


def must_be_current(row: Versioned, version: int) -> None:
    """Raise Stale when somebody changed the row since the caller read it."""
    if row.version != version:
        raise Stale


def must_be_on_the_calendar(**days: date | None) -> None:
    """Raise Invalid naming each day, or time, that is too far from today for anything."""
    named = {field: day for field, day in days.items() if day is not None}
    bad = {
        field: limits.NO_SUCH_DAY
        for field, day in named.items()
        if not limits.is_on_the_calendar(day)
    }
    if bad:
        raise Invalid(fields=bad)


def account_of(by: Actor) -> UUID:
    """Return the account of whoever writes. Raises Unauthenticated for those who have none."""
    if by.user is None:
        raise Unauthenticated
    return by.user
