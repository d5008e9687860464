"""A free time of a schedule. Times that are taken are in nobody's list but their appointment's.

A slot has no row: it is where the hours leave room now. Its id says of whom, where and when.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal

from bedside import clinic
from bedside.clinic.appointments import SlotView
from bedside.errors import Invalid, NotFound
from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Reference, Resource, refer
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import reference_id, refers, token, when
from bedside.interop.fhir.resources.common import bounds, moment, place, row
from bedside.interop.fhir.resources.schedule import facility_and_practitioner
from bedside.interop.fhir.searching import Place, Query, Rows

_MINUTE = timedelta(minutes=1)


class Slot(Resource):
    """A free time."""

    resource_type: Literal["Slot"] = "Slot"
    schedule: Reference
    status: Literal["free"] = "free"
    start: datetime
    end: datetime


def to_fhir(schedule: str, view: SlotView) -> Slot:
    """Return a free time of a schedule."""
    return Slot(
        id=f"{schedule}.{int(view.start.timestamp()) // 60}",
        schedule=refer("Schedule", schedule),
        start=view.start,
        end=view.end,
    )


def _read(asker: Asker, identifier: str) -> Slot:
    schedule, _, minutes = identifier.rpartition(".")
    if not (minutes.isascii() and minutes.isdigit() and len(minutes) <= 8):
        raise NotFound
    facility, practitioner = facility_and_practitioner(schedule)
    start = datetime.fromtimestamp(int(minutes) * 60, UTC)
    page = clinic.appointments.find_slots(
        facility,
        since=start,
        until=start + _MINUTE,
        practitioner=practitioner,
        limit=1,
        by=asker.by,
    )
    for one in page.slots:
        if one.start == start:
            return to_fhir(schedule, one)
    raise NotFound


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    asked = query.one("schedule")
    if asked is None:
        raise Invalid(fields={"query.schedule": "Say which schedule."})
    schedule = reference_id(asked, _SCHEDULE)
    facility, practitioner = facility_and_practitioner(schedule)
    since, until = bounds(query, "start")
    page = clinic.appointments.find_slots(
        facility,
        since=since,
        until=until,
        practitioner=practitioner,
        after=moment(after),
        limit=limit,
        by=query.asker.by,
    )
    rows = [row(one.start, one.practitioner_id, [to_fhir(schedule, one)]) for one in page.slots]
    return Rows(rows, place(page.next))


_SCHEDULE = refers("schedule", "Of which schedule", lambda one: [one.schedule], "Schedule")
SLOT = Kind(
    name="Slot",
    about="Free times of one schedule, for two weeks or as asked (62 days at most)",
    reads="slot.list",
    read=_read,
    lists=[_rows],
    params=[
        _SCHEDULE,
        when("start", "When it begins", lambda one: [one.start]),
        token("status", "free", lambda one: [one.status]),
    ],
    versioned=False,
    dated=False,
)
