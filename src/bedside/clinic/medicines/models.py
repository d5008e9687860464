"""The table of medicines."""

from bedside.clinic.entries.models import Entry


class Medicine(Entry):
    """One medicine that a patient takes or took (FHIR: MedicationStatement)."""

    KIND = "medicine"
