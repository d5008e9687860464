"""Where a sealed text belongs. It is authenticated with the text but not stored in it."""

from functools import cache
from struct import Struct
from typing import NamedTuple
from uuid import UUID


class Context(NamedTuple):
    """The one place in which a sealed text opens."""

    patient: UUID | None
    kind: str
    document: UUID
    blob: UUID | None
    version: int
    schema: int

    def encode(self) -> bytes:
        """Return the additional authenticated data: the six lengths, then the six parts.

        With the lengths in front no two places have the same bytes.
        """
        patient, kind, document, blob, version, schema = self
        whose = b"" if patient is None else patient.bytes
        where = b"" if blob is None else blob.bytes
        lengths, name = _of_kind(kind, len(whose), len(where))
        return lengths + whose + name + document.bytes + where + _NUMBERS.pack(version, schema)


_NUMBERS = Struct(">QI")


@cache
def _of_kind(kind: str, whose: int, where: int) -> tuple[bytes, bytes]:
    """Return the six lengths and a kind as bytes. There are few kinds, each with and without a
    patient and a blob."""
    name = kind.encode()
    return Struct(">6I").pack(whose, len(name), 16, where, 8, 4), name
