"""Sealing with a purpose's own key, and handing out the secrets that sign and authenticate."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from bedside.vault.aead import Cipher, Sealed, key_id_of
from bedside.vault.context import Context
from bedside.vault.current import keyring
from bedside.vault.damage import BrokenSeal, Unreadable
from bedside.vault.keyring import Unwrapped
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


def open_each_with(
    purpose: str, texts: Sequence[tuple[bytes, Context]]
) -> list[bytes | Unreadable]:
    """Open many texts, in their order; what does not open is Unreadable in its place."""
    if not texts:
        return []
    keys = _keys_of(_sealing_place(purpose, None), texts)
    return [_open_by(keys, sealed, context) for sealed, context in texts]


def secret(purpose: str) -> Secret:
    """Return the bytes of a purpose that signs or authenticates. Raises ValueError for others."""
    keys = keyring().keys(_secret_place(purpose))
    return Secret(
        current=(keys.primary.id, keys.primary.material),
        all={key_id: key.material for key_id, key in keys.by_id.items()},
    )


def derived(purpose: str, key_id: int, name: bytes) -> bytes:
    """Return the 32 bytes that one of a purpose's keys gives for `name`: HMAC-SHA-256.

    Raises ValueError as `secret` does, and BrokenSeal when there is no such key (any more).
    """
    key = keyring().find(_secret_place(purpose), key_id)
    if key is None:
        sought = Context(None, f"key:{purpose}", UUID(int=0), None, version=key_id, schema=1)
        raise BrokenSeal(sought, "unknown_key")
    return hmac.digest(key.material, name, hashlib.sha256)


def derived_cipher(purpose: str, key_id: int, name: bytes) -> Cipher:
    """Return a cipher under what `derived` gives. Raises as that does."""
    return Cipher(key_id, derived(purpose, key_id, name))


def _keys_of(where: Place, texts: Sequence[tuple[bytes, Context]]) -> dict[int, Unwrapped]:
    wanted = set()
    for sealed, context in texts:
        with suppress(BrokenSeal):
            wanted.add(key_id_of(sealed, context))
    return keyring().find_all(where, wanted)


def _open_by(keys: Mapping[int, Unwrapped], sealed: bytes, context: Context) -> bytes | Unreadable:
    try:
        key = keys.get(key_id_of(sealed, context))
        return key.cipher.open(sealed, context) if key else Unreadable("unknown_key", context)
    except BrokenSeal as broken:
        return Unreadable(broken.reason, context)


def _sealing_place(purpose: str, owner: UUID | None) -> Place:
    if purpose not in SEALING:
        raise ValueError(f"Nothing is sealed with the {purpose} key directly.")
    return place(purpose, owner)


def _secret_place(purpose: str) -> Place:
    if purpose not in SECRETS:
        raise ValueError(f"The {purpose} key is not handed out.")
    return place(purpose)
