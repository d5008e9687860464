"""What an alert says."""

from dataclasses import dataclass

from bedside import limits
from bedside.clinic.entries.body import Words

CATEGORIES = (
    "safety",
    "clinical",
    "drug",
    "lab",
    "diet",
    "behavioral",
    "contact",
    "advance-directive",
    "admin",
    "research",
)
"""What it is about (FHIR R4: the codes of flag-category)."""


@dataclass(frozen=True, kw_only=True)
class FlagBody(Words):
    """What must not be missed, in a few words for the banner; `comment` is what else to know."""

    TEXTS = {**Words.TEXTS, "title": limits.ENTRY, "comment": limits.COMMENT}
    NEEDED = "title"
    CHOICES = {"category": CATEGORIES}

    title: str
    category: str = "clinical"
    comment: str = ""
