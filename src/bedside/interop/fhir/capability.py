"""What this server can do, made from the same table as its routes: the CapabilityStatement."""

from typing import Any, Literal

from bedside.interop.fhir.base import CodeableConcept, FhirModel, Resource, concept
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.table import KINDS

RELEASE, AS_OF = "4.0.1", "2026-11-30"
"""The release of FHIR, and since when this server can do what the statement says."""


BULK_DATA = "http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"


class Code(FhirModel):
    """Something that can be done."""

    code: str


class SearchParam(FhirModel):
    """Something that can be searched by."""

    name: str
    type: str
    documentation: str


class Operation(FhirModel):
    """An operation beyond reading and writing."""

    name: str
    definition: str


class ResourceCapability(FhirModel):
    """What can be done with one type of resource."""

    type: str
    documentation: str
    interaction: list[Code]
    versioning: Literal["no-version", "versioned", "versioned-update"]
    read_history: bool = False
    update_create: bool = False
    conditional_create: bool = False
    conditional_update: bool = False
    search_include: list[str] = []
    search_param: list[SearchParam]
    operation: list[Operation] = []


class Security(FhirModel):
    """How callers prove who they are."""

    cors: bool = False
    service: list[CodeableConcept]
    description: str


class Rest(FhirModel):
    """What can be done over HTTP."""

    mode: Literal["server"] = "server"
    security: Security
    resource: list[ResourceCapability]
    interaction: list[Code] = []


class Software(FhirModel):
    """What runs here."""

    name: str
    version: str


class Implementation(FhirModel):
    """Where it runs."""

    description: str
    url: str


class CapabilityStatement(Resource):
    """What this server can do."""

    resource_type: Literal["CapabilityStatement"] = "CapabilityStatement"
    status: Literal["active"] = "active"
    date: str = AS_OF
    kind: Literal["instance"] = "instance"
    software: Software
    implementation: Implementation
    instantiates: list[str] = [BULK_DATA]
    fhir_version: str = RELEASE
    format: list[str] = ["application/fhir+json", "json"]
    rest: list[Rest]


def capability_statement(base: str, version: str) -> CapabilityStatement:
    """Return what the server at `base`, of this version of Bedside, can do."""
    return CapabilityStatement(
        software=Software(name="Bedside", version=version),
        implementation=Implementation(description="A clinic run by Bedside", url=base),
        rest=[
            Rest(
                security=Security(service=[concept(_SERVICE)], description=_PROOF),
                resource=[_resource(kind) for kind in KINDS.values()],
                interaction=[Code(code="transaction"), Code(code="batch")],
            )
        ],
    )


_SERVICE = "An access token of Bedside"
_PROOF = (
    "Authorization: Bearer with the access token of a sign-in (/api/auth). A caller reaches what "
    "they reach everywhere: patients their own record, doctors the patients of their facilities."
)


def _resource(kind: Kind) -> ResourceCapability:
    can: dict[str, Any] = {"read": True, "search-type": True}
    can |= {"create": kind.create, "update": kind.update}
    return ResourceCapability(
        type=kind.name,
        documentation=kind.about,
        interaction=[Code(code=name) for name, there in can.items() if there],
        versioning=_versioning(kind),
        operation=_OPERATIONS.get(kind.name, []),
        search_include=[f"{kind.name}:{name}" for name in kind.includes],
        search_param=[
            SearchParam(name=one.name, type=one.kind, documentation=one.documentation)
            for one in kind.all_params
        ],
    )


_OPERATIONS = {
    "Patient": [
        Operation(
            name="everything",
            definition="http://hl7.org/fhir/OperationDefinition/Patient-everything",
        )
    ],
    "Group": [
        Operation(
            name="export",
            definition="http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export",
        )
    ],
}


def _versioning(kind: Kind) -> Literal["no-version", "versioned", "versioned-update"]:
    if not kind.versioned:
        return "no-version"
    return "versioned-update" if kind.update else "versioned"
