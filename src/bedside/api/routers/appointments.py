"""Appointments: looking for a time, booking it, and what becomes of it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from bedside import clinic
from bedside.api import cursors, described
from bedside.api.booked import person, show_appointment, show_slots, tagged_appointment
from bedside.api.call import Call, Current
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.schemas.appointments import (
    Appointment,
    Appointments,
    AppointmentStatus,
    Cancellation,
    DeskDay,
    DoctorsDay,
    NewAppointment,
    OtherTime,
    Practitioners,
    Slots,
)
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Cursor, PageSize
from bedside.schemas.text import Day, Moment

router = APIRouter(prefix="/api", tags=["appointments"], route_class=BedsideRoute)


@router.get("/facilities/{facility}/slots", summary="Find free times")
@needs("slot.list")
def find_slots(
    call: Current,
    facility: GivenId,
    since: Annotated[Moment | None, Query()] = None,
    until: Annotated[Moment | None, Query()] = None,
    practitioner: Annotated[GivenId | None, Query()] = None,
    patient: Annotated[GivenId | None, Query()] = None,
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Slots:
    """Return what can be booked at a facility from `since` (now) until before `until` (two weeks
    later), 62 days at most.

    Nothing that overlaps the patient's own appointments is offered: the caller's, or those of
    `patient` for staff.
    """
    listed = f"slots/{facility}/{since}/{until}/{practitioner}/{patient}"
    page = clinic.appointments.find_slots(
        facility,
        since=since,
        until=until,
        practitioner=practitioner,
        patient=patient,
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
        by=call.by,
    )
    return Slots(
        items=show_slots(page.slots),
        facility=page.facility_id,
        time_zone=page.zone,
        next=cursors.write_moment(page.next, of=listed, by=call.by),
    )


@router.get("/facilities/{facility}/practitioners", summary="List the doctors of a facility")
@needs("slot.list")
def list_practitioners(call: Current, facility: GivenId) -> Practitioners:
    """Return whom the caller can book at a facility, by name."""
    found = clinic.appointments.practitioners(facility, by=call.by)
    return Practitioners(items=[person(one.id, one.name) for one in found])


@router.get("/facilities/{facility}/day", summary="Who comes on a day")
@needs("appointment.list_day")
def read_day(
    call: Current, facility: GivenId, day: Annotated[Day | None, Query()] = None
) -> DeskDay:
    """Return who comes to a facility on a local day (today without one), doctor by doctor."""
    found = clinic.appointments.read_day(facility, day=day, by=call.by)
    return DeskDay(
        facility=found.facility_id,
        facility_name=found.facility,
        time_zone=found.zone,
        day=found.day,
        doctors=[
            DoctorsDay(
                doctor=person(one.doctor.id, one.doctor.name),
                appointments=[show_appointment(view) for view in one.rows],
            )
            for one in found.doctors
        ],
        more=found.more,
    )


@router.get("/appointments", summary="List appointments", responses=described.also(404))
@needs("appointment.list")
def list_appointments(
    call: Current,
    since: Annotated[Moment | None, Query()] = None,
    until: Annotated[Moment | None, Query()] = None,
    facility: Annotated[GivenId | None, Query()] = None,
    practitioner: Annotated[GivenId | None, Query()] = None,
    patient: Annotated[GivenId | None, Query()] = None,
    status: Annotated[AppointmentStatus | None, Query()] = None,
    unseen: Annotated[bool, Query()] = False,
    order: Annotated[Literal["earliest", "latest"], Query()] = "earliest",
    limit: Annotated[PageSize, Query()] = 50,
    cursor: Annotated[Cursor | None, Query()] = None,
) -> Appointments:
    """Return the appointments in reach that begin from `since` until before `until`.

    A patient's own; for a doctor, those at their facilities. `unseen` are those with news, that the
    patient has not acknowledged yet. Every patient on the page is named in
    the audit log as read.
    """
    chosen = (since, until, facility, practitioner, patient, status, unseen, order)
    listed = "appointments/" + "/".join(map(str, chosen))
    page = clinic.appointments.read_appointments(
        by=call.by,
        since=since,
        until=until,
        facility=facility,
        practitioner=practitioner,
        patient=patient,
        status=[status] if status else [],
        unseen=unseen,
        newest_first=order == "latest",
        after=cursors.read_moment(cursor, of=listed, by=call.by),
        limit=limit,
    )
    return Appointments(
        items=[show_appointment(view) for view in page.rows],
        next=cursors.write_moment(page.next, of=listed, by=call.by),
    )


@router.post("/appointments", status_code=201, summary="Book a time", responses=described.also(404))
@needs("appointment.book")
def book_appointment(call: Current, body: NewAppointment) -> Appointment:
    """Book a free time, or for staff any time.

    Of all who want one time at the same moment one gets it, the others are told 409.
    """
    wish = Wish(
        patient=body.patient,
        facility=body.facility,
        practitioner=body.practitioner,
        start=body.start,
        minutes=body.minutes,
        reason=body.reason,
        overbook_because=body.overbook_because,
    )
    return _made(call, clinic.appointments.book(wish, by=call.by))


@router.get("/appointments/{appointment}", summary="Read an appointment")
@needs("appointment.read")
def read_appointment(call: Current, appointment: GivenId) -> Appointment:
    """Return one appointment with what happened to it."""
    return tagged_appointment(call, clinic.appointments.read(appointment, by=call.by))


@router.post("/appointments/{appointment}/reschedule", summary="Move to another time")
@needs("appointment.reschedule", versioned=True)
def reschedule_appointment(call: Current, appointment: GivenId, body: OtherTime) -> Appointment:
    """Move it; the old time is free when the new one is won, and not before."""
    view = clinic.appointments.reschedule(
        appointment,
        start=body.start,
        practitioner=body.practitioner,
        minutes=body.minutes,
        overbook_because=body.overbook_because,
        version=call.known_version,
        by=call.by,
    )
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/cancel", summary="Cancel an appointment")
@needs("appointment.cancel", versioned=True)
def cancel_appointment(call: Current, appointment: GivenId, body: Cancellation) -> Appointment:
    """Cancel it for a reason; a patient until it begins. Its time is offered to whoever waits."""
    view = clinic.appointments.cancel(
        appointment, reason=body.reason, words=body.words, version=call.known_version, by=call.by
    )
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/arrive", summary="The patient is there")
@needs("appointment.arrive", versioned=True)
def arrive(call: Current, appointment: GivenId) -> Appointment:
    """Note that the patient has come; it can be taken back for ten minutes."""
    view = clinic.appointments.arrive(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/no-show", summary="The patient did not come")
@needs("appointment.no_show", versioned=True)
def no_show(call: Current, appointment: GivenId) -> Appointment:
    """Note that the patient did not come, once it has begun; ten minutes to take it back."""
    view = clinic.appointments.no_show(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/fulfil", summary="The patient was seen")
@needs("appointment.fulfil", versioned=True)
def fulfil(call: Current, appointment: GivenId) -> Appointment:
    """Note that the patient was seen; it can be taken back for ten minutes."""
    view = clinic.appointments.fulfil(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/undo", summary="Take the last step back")
@needs("appointment.undo", versioned=True)
def undo_step(call: Current, appointment: GivenId) -> Appointment:
    """Take arrived, seen or not come back, within ten minutes."""
    view = clinic.appointments.undo(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/acknowledge", summary="Say that the news was seen")
@needs("appointment.acknowledge", versioned=True)
def acknowledge(call: Current, appointment: GivenId) -> Appointment:
    """The patient has seen what the clinic did. Nothing else changes, nor does the version."""
    view = clinic.appointments.acknowledge(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/accept", summary="Take an offered time")
@needs("waiting.accept", versioned=True)
def accept_offer(call: Current, appointment: GivenId) -> Appointment:
    """Book the time that is held for the patient, while it is."""
    view = clinic.appointments.accept(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


@router.post("/appointments/{appointment}/decline", summary="Let an offered time go")
@needs("waiting.decline", versioned=True)
def decline_offer(call: Current, appointment: GivenId) -> Appointment:
    """Let the next one have it, and wait on."""
    view = clinic.appointments.decline(appointment, version=call.known_version, by=call.by)
    return tagged_appointment(call, view)


def _made(call: Call, view: AppointmentView) -> Appointment:
    call.headers["Location"] = f"/api/appointments/{view.id}"
    return tagged_appointment(call, view)
