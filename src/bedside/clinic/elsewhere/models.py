"""The table of encounters elsewhere."""

from typing import ClassVar

from django.db import models

from bedside.clinic.entries.models import Entry


class EncounterElsewhere(Entry):
    """One time that a patient was seen at another clinic (FHIR: Encounter).

    `started_at` is when it happened; how, where, by whom and why is in the sealed document.
    """

    KIND = "elsewhere"

    started_at = models.DateTimeField()

    class Meta(Entry.Meta):
        indexes: ClassVar = [
            models.Index(fields=["patient", "-started_at", "-id"], name="clinic_elsewhere_of")
        ]
        verbose_name_plural = "encounters elsewhere"
