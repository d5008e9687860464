"""How it stands with the mails to one patient: codes and times, nothing that anybody wrote."""

from django.db import models

from bedside.clinic.patients.models import Patient


class Correspondence(models.Model):
    """What a patient does not want to be written about, and whether mails reach them.

    Without a row they are written about everything, and nothing has come back.
    """

    patient = models.OneToOneField(
        Patient, primary_key=True, on_delete=models.CASCADE, related_name="correspondence"
    )
    unwanted = models.JSONField(default=list)
    """Codes of `kinds.Topic`."""
    undeliverable_since = models.DateTimeField(null=True, blank=True)
    """Since when their mail server refuses every mail for good."""
    version = models.PositiveIntegerField(default=1)
    """Of the choice."""

    def __str__(self) -> str:
        return f"correspondence of {self.patient_id}"
