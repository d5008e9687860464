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
        patient, kind_name, document, blob, version, schema = self
        whose = b"" if patient is None else patient.bytes
        where = b"" if blob is None else blob.bytes
        kind = kind_name.encode()
        lengths = len(whose), len(kind), 16, len(where), 8, 4
        parts = whose, kind, document.bytes, where, version, schema
        return _layout(lengths).pack(*lengths, *parts)


@cache
def _layout(lengths: tuple[int, ...]) -> Struct:
    """There are few: for each length of a kind, with and without a patient and a blob."""
    whose, kind, document, where, _, _ = lengths
    return Struct(f">6I{whose}s{kind}s{document}s{where}sQI")
