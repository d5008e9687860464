"""What a patient has, had or may have: coded diagnoses, and problems in a doctor's words.

The two are told apart by the category, and by the beginning of the id.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.utils import timezone

from bedside import clinic
from bedside.clinic.diagnoses import CodeView, DiagnosisBody
from bedside.clinic.entries.views import EntryView
from bedside.clinic.problems import ProblemBody
from bedside.errors import Conflict, Invalid, NotFound
from bedside.interop.fhir import writing
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


ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
_KEPT = (
    "extension",
    "clinical_status",
    "verification_status",
    "category",
    "code",
    "subject",
    "encounter",
    "onset_date_time",
    "abatement_date_time",
    "note",
)
_FIXED = {"subject", "encounter", "category"}
_CAME_BACK = ("recurrence", "relapse")
_OURS = ("why-ended", "despite", "reason", "certainty", "diagnosis-state")
_CERTAINTIES = {code: certainty for certainty, code in CERTAINTY.items()}
_EVENTS = {
    "confirmed": "confirm",
    "suspected": "suspect",
    "refuted": "refute",
    "resolved": "resolve",
}


def create(asker: Asker, body: Mapping[str, Any]) -> Condition:
    """Record a diagnosis, or add a problem, as the category says.

    Raises Invalid, NotFound and Conflict, also for a diagnosis that is on record already.
    """
    wanted = writing.parsed(Condition, body, _KEPT, recordedDate=timezone.now())
    patient = writing.id_of(wanted.subject, "Patient", "subject")
    encounter = writing.maybe_id_of(wanted.encounter, "Encounter", "encounter")
    if _is_problem(wanted):
        if _problem_state(wanted) != "active":
            raise Invalid(fields={"body.clinicalStatus": "A new one is active."})
        added = clinic.problems.add(
            patient, ProblemBody(**_problem_said(wanted)), encounter=encounter, by=asker.by
        )
        return problem_to_fhir(added)
    said = _diagnosis_said(wanted)
    recorded = clinic.diagnoses.add(
        patient,
        writing.code_of(wanted.code, ICD_10_CM) or "",
        DiagnosisBody(**said),
        state=_diagnosis_state(wanted),
        encounter=encounter,
        by=asker.by,
    )
    return diagnosis_to_fhir(recorded)


def update(asker: Asker, identifier: str, body: Mapping[str, Any], version: int) -> Condition:
    """Change a diagnosis or a problem, or what has become of it. Raises as its act does."""
    if problem := uuid_after(PROBLEM, identifier):
        return _update_problem(asker, problem, body, version)
    diagnosis = uuid_after(DIAGNOSIS, identifier)
    if diagnosis is None:
        raise NotFound
    view = clinic.diagnoses.read(None, diagnosis, by=asker.by)
    now = diagnosis_to_fhir(view)
    wanted = writing.said(Condition, body, recordedDate=now.recorded_date)
    writing.must_stay(now, wanted, set(_KEPT) - _FIXED - {"code"}, version)
    return diagnosis_to_fhir(_turned(view, wanted, version, asker))


def _turned(
    view: EntryView[DiagnosisBody], wanted: Condition, version: int, asker: Asker
) -> EntryView[DiagnosisBody]:
    state, said = _diagnosis_state(wanted), _diagnosis_said(wanted)
    if state == view.state:
        return clinic.diagnoses.change(view.patient_id, view.id, said, version=version, by=asker.by)
    if view.body and any(getattr(view.body, name) != said[name] for name in ("onset", "comment")):
        raise Conflict("Say first what is different, and then what has become of it.")
    if state == "entered-in-error":
        return clinic.diagnoses.mark_as_error(
            view.patient_id, view.id, version=version, by=asker.by
        )
    if view.state == "entered-in-error":
        return clinic.diagnoses.reinstate(view.patient_id, view.id, version=version, by=asker.by)
    return clinic.diagnoses.turn(
        _EVENTS[state],
        view.patient_id,
        view.id,
        certainty=said["certainty"] if state in ("suspected", "confirmed") else "",
        abated=said["abated"],
        version=version,
        by=asker.by,
    )


def _update_problem(
    asker: Asker, problem: UUID, body: Mapping[str, Any], version: int
) -> Condition:
    view = clinic.problems.read(None, problem, by=asker.by)
    now = problem_to_fhir(view)
    wanted = writing.said(Condition, body, recordedDate=now.recorded_date)
    writing.must_stay(now, wanted, set(_KEPT) - _FIXED, version)
    state, said = _problem_state(wanted), _problem_said(wanted)
    turned = writing.turn(clinic.problems, view, state, said, version=version, by=asker.by)
    return problem_to_fhir(turned)


def _is_problem(wanted: Condition) -> bool:
    category = writing.alone(wanted.category, "category")
    return writing.code_of(category, CONDITION_CATEGORY) == "problem-list-item"


def _problem_state(wanted: Condition) -> str:
    if writing.code_of(wanted.verification_status, CONDITION_VERIFICATION) == "entered-in-error":
        return "entered-in-error"
    status = _status(wanted)
    return "ended" if status in ("resolved", "inactive", "remission") else "active"


def _status(wanted: Condition) -> str | None:
    """Return whether it is over. Raises Invalid where it came back, which would be lost."""
    status = writing.code_of(wanted.clinical_status, CONDITION_CLINICAL)
    if status in _CAME_BACK:
        raise Invalid(fields={"body.clinicalStatus": "That it came back is not kept: say active."})
    return status


def _diagnosis_state(wanted: Condition) -> str:
    verified = writing.code_of(wanted.verification_status, CONDITION_VERIFICATION)
    if verified in _OVER_CERTAINTY:
        return verified
    if _status(wanted) == "resolved":
        return "resolved"
    return "confirmed" if verified == "confirmed" else "suspected"


def _diagnosis_said(wanted: Condition) -> dict[str, Any]:
    verified = writing.code_of(wanted.verification_status, CONDITION_VERIFICATION) or ""
    said = writing.own_codes(wanted.extension, *_OURS)
    note = writing.alone(wanted.note, "note")
    return {
        "onset": writing.day_of(wanted.onset_date_time, "onsetDateTime"),
        "abated": writing.day_of(wanted.abatement_date_time, "abatementDateTime"),
        "certainty": _CERTAINTIES.get(verified) or said.get("certainty", ""),
        "comment": note.text if note else "",
    }


def _problem_said(wanted: Condition) -> dict[str, Any]:
    links = [one for one in wanted.extension if one.url == RELATED_CONDITION]
    texts = writing.own_texts([one for one in wanted.extension if one not in links], *_OURS)
    note = writing.alone(wanted.note, "note")
    return {
        "title": writing.words_of(wanted.code, "code"),
        "since": writing.day_of(wanted.onset_date_time, "onsetDateTime"),
        "until": writing.day_of(wanted.abatement_date_time, "abatementDateTime"),
        "why_ended": texts.get("why_ended", ""),
        "comment": note.text if note else "",
        "diagnosis": _linked(writing.alone(links, "extension")),
    }


def _linked(link: Extension | None) -> UUID | None:
    if link is None or link.value_reference is None:
        return None
    identifier = (link.value_reference.reference or "").removeprefix("Condition/")
    return uuid_after(DIAGNOSIS, identifier)


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
    creates="diagnosis.add",
    create=create,
    updates="diagnosis.change",
    update=update,
)
