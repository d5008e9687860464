"""AES-256-GCM in Tink's wire format: `01 | key id (4) | iv (12) | ciphertext | tag (16)`.

The key id in front tells which key sealed a text, so keys can be rotated while old texts still
open. Tink itself reads and writes the same bytes, which the tests use as their oracle.
"""

import os
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bedside.vault.context import Context
from bedside.vault.damage import BrokenSeal

KEY_SIZE = 32
HEADER_SIZE = 5
IV_SIZE = 12
TAG_SIZE = 16
_BODY = HEADER_SIZE + IV_SIZE
_SHORTEST = _BODY + TAG_SIZE


class Sealed(bytes):
    """A sealed text. Printing it shows nothing; only the vault opens it."""

    def __repr__(self) -> str:
        return "Sealed(hidden)"

    __str__ = __repr__


class Cipher:
    """One key that seals and opens. Its repr shows the id alone."""

    __slots__ = ("_aead", "_header", "id")

    def __init__(self, key_id: int, material: bytes) -> None:
        if len(material) != KEY_SIZE:
            raise ValueError(f"An AES-256 key has {KEY_SIZE} bytes.")
        self.id = key_id
        self._header = b"\x01" + key_id.to_bytes(4, "big")
        self._aead = AESGCM(material)

    def __repr__(self) -> str:
        return f"Cipher({self.id})"

    def seal(self, plaintext: bytes, context: Context) -> Sealed:
        """Seal `plaintext` so that it opens in `context` only."""
        iv = os.urandom(IV_SIZE)
        return Sealed(self._header + iv + self._aead.encrypt(iv, plaintext, context.encode()))

    def open(self, sealed: bytes, context: Context) -> bytes:
        """Open what this key sealed for `context`.

        Raises BrokenSeal when the text is truncated, changed, sealed by another key or moved.
        """
        if len(sealed) < _SHORTEST:
            raise BrokenSeal(context, "truncated")
        if not sealed.startswith(self._header):
            raise BrokenSeal(context, "unknown_key")
        try:
            return self._aead.decrypt(sealed[HEADER_SIZE:_BODY], sealed[_BODY:], context.encode())
        except InvalidTag:
            raise BrokenSeal(context, "wrong_tag") from None


def key_id_of(sealed: bytes, context: Context) -> int:
    """Return the id of the key that sealed this. Raises BrokenSeal when it cannot be a seal."""
    if len(sealed) < _SHORTEST or sealed[0] != 1:
        raise BrokenSeal(context, "truncated")
    return int.from_bytes(sealed[1:HEADER_SIZE], "big")


def new_key_id() -> int:
    """Return a random key id as Tink makes them: 32 bits, never 0."""
    return secrets.randbelow(2**32 - 1) + 1


def new_material() -> bytes:
    """Return 32 random bytes for a new key."""
    return secrets.token_bytes(KEY_SIZE)
