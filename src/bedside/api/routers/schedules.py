"""When the caller can be seen, and the holidays of a facility."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors
from bedside.api.booked import show_holiday, tagged_schedule
from bedside.api.call import Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.appointments import WeeklyHours
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.schedules import (
    Closing,
    Holiday,
    Holidays,
    NewHoliday,
    Opening,
    Schedule,
    WeeklyPattern,
)

router = APIRouter(prefix="/api", tags=["availability"], route_class=BedsideRoute)


@router.get("/availability/{facility}", summary="Read one's own hours")
@needs("schedule.read")
def read_availability(call: Current, facility: GivenId) -> Schedule:
    """Return the caller's weekly hours at a facility and the coming days that are different."""
    return tagged_schedule(call, clinic.appointments.read_schedule(facility, by=call.by))


@router.put("/availability/{facility}", summary="Publish one's own hours")
@needs("schedule.publish", versioned=True)
def publish_availability(call: Current, facility: GivenId, body: WeeklyPattern) -> Schedule:
    """Make these the caller's weekly hours there. What is booked already stays booked."""
    rows = [WeeklyHours(**row.model_dump()) for row in body.weekly]
    view = clinic.appointments.publish(facility, rows, version=call.known_version, by=call.by)
    return tagged_schedule(call, view)


@router.post("/availability/{facility}/closures", status_code=201, summary="Be away on a day")
@needs("schedule.close", versioned=True)
def close_day(call: Current, facility: GivenId, body: Closing) -> Schedule:
    """Offer nothing on a day, or for some hours of it."""
    view = clinic.appointments.close(
        facility,
        body.day,
        start=body.start,
        end=body.end,
        version=call.known_version,
        by=call.by,
    )
    return tagged_schedule(call, view)


@router.post("/availability/{facility}/openings", status_code=201, summary="Open on a day")
@needs("schedule.open", versioned=True)
def open_day(call: Current, facility: GivenId, body: Opening) -> Schedule:
    """Offer hours on one day beside the weekly ones."""
    view = clinic.appointments.open_extra(
        facility,
        body.day,
        body.start,
        body.end,
        body.minutes,
        version=call.known_version,
        by=call.by,
    )
    return tagged_schedule(call, view)


@router.delete("/availability/{facility}/exceptions/{exception}", summary="Be as on other days")
@needs("schedule.restore", versioned=True)
def remove_exception(call: Current, facility: GivenId, exception: GivenId) -> Schedule:
    """Take a day's closure or opening back."""
    view = clinic.appointments.remove_exception(
        facility, exception, version=call.known_version, by=call.by
    )
    return tagged_schedule(call, view)


@router.get("/facilities/{facility}/holidays", summary="List a facility's holidays")
@needs("holiday.list")
def list_holidays(
    call: Current,
    facility: GivenId,
    limit: Annotated[PageSize, Query()] = 100,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Holidays:
    """Return the coming days on which it is closed, the next one first."""
    listed = f"holidays/{facility}"
    place = cursors.read(cursor, of=listed, by=call.by)
    after = date.fromisoformat(place[0]) if place else None
    found = clinic.appointments.list_holidays(facility, after=after, limit=limit, by=call.by)
    last = [str(found[-1].day)] if found.more else None
    following = cursors.write(last, of=listed, by=call.by)
    return Holidays(items=[show_holiday(view) for view in found], next=following)


@router.post("/facilities/{facility}/holidays", status_code=201, summary="Add a holiday")
@needs("holiday.add")
def add_holiday(call: Current, facility: GivenId, body: NewHoliday) -> Holiday:
    """Close a facility on a day. What is booked already stays booked."""
    return show_holiday(clinic.appointments.add_holiday(facility, body.day, body.name, by=call.by))


@router.delete(
    "/facilities/{facility}/holidays/{holiday}", status_code=204, summary="Remove a holiday"
)
@needs("holiday.remove")
def remove_holiday(call: Current, facility: GivenId, holiday: GivenId) -> None:
    """Open a facility on a day again."""
    clinic.appointments.remove_holiday(facility, holiday, by=call.by)
