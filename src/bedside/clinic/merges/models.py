"""That two records are one person's: who said so, when, and until when."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.clinic.patients.models import Patient
from bedside.documents.models import HasDocument
from bedside.ids import new_id


class Merge(HasDocument):
    """A doctor said that two records are one person's: `survivor` is kept, `replaced` is part of it
    until that is undone.

    The document, sealed for the survivor, says why, what the survivor's profile said before, and
    which details were taken over.
    """

    KIND = "merge"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    survivor = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merges")
    replaced = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="merged_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["replaced"],
                condition=models.Q(undone_at__isnull=True),
                name="clinic_replaced_once",
            ),
            models.CheckConstraint(
                name="clinic_merge_of_two", condition=~models.Q(survivor=models.F("replaced"))
            ),
            models.CheckConstraint(
                name="clinic_merge_undone_by_somebody",
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.survivor_id
