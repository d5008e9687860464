"""A medicine that a patient takes or took, as it was written down: nothing is looked up in it."""

from datetime import datetime
from typing import Literal

from bedside import clinic
from bedside.clinic.entries.views import EntryView
from bedside.clinic.medicines import MedicineBody
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
)
