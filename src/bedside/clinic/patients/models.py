"""Who is treated where, and who therefore may read whose record.

What queries need is in the clear and linked to random ids only: states, places, dates of events.
Who a patient is (name, birth date, sex, how to reach them) lives in the sealed profile document
that the `Patient` row points to.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from bedside.changed import HasChangedAt
from bedside.clinic.facilities.models import Facility
from bedside.documents.models import HasDocument
from bedside.ids import new_id
from bedside.vault.context import Context
from bedside.vault.fields import SealedField


class PatientState(models.TextChoices):
    """`provisional` until they register: an id and a key, and nothing that says who it is."""

    PROVISIONAL = "provisional"
    REGISTERED = "registered"


class Patient(HasChangedAt, HasDocument):
    """A person whose record this is; the document is their profile."""

    KIND = "profile"
    UNSEEN = frozenset({"demographics", "demographics_of"})

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    facility = models.ForeignKey(
        Facility, null=True, blank=True, on_delete=models.PROTECT, related_name="patients"
    )
    state = models.CharField(
        max_length=12, choices=PatientState.choices, default=PatientState.PROVISIONAL
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="responsible_for",
    )
    """The doctor who answers for this patient's care (FHIR: general practitioner)."""
    created_at = models.DateTimeField(default=timezone.now)
    demographics = SealedField(null=True, editable=False)
    """Birth date and sex as the profile says them, sealed by the patient's key: what a report of
    the whole clinic opens instead."""
    demographics_of = models.UUIDField(null=True, editable=False)
    """The blob of the profile that `demographics` were taken from."""
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    """The record that is kept of the same person, when this one was merged into it (FHIR:
    Patient.link)."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="clinic_not_replaced_by_itself",
                condition=models.Q(replaced_by__isnull=True)
                | ~models.Q(replaced_by=models.F("id")),
            ),
            models.CheckConstraint(
                name="clinic_registered_has_facility_and_profile",
                condition=models.Q(state=PatientState.PROVISIONAL)
                | models.Q(facility__isnull=False, blob_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["changed_at"], name="clinic_patients_changed")]

    def __str__(self) -> str:
        return str(self.id)

    def document_patient(self) -> uuid.UUID:
        return self.id

    def beside(self) -> list[tuple[uuid.UUID, bytes, Context]]:
        if self.demographics is None:
            return []
        place = demographics_place(self.id, self.demographics_of)
        return [(self.id, bytes(self.demographics), place)]


def demographics_place(patient: uuid.UUID, profile: uuid.UUID | None) -> Context:
    """Return where a patient's demographics open, taken from the profile in that blob."""
    return Context(patient, "demographics", patient, profile, version=1, schema=1)


class CareRelation(models.Model):
    """A facility cares for a patient, from `since` until (exclusive) `until`, if that is set."""

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="care")
    facility = models.ForeignKey(Facility, on_delete=models.PROTECT, related_name="care")
    practitioner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    since = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["patient", "facility"],
                condition=models.Q(until__isnull=True, practitioner__isnull=True),
                name="clinic_one_open_relation",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["facility", "until", "patient"])]
