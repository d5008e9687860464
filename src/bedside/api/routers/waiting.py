"""Waiting lists: who waits for a time, from when and how long."""

from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors, described
from bedside.api.booked import show_place, tagged_place
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.appointments import WaitFor, WaitingList, WaitingPlace
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize

router = APIRouter(prefix="/api/waiting-list", tags=["appointments"], route_class=BedsideRoute)


@router.get("", summary="Who waits", responses=described.also(404))
@needs("waiting.list")
def read_waiting_list(
    call: Current,
    facility: Annotated[GivenId | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> WaitingList:
    """Return the caller's own places, or for staff those at their facilities."""
    listed = f"waiting/{facility}"
    page = clinic.appointments.read_waiting(
        by=call.by,
        facility=facility,
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
    )
    following = cursors.write_moment(page.next, of=listed, by=call.by)
    return WaitingList(items=[show_place(view) for view in page.rows], next=following)


@router.post("", status_code=201, summary="Wait for a time", responses=described.also(404))
@needs("waiting.join")
def join_waiting_list(call: Current, body: WaitFor) -> WaitingPlace:
    """Wait for a time between two days. What is free already is offered at once (`offer`)."""
    view = clinic.appointments.join(
        patient=body.patient,
        facility=body.facility,
        practitioner=body.practitioner,
        first_day=body.first_day,
        last_day=body.last_day,
        urgency_rank=body.urgency_rank,
        by=call.by,
    )
    return tagged_place(call, view)


@router.post("/{place}/leave", summary="Wait no longer")
@needs("waiting.leave", versioned=True)
def leave_waiting_list(call: Current, place: GivenId) -> WaitingPlace:
    """Leave the list; a time that is held goes to the next one."""
    view = clinic.appointments.leave(place, version=call.known_version, by=call.by)
    return tagged_place(call, view)
