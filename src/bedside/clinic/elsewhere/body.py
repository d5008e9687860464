"""What is known of an encounter elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from bedside import limits
from bedside.clinic.entries.body import OLDEST, Body
from bedside.errors import Invalid

_CLOCKS_DIFFER = timedelta(minutes=5)
NOT_SAID = "unknown"
CLASSES: Mapping[str, str] = {
    "AMB": "Visit",
    "EMER": "Emergency",
    "FLD": "In the field",
    "HH": "Home visit",
    "IMP": "In hospital",
    "ACUTE": "In hospital, acute",
    "NONAC": "In hospital, not acute",
    "OBSENC": "Under observation",
    "PRENC": "Before admission",
    "SS": "Short stay",
    "VR": "By phone or video",
    "record": "On paper, without the patient",
    NOT_SAID: "Encounter",
}
"""How they dealt with each other, by HL7's codes (v3-ActCode, the value set ActEncounterCode), with
Bedside's own for what those have no word for."""
TEXTS: Mapping[str, int] = {
    "service_provider": limits.ENTRY,
    "participant": limits.ENTRY,
    "type": limits.ENTRY,
    "reason": limits.REASON,
}
"""The texts, and how many letters each may have."""


@dataclass(frozen=True, kw_only=True)
class ElsewhereBody(Body):
    """An encounter by FHIR's words: how (`kind` is a code of CLASSES), from when until when, at
    which organisation, with whom, of which type and why. The texts are empty where nobody says.
    """

    READ = {"started_at": datetime.fromisoformat, "ended_at": datetime.fromisoformat}

    started_at: datetime
    ended_at: datetime | None = None
    kind: str = NOT_SAID
    service_provider: str = ""
    participant: str = ""
    type: str = ""
    reason: str = ""

    def checked(self, state: str) -> "ElsewhereBody":  # noqa: ARG002 - whatever the state
        texts: dict[str, Any] = {name: limits.tidied(getattr(self, name)) for name in TEXTS}
        tidy = replace(self, **texts)
        bad = dict(tidy._problems())
        if bad:
            raise Invalid(fields=bad)
        return tidy

    def _problems(self) -> Iterator[tuple[str, str]]:
        for name, limit in TEXTS.items():
            if len(getattr(self, name)) > limit:
                yield name, limits.at_most(limit)
        if self.kind not in CLASSES:
            yield "kind", f"Choose one of {', '.join(CLASSES)}."
        for name, at in (("started_at", self.started_at), ("ended_at", self.ended_at)):
            if at is not None and (problem := _problem_of(at)):
                yield name, problem
        if self.ended_at is not None and self.ended_at < self.started_at:
            yield "ended_at", "The end must not be before the beginning."


def _problem_of(at: datetime) -> str:
    """Return what is wrong with a time, or nothing."""
    if at.tzinfo is None:
        return "Say in which time zone this was."
    now = timezone.now()
    if not now - OLDEST < at < now + _CLOCKS_DIFFER:
        return "This must be a time in the past."
    return ""
