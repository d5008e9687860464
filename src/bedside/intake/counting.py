"""How many there are of what: numbers for running the place, about nobody in particular."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from bedside.accounts.acts import act
from bedside.accounts.models import Role, State, User
from bedside.audit import Actor
from bedside.clinic.models import Facility, Patient, PatientState
from bedside.intake.lifecycle import CLOSED, REVIEWED, WAITING
from bedside.intake.models import Assessment


@dataclass(frozen=True)
class Counts:
    """What there is of each. `waiting` are the assessments not reviewed yet, of all urgencies.

    By urgency, two readings around one assessment would say how urgent it was.
    """

    staff_waiting_for_approval: int
    doctors: int
    receptionists: int
    facilities: int
    patients: int
    waiting: int
    reviewed: int


def counts(*, by: Actor) -> Counts:
    """Count staff (with an open account), active facilities, registered patients, assessments."""
    with act("counts.read", by=by):
        doctors = _by("state", User.objects.filter(role=Role.DOCTOR))
        desk = _by("state", User.objects.filter(role=Role.RECEPTIONIST))
        return Counts(
            staff_waiting_for_approval=doctors.get(State.PENDING, 0) + desk.get(State.PENDING, 0),
            doctors=doctors.get(State.ACTIVE, 0),
            receptionists=desk.get(State.ACTIVE, 0),
            facilities=Facility.objects.filter(active=True).count(),
            patients=Patient.objects.filter(
                state=PatientState.REGISTERED, replaced_by=None
            ).count(),
            waiting=Assessment.objects.filter(state__in=WAITING).count(),
            reviewed=Assessment.objects.filter(state__in=[REVIEWED, CLOSED]).count(),
        )


def _by(column: str, rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list(column).annotate(Count("id")))
