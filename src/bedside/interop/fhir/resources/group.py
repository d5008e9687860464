"""The patients of a facility, as whom a bulk export can be asked for.

It says that there are such patients, not who they are: those are in the export, and in a search of
Patient.
"""

from typing import Literal

from bedside import clinic
from bedside.clinic.models import Facility
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import Reference, Resource, refer
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import Param, refers
from bedside.interop.fhir.resources.organization import meta_of
from bedside.interop.fhir.searching import Place, Query, Row, Rows


class Group(Resource):
    """The patients of a facility."""

    resource_type: Literal["Group"] = "Group"
    active: bool
    type: Literal["person"] = "person"
    actual: bool = True
    name: str
    managing_entity: Reference


def to_fhir(row: Facility) -> Group:
    """Return a facility's patients as a group."""
    return Group(
        id=str(row.id),
        meta=meta_of(row),
        active=row.active,
        name=f"Patients of {row.name}",
        managing_entity=refer("Organization", row.id, row.name),
    )


def _read(asker: Asker, identifier: str) -> Group:
    wanted = uuid_of(identifier)
    found = [row for row in clinic.facilities_of(asker.by) if row.id == wanted]
    if not found:
        raise NotFound
    return to_fhir(found[0])


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    begin = after[0] if after else 0
    found = clinic.facilities_of(query.asker.by)[begin : begin + limit + 1]
    page = [Row([begin + at + 1], [to_fhir(one)]) for at, one in enumerate(found[:limit])]
    return Rows(page, page[-1].place if len(found) > limit else None)


GROUP = Kind(
    name="Group",
    about="The patients of each facility where the caller works, to be exported",
    reads="clinic_file.ask",
    read=_read,
    lists=[_rows],
    params=[
        Param("name", "string", "How the name begins", lambda one: [one.name]),
        refers(
            "managing-entity",
            "The facility",
            lambda one: [one.managing_entity],
            "Organization",
        ),
    ],
    includes=["managing-entity"],
    dated=False,
)
