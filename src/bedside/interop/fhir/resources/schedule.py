"""Who can be booked where: a practitioner's times at a facility.

The id says both, because a doctor who has published no hours has no row of their own yet.
"""

import base64
from typing import Literal
from uuid import UUID

from bedside import clinic
from bedside.clinic.appointments import Practitioner
from bedside.clinic.models import Facility
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker
from bedside.interop.fhir.base import Reference, Resource, refer
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import refers, token
from bedside.interop.fhir.searching import Place, Query, Row, Rows


class Schedule(Resource):
    """A practitioner's times at a facility."""

    resource_type: Literal["Schedule"] = "Schedule"
    active: bool = True
    actor: list[Reference]


def to_fhir(place: Facility, doctor: Practitioner) -> Schedule:
    """Return what can be booked of a doctor at a facility."""
    return Schedule(
        id=schedule_id(place.id, doctor.id),
        actor=[
            refer("Practitioner", doctor.id, doctor.name),
            refer("Location", place.id, place.name),
        ],
    )


def schedule_id(facility: UUID, practitioner: UUID) -> str:
    """Return the id of a schedule: two UUIDs in the letters that FHIR's ids may have."""
    return f"{_short(facility)}.{_short(practitioner)}"


def facility_and_practitioner(identifier: str) -> tuple[UUID, UUID]:
    """Return what a schedule's id says. Raises NotFound."""
    facility, _, practitioner = identifier.partition(".")
    return _long(facility), _long(practitioner)


def _short(one: UUID) -> str:
    return base64.b32encode(one.bytes).decode().rstrip("=").lower()


def _long(text: str) -> UUID:
    try:
        found = UUID(bytes=base64.b32decode(f"{text.upper()}======"))
    except ValueError:
        raise NotFound from None
    if _short(found) != text:
        raise NotFound
    return found


def places(asker: Asker) -> list[Facility]:
    """Return where the caller can book."""
    return clinic.appointments.read_places(by=asker.by)


def _read(asker: Asker, identifier: str) -> Schedule:
    facility, practitioner = facility_and_practitioner(identifier)
    for place in places(asker):
        if place.id == facility:
            for one in clinic.appointments.practitioners(facility, by=asker.by):
                if one.id == practitioner:
                    return to_fhir(place, one)
    raise NotFound


def _rows(query: Query, after: Place | None, limit: int) -> Rows:  # noqa: ARG001
    """One facility a reading: its doctors are few."""
    at = after[0] if after else 0
    there = places(query.asker)
    if at >= len(there):
        return Rows([], None)
    doctors = clinic.appointments.practitioners(there[at].id, by=query.asker.by)
    row = Row([at + 1], [to_fhir(there[at], one) for one in doctors])
    return Rows([row], [at + 1] if at + 1 < len(there) else None)


SCHEDULE = Kind(
    name="Schedule",
    about="Whose times can be booked where",
    reads="slot.list",
    read=_read,
    lists=[_rows],
    params=[
        refers("actor", "Who or where", lambda one: one.actor, "Practitioner", "Location"),
        token("active", "Whether it can be booked", lambda one: [one.active]),
    ],
    includes=["actor"],
    versioned=False,
    dated=False,
)
