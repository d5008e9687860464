"""An alert: what must not be missed about a patient. Among doctors (ADR 11)."""

from collections.abc import Mapping
from typing import Any, Literal

from bedside import clinic
from bedside.clinic.entries.views import EntryView
from bedside.clinic.flags import FlagBody
from bedside.errors import Invalid
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    Extension,
    Period,
    Reference,
    Resource,
    concept,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import patient_of, refers, token, when
from bedside.interop.fhir.resources.common import (
    among_doctors,
    encounter,
    entries,
    extras,
    meta_of,
    period,
    practitioner,
)
from bedside.interop.fhir.systems import FLAG_CATEGORY, extra, not_said

STATUS: dict[str, Literal["active", "inactive", "entered-in-error"]] = {
    "active": "active",
    "ended": "inactive",
    "entered-in-error": "entered-in-error",
}


class Flag(Resource):
    """An alert."""

    resource_type: Literal["Flag"] = "Flag"
    extension: list[Extension] = []
    status: Literal["active", "inactive", "entered-in-error"]
    category: list[CodeableConcept] = []
    code: CodeableConcept
    subject: Reference
    period: Period | None = None
    encounter: Reference | None = None
    author: Reference | None = None


def to_fhir(view: EntryView[FlagBody]) -> Flag:
    """Return an alert; without its words where these do not open."""
    body = view.body
    said = Flag(
        id=str(view.id),
        meta=meta_of(view),
        extension=[*among_doctors(view), extra("recorded-at", value_date_time=view.recorded_at)],
        status=STATUS[view.state],
        code=concept(body.title) if body else not_said(),
        subject=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        author=practitioner(view.recorded_by),
    )
    return said.model_copy(update=_words(said, body)) if body else said


def _words(said: Flag, body: FlagBody) -> dict[str, object]:
    beside = extras(why_ended=body.why_ended, comment=body.comment)
    return {
        "extension": [*said.extension, *beside],
        "category": [concept(None, Coding(system=FLAG_CATEGORY, code=body.category))],
        "period": period(body.since, body.until),
    }


_STATES = {code: state for state, code in STATUS.items()}
_KEPT = ("extension", "status", "category", "code", "subject", "period", "encounter")
_OURS = ("why-ended", "comment", "despite", "reason", "recorded-at")


def create(asker: Asker, body: Mapping[str, Any]) -> Flag:
    """Add an alert. Raises Invalid, NotFound and Conflict."""
    wanted = writing.parsed(Flag, body, _KEPT)
    if wanted.status != "active":
        raise Invalid(fields={"body.status": "A new one is active."})
    view = clinic.flags.add(
        writing.id_of(wanted.subject, "Patient", "subject"),
        FlagBody(**_said(wanted)),
        encounter=writing.maybe_id_of(wanted.encounter, "Encounter", "encounter"),
        by=asker.by,
    )
    return to_fhir(view)


def update(asker: Asker, identifier: str, body: Mapping[str, Any], version: int) -> Flag:
    """Change an alert, or let it end, be an error or go on. Raises as its act does."""
    view = clinic.flags.read(None, uuid_of(identifier), by=asker.by)
    wanted = writing.said(Flag, body)
    writing.must_stay(to_fhir(view), wanted, set(_KEPT) - {"subject", "encounter"}, version)
    state = _STATES[wanted.status]
    turned = writing.turn(clinic.flags, view, state, _said(wanted), version=version, by=asker.by)
    return to_fhir(turned)


def _said(wanted: Flag) -> dict[str, Any]:
    texts = writing.own_texts(wanted.extension, *_OURS)
    held = wanted.period or Period()
    category = writing.alone(wanted.category, "category")
    return {
        "title": writing.words_of(wanted.code, "code"),
        "category": writing.code_of(category, FLAG_CATEGORY) or "clinical",
        "comment": texts.get("comment", ""),
        "since": writing.day_of(held.start, "period"),
        "until": writing.day_of(held.end, "period"),
        "why_ended": texts.get("why_ended", ""),
    }


def _read(asker: Asker, identifier: str) -> Flag:
    return to_fhir(clinic.flags.read(None, uuid_of(identifier), by=asker.by))


FLAG = Kind(
    name="Flag",
    about="Alerts about one patient, among those who treat them",
    reads="flag.read",
    read=_read,
    lists=[entries(clinic.flags.read_all, lambda view: [to_fhir(view)])],
    params=[
        *patient_of(),
        token("status", "Whether it holds", lambda one: [one.status]),
        token("category", "What it is about", lambda one: one.category),
        when("date", "When it held", lambda one: [one.period]),
        refers("encounter", "Where it was recorded", lambda one: [one.encounter], "Encounter"),
        refers("author", "Who recorded it", lambda one: [one.author], "Practitioner"),
    ],
    includes=["patient", "subject", "author"],
    creates="flag.add",
    create=create,
    updates="flag.change",
    update=update,
)
