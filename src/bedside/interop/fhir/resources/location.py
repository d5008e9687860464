"""A facility as a place: where the care is given."""

from typing import Literal

from bedside.clinic.models import Facility
from bedside.interop.fhir.base import (
    Address,
    ContactPoint,
    Extension,
    Reference,
    Resource,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import Param, refers
from bedside.interop.fhir.resources import organization
from bedside.interop.fhir.systems import TIME_ZONE


class Location(Resource):
    """A facility's place, and the time zone of its clocks."""

    resource_type: Literal["Location"] = "Location"
    extension: list[Extension] = []
    status: Literal["active", "inactive"]
    name: str
    mode: Literal["instance"] = "instance"
    telecom: list[ContactPoint] = []
    address: Address | None = None
    managing_organization: Reference


def to_fhir(row: Facility) -> Location:
    """Return a facility as a place."""
    return Location(
        id=str(row.id),
        meta=organization.meta_of(row),
        extension=[Extension(url=TIME_ZONE, value_code=row.time_zone)],
        status="active" if row.active else "inactive",
        name=row.name,
        telecom=organization.telecom_of(row),
        address=organization.address_of(row),
        managing_organization=refer("Organization", row.id, row.name),
    )


LOCATION = Kind(
    name="Location",
    about="Where the facilities are, with their time zones",
    reads="facility.list",
    read=lambda asker, identifier: to_fhir(organization.facility(asker, identifier)),
    lists=[organization.listed(to_fhir)],
    params=[
        organization.NAME,
        Param("address-city", "string", "The town", lambda one: [one.address and one.address.city]),
        refers(
            "organization",
            "The facility whose place it is",
            lambda one: [one.managing_organization],
            "Organization",
        ),
    ],
    includes=["organization"],
    together=lambda asker, ids: [to_fhir(row) for row in organization.among(asker, ids)],
    dated=False,
)
