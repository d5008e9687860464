"""Who works where, from when until when."""

from typing import Literal

from bedside import clinic
from bedside.clinic.practitioners import RoleView
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    Period,
    Reference,
    Resource,
    concept,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import reference_id, refers, token
from bedside.interop.fhir.searching import Place, Query, Row, Rows
from bedside.interop.fhir.systems import PRACTITIONER_ROLE, own


class PractitionerRole(Resource):
    """Somebody's time at a facility."""

    resource_type: Literal["PractitionerRole"] = "PractitionerRole"
    active: bool
    period: Period
    practitioner: Reference
    organization: Reference
    code: list[CodeableConcept] = []
    location: list[Reference] = []


def to_fhir(view: RoleView) -> PractitionerRole:
    """Return a membership of a facility."""
    theirs = own("role", view.role)
    known = [Coding(system=PRACTITIONER_ROLE, code="doctor")] if view.role == "doctor" else []
    return PractitionerRole(
        id=str(view.id),
        meta=meta(view.version),
        active=view.active,
        period=Period(start=view.since, end=view.until),
        practitioner=refer("Practitioner", view.practitioner_id, view.name),
        organization=refer("Organization", view.facility_id, view.facility),
        code=[concept(None, *known, theirs)],
        location=[refer("Location", view.facility_id, view.facility)],
    )


def _read(asker: Asker, identifier: str) -> PractitionerRole:
    if not identifier.isascii() or not identifier.isdigit() or len(identifier) > 9:
        raise NotFound
    return to_fhir(clinic.practitioners.read_role(int(identifier), by=asker.by))


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    places = {reference_id(one, _AT) for one in query.all("organization") if "," not in one}
    people = {reference_id(one, _WHO) for one in query.all("practitioner") if "," not in one}
    page = clinic.practitioners.read_roles(
        facility=uuid_of(places.pop()) if len(places) == 1 else None,
        practitioner=uuid_of(people.pop()) if len(people) == 1 else None,
        after=after[0] if after else None,
        limit=query.rows(limit),
        by=query.asker.by,
    )
    rows = [Row([one.id], [to_fhir(one)]) for one in page]
    return Rows(rows, rows[-1].place if page.more else None)


_AT = refers("organization", "The facility", lambda one: [one.organization], "Organization")
_WHO = refers("practitioner", "Who works there", lambda one: [one.practitioner], "Practitioner")
PRACTITIONER_ROLES = Kind(
    name="PractitionerRole",
    about="Who works at which facility in the caller's reach, from when until when",
    reads="practitioner.read",
    read=_read,
    lists=[_rows],
    params=[
        _AT,
        _WHO,
        refers("location", "Where", lambda one: one.location, "Location"),
        token("active", "Whether they work there now", lambda one: [one.active]),
        token("role", "What they are there", lambda one: one.code),
    ],
    includes=["practitioner", "organization", "location"],
    dated=False,
)
