"""The port: what a document store does. It sees random ids and ciphertext, and nothing else."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Store(Protocol):
    """A place for blobs. Every method raises Unavailable when the place cannot be reached."""

    kind: str
    """What it is, in words for whoever runs it."""

    def put(self, blob: UUID, body: bytes) -> None:
        """Store a new blob and return once it is safe from the loss of a machine or process."""

    def get_many(self, blobs: Collection[UUID]) -> dict[UUID, bytes]:
        """Return those of the blobs that exist."""

    def delete(self, blobs: Collection[UUID]) -> None:
        """Remove blobs; one that does not exist is no error."""

    def older_than(self, at: datetime) -> Iterator[UUID]:
        """Go through the blobs stored before `at`, the oldest first, without holding them all."""

    def check(self) -> None:
        """Raise Unavailable, with a sentence for the operator, when the store is not usable."""
