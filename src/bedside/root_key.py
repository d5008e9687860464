"""The root key: the one secret an operator must keep, and every other key hangs from it.

It is 32 random bytes, kept as one line of base64 in a file that only its owner may read, or given
in the environment. Whatever is wrong with it stops the start with one clear sentence: no key is
ever made up, and nothing falls back to plaintext.
"""

import base64
import binascii
import os
import secrets
import stat
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIZE = 32
"""Bytes in the root key (AES-256)."""


class RootKeyError(Exception):
    """The root key cannot be used; the message tells the operator what to do."""


class RootKey:
    """The deployment's root key. Its repr never shows the bytes."""

    def __init__(self, material: bytes) -> None:
        if len(material) != SIZE:
            raise RootKeyError(
                f"The root key must be {SIZE} bytes, this one has {len(material)}: "
                "it is truncated or not a Bedside root key."
            )
        self._material = material

    def __repr__(self) -> str:
        return "RootKey(hidden)"

    @classmethod
    def generate(cls) -> "RootKey":
        return cls(secrets.token_bytes(SIZE))

    @classmethod
    def from_text(cls, text: str) -> "RootKey":
        """Read the base64 form. Raises RootKeyError when it is not 32 bytes of base64."""
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except binascii.Error as error:
            raise RootKeyError("The root key is not valid base64.") from error

    @classmethod
    def from_file(cls, path: Path) -> "RootKey":
        """Read the key file. Raises RootKeyError when it is missing, readable by others or bad."""
        try:
            mode = path.stat().st_mode
            text = path.read_text("ascii")
        except FileNotFoundError as error:
            raise RootKeyError(
                f"There is no root key at {path}. Make one with `bedside init`."
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise RootKeyError(f"The root key at {path} cannot be read.") from error
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise RootKeyError(
                f"The root key at {path} can be read by others. Run: chmod 600 {path}"
            )
        return cls.from_text(text)

    def write(self, path: Path) -> None:
        """Store the key in a new file with mode 0600; an existing file is never overwritten."""
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(base64.b64encode(self._material).decode("ascii") + "\n")

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for `purpose`, from which the root key cannot be found again."""
        info = b"bedside/" + purpose.encode()
        return HKDF(hashes.SHA256(), SIZE, salt=None, info=info).derive(self._material)
