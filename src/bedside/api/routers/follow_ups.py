"""From an assessment to an appointment: its urgency proposes the time."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import intake
from bedside.api.booked import show_slots, tagged_appointment, tagged_place
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.appointments import (
    Appointment,
    FollowUpTime,
    ProposedTimes,
    WaitForFollowUp,
    WaitingPlace,
)
from bedside.schemas.identifiers import GivenId

router = APIRouter(
    prefix="/api/assessments/{assessment}", tags=["appointments"], route_class=BedsideRoute
)


@router.get("/times", summary="What times an assessment proposes")
@needs("follow_up.propose")
def propose_times(
    call: Current,
    assessment: GivenId,
    practitioner: Annotated[GivenId | None, Query()] = None,
) -> ProposedTimes:
    """Return the earliest free times before the patient should be seen; none in an emergency."""
    found = intake.propose_times(assessment, practitioner=practitioner, by=call.by)
    proposal = found.proposal
    return ProposedTimes(
        emergency=found.emergency,
        due_at=found.due_at,
        late=bool(proposal and proposal.late),
        time_zone=proposal.zone if proposal else None,
        items=show_slots(proposal.slots) if proposal else [],
    )


@router.post("/appointments", status_code=201, summary="Book a time after an assessment")
@needs("follow_up.book")
def book_follow_up(call: Current, assessment: GivenId, body: FollowUpTime) -> Appointment:
    """Book a time at the facility that the assessment was sent to."""
    view = intake.book_follow_up(assessment, **body.model_dump(), by=call.by)
    call.headers["Location"] = f"/api/appointments/{view.id}"
    return tagged_appointment(call, view)


@router.post("/wait", status_code=201, summary="Wait for a time after an assessment")
@needs("follow_up.wait")
def wait_for_follow_up(call: Current, assessment: GivenId, body: WaitForFollowUp) -> WaitingPlace:
    """Wait for a time until the patient should be seen, as urgently as the assessment says."""
    view = intake.wait_for_follow_up(assessment, practitioner=body.practitioner, by=call.by)
    return tagged_place(call, view)
