"""A facility as an organisation: who is responsible for the care."""

from collections.abc import Callable, Collection
from typing import Literal

from bedside import clinic
from bedside.clinic.models import Facility
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import Address, ContactPoint, Meta, Resource, meta
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import Param, token
from bedside.interop.fhir.searching import List, Place, Query, Row, Rows


class Organization(Resource):
    """A facility."""

    resource_type: Literal["Organization"] = "Organization"
    active: bool
    name: str
    telecom: list[ContactPoint] = []
    address: list[Address] = []


def to_fhir(row: Facility) -> Organization:
    """Return a facility as an organisation."""
    return Organization(
        id=str(row.id),
        meta=meta_of(row),
        active=row.active,
        name=row.name,
        telecom=telecom_of(row),
        address=[one] if (one := address_of(row)) else [],
    )


def meta_of(row: Facility) -> Meta:
    """Return the version of a facility."""
    return meta(row.version)


def telecom_of(row: Facility) -> list[ContactPoint]:
    """Return the facility's phone number, if it has one."""
    return [ContactPoint(system="phone", value=row.phone)] if row.phone else []


def address_of(row: Facility) -> Address | None:
    """Return where the facility is, as far as it says so."""
    if not (row.address_line or row.city):
        return None
    return Address(line=[row.address_line] if row.address_line else [], city=row.city or None)


def facility(asker: Asker, identifier: str) -> Facility:
    """Return a facility that takes patients; to administrators, any. Raises NotFound."""
    wanted = uuid_of(identifier)
    if asker.by.role == "administrator":
        return clinic.read_facility(wanted, by=asker.by)
    found = [row for row in clinic.list_facilities() if row.id == wanted]
    if not found:
        raise NotFound
    return found[0]


def facilities(asker: Asker) -> list[Facility]:
    """Return the facilities that can be seen: their names are public."""
    by = asker.by
    return clinic.facilities_of(by) if by.role == "administrator" else clinic.list_facilities()


def among(asker: Asker, identifiers: Collection[str]) -> list[Facility]:
    """Return those of some facilities that can be seen."""
    return [row for row in facilities(asker) if str(row.id) in identifiers]


def listed(show: Callable[[Facility], Resource]) -> List:
    """Return the search of all facilities, each as `show` says it."""

    def rows(query: Query, after: Place | None, limit: int) -> Rows:
        begin = after[0] if after else 0
        found = facilities(query.asker)[begin : begin + limit + 1]
        page = [Row([begin + at + 1], [show(one)]) for at, one in enumerate(found[:limit])]
        return Rows(page, page[-1].place if len(found) > limit else None)

    return rows


NAME = Param("name", "string", "How the name begins", lambda one: [one.name])
CITY = Param("address-city", "string", "The town", lambda one: [at.city for at in one.address])


ORGANIZATION = Kind(
    name="Organization",
    about="The facilities, whose names are public",
    reads="facility.list",
    read=lambda asker, identifier: to_fhir(facility(asker, identifier)),
    lists=[listed(to_fhir)],
    params=[NAME, CITY, token("active", "Whether it takes patients", lambda one: [one.active])],
    together=lambda asker, ids: [to_fhir(row) for row in among(asker, ids)],
    dated=False,
)
