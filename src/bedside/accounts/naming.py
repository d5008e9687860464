"""What people are called, for whole lists at once: one query, and each name opened by itself."""

from collections.abc import Collection
from uuid import UUID

from bedside import vault
from bedside.accounts.models import User
from bedside.accounts.users import place_of


def names_of(users: Collection[UUID]) -> dict[UUID, str | None]:
    """Return the names of accounts by id; None for one that does not open, which is reported.

    Whoever has no account any more is left out, and a patient's name is empty: it is in their
    profile.
    """
    if not users:
        return {}
    rows = list(User.objects.filter(id__in=set(users)).only("id", "name_sealed"))
    sealed = [(bytes(row.name_sealed), place_of(row.id, "name")) for row in rows]
    found = vault.open_each_with("accounts", sealed)
    vault.met(found)
    return {row.id: _text(name) for row, name in zip(rows, found, strict=True)}


def _text(name: bytes | vault.Unreadable) -> str | None:
    return None if isinstance(name, vault.Unreadable) else name.decode()
