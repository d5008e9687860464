"""The row of an entry: whose, from which encounter, in which state, who and when. The words, and
everything that was said before, are in its sealed document."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.clinic.encounters.models import Encounter
from bedside.clinic.patients.models import Patient
from bedside.documents.models import HasDocument
from bedside.ids import new_id


class Entry(HasDocument):
    """One line of a patient's list. `recorded_at` is when it was entered here, `changed_at` when
    it last was changed; when it happened is for each kind of entry to say."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="%(class)s_rows")
    encounter = models.ForeignKey(
        Encounter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="%(class)s_rows",
    )
    """Where it was recorded, if at an encounter."""
    state = models.CharField(max_length=16)
    """One of the states of its kind's lifecycle."""
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recorded_%(class)s_rows"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="changed_%(class)s_rows"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True
        indexes: ClassVar = [models.Index(fields=["patient", "state"], name="clinic_%(class)s_of")]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.patient_id
