"""Everything a person wrote or said, and who they are: sealed, immutable documents.

The store keeps ciphertext by random id and knows nothing else. A write seals the document and has
it acknowledged by the store before the SQL transaction that points to it begins, so that a crash
leaves at most an orphan, never a row without its document.
"""

from bedside.documents.current import check, configure, kept_in
from bedside.documents.models import HasDocument
from bedside.documents.reading import Body, open_each, read, read_many, read_with
from bedside.documents.store import Store
from bedside.documents.sweeping import sweep
from bedside.documents.verifying import Walked, walk
from bedside.documents.volumes import (
    OpenVolume,
    VolumeWriter,
    forget_expired,
    forget_volume,
    open_volume,
)
from bedside.documents.writing import Stored, write
from bedside.vault.damage import Unreadable

__all__ = [
    "Body",
    "HasDocument",
    "OpenVolume",
    "Store",
    "Stored",
    "Unreadable",
    "VolumeWriter",
    "Walked",
    "check",
    "configure",
    "forget_expired",
    "forget_volume",
    "kept_in",
    "open_each",
    "open_volume",
    "read",
    "read_many",
    "read_with",
    "sweep",
    "walk",
    "write",
]
