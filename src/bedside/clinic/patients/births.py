"""Nothing that is kept about a patient happened before they were born: one rule for every room."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from bedside import documents
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.profile import Profile
from bedside.clinic.patients.records import kept_record
from bedside.documents import Unreadable
from bedside.errors import Invalid
from bedside.limits import AHEAD_OF_UTC

Happened = PartialDate | datetime | date
"""When something was: a day, a month, a year, or a time with its zone."""
BEFORE_BIRTH = "The patient was not born yet."


def must_be_born(patient: UUID, happened: Mapping[str, Happened]) -> None:
    """Raise Invalid naming each of these fields that lies before the patient's birth.

    A month or a year lies before it only as a whole, and a time only where the day begins first.
    Nothing is refused where the profile does not open, or there is none yet.
    """
    days = {name: _last(said) for name, said in happened.items()}
    row = Patient.objects.filter(id=kept_record(patient)).first() if days else None
    # Whoever is on record has been born by then, so most of what is written needs no look.
    if row is None or min(days.values()) >= row.created_at.date():
        return
    born = _born(row)
    bad = before_birth(happened, born) if born else {}
    if bad:
        raise Invalid(fields=bad)


def before_birth(happened: Mapping[str, Happened], born: date) -> dict[str, str]:
    """Return what is wrong with these fields for somebody born on a day, as `must_be_born` does."""
    return {name: BEFORE_BIRTH for name, said in happened.items() if _last(said) < born}


def _last(said: Happened) -> date:
    """Return the last day that it may have been, anywhere."""
    if isinstance(said, PartialDate):
        return said.last
    return (said + AHEAD_OF_UTC).date() if isinstance(said, datetime) else said


def _born(row: Patient) -> date | None:
    if row.blob_id is None:
        return None
    (body,) = documents.open_each([row])
    return None if isinstance(body, Unreadable) else Profile.from_body(body).birth_date
