"""What the state of a patient allows, apart from who asks: small questions with a refusal each."""

from datetime import date
from uuid import UUID

from django.utils import timezone

from bedside.clinic.patients.models import Patient, PatientState
from bedside.errors import Conflict, Stale
from bedside.limits import AHEAD_OF_UTC


def latest_birth_date() -> date:
    """Return the last day on which somebody can have been born by now.

    The database keeps UTC; where the day begins first, a child born today was born tomorrow.
    """
    return (timezone.now() + AHEAD_OF_UTC).date()


def must_have_been_read(patient: Patient, version: int) -> None:
    """Raise Stale for a version that the record has not reached."""
    if version > patient.version:
        raise Stale


def must_be_this_one(patient: Patient, named: UUID) -> None:
    """Raise Conflict when the record that was named is a part of `patient`'s by now.

    Versions count the changes of one record, so one that was read of another record says nothing.
    """
    if patient.id != named:
        raise Conflict("This record is a part of another one now. Look at that, and try again.")


def must_be_provisional(patient: Patient) -> None:
    """Raise Conflict when this patient is registered already."""
    if patient.state != PatientState.PROVISIONAL:
        raise Conflict("This patient is already registered.")


def must_be_registered(patient: Patient) -> None:
    """Raise Conflict for a provisional patient, who has no profile yet."""
    if patient.state != PatientState.REGISTERED:
        raise Conflict("Register first.")


def must_have_clinic(patient: Patient) -> UUID:
    """Return where a patient's assessments go. Raises Conflict before there is such a place."""
    if patient.facility_id is None:
        raise Conflict("Register first: then there is a clinic to send this to.")
    return patient.facility_id
