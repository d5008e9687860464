"""Who looked into a record: for the patient whose it is."""

from datetime import datetime
from typing import Literal

from bedside import clinic
from bedside.clinic import Access
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    FhirModel,
    Reference,
    Resource,
    concept,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import refers, token, when
from bedside.interop.fhir.resources.common import moment, row
from bedside.interop.fhir.searching import Place, Query, Rows
from bedside.interop.fhir.systems import AUDIT_TYPE, own

Action = Literal["C", "R", "U"]
_READS = ("read", "list", "search", "show", "export")
"""R stands for printing too (FHIR R4: the codes of audit-event-action)."""
_CREATES = ("add", "begin", "start", "book", "enrol", "register", "create")


class Agent(FhirModel):
    """Who did it."""

    type: CodeableConcept
    who: Reference
    requestor: Literal[True] = True


class Source(FhirModel):
    """What recorded it."""

    observer: Reference


class Entity(FhirModel):
    """Whose data it was."""

    what: Reference


class AuditEvent(Resource):
    """One look into a record, or one change of it."""

    resource_type: Literal["AuditEvent"] = "AuditEvent"
    type: Coding
    subtype: list[Coding]
    action: Action
    recorded: datetime
    outcome: Literal["0"] = "0"
    agent: list[Agent]
    source: Source
    entity: list[Entity]


def to_fhir(view: Access, asker: Asker) -> AuditEvent:
    """Return one access to the caller's own record."""
    whose = refer("Patient", asker.by.patient)
    role = concept(None, own("role", view.role))
    return AuditEvent(
        id=str(view.event),
        type=Coding(system=AUDIT_TYPE, code="rest", display="RESTful Operation"),
        subtype=[own("act", view.action)],
        action=_action(view.action),
        recorded=view.at,
        agent=[Agent(type=role, who=Reference(display=view.who))],
        source=Source(observer=Reference(display="Bedside")),
        entity=[Entity(what=whose)],
    )


def _action(act: str) -> Action:
    verb = act.rpartition(".")[2].partition("_")[0]
    if verb in _READS:
        return "R"
    return "C" if verb in _CREATES else "U"


def _read(asker: Asker, identifier: str) -> AuditEvent:
    return to_fhir(clinic.read_access(uuid_of(identifier), by=asker.by), asker)


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    page = clinic.accesses(
        query.patient(), after=moment(after), limit=query.rows(limit), by=query.asker.by
    )
    rows = [row(one.at, one.event, [to_fhir(one, query.asker)]) for one in page]
    return Rows(rows, rows[-1].place if page.more else None)


AUDIT_EVENT = Kind(
    name="AuditEvent",
    about="Who read or changed the caller's own record",
    reads="audit.read",
    read=_read,
    lists=[_rows],
    params=[
        refers(
            "patient", "Whose record", lambda one: [each.what for each in one.entity], "Patient"
        ),
        token("action", "C, R or U", lambda one: [one.action]),
        token("subtype", "What was done", lambda one: one.subtype),
        when("date", "When", lambda one: [one.recorded]),
    ],
    versioned=False,
    dated=False,
)
