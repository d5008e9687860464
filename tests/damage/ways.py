"""How a sealed text comes to harm: a flipped bit, a truncation, another's text, nothing at all."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID, uuid4

from bedside.accounts import User
from bedside.accounts.models import SealedName
from bedside.documents import HasDocument
from bedside.documents.current import store

Way = Callable[[bytes, bytes], bytes | None]
"""From a sealed text and somebody else's to what is stored from now on."""


def _flipped(text: bytes, _: bytes) -> bytes:
    return text[:-20] + bytes([text[-20] ^ 1]) + text[-19:]


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


@dataclass(frozen=True)
class Kept:
    """A sealed text where it is kept: what kind of text, of which record, and its bytes."""

    kind: str
    id: UUID
    load: Callable[[], bytes]
    store: Callable[[bytes | None], None]


def document(row: HasDocument) -> Kept:
    """Return the document that a row names."""
    assert row.blob_id is not None
    blob = row.blob_id

    def put(text: bytes | None) -> None:
        store().delete([blob])
        if text is not None:
            store().put(blob, text)

    return Kept(row.KIND, row.pk, lambda: store().get_many([blob])[blob], put)


def column(user: UUID, field: SealedName) -> Kept:
    """Return the sealed name or email of an account."""
    name = f"{field}_sealed"

    def put(text: bytes | None) -> None:
        User.objects.filter(id=user).update(**{name: text or b""})

    def load() -> bytes:
        return bytes(getattr(User.objects.get(id=user), name))

    return Kept(f"user.{field}", user, load, put)


def damage(text: Kept | HasDocument, way: str, *, other: Kept | HasDocument) -> None:
    """Harm a sealed text, or the document of a row; `other` is somebody else's."""
    harmed, others = _kept(text), _kept(other)
    harmed.store(WAYS[way](harmed.load(), others.load()))


def _kept(text: Kept | HasDocument) -> Kept:
    return document(text) if isinstance(text, HasDocument) else text


def elsewhere(row: HasDocument) -> None:
    """Let the row name a blob that nobody ever stored."""
    type(row)._default_manager.filter(pk=row.pk).update(blob_id=uuid4())
