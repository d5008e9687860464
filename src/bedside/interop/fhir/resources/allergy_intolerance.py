"""What a patient does not tolerate, and the statement that there is nothing of the kind."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from bedside import clinic
from bedside.clinic.allergies import AllergyBody, NoneKnownView
from bedside.clinic.entries.views import EntryView
from bedside.errors import Conflict, Invalid
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_after, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Coding,
    Extension,
    FhirModel,
    Reference,
    Resource,
    concept,
    meta,
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
    written,
)
from bedside.interop.fhir.searching import Place, Query, Row, Rows
from bedside.interop.fhir.systems import (
    ALLERGY_CLINICAL,
    ALLERGY_VERIFICATION,
    OURS,
    extra,
    not_said,
    own,
)

NONE_KNOWN = "none-known-"


class Reaction(FhirModel):
    """How it shows."""

    manifestation: list[CodeableConcept]
    severity: Literal["mild", "moderate", "severe"] | None = None


class AllergyIntolerance(Resource):
    """An allergy or intolerance, or that none is known."""

    resource_type: Literal["AllergyIntolerance"] = "AllergyIntolerance"
    extension: list[Extension] = []
    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    type: Literal["allergy", "intolerance"] | None = None
    code: CodeableConcept | None = None
    patient: Reference
    encounter: Reference | None = None
    onset_date_time: str | None = None
    recorded_date: datetime
    recorder: Reference | None = None
    reaction: list[Reaction] = []


CLINICAL: Mapping[str, str | None] = {
    "active": "active",
    "ended": "inactive",
    "entered-in-error": None,
}
"""By state; FHIR says nothing of what was entered in error."""
TYPE: Mapping[str, Literal["allergy", "intolerance"] | None] = {
    "allergy": "allergy",
    "intolerance": "intolerance",
    "unknown": None,
}
SEVERITY: Mapping[str, Literal["mild", "moderate", "severe"] | None] = {
    "mild": "mild",
    "moderate": "moderate",
    "severe": "severe",
    "unknown": None,
}
"""FHIR has no word for what nobody knows: it is said by saying nothing."""


def to_fhir(view: EntryView[AllergyBody]) -> AllergyIntolerance:
    """Return an allergy; without its words where these do not open."""
    error = view.state == "entered-in-error"
    said = AllergyIntolerance(
        id=str(view.id),
        meta=meta_of(view),
        extension=among_doctors(view),
        clinical_status=_clinical(view.state),
        verification_status=_entered_in_error() if error else None,
        patient=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        recorded_date=view.recorded_at,
        recorder=practitioner(view.recorded_by),
    )
    return said.model_copy(update=_words(said, view.body)) if view.body else said


def _words(said: AllergyIntolerance, body: AllergyBody) -> dict[str, object]:
    over = period(None, body.until)
    ended = [extra("ended", value_period=over)] if over else []
    return {
        "extension": [*said.extension, *extras(why_ended=body.why_ended), *ended],
        "type": TYPE[body.type],
        "code": concept(body.substance),
        "onset_date_time": written(body.since),
        "reaction": _reaction(body),
    }


def _reaction(body: AllergyBody) -> list[Reaction]:
    severity = SEVERITY[body.severity]
    if not body.reaction and severity is None:
        return []
    shown = concept(body.reaction) if body.reaction else not_said()
    return [Reaction(manifestation=[shown], severity=severity)]


_NONE_KNOWN = concept("No known allergies", own("allergy", "none-known", "No known allergies"))


def none_known_to_fhir(view: NoneKnownView) -> AllergyIntolerance:
    """Return the statement that no allergy is known, or that it was an error."""
    confirmed = concept(None, Coding(system=ALLERGY_VERIFICATION, code="confirmed"))
    error = view.state == "entered-in-error"
    return AllergyIntolerance(
        id=f"{NONE_KNOWN}{view.id}",
        meta=meta(view.version, view.changed_at),
        clinical_status=_clinical(view.state),
        verification_status=_entered_in_error() if error else confirmed,
        code=_NONE_KNOWN,
        patient=refer("Patient", view.patient_id),
        recorded_date=view.recorded_at,
        recorder=practitioner(view.recorded_by),
    )


def _clinical(state: str) -> CodeableConcept | None:
    code = CLINICAL[state]
    return concept(None, Coding(system=ALLERGY_CLINICAL, code=code)) if code else None


def _entered_in_error() -> CodeableConcept:
    return concept(None, Coding(system=ALLERGY_VERIFICATION, code="entered-in-error"))


_KEPT = ("type", "code", "patient", "encounter", "onset_date_time", "reaction", "extension")
_STATUSES = ("clinical_status", "verification_status")


def create(asker: Asker, body: Mapping[str, Any]) -> AllergyIntolerance:
    """Add an allergy, or state that none is known.

    Raises Invalid, NotFound, Contraindicated and Conflict.
    """
    wanted = writing.parsed(
        AllergyIntolerance, body, (*_KEPT, *_STATUSES), recordedDate=timezone.now()
    )
    if _state(wanted) != "active":
        raise Invalid(fields={"body.clinicalStatus": "A new one is active."})
    if _is_none_known(wanted):
        return _state_none_known(asker, body)
    view = clinic.allergies.add(
        writing.id_of(wanted.patient, "Patient", "patient"),
        AllergyBody(**_said(wanted)),
        encounter=writing.maybe_id_of(wanted.encounter, "Encounter", "encounter"),
        by=asker.by,
    )
    return to_fhir(view)


def update(
    asker: Asker, identifier: str, body: Mapping[str, Any], version: int
) -> AllergyIntolerance:
    """Change an allergy, or let it end, be an error or go on. Raises as its act does."""
    if statement := uuid_after(NONE_KNOWN, identifier):
        return _take_back_none_known(asker, statement, body, version)
    view = clinic.allergies.read(None, uuid_of(identifier), by=asker.by)
    now = to_fhir(view)
    wanted = writing.said(AllergyIntolerance, body, recordedDate=now.recorded_date)
    writing.must_stay(now, wanted, {*_KEPT, *_STATUSES} - {"patient", "encounter"}, version)
    turned = writing.turn(
        clinic.allergies, view, _state(wanted), _said(wanted), version=version, by=asker.by
    )
    return to_fhir(turned)


def _is_none_known(wanted: AllergyIntolerance) -> bool:
    (coding,) = _NONE_KNOWN.coding
    return writing.code_of(wanted.code, coding.system or "") == coding.code


def _state_none_known(asker: Asker, body: Mapping[str, Any]) -> AllergyIntolerance:
    keeps = ("patient", "code", *_STATUSES)
    wanted = writing.parsed(AllergyIntolerance, body, keeps, recordedDate=timezone.now())
    if wanted.code and wanted.code.text not in (None, _NONE_KNOWN.text):
        raise Invalid(fields={"body.code.text": "This statement has no words of its own."})
    patient = writing.id_of(wanted.patient, "Patient", "patient")
    return none_known_to_fhir(clinic.allergies.state_none_known(patient, by=asker.by))


def _take_back_none_known(
    asker: Asker, statement: UUID, body: Mapping[str, Any], version: int
) -> AllergyIntolerance:
    view = clinic.allergies.read_none_known(statement, by=asker.by)
    now = none_known_to_fhir(view)
    wanted = writing.said(AllergyIntolerance, body, recordedDate=now.recorded_date)
    writing.must_stay(now, wanted, _STATUSES, version)
    state = _state(wanted)
    if state == "ended":
        raise Conflict("This holds until an allergy is recorded, or it was an error.")
    if state == "active":
        return now
    taken_back = clinic.allergies.take_back_none_known(
        view.patient_id, statement=statement, version=version, by=asker.by
    )
    return none_known_to_fhir(taken_back)


def _state(wanted: AllergyIntolerance) -> str:
    if writing.code_of(wanted.verification_status, ALLERGY_VERIFICATION) == "entered-in-error":
        return "entered-in-error"
    status = writing.code_of(wanted.clinical_status, ALLERGY_CLINICAL)
    return "ended" if status in ("inactive", "resolved") else "active"


def _said(wanted: AllergyIntolerance) -> dict[str, Any]:
    reaction = writing.alone(wanted.reaction, "reaction")
    shown = writing.alone(reaction.manifestation, "reaction.manifestation") if reaction else None
    ended = [one for one in wanted.extension if one.url == f"{OURS}ended"]
    beside = [one for one in wanted.extension if one not in ended]
    over = ended[0].value_period if ended else None
    return {
        "substance": writing.words_of(wanted.code, "code"),
        "reaction": writing.words_of(shown, "reaction.manifestation"),
        "severity": (reaction and reaction.severity) or "unknown",
        "type": wanted.type or "unknown",
        "since": writing.day_of(wanted.onset_date_time, "onsetDateTime"),
        "until": writing.day_of(over.end if over else None, "extension"),
        "why_ended": writing.own_texts(beside, "why-ended", "despite", "reason").get(
            "why_ended", ""
        ),
    }


def _read(asker: Asker, identifier: str) -> AllergyIntolerance:
    if statement := uuid_after(NONE_KNOWN, identifier):
        return none_known_to_fhir(clinic.allergies.read_none_known(statement, by=asker.by))
    return to_fhir(clinic.allergies.read(None, uuid_of(identifier), by=asker.by))


def _none_known(query: Query, after: Place | None, limit: int) -> Rows:  # noqa: ARG001
    """The statement, which comes with the page of allergies that it says are not there."""
    page = clinic.allergies.read_all(query.patient(), limit=1, by=query.asker.by)
    stated = page.none_known
    return Rows([Row([], [none_known_to_fhir(stated)])] if stated else [], None)


ALLERGY_INTOLERANCE = Kind(
    name="AllergyIntolerance",
    about="Allergies and intolerances of one patient, or that none is known",
    reads="allergy.read",
    read=_read,
    lists=[_none_known, entries(clinic.allergies.read_all, lambda view: [to_fhir(view)])],
    params=[
        *patient_of("patient"),
        token("clinical-status", "Whether it still holds", lambda one: [one.clinical_status]),
        token(
            "verification-status", "Entered in error or not", lambda one: [one.verification_status]
        ),
        token("type", "Allergy or intolerance", lambda one: [one.type]),
        token(
            "severity",
            "Of the worst reaction",
            lambda one: [each.severity for each in one.reaction],
        ),
        when("date", "When it was recorded", lambda one: [one.recorded_date]),
        when("onset", "When it was first noticed", lambda one: [one.onset_date_time]),
        refers("recorder", "Who recorded it", lambda one: [one.recorder], "Practitioner"),
    ],
    includes=["patient", "recorder"],
    creates="allergy.add",
    create=create,
    updates="allergy.change",
    update=update,
    elements={"substance": "code.text", "since": "onsetDateTime"},
)
