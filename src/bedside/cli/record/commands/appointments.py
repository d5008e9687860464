"""Who comes when: the appointments, who waits for a time, and a facility's day at the desk."""

from datetime import date
from typing import Any
from uuid import UUID

import typer

from bedside.cli.record.commands.command import Command, Given, Option
from bedside.cli.record.showing import NOT_OPENED, day, moment, whole_day
from bedside.schemas.appointments import Appointments, AppointmentStatus, DeskDay, WaitingList


def _on_day(given: Given) -> Given:
    """Ask for the day that was given, or from today on. Raises BadParameter."""
    said = given.pop("day", None)
    try:
        bounds = whole_day(said or date.today().isoformat())
    except ValueError:
        raise typer.BadParameter("Write the day as 2026-03-31.") from None
    return {**given, **(bounds if said else {"since": bounds["since"]})}


def _who(row: Any) -> str:
    """Return the patient, for staff, and with whom it is, for the patient themselves."""
    if row.patient_name:
        return str(row.patient_name)
    return (row.practitioner.name if row.practitioner else None) or ""


def _stands(row: Any) -> str:
    """Return how an appointment stands, where that is not simply booked, and the news of it."""
    said = [] if row.status == "booked" else [row.status]
    news = [f"{row.news} by the clinic, not seen yet"] if row.news else []
    return "".join(f", {one}" for one in (*said, *news))


_APPOINTMENT = {
    "Patient": lambda row: row.patient,
    "Begins": lambda row: moment(row.start, row.time_zone),
    "Who": lambda row: _who(row) + _stands(row),
}
_PLACE = {
    "Patient": lambda row: row.patient,
    "State": lambda row: row.state,
    "From": lambda row: day(row.earliest),
    "Who": _who,
}
APPOINTMENTS: dict[str, Command] = {
    "list": Command(
        "List appointments from today on, or of one day.",
        "GET appointments",
        Appointments,
        _APPOINTMENT,
        options={
            "day": Option(str, "Only this day, as 2026-03-31."),
            "facility": Option(UUID, "Only there."),
            "practitioner": Option(UUID, "Only with this doctor."),
            "patient": Option(UUID, "Only this patient's."),
            "status": Option(AppointmentStatus, "Only these."),
            "unseen": Option(bool, "Only those with news that the patient has not seen yet."),
        },
        paged=True,
        means=_on_day,
    )
}
WAITING: dict[str, Command] = {
    "list": Command(
        "List who waits for a time that becomes free, the longest waiting first.",
        "GET waiting-list",
        WaitingList,
        _PLACE,
        options={"facility": Option(UUID, "Only there.")},
        paged=True,
    )
}
DESK = Command(
    "Show who comes to a facility today, or on another day, doctor by doctor.",
    "GET facilities/{facility}/day",
    DeskDay,
    {**_APPOINTMENT, "With": lambda row: row.practitioner.name or NOT_OPENED},
    role="receptionist",
    options={"day": Option(str, "The day, as 2026-03-31.")},
    rows=lambda answer: [row for one in answer.doctors for row in one.appointments],
    empty=lambda _: "Nobody is booked.",
)
