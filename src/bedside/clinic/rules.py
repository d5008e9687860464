"""What holds for every row of the clinic that can change."""

from typing import Protocol

from bedside.errors import Stale


class Versioned(Protocol):
    """A row with optimistic locking."""

    version: int


def must_be_current(row: Versioned, version: int) -> None:
    """Raise Stale when somebody changed the row since the caller read it."""
    if row.version != version:
        raise Stale
