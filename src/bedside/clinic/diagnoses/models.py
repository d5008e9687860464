"""The tables of coded diagnoses: the codes that were ever used, and which patient has which."""

from typing import ClassVar

from django.db import models

from bedside.clinic.diagnoses.lifecycle import CERTAIN, CONFIRMED, SUSPECTED
from bedside.clinic.entries.models import Entry
from bedside.clinic.partial_dates import PRECISIONS
from bedside.clinic.patients.models import Patient
from bedside.ids import new_id

_PRECISIONS = [(one, one) for one in PRECISIONS]


class Code(models.Model):
    """A code as it stood in the release that it was taken from (FHIR: Coding).

    Made when a diagnosis first uses it, so that it stays readable whatever later releases do.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.CharField(max_length=80)
    code = models.CharField(max_length=16)
    display = models.CharField(max_length=300)
    release = models.CharField(max_length=40)
    patients: models.ManyToManyField = models.ManyToManyField(
        Patient, through="Diagnosis", related_name="codes"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "code", "release"], name="clinic_code_once_a_release"
            )
        ]

    def __str__(self) -> str:
        return self.code


class Diagnosis(Entry):
    """A patient has, or had, or may have what a code says (FHIR: Condition).

    `onset` and `abated` are the first day that it may have been, with how much of it is known.
    """

    KIND = "diagnosis"

    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="diagnoses")
    certainty = models.CharField(max_length=10)
    onset = models.DateField(null=True, blank=True)
    onset_precision = models.CharField(max_length=5, blank=True, choices=_PRECISIONS)
    abated = models.DateField(null=True, blank=True)
    abated_precision = models.CharField(max_length=5, blank=True, choices=_PRECISIONS)

    class Meta(Entry.Meta):
        constraints: ClassVar = [
            models.CheckConstraint(
                name="clinic_suspected_is_uncertain",
                condition=~models.Q(state=SUSPECTED) | ~models.Q(certainty=CERTAIN),
            ),
            models.CheckConstraint(
                name="clinic_confirmed_is_certain",
                condition=~models.Q(state=CONFIRMED) | models.Q(certainty=CERTAIN),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["patient", "state"], name="clinic_diagnosis_of"),
            models.Index(fields=["recorded_by", "-recorded_at"], name="clinic_diagnosis_by"),
        ]
