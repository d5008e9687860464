"""The secret address at which somebody's own calendar reads their appointments."""

from fastapi import APIRouter

from bedside import clinic
from bedside.api import described
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.schemas.appointments import CalendarAddress, CalendarState

router = APIRouter(prefix="/api/calendars", tags=["appointments"], route_class=BedsideRoute)


@router.get("", summary="Whether there is an address")
@needs("calendar.show")
def read_calendar(call: Current) -> CalendarState:
    """Say since when the caller's calendar can be subscribed to; the address is not kept."""
    view = clinic.appointments.own_calendar(by=call.by)
    return CalendarState(created_at=view.created_at if view else None)


@router.post("", status_code=201, summary="Make an address")
@needs("calendar.create", repeatable=False)
def create_calendar(call: Current) -> CalendarAddress:
    """Make a secret address in place of the one before. It shows times and places, no names."""
    token = clinic.appointments.create_calendar(by=call.by)
    return CalendarAddress(url=f"{call.options.public_url}/calendar/{token}.ics")


@router.delete("", status_code=204, summary="Take the address back", responses=described.also(404))
@needs("calendar.revoke")
def revoke_calendar(call: Current) -> None:
    """Let the address open nothing any more."""
    clinic.appointments.revoke_calendar(by=call.by)
