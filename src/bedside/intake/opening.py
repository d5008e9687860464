"""What the engine is told before its first question."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bedside import documents
from bedside.assessment import Age, Opening
from bedside.clinic.models import Patient
from bedside.clinic.profile import Profile
from bedside.errors import Invalid
from bedside.intake.lifecycle import REVIEWED, SUBMITTED
from bedside.intake.models import Assessment
from bedside.intake.rules import PREVIOUS_COUNTS

LONGEST = 4000
"""Letters of a complaint; the engine reads no more."""


@dataclass(frozen=True)
class Told:
    """What the caller said at the start; without age or sex the profile is asked."""

    text: str
    age_years: int | None
    sex: str | None
    speaker: str | None

    def checked(self) -> "Told":
        """Return itself. Raises Invalid when there is no complaint, or too long a one."""
        if not self.text.strip() or len(self.text) > LONGEST:
            raise Invalid(fields={"text": f"Write what is wrong, in at most {LONGEST} letters."})
        return self


def opening_for(patient: Patient, told: Told, now: datetime) -> Opening:
    """Return the engine's opening, with what is known about the patient. Raises Invalid."""
    told = told.checked()
    profile = Profile.from_body(documents.read(patient)) if patient.blob_id else None
    return Opening(
        text=told.text,
        age=_age(told, profile, now),
        sex=told.sex or (profile.sex if profile else None),
        speaker=told.speaker,
        previous=_previous(patient, now),
    )


def _age(told: Told, profile: Profile | None, now: datetime) -> Age | None:
    try:
        if told.age_years is not None:
            return Age.years(told.age_years)
        return Age.days((now.date() - profile.birth_date).days) if profile else None
    except ValueError as error:
        raise Invalid(fields={"age_years": "Write an age in years, from 0 to 130."}) from error


def _previous(patient: Patient, now: datetime) -> Any:
    """Return the interview this patient sent last, if that was within 72 hours."""
    last = (
        Assessment.objects.filter(
            patient=patient,
            state__in=[SUBMITTED, REVIEWED],
            submitted_at__gte=now - PREVIOUS_COUNTS,
        )
        .order_by("-submitted_at")
        .first()
    )
    return documents.read(last)["interview"] if last else None
