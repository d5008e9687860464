"""The table of problems."""

from django.db import models

from bedside.clinic.diagnoses.models import Diagnosis
from bedside.clinic.entries.models import Entry


class Problem(Entry):
    """What somebody has to be looked after for, in a doctor's words (FHIR: Condition, of the
    category problem-list-item)."""

    KIND = "problem"

    diagnosis = models.ForeignKey(
        Diagnosis, null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
