"""The tables of allergies: the entries, and the statement that there are none."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.clinic.entries.lifecycle import ACTIVE, ENDED, ERROR
from bedside.clinic.entries.models import Entry
from bedside.clinic.patients.models import Patient
from bedside.ids import new_id


class Allergy(Entry):
    """One allergy or intolerance (FHIR: AllergyIntolerance)."""

    KIND = "allergy"


class NoneKnown(models.Model):
    """Somebody asked, and no allergy is known: a statement of its own, with who and when.

    It says more than an empty list, which only says that nobody wrote anything down.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="none_known")
    state = models.CharField(
        max_length=16, choices=[(one, one) for one in (ACTIVE, ENDED, ERROR)], default=ACTIVE
    )
    """Ended by the first allergy that is added, or entered in error."""
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stated_none_known"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ended_none_known",
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient"],
                condition=models.Q(state=ACTIVE),
                name="clinic_none_known_once",
            ),
            models.CheckConstraint(
                name="clinic_none_known_ended_by_somebody",
                condition=models.Q(state=ACTIVE)
                | models.Q(ended_by__isnull=False, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
