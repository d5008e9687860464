"""What the engine is told before its first question."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import cast

from bedside import documents, limits
from bedside.assessment import Age, Interview, Opening, Previous, complaint_of
from bedside.assessment.opening import SPEAKERS, Sex, Speaker
from bedside.clinic.models import Patient
from bedside.clinic.patients.profile import SEXES, Profile
from bedside.clinic.patients.reading import patient_view
from bedside.clinic.patients.records import records_of
from bedside.errors import Invalid
from bedside.intake.engine import knowledge, self_use_age
from bedside.intake.knowledge_review import is_signed_off
from bedside.intake.lifecycle import SENT
from bedside.intake.models import Assessment
from bedside.intake.rules import PREVIOUS_COUNTS

_YEARS_ARE_ENOUGH = 2
_MOST_PREVIOUS = 10
_SENTENCES = {
    "text": f"Write what is wrong, in at most {limits.COMPLAINT:,} letters.",
    "age_years": f"Write an age in years, from 0 to {limits.OLDEST_YEARS}.",
    "sex": "Choose female, male or other.",
    "speaker": "Choose self, parent, carer or staff.",
}


@dataclass(frozen=True)
class Told:
    """What the caller said at the start; without age or sex the profile is asked."""

    text: str
    age_years: int | None
    sex: str | None
    speaker: str | None

    def checked(self) -> "Told":
        """Return the same with line breaks of one sign. Raises Invalid naming each bad field."""
        text = limits.normal_newlines(self.text)
        good = {
            "text": limits.says_something(text) and len(text) <= limits.COMPLAINT,
            "age_years": self.age_years is None or 0 <= self.age_years <= limits.OLDEST_YEARS,
            "sex": self.sex in (None, *SEXES),
            "speaker": self.speaker in (None, *SPEAKERS),
        }
        bad = {field: _SENTENCES[field] for field, is_good in good.items() if not is_good}
        if bad:
            raise Invalid(fields=bad)
        return replace(self, text=text)


def opening_for(patient: Patient, told: Told, now: datetime) -> Opening:
    """Return the engine's opening, with what is known about the patient. Raises Invalid."""
    told = told.checked()
    profile = _profile(patient)
    return Opening(
        text=told.text,
        age=_age(told, profile, now),
        sex=cast(Sex | None, told.sex or (profile.sex if profile else None)),
        speaker=cast(Speaker | None, told.speaker),
        previous=_previous(patient, now),
        self_use_age=self_use_age(),
        signed_off=version if is_signed_off(version := knowledge().version) else "",
    )


def _profile(patient: Patient) -> Profile | None:
    """Return the profile if there is one that opens: without it the interview asks, and goes on."""
    rows = [patient] if patient.blob_id else []
    return next((patient_view(patient, body).profile for body in documents.open_each(rows)), None)


def _age(told: Told, profile: Profile | None, now: datetime) -> Age | None:
    """Whole years say too little about a baby, so the interview asks on for months and days."""
    if told.age_years is not None:
        return Age.years(told.age_years) if told.age_years >= _YEARS_ARE_ENOUGH else None
    return Age.days((now.date() - profile.birth_date).days) if profile else None


def _previous(patient: Patient, now: datetime) -> Previous | None:
    """Return how urgent the last one sent within 72 hours was, and what all of them were about.

    Nobody has said that it got better, so that is not assumed; of one that does not open, it is
    not assumed either that it was about something else.
    """
    sent = Assessment.objects.filter(
        patient__in=records_of(patient.id), state__in=SENT, submitted_at__gte=now - PREVIOUS_COUNTS
    )
    rows = list(sent.order_by("-submitted_at")[:_MOST_PREVIOUS])
    if not rows or rows[0].submitted_at is None:
        return None
    told = [_complaint(body) for body in documents.open_each(rows)]
    return Previous(
        rows[0].triage,
        hours_ago=(now - rows[0].submitted_at).total_seconds() / 3600,
        complaint=tuple(dict.fromkeys(chain(*told))) if all(told) else (),
    )


def _complaint(body: documents.Body | documents.Unreadable) -> tuple[str, ...]:
    if isinstance(body, documents.Unreadable):
        return ()
    return complaint_of(Interview.from_data(body["interview"]))
