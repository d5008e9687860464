"""What holds for every row of the clinic that can change."""

from typing import Protocol
from uuid import UUID

from bedside.audit import Actor
from bedside.errors import Stale, Unauthenticated


class Versioned(Protocol):
    """A row with optimistic locking."""

    version: int


def must_be_current(row: Versioned, version: int) -> None:
    """Raise Stale when somebody changed the row since the caller read it."""
    if row.version != version:
        raise Stale


def account_of(by: Actor) -> UUID:
    """Return the account of whoever writes. Raises Unauthenticated for those who have none."""
    if by.user is None:
        raise Unauthenticated
    return by.user
