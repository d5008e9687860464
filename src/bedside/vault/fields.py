"""A model field for something sealed, which comes out of the database as `Sealed`.

What speaks of a patient is a document, and sealed by their key; such columns hold the rest (names
of accounts, a doctor's templates), sealed by the accounts key.
"""

from typing import Any

from django.db import models

from bedside.vault.aead import Sealed
from bedside.vault.context import Context


class SealedField(models.BinaryField):
    """A column of ciphertext. Not editable, and hidden when a row is printed."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:  # noqa: ARG002
        return None if value is None else Sealed(value)


class HasSealed:
    """A row with sealed columns, which `bedside documents verify` opens with everything else."""

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        """Return what is sealed in this row, each with its place."""
        raise NotImplementedError
