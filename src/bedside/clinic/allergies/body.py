"""What an allergy says."""

from dataclasses import dataclass

from bedside import limits
from bedside.clinic.entries.body import Words

SEVERITIES = ("mild", "moderate", "severe", "unknown")
"""Of the worst reaction (FHIR: AllergyIntolerance.reaction.severity)."""
TYPES = ("allergy", "intolerance", "unknown")
"""Whether the immune system is behind it (FHIR: AllergyIntolerance.type)."""


@dataclass(frozen=True, kw_only=True)
class AllergyBody(Words):
    """To what, how it shows, how badly; `since` is when it was first noticed."""

    TEXTS = {**Words.TEXTS, "substance": limits.ENTRY, "reaction": limits.REASON}
    NEEDED = "substance"
    CHOICES = {"severity": SEVERITIES, "type": TYPES}

    substance: str
    reaction: str = ""
    severity: str = "unknown"
    type: str = "allergy"
