"""What each key is for. One key never serves two purposes."""

from typing import NamedTuple
from uuid import UUID

WRAPPING = frozenset({"facility", "intake"})
"""Keys that wrap patients' data keys."""
SEALING = frozenset({"accounts"})
"""Keys that seal texts of their own: the names and emails of accounts."""
SECRETS = frozenset({"index", "refresh", "cursor", "signing", "checkpoint", "search"})
"""HMAC keys and Ed25519 seeds, handed out as bytes."""
DEPLOYMENT = ("accounts", "intake", "index", "refresh", "cursor", "signing", "checkpoint", "search")
"""What `bedside init` makes; a facility's key is made with the facility."""


class Place(NamedTuple):
    """A purpose, and the facility when the purpose is one."""

    purpose: str
    owner: UUID | None


def place(purpose: str, owner: UUID | None = None) -> Place:
    """Return the place of a key. Raises ValueError when there can be no such key."""
    if purpose not in WRAPPING | SEALING | SECRETS:
        raise ValueError(f"No key has the purpose {purpose!r}.")
    if (purpose == "facility") != (owner is not None):
        raise ValueError("A facility key has an owner, and no other key has.")
    return Place(purpose, owner)


def wrapping_place(under: str | UUID) -> Place:
    """Return where a data key is wrapped: "intake", or a facility by its id."""
    return place("facility", under) if isinstance(under, UUID) else place(under)
