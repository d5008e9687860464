"""The table of measurements."""

from typing import ClassVar

from django.db import models

from bedside.clinic.entries.models import Entry


class Vitals(Entry):
    """What was measured of a patient at one time (FHIR: Observation, vital-signs)."""

    KIND = "vitals"

    measured_at = models.DateTimeField()

    class Meta(Entry.Meta):
        indexes: ClassVar = [
            models.Index(fields=["patient", "-measured_at", "-id"], name="clinic_vitals_of")
        ]
        verbose_name_plural = "vitals"
