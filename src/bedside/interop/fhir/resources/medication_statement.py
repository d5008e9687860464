"""A medicine that a patient takes or took, as it was written down: nothing is looked up in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from django.utils import timezone

from bedside import clinic
from bedside.clinic.entries.views import EntryView
from bedside.clinic.medicines import MedicineBody
from bedside.errors import Invalid
from bedside.interop.fhir import writing
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    CodeableConcept,
    Extension,
    FhirModel,
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
    meta_of,
    period,
    practitioner,
)
from bedside.interop.fhir.systems import not_said

STATUS: dict[str, Literal["active", "stopped", "entered-in-error"]] = {
    "active": "active",
    "ended": "stopped",
    "entered-in-error": "entered-in-error",
}


class Dosage(FhirModel):
    """How it is taken."""

    text: str


class MedicationStatement(Resource):
    """One medicine."""

    resource_type: Literal["MedicationStatement"] = "MedicationStatement"
    extension: list[Extension] = []
    status: Literal["active", "stopped", "entered-in-error"]
    status_reason: list[CodeableConcept] = []
    medication_codeable_concept: CodeableConcept
    subject: Reference
    context: Reference | None = None
    effective_period: Period | None = None
    date_asserted: datetime
    information_source: Reference | None = None
    dosage: list[Dosage] = []


def to_fhir(view: EntryView[MedicineBody]) -> MedicationStatement:
    """Return a medicine; without its words where these do not open."""
    body = view.body
    said = MedicationStatement(
        id=str(view.id),
        meta=meta_of(view),
        extension=among_doctors(view),
        status=STATUS[view.state],
        medication_codeable_concept=concept(body.as_written) if body else not_said(),
        subject=refer("Patient", view.patient_id),
        context=encounter(view.encounter_id),
        date_asserted=view.recorded_at,
        information_source=practitioner(view.recorded_by),
    )
    return said.model_copy(update=_words(body)) if body else said


def _words(body: MedicineBody) -> dict[str, object]:
    return {
        "status_reason": [concept(body.why_ended)] if body.why_ended else [],
        "effective_period": period(body.since, body.until),
        "dosage": [Dosage(text=body.dose)] if body.dose else [],
    }


_STATES = {code: state for state, code in STATUS.items()}
_KEPT = (
    "status",
    "status_reason",
    "medication_codeable_concept",
    "subject",
    "context",
    "effective_period",
    "dosage",
)


def create(asker: Asker, body: Mapping[str, Any]) -> MedicationStatement:
    """Add a medicine. Raises Invalid, NotFound, Contraindicated and Conflict."""
    wanted = writing.parsed(MedicationStatement, body, _KEPT, dateAsserted=timezone.now())
    if wanted.status != "active":
        raise Invalid(fields={"body.status": "A new one is active."})
    view = clinic.medicines.add(
        writing.id_of(wanted.subject, "Patient", "subject"),
        MedicineBody(**_said(wanted)),
        encounter=writing.maybe_id_of(wanted.context, "Encounter", "context"),
        by=asker.by,
    )
    return to_fhir(view)


def update(
    asker: Asker, identifier: str, body: Mapping[str, Any], version: int
) -> MedicationStatement:
    """Change a medicine, or let it end, be an error or go on. Raises as its act does."""
    view = clinic.medicines.read(None, uuid_of(identifier), by=asker.by)
    now = to_fhir(view)
    wanted = writing.said(MedicationStatement, body, dateAsserted=now.date_asserted)
    writing.must_stay(now, wanted, set(_KEPT) - {"subject", "context"}, version)
    turned = writing.turn(
        clinic.medicines,
        view,
        _STATES[wanted.status],
        _said(wanted),
        version=version,
        by=asker.by,
    )
    return to_fhir(turned)


def _said(wanted: MedicationStatement) -> dict[str, Any]:
    taken = wanted.effective_period or Period()
    dosage = writing.alone(wanted.dosage, "dosage")
    why = writing.alone(wanted.status_reason, "statusReason")
    return {
        "as_written": writing.words_of(
            wanted.medication_codeable_concept, "medicationCodeableConcept"
        ),
        "dose": dosage.text if dosage else "",
        "since": writing.day_of(taken.start, "effectivePeriod"),
        "until": writing.day_of(taken.end, "effectivePeriod"),
        "why_ended": writing.words_of(why, "statusReason"),
    }


def _read(asker: Asker, identifier: str) -> MedicationStatement:
    return to_fhir(clinic.medicines.read(None, uuid_of(identifier), by=asker.by))


MEDICATION_STATEMENT = Kind(
    name="MedicationStatement",
    about="Medicines that one patient takes or took, as they were written down",
    reads="medicine.read",
    read=_read,
    lists=[entries(clinic.medicines.read_all, lambda view: [to_fhir(view)])],
    params=[
        *patient_of(),
        token("status", "Whether it is taken", lambda one: [one.status]),
        when("effective", "When it was taken", lambda one: [one.effective_period]),
        refers("context", "Where it was recorded", lambda one: [one.context], "Encounter"),
        refers("source", "Who recorded it", lambda one: [one.information_source], "Practitioner"),
    ],
    includes=["patient", "subject", "source"],
    creates="medicine.add",
    create=create,
    updates="medicine.change",
    update=update,
)
