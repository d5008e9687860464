"""Notes and the doctors' own templates. The words are sealed; states, authors and times are not."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.changed import HasChangedAt
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.patients.models import Patient
from bedside.documents.models import HasDocument
from bedside.ids import new_id
from bedside.vault.context import Context
from bedside.vault.fields import HasSealed, SealedField


class NoteState(models.TextChoices):
    """A draft is its author's alone. Signed, it is part of the record and never changes again."""

    DRAFT = "draft"
    SIGNED = "signed"


_DRAFT = models.Q(state=NoteState.DRAFT)
_SIGNED = models.Q(state=NoteState.SIGNED)


def _together(by: str, at: str) -> models.Q:
    """Return the condition that who and when are both there, or neither."""
    return models.Q(**{f"{by}__isnull": True, f"{at}__isnull": True}) | models.Q(
        **{f"{by}__isnull": False, f"{at}__isnull": False}
    )


class Note(HasChangedAt, HasDocument):
    """What a doctor wrote in an encounter, or (`amends`) about a note that was signed before.

    A note has no facility: it is the encounter's. Of the three steps signing is the author's,
    co-signing a colleague's, and locking is done to the whole encounter. Sharing with the patient
    is on the original; its signed amendments go with it.
    """

    KIND = "note"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="notes")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes"
    )
    amends = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    state = models.CharField(max_length=8, choices=NoteState.choices, default=NoteState.DRAFT)
    started_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    cosigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cosigned_notes",
    )
    cosigned_at = models.DateTimeField(null=True, blank=True)
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="shared_notes",
    )
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["author", "encounter"],
                condition=_DRAFT & models.Q(amends__isnull=True),
                name="clinic_one_draft_an_encounter",
            ),
            models.UniqueConstraint(
                fields=["author", "amends"],
                condition=_DRAFT & models.Q(amends__isnull=False),
                name="clinic_one_draft_an_amended_note",
            ),
            models.CheckConstraint(
                name="clinic_signed_note_is_whole",
                condition=_DRAFT
                | (_SIGNED & models.Q(signed_at__isnull=False, blob_id__isnull=False)),
            ),
            models.CheckConstraint(
                name="clinic_draft_note_is_its_authors",
                condition=_SIGNED
                | models.Q(
                    signed_at__isnull=True, cosigned_at__isnull=True, shared_at__isnull=True
                ),
            ),
            models.CheckConstraint(
                name="clinic_cosigned_by_a_colleague",
                condition=_together("cosigned_by", "cosigned_at")
                & (models.Q(cosigned_by__isnull=True) | ~models.Q(cosigned_by=models.F("author"))),
            ),
            models.CheckConstraint(
                name="clinic_shared_note_is_an_original",
                condition=_together("shared_by", "shared_at")
                & (models.Q(shared_at__isnull=True) | models.Q(amends__isnull=True)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "-started_at", "-id"], name="clinic_notes_of"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.patient_id


class NoteTemplate(models.Model, HasSealed):
    """A doctor's own way to begin a note. It speaks of no patient, so it is sealed as accounts are.

    `version` is part of the seal: an older text put in this place does not open.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="note_templates"
    )
    sealed = SealedField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.id)

    def place(self) -> Context:
        """Return where the template is sealed."""
        return Context(None, "note_template", self.id, None, self.version, 1)

    def sealed_texts(self) -> list[tuple[bytes, Context]]:
        return [(bytes(self.sealed), self.place())]
