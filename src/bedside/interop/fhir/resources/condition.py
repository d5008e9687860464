"""What a patient has, had or may have: coded diagnoses, and problems in a doctor's words.

The two are told apart by the category, and by the beginning of the id.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from bedside import clinic
from bedside.clinic.diagnoses import CodeView, DiagnosisBody
from bedside.clinic.entries.views import EntryView
from bedside.clinic.problems import ProblemBody
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker, uuid_after
from bedside.interop.fhir.base import (
    Annotation,
    CodeableConcept,
    Coding,
    Extension,
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
    notes,
    practitioner,
    written,
)
from bedside.interop.fhir.systems import (
    CONDITION_CATEGORY,
    CONDITION_CLINICAL,
    CONDITION_VERIFICATION,
    RELATED_CONDITION,
    extra,
)

DIAGNOSIS, PROBLEM = "diagnosis-", "problem-"


class Condition(Resource):
    """A diagnosis or a problem."""

    resource_type: Literal["Condition"] = "Condition"
    extension: list[Extension] = []
    clinical_status: CodeableConcept | None = None
    verification_status: CodeableConcept | None = None
    category: list[CodeableConcept]
    code: CodeableConcept | None = None
    subject: Reference
    encounter: Reference | None = None
    onset_date_time: str | None = None
    abatement_date_time: str | None = None
    recorded_date: datetime
    recorder: Reference | None = None
    note: list[Annotation] = []


CLINICAL: Mapping[str, str | None] = {
    "suspected": "active",
    "confirmed": "active",
    "resolved": "resolved",
    "refuted": "inactive",
    "active": "active",
    "ended": "resolved",
    "entered-in-error": None,
}
"""By state; FHIR says nothing of what was entered in error."""
CERTAINTY: Mapping[str, str] = {
    "possible": "differential",
    "probable": "provisional",
    "certain": "confirmed",
}
_OVER_CERTAINTY = {"refuted": "refuted", "entered-in-error": "entered-in-error"}
"""States of which FHIR's verification status is what they say, however sure anybody was."""


def diagnosis_to_fhir(view: EntryView[DiagnosisBody]) -> Condition:
    """Return a coded diagnosis."""
    code: CodeView = view.told["code"]
    certainty = view.told["certainty"]
    verified = _OVER_CERTAINTY.get(view.state) or CERTAINTY[certainty]
    return Condition(
        id=f"{DIAGNOSIS}{view.id}",
        meta=meta_of(view),
        extension=[
            extra("certainty", value_code=certainty),
            extra("diagnosis-state", value_code=view.state),
            *among_doctors(view),
        ],
        clinical_status=_clinical(view.state),
        verification_status=_verification(verified),
        category=[concept(None, Coding(system=CONDITION_CATEGORY, code="encounter-diagnosis"))],
        code=_code(code),
        subject=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        onset_date_time=written(view.told["onset"]),
        abatement_date_time=written(view.told["abated"]),
        recorded_date=view.recorded_at,
        recorder=practitioner(view.recorded_by),
        note=notes(view.body.comment) if view.body else [],
    )


def problem_to_fhir(view: EntryView[ProblemBody]) -> Condition:
    """Return a problem; without its words where these do not open."""
    body = view.body
    error = view.state == "entered-in-error"
    said = Condition(
        id=f"{PROBLEM}{view.id}",
        meta=meta_of(view),
        extension=among_doctors(view),
        clinical_status=_clinical(view.state),
        verification_status=_verification(view.state) if error else None,
        category=[concept(None, Coding(system=CONDITION_CATEGORY, code="problem-list-item"))],
        subject=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        recorded_date=view.recorded_at,
        recorder=practitioner(view.recorded_by),
    )
    return said.model_copy(update=_words(said, body)) if body else said


def _words(said: Condition, body: ProblemBody) -> dict[str, object]:
    related = body.diagnosis
    links = [_related(refer("Condition", f"{DIAGNOSIS}{related}"))] if related else []
    return {
        "extension": [*said.extension, *extras(why_ended=body.why_ended), *links],
        "code": concept(body.title),
        "onset_date_time": written(body.since),
        "abatement_date_time": written(body.until),
        "note": notes(body.comment),
    }


def _related(to: Reference) -> Extension:
    return Extension(url=RELATED_CONDITION, value_reference=to)


def _code(code: CodeView) -> CodeableConcept:
    coding = Coding(system=code.system, version=code.release, code=code.code, display=code.display)
    return concept(code.display, coding)


def _clinical(state: str) -> CodeableConcept | None:
    code = CLINICAL[state]
    return concept(None, Coding(system=CONDITION_CLINICAL, code=code)) if code else None


def _verification(code: str) -> CodeableConcept:
    return concept(None, Coding(system=CONDITION_VERIFICATION, code=code))


def _read(asker: Asker, identifier: str) -> Condition:
    if diagnosis := uuid_after(DIAGNOSIS, identifier):
        return diagnosis_to_fhir(clinic.diagnoses.read(None, diagnosis, by=asker.by))
    if problem := uuid_after(PROBLEM, identifier):
        return problem_to_fhir(clinic.problems.read(None, problem, by=asker.by))
    raise NotFound


CONDITION = Kind(
    name="Condition",
    about="Coded diagnoses (ICD-10-CM), and problems in a doctor's words, of one patient",
    reads="diagnosis.read",
    read=_read,
    lists=[
        entries(clinic.diagnoses.read_all, lambda view: [diagnosis_to_fhir(view)]),
        entries(clinic.problems.read_all, lambda view: [problem_to_fhir(view)]),
    ],
    params=[
        *patient_of(),
        token("code", "The code", lambda one: [one.code]),
        token("category", "Diagnosis or problem", lambda one: one.category),
        token("clinical-status", "Whether it is over", lambda one: [one.clinical_status]),
        token("verification-status", "How certain", lambda one: [one.verification_status]),
        when("onset-date", "When it began", lambda one: [one.onset_date_time]),
        when("abatement-date", "When it was over", lambda one: [one.abatement_date_time]),
        when("recorded-date", "When it was recorded", lambda one: [one.recorded_date]),
        refers("encounter", "Where it was recorded", lambda one: [one.encounter], "Encounter"),
        refers("recorder", "Who recorded it", lambda one: [one.recorder], "Practitioner"),
    ],
    includes=["patient", "subject", "recorder"],
)
