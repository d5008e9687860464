"""The table of alerts."""

from bedside.clinic.entries.models import Entry


class Flag(Entry):
    """One alert about a patient (FHIR: Flag)."""

    KIND = "flag"
