"""Every type of resource there is here, in the order of the documentation: the one table that
routes, searches and the CapabilityStatement are made of."""

from collections.abc import Mapping

from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.resources.location import LOCATION
from bedside.interop.fhir.resources.organization import ORGANIZATION
from bedside.interop.fhir.resources.patient import PATIENT
from bedside.interop.fhir.resources.practitioner import PRACTITIONER
from bedside.interop.fhir.resources.practitioner_role import PRACTITIONER_ROLES

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        PATIENT,
        ORGANIZATION,
        LOCATION,
        PRACTITIONER,
        PRACTITIONER_ROLES,
    )
}
