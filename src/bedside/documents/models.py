"""Rows that point to a sealed document, and the tables that keep documents beside the core.

A document is immutable: changing it stores a new blob and lets the row name that one. Blob and
version are bound into the seal, so neither an older version nor another row's document opens in
this place.
"""

from typing import ClassVar
from uuid import UUID

from django.db import models

from bedside.vault.context import Context
from bedside.vault.fields import HasSealed, SealedField


class HasDocument(models.Model):
    """A row whose words are in a sealed document. `KIND` is the document's kind, such as "note"."""

    KIND: ClassVar[str]
    PATIENT_OVER: ClassVar[tuple[str, ...]] = ()
    """The relation over which `document_patient` finds the patient, when it is another row's."""

    blob_id = models.UUIDField(null=True, unique=True, editable=False)
    """Where the document is; nothing until the first one is attached."""
    document_version = models.PositiveIntegerField(default=1, editable=False)
    """The row's version when this document was written: part of the seal."""
    document_schema = models.PositiveSmallIntegerField(default=1, editable=False)
    """The form of the document's body: part of the seal."""
    version = models.PositiveIntegerField(default=1)
    """Of the whole row, for optimistic locking; a change of state may raise it alone."""

    class Meta:
        abstract = True

    def document_patient(self) -> UUID:
        """Return whose data key seals the document."""
        raise NotImplementedError

    def beside(self) -> list[tuple[UUID, bytes, Context]]:
        """Return what the row itself holds that a patient's key seals: whose, the text, its place.

        For `bedside documents verify`, which opens it with the document.
        """
        return []


class Blob(models.Model):
    """A sealed document kept in SQL: ciphertext and when it was stored."""

    id = models.UUIDField(primary_key=True, editable=False)
    body = models.BinaryField()
    stored_at = models.DateTimeField(db_index=True)


class Volume(models.Model, HasSealed):
    """A long text, such as an export: in sealed pieces, and only until `expires_at`.

    `head` holds the key of the pieces and how long the text is. The key is this text's own: with
    the row goes all that opens it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    head = SealedField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)

    def place(self) -> Context:
        """Return where the head belongs."""
        return Context(None, "volume", self.id, None, version=1, schema=1)

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        """Return the head."""
        return [(bytes(self.head), self.place())]


class Piece(models.Model):
    """Where a piece of a volume is in the document store; `number` counts from 0."""

    volume = models.ForeignKey(Volume, on_delete=models.CASCADE, related_name="pieces")
    number = models.PositiveIntegerField()
    blob_id = models.UUIDField(unique=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volume", "number"], name="documents_one_piece")
        ]

    def __str__(self) -> str:
        return f"{self.volume_id} {self.number}"
