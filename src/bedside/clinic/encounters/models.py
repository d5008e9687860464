"""An encounter: one time that a patient and a practitioner dealt with each other."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.changed import HasChangedAt
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.models import Patient
from bedside.ids import new_id


class EncounterState(models.TextChoices):
    """`locked` is for good: nothing is written to it any more; notes can still be amended.

    An encounter that was begun by mistake, and at which nothing was written, is an error for good.
    """

    OPEN = "open"
    LOCKED = "locked"
    ERROR = "entered-in-error"


class EncounterClass(models.TextChoices):
    """How they dealt with each other (FHIR: Encounter.class)."""

    VISIT = "visit", "Visit"
    PHONE = "phone", "Phone call"
    VIDEO = "video", "Video call"
    HOME = "home", "Home visit"
    RECORD = "record", "On paper, without the patient"


class Encounter(HasChangedAt):
    """What is written at one occasion: its notes, measurements and diagnoses point here.

    `started_at` is when it happened, `recorded_at` when it was entered here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="encounters")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="encounters")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="encounters"
    )
    appointment = models.OneToOneField(
        Appointment, null=True, blank=True, on_delete=models.PROTECT, related_name="encounter"
    )
    """The appointment that led to it, if one did."""
    kind = models.CharField(
        max_length=12, choices=EncounterClass.choices, default=EncounterClass.VISIT
    )
    state = models.CharField(
        max_length=16, choices=EncounterState.choices, default=EncounterState.OPEN
    )
    started_at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(default=timezone.now)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="locked_encounters",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="clinic_locked_by_somebody",
                condition=~models.Q(state=EncounterState.LOCKED)
                | models.Q(locked_at__isnull=False, locked_by__isnull=False),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "-started_at", "-id"], name="clinic_encounters_of")
        ]

    def __str__(self) -> str:
        return str(self.id)
