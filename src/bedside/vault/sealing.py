"""Sealing with a purpose's own key, and handing out the secrets that sign and authenticate."""

from dataclasses import dataclass, field
from uuid import UUID

from bedside.vault.aead import Sealed, key_id_of
from bedside.vault.context import Context
from bedside.vault.current import keyring
from bedside.vault.damage import BrokenSeal
from bedside.vault.purposes import SEALING, SECRETS, Place, place


@dataclass(frozen=True)
class Secret:
    """The keys of one purpose as bytes: the current one, and all that still verify, by id."""

    current: tuple[int, bytes] = field(repr=False)
    all: dict[int, bytes] = field(repr=False)


def seal(plaintext: bytes, *, purpose: str, owner: UUID | None = None, context: Context) -> Sealed:
    """Seal with the purpose's primary key, such as an email with the "accounts" key."""
    return keyring().keys(_sealing_place(purpose, owner)).primary.cipher.seal(plaintext, context)


def open(sealed: bytes, *, purpose: str, owner: UUID | None = None, context: Context) -> bytes:
    """Open what `seal` made. Raises BrokenSeal when it was changed, moved or its key is gone."""
    key = keyring().find(_sealing_place(purpose, owner), key_id_of(sealed, context))
    if key is None:
        raise BrokenSeal(context, "unknown_key")
    return key.cipher.open(sealed, context)


def secret(purpose: str) -> Secret:
    """Return the bytes of a purpose that signs or authenticates. Raises ValueError for others."""
    if purpose not in SECRETS:
        raise ValueError(f"The {purpose} key is not handed out.")
    keys = keyring().keys(place(purpose))
    return Secret(
        current=(keys.primary.id, keys.primary.material),
        all={key_id: key.material for key_id, key in keys.by_id.items()},
    )


def _sealing_place(purpose: str, owner: UUID | None) -> Place:
    if purpose not in SEALING:
        raise ValueError(f"Nothing is sealed with the {purpose} key directly.")
    return place(purpose, owner)
