"""Where a sealed text belongs. It is authenticated with the text but not stored in it."""

import struct
from typing import NamedTuple
from uuid import UUID

_LENGTHS = struct.Struct(">6I")


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
        return b"".join(
            (
                _LENGTHS.pack(len(whose), len(kind), 16, len(where), 8, 4),
                whose,
                kind,
                document.bytes,
                where,
                version.to_bytes(8, "big"),
                schema.to_bytes(4, "big"),
            )
        )
