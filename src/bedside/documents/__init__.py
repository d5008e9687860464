"""Everything a person wrote or said, and who they are: sealed, immutable documents.

The store keeps ciphertext by random id and knows nothing else. A write seals the document and has
it acknowledged by the store before the SQL transaction that points to it begins, so that a crash
leaves at most an orphan, never a row without its document.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bedside.documents.current import check as check
    from bedside.documents.current import configure as configure
    from bedside.documents.models import HasDocument as HasDocument
    from bedside.documents.reading import read as read
    from bedside.documents.reading import read_many as read_many
    from bedside.documents.store import Store as Store
    from bedside.documents.sweeping import sweep as sweep
    from bedside.documents.writing import Stored as Stored
    from bedside.documents.writing import write as write

_HOMES = {
    "check": "current",
    "configure": "current",
    "HasDocument": "models",
    "read": "reading",
    "read_many": "reading",
    "Store": "store",
    "sweep": "sweeping",
    "Stored": "writing",
    "write": "writing",
}


def __getattr__(name: str) -> Any:
    # Found on first use: Django must have loaded its apps before a model may be imported.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
