"""The register of a facility's patients, and the sealed lists in which they are found.

A record number is in the clear: it counts who came, in order, and says nothing else. The lists are
sealed blocks under labels that only the vault's search key can compute; see `lists`, and ADR 0012
for what somebody with the database learns from them.
"""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from bedside.clinic.facilities.models import Facility
from bedside.clinic.patients.models import Patient


class PatientRegister(models.Model):
    """How far the record numbers of a facility have come. Whoever writes to its lists locks it."""

    facility = models.OneToOneField(Facility, primary_key=True, on_delete=models.PROTECT)
    last_number = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"register of {self.facility_id}"


class RecordNumber(models.Model):
    """The number of a patient at a facility; it stays theirs, and nobody else ever gets it."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(
        Patient, on_delete=models.CASCADE, related_name="record_numbers", db_index=False
    )
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["facility", "number"], name="clinic_record_number_once"
            ),
            models.UniqueConstraint(
                fields=["patient", "facility"], name="clinic_one_record_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} at {self.facility_id}"


class IndexState(models.TextChoices):
    """One is searched; one that is being built is written to all the same; `retired` is to go."""

    LIVE = "live"
    BUILDING = "building"
    RETIRED = "retired"


class SearchIndex(models.Model):
    """The lists of a facility as one version of Bedside makes them, under one key."""

    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="+")
    scheme = models.PositiveSmallIntegerField()
    """Which version of the terms (`terms.SCHEME`) it was made with."""
    key_id = models.PositiveBigIntegerField()
    state = models.CharField(max_length=8, choices=IndexState.choices)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["facility", "state"],
                condition=models.Q(state__in=[IndexState.LIVE, IndexState.BUILDING]),
                name="clinic_one_search_index",
            )
        ]

    def __str__(self) -> str:
        return f"search index {self.id}"


class SearchBlock(models.Model):
    """A part of one list: as many sealed numbers as its size has room for."""

    label = models.UUIDField(primary_key=True, editable=False)
    index = models.ForeignKey(SearchIndex, on_delete=models.CASCADE, related_name="blocks")
    body = models.BinaryField()

    def __str__(self) -> str:
        return str(self.label)
