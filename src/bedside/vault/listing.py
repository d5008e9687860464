"""What keys there are, for the operator: never the keys themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from bedside.vault.models import Key


@dataclass(frozen=True)
class KeyRow:
    """One key: its id, what it is for, its state, and how many data keys it still wraps."""

    id: int
    purpose: str
    owner: UUID | None
    state: str
    created_at: datetime
    data_keys: int


def has_keys() -> bool:
    """Whether this database holds a key already, under whatever root key."""
    return Key.objects.exists()


def list_keys() -> Iterator[KeyRow]:
    """Go through all keys, by purpose, owner and age."""
    living = Count("data_keys", filter=Q(data_keys__destroyed_at=None))
    rows = Key.objects.annotate(living=living).order_by("purpose", "owner", "created_at", "id")
    for row in rows.iterator():
        yield KeyRow(row.id, row.purpose, row.owner, row.state, row.created_at, row.living)
