"""The one document store of this process, connected when Django starts."""

from bedside.documents.store import Store
from bedside.errors import Unavailable

_connected: list[Store] = []


def configure(store: Store) -> None:
    """Connect the store that documents are written to and read from."""
    _connected[:] = [store]


def store() -> Store:
    """Return the connected store. Raises Unavailable before `configure`."""
    if not _connected:
        raise Unavailable("The document store is not connected.")
    return _connected[0]


def kept_in() -> str:
    """Return the kind of store that documents are in, in words. Raises Unavailable."""
    return store().kind


def check() -> None:
    """Raise Unavailable, with a sentence for the operator, when the store is not usable."""
    store().check()
