"""A model field for something sealed, which comes out of the database as `Sealed`."""

from typing import Any

from django.db import models

from bedside.vault.aead import Sealed


class SealedField(models.BinaryField):
    """A column of ciphertext. Not editable, and hidden when a row is printed."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:  # noqa: ARG002
        return None if value is None else Sealed(value)
