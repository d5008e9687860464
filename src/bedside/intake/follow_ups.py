"""From an assessment to an appointment: its urgency proposes the time.

An emergency proposes none. Whoever must be seen now should not be kept with a choice of times: the
result says where to go, and this says it again.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bedside.accounts.acts import Act, act, prepared_act
from bedside.audit import Actor
from bedside.clinic import appointments
from bedside.clinic.appointments import AppointmentView, Proposal, WaitingView, Wish
from bedside.clinic.appointments.reach import find_place
from bedside.clinic.models import Facility
from bedside.errors import Conflict
from bedside.intake.models import Assessment, FollowUp
from bedside.intake.reach import find
from bedside.intake.urgency import NOW

_NOT_SENT = "Send the assessment first: its result says how soon you should be seen."
_EMERGENCY = "This is an emergency. Do not wait for an appointment: call for help now."


@dataclass(frozen=True)
class FollowUpTimes:
    """What an assessment proposes: times, or `emergency` and none; for whom, and where."""

    patient_id: UUID
    facility_id: UUID
    emergency: bool
    due_at: datetime
    proposal: Proposal | None


def propose_times(
    assessment: UUID, *, practitioner: UUID | None = None, by: Actor
) -> FollowUpTimes:
    """Return the earliest free times before the patient should be seen, at the facility it went to.

    With none in time, the earliest ones after it (`late`). Raises NotFound, also where the caller
    cannot book at that facility, and Conflict before the assessment is sent.
    """
    appointments.settle()
    with act("follow_up.propose", by=by) as doing:
        row, facility, due_at = _sent(assessment, doing)
        if row.when_code in NOW:
            return FollowUpTimes(row.patient_id, facility.id, True, due_at, None)
        found = appointments.propose(row.patient, facility, due_at, practitioner=practitioner)
        return FollowUpTimes(row.patient_id, facility.id, False, due_at, found)


def book_follow_up(
    assessment: UUID,
    *,
    practitioner: UUID,
    start: datetime,
    minutes: int | None = None,
    reason: str = "",
    overbook_because: str = "",
    by: Actor,
) -> AppointmentView:
    """Book a time that follows an assessment, at the facility it went to.

    Raises NotFound, what booking raises, and Conflict before it is sent and for a patient in an
    emergency.
    """
    appointments.settle()
    with prepared_act("follow_up.book", by=by) as doing:
        row, facility, _ = _sent(assessment, doing)
        _must_be_able_to_wait(row, by)
        wish = Wish(
            patient=row.patient_id,
            facility=facility.id,
            practitioner=practitioner,
            start=start,
            minutes=minutes,
            reason=reason,
            overbook_because=overbook_because,
        )
        prepared = appointments.prepare(wish, doing=doing)
        with doing.commit():
            booked = appointments.place(prepared, doing=doing)
            FollowUp.objects.create(assessment=row, appointment=booked)
        return appointments.show([booked], by=by)[0]


def wait_for_follow_up(
    assessment: UUID, *, practitioner: UUID | None = None, by: Actor
) -> WaitingView:
    """Wait for a time before the patient should be seen, as urgently as the assessment says.

    Raises NotFound, what joining a waiting list raises, and Conflict before it is sent, for a
    patient in an emergency, and when it is too late.
    """
    with act("follow_up.wait", by=by) as doing:
        row, facility, due_at = _sent(assessment, doing)
        _must_be_able_to_wait(row, by)
        place = appointments.enter_until(
            row.patient, facility, due_at, practitioner=practitioner,
            urgency_rank=row.triage_rank, doing=doing,
        )  # fmt: skip
    return appointments.offered_at_once(place, by=by)


def _sent(assessment: UUID, doing: Act) -> tuple[Assessment, Facility, datetime]:
    row = find(assessment, doing=doing)
    if row.facility_id is None or row.due_at is None:
        raise Conflict(_NOT_SENT)
    # Who reads an assessment may still have no business in the diary of where it went.
    return row, find_place(row.facility_id, by=doing.by), row.due_at


def _must_be_able_to_wait(row: Assessment, by: Actor) -> None:
    """A doctor may know that the emergency is over, the patient is not asked to judge."""
    if row.when_code in NOW and by.role == "patient":
        raise Conflict(_EMERGENCY)
