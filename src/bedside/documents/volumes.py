"""Long texts, such as an export: written and read piece by piece, never whole and never in clear.

A volume is written before the transaction that keeps it, as a document is: killed in between, its
pieces are blobs that no row names, and are swept. Each piece is sealed under the volume's own key
and bound to its place, so that none can be left out, moved or taken from another volume. How long
the text is stands in the sealed head, so that none can be missing at the end either.

All pieces but the last are of one size: whoever wants a part of the text finds its piece by
counting, and a download that broke goes on from where it was.
"""

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bedside import vault
from bedside.documents.current import store
from bedside.documents.models import Piece, Volume
from bedside.documents.sweeping import GRACE
from bedside.errors import NotFound, Unavailable
from bedside.vault.aead import new_key_id, new_material
from bedside.vault.damage import BrokenSeal

PIECE = 256 * 1024
"""Bytes of a piece before it is sealed."""
AT_ONCE = 4
"""Pieces that are fetched together."""
LONGEST_WRITE = GRACE - timedelta(hours=2)
"""What takes longer could already be swept in part."""
_HEAD = struct.Struct(">I32sQ")
"""The id of the key, the key, how many bytes the text has."""


class VolumeWriter:
    """Writes one volume, front to end: `write` as often as wanted, `close`, and then `keep`."""

    def __init__(self) -> None:
        self.volume = uuid.uuid4()
        self.size = 0
        self._begun = timezone.now()
        self._key_id, self._material = new_key_id(), new_material()
        self._cipher = vault.Cipher(self._key_id, self._material)
        self._waiting = bytearray()
        self._blobs: list[UUID] = []
        self._closed = False

    def write(self, text: bytes) -> None:
        """Add to the text. Raises Unavailable when the store cannot acknowledge a piece."""
        self._waiting += text
        self.size += len(text)
        while len(self._waiting) >= PIECE:
            self._put(bytes(self._waiting[:PIECE]))
            del self._waiting[:PIECE]

    def close(self) -> None:
        """Store what is left. Call it before the transaction."""
        if self._waiting:
            self._put(bytes(self._waiting))
            self._waiting.clear()
        self._closed = True

    def keep(self, *, expires_at: datetime) -> None:
        """Let the volume be there until then, in the transaction that names it.

        Raises RuntimeError before `close`, and Unavailable when writing took too long.
        """
        if not self._closed:
            raise RuntimeError("A volume is closed before the transaction that keeps it.")
        if timezone.now() - self._begun > LONGEST_WRITE:
            raise Unavailable("This took too long and was not saved. Try again.")
        row = Volume(id=self.volume, expires_at=expires_at)
        head = _HEAD.pack(self._key_id, self._material, self.size)
        row.head = vault.seal(head, purpose="accounts", context=row.place())
        row.save(force_insert=True)
        pieces = (
            Piece(volume_id=self.volume, number=number, blob_id=blob)
            for number, blob in enumerate(self._blobs)
        )
        Piece.objects.bulk_create(pieces, batch_size=500)

    def _put(self, text: bytes) -> None:
        blob = uuid.uuid4()
        place = _place(self.volume, len(self._blobs), blob)
        store().put(blob, self._cipher.seal(text, place))
        self._blobs.append(blob)


@dataclass(frozen=True)
class OpenVolume:
    """A volume whose head is opened; `size` is in bytes."""

    volume: UUID
    size: int
    cipher: vault.Cipher

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start` until before `end`, a piece at a time.

        Raises BrokenSeal where a piece is missing or does not open, and Unavailable.
        """
        end = self.size if end is None else min(end, self.size)
        numbers = range(start // PIECE, -(-end // PIECE)) if start < end else range(0)
        for first in numbers[::AT_ONCE]:
            batch = range(first, min(first + AT_ONCE, numbers.stop))
            for number, text in zip(batch, self._opened(batch), strict=True):
                at = number * PIECE
                yield text[max(start - at, 0) : end - at]

    def _opened(self, numbers: range) -> list[bytes]:
        rows = Piece.objects.filter(volume=self.volume, number__in=numbers)
        places = dict(rows.values_list("number", "blob_id"))
        blobs = store().get_many(set(places.values()))
        return [self._open(number, places.get(number), blobs) for number in numbers]

    def _open(self, number: int, blob: UUID | None, blobs: dict[UUID, bytes]) -> bytes:
        place = _place(self.volume, number, blob)
        if blob is None or blob not in blobs:
            raise BrokenSeal(place, "missing")
        text = self.cipher.open(blobs[blob], place)
        if len(text) != min(PIECE, self.size - number * PIECE):
            raise BrokenSeal(place, "truncated")
        return text


def open_volume(volume: UUID) -> OpenVolume:
    """Open a volume. Raises NotFound for one that has expired, and BrokenSeal."""
    row = Volume.objects.filter(id=volume, expires_at__gt=timezone.now()).first()
    if row is None:
        raise NotFound
    head = vault.open(bytes(row.head), purpose="accounts", context=row.place())
    key_id, material, size = _HEAD.unpack(head)
    return OpenVolume(volume, size, vault.Cipher(key_id, material))


def forget_volume(volume: UUID) -> None:
    """Forget a volume and its key; its pieces, which nothing opens any more, are swept."""
    Volume.objects.filter(id=volume).delete()


def forget_expired(now: datetime) -> int:
    """Forget the volumes that have expired; return how many."""
    return Volume.objects.filter(expires_at__lte=now).delete()[1].get("documents.Volume", 0)


def _place(volume: UUID, number: int, blob: UUID | None) -> vault.Context:
    return vault.Context(None, "piece", volume, blob, version=number, schema=1)
