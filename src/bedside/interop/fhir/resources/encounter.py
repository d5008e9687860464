"""An encounter: a patient and a practitioner dealt with each other, here or at another clinic.

One at another clinic came with the patient's record and is only read. It is set apart by a tag, and
says where and with whom in words: those are no organization and no practitioner of this server.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from bedside import clinic
from bedside.clinic.elsewhere import CLASSES, ElsewhereBody, ElsewhereView
from bedside.clinic.elsewhere.body import NOT_SAID
from bedside.clinic.encounters import EncounterView
from bedside.errors import Conflict, Invalid
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_after, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    Extension,
    FhirModel,
    Period,
    Reference,
    Resource,
    concept,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import patient_of, refers, token, when
from bedside.interop.fhir.resources.common import (
    entries,
    meta_of,
    moment,
    place,
    practitioner,
    row,
)
from bedside.interop.fhir.searching import Place, Query, Rows
from bedside.interop.fhir.systems import ACT_CODE, OURS, extra, own


class Participant(FhirModel):
    """Who was there besides the patient."""

    individual: Reference


class Where(FhirModel):
    """Where it was."""

    location: Reference


class Encounter(Resource):
    """An encounter."""

    resource_type: Literal["Encounter"] = "Encounter"
    extension: list[Extension] = []
    status: Literal["in-progress", "finished", "entered-in-error"]
    class_: Coding
    type: list[CodeableConcept] = []
    subject: Reference
    participant: list[Participant] = []
    reason_code: list[CodeableConcept] = []
    appointment: list[Reference] = []
    period: Period
    location: list[Where] = []
    service_provider: Reference | None = None


ELSEWHERE = "elsewhere-"
"""What the id of one at another clinic begins with."""
STATUS: Mapping[str, Literal["in-progress", "finished", "entered-in-error"]] = {
    "open": "in-progress",
    "locked": "finished",
    "entered-in-error": "entered-in-error",
}
CLASS: Mapping[str, Coding] = {
    "visit": Coding(system=ACT_CODE, code="AMB", display="ambulatory"),
    "phone": Coding(system=ACT_CODE, code="VR", display="virtual"),
    "video": Coding(system=ACT_CODE, code="VR", display="virtual"),
    "home": Coding(system=ACT_CODE, code="HH", display="home health"),
    "record": own("encounter-class", "record", "On paper, without the patient"),
}
"""HL7 has one word for a phone call and a video call, so `type` says Bedside's own as well."""


def to_fhir(view: EncounterView) -> Encounter:
    """Return an encounter. When it ended nobody says: a lock only ends the writing."""
    booked = view.appointment_id
    return Encounter(
        id=str(view.id),
        meta=meta(view.version, view.changed_at),
        extension=_extensions(view),
        status=STATUS[view.state],
        class_=CLASS[view.kind],
        type=[concept(None, own("encounter-class", view.kind))],
        subject=refer("Patient", view.patient_id),
        participant=[
            Participant(
                individual=refer("Practitioner", view.practitioner.id, view.practitioner.name)
            )
        ],
        appointment=[refer("Appointment", booked)] if booked else [],
        period=Period(start=view.started_at),
        location=[Where(location=refer("Location", view.facility_id, view.facility))],
        service_provider=refer("Organization", view.facility_id, view.facility),
    )


def elsewhere_to_fhir(view: ElsewhereView) -> Encounter:
    """Return an encounter at another clinic; without its words where these do not open."""
    body = view.body
    apart = own("encounter-origin", "elsewhere", "At another clinic")
    return Encounter(
        id=f"{ELSEWHERE}{view.id}",
        meta=meta_of(view).model_copy(update={"tag": [apart]}),
        extension=[extra("recorded-at", value_date_time=view.recorded_at)],
        status="finished",
        class_=_class_elsewhere(body.kind if body else NOT_SAID),
        type=_in_words(body.type if body else ""),
        subject=refer("Patient", view.patient_id),
        participant=_participants(body),
        reason_code=_in_words(body.reason if body else ""),
        period=_period(view),
        service_provider=_named(body.service_provider) if body else None,
    )


def _class_elsewhere(kind: str) -> Coding:
    if kind.isupper():
        return Coding(system=ACT_CODE, code=kind)
    return own("encounter-class", kind, CLASSES[kind])


def _in_words(text: str) -> list[CodeableConcept]:
    return [concept(text)] if text else []


def _participants(body: ElsewhereBody | None) -> list[Participant]:
    named = _named(body.participant) if body else None
    return [Participant(individual=named)] if named else []


def _named(text: str) -> Reference | None:
    """Return somebody or something that is no resource here, by name."""
    return Reference(display=text) if text else None


def _period(view: ElsewhereView) -> Period:
    if view.body is None:
        return Period(start=view.told["started_at"])
    return Period(start=view.body.started_at, end=view.body.ended_at)


def _extensions(view: EncounterView) -> list[Extension]:
    said = [extra("recorded-at", value_date_time=view.recorded_at)]
    if view.locked_at:
        said.append(extra("locked-at", value_date_time=view.locked_at))
    if view.locked_by:
        said.append(extra("locked-by", value_reference=practitioner(view.locked_by)))
    return said


_KEPT = (
    "status",
    "class_",
    "type",
    "subject",
    "appointment",
    "period",
    "service_provider",
)


def create(asker: Asker, body: Mapping[str, Any]) -> Encounter:
    """Begin an encounter of the caller's own. Raises Invalid, NotFound and Conflict."""
    wanted = writing.parsed(Encounter, body, _KEPT, period={}, serviceProvider={})
    if wanted.status != "in-progress":
        raise Invalid(fields={"body.status": "A new one is in progress."})
    booked = writing.alone(wanted.appointment, "appointment")
    place = wanted.service_provider
    is_said = place is not None and place.reference
    view = clinic.encounters.start(
        writing.id_of(wanted.subject, "Patient", "subject"),
        facility=writing.maybe_id_of(place if is_said else None, "Organization", "serviceProvider"),
        kind=_kind(wanted),
        started_at=_begun(wanted.period),
        appointment=writing.maybe_id_of(booked, "Appointment", "appointment"),
        by=asker.by,
    )
    return to_fhir(view)


def update(asker: Asker, identifier: str, body: Mapping[str, Any], version: int) -> Encounter:
    """Say what kind it was or when it began, lock it (`finished`), or say that it was begun by
    mistake. Raises as its act does, and Conflict for two at once. One elsewhere stays as it is."""
    if elsewhere := uuid_after(ELSEWHERE, identifier):
        there = elsewhere_to_fhir(clinic.elsewhere.read(None, elsewhere, by=asker.by))
        writing.must_stay(there, writing.said(Encounter, {**there.to_json(), **body}), (), version)
        return there
    view = clinic.encounters.read(uuid_of(identifier), by=asker.by)
    now = to_fhir(view)
    wanted = writing.said(Encounter, {**now.to_json(), **body})
    writing.must_stay(now, wanted, {"status", "class_", "type", "period"}, version)
    kind, begun = _changed_kind(now, wanted), _begun(wanted.period)
    how: dict[str, Any] = {"version": version, "by": asker.by}
    changed = kind != view.kind or (begun is not None and begun != view.started_at)
    if wanted.status == now.status:
        act = clinic.encounters.change
        return to_fhir(act(view.id, kind=kind, started_at=begun, **how)) if changed else now
    if wanted.status == "in-progress":
        raise Conflict("An encounter that is finished, or was an error, is that for good.")
    if changed:
        raise Conflict("Change it first, and then say what has become of it.")
    ends = (
        clinic.encounters.lock if wanted.status == "finished" else clinic.encounters.mark_as_error
    )
    return to_fhir(ends(view.id, **how))


def _changed_kind(now: Encounter, wanted: Encounter) -> str:
    """The kind that is wanted: of class and type, which say the same, what is new is meant."""
    if wanted.type != now.type or wanted.class_.code == now.class_.code:
        return _kind(wanted)
    return _kind(wanted.model_copy(update={"type": []}))


def _kind(wanted: Encounter) -> str:
    """Bedside's own code, if it is said; else what HL7's class means here."""
    said = writing.code_of(writing.alone(wanted.type, "type"), f"{OURS}encounter-class")
    found = said or next(
        (kind for kind, one in CLASS.items() if one.code == wanted.class_.code), ""
    )
    if found not in CLASS:
        raise Invalid(fields={"body.class": "This is not one of the ways that are kept."})
    return found


def _begun(period: Period) -> datetime | None:
    if period.end is not None or not isinstance(period.start, datetime | None):
        raise Invalid(fields={"body.period": "Say when it began, with the time zone, or nothing."})
    return period.start


def _read(asker: Asker, identifier: str) -> Encounter:
    if elsewhere := uuid_after(ELSEWHERE, identifier):
        return elsewhere_to_fhir(clinic.elsewhere.read(None, elsewhere, by=asker.by))
    return to_fhir(clinic.encounters.read(uuid_of(identifier), by=asker.by))


def _rows(query: Query, after: Place | None, limit: int) -> Rows:
    page = clinic.encounters.read_of_patient(
        query.patient(), after=moment(after), limit=query.rows(limit), by=query.asker.by
    )
    rows = [row(one.started_at, one.id, [to_fhir(one)]) for one in page.rows]
    return Rows(rows, place(page.next))


ENCOUNTER = Kind(
    name="Encounter",
    about="Encounters of one patient, here and at other clinics, for those who treat them",
    reads="encounter.read",
    read=_read,
    lists=[
        _rows,
        entries(
            clinic.elsewhere.read_all,
            lambda view: [elsewhere_to_fhir(view)],
            lambda view: view.told["started_at"],
        ),
    ],
    params=[
        *patient_of(),
        token("status", "in-progress, finished or entered-in-error", lambda one: [one.status]),
        token("class", "How they dealt with each other", lambda one: [one.class_]),
        token("type", "The same, in Bedside's own codes", lambda one: one.type),
        when("date", "When it began", lambda one: [one.period.start]),
        refers(
            "practitioner",
            "Who treated the patient",
            lambda one: [each.individual for each in one.participant],
            "Practitioner",
        ),
        refers("appointment", "What led to it", lambda one: one.appointment, "Appointment"),
        refers(
            "location", "Where", lambda one: [each.location for each in one.location], "Location"
        ),
        refers(
            "service-provider",
            "The facility",
            lambda one: [one.service_provider],
            "Organization",
        ),
    ],
    includes=["patient", "subject", "practitioner", "location", "service-provider"],
    creates="encounter.start",
    create=create,
    updates="encounter.change",
    update=update,
)
