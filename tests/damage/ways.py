"""How a sealed text comes to harm: a flipped bit, a truncation, another's text, nothing at all."""

from collections.abc import Callable
from uuid import uuid4

from bedside.documents import HasDocument
from bedside.documents.current import store

Way = Callable[[bytes, bytes], bytes | None]
"""From a sealed text and somebody else's to what is stored from now on."""


def _flipped(text: bytes, _: bytes) -> bytes:
    return text[:40] + bytes([text[40] ^ 1]) + text[41:]


WAYS: dict[str, Way] = {
    "bit": _flipped,
    "truncation": lambda text, _: text[:20],
    "another's": lambda _, other: other,
    "missing": lambda *_: None,
}
REASONS = {
    "bit": {"wrong_tag"},
    "truncation": {"truncated"},
    "another's": {"wrong_tag", "unknown_key"},
    "missing": {"missing", "truncated"},
}
"""What the record says of each; a column has no way to be missing but to be empty."""


def damage(row: HasDocument, way: str, *, other: HasDocument) -> None:
    """Harm the stored document of `row`; `other` is somebody else's row."""
    spoilt = WAYS[way](stored(row), stored(other))
    assert row.blob_id is not None
    store().delete([row.blob_id])
    if spoilt is not None:
        store().put(row.blob_id, spoilt)


def stored(row: HasDocument) -> bytes:
    """Return what the store holds for a row."""
    assert row.blob_id is not None
    return store().get_many([row.blob_id])[row.blob_id]


def put_in_place(row: HasDocument, sealed: bytes) -> None:
    """Store other bytes under the blob that a row names."""
    assert row.blob_id is not None
    store().delete([row.blob_id])
    store().put(row.blob_id, sealed)


def elsewhere(row: HasDocument) -> None:
    """Let the row name a blob that nobody ever stored."""
    type(row)._base_manager.filter(pk=row.pk).update(blob_id=uuid4())
