"""The triage: how urgent an assessment is, by when to be seen, and why.

It is the judgement of a rule engine, preliminary until a doctor has reviewed it; never a diagnosis.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

from bedside import intake
from bedside.assessment import Result
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    Annotation,
    CodeableConcept,
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
from bedside.interop.fhir.resources import assessments
from bedside.interop.fhir.resources.common import encounter, notes
from bedside.interop.fhir.systems import extra, own

STATUS: Mapping[str, Literal["preliminary", "final"]] = {
    "submitted": "preliminary",
    "in_review": "preliminary",
    "needs_information": "preliminary",
    "reviewed": "final",
    "closed": "final",
}


class Prediction(FhirModel):
    """What is expected, how likely or how soon."""

    outcome: CodeableConcept
    qualitative_risk: CodeableConcept | None = None
    when_period: Period | None = None
    rationale: str | None = None


class RiskAssessment(Resource):
    """The triage of one assessment."""

    resource_type: Literal["RiskAssessment"] = "RiskAssessment"
    extension: list[Extension] = []
    status: Literal["preliminary", "final"]
    method: CodeableConcept
    code: CodeableConcept
    subject: Reference
    encounter: Reference | None = None
    occurrence_date_time: datetime
    performer: Reference | None = None
    basis: list[Reference] = []
    prediction: list[Prediction]
    mitigation: str | None = None
    note: list[Annotation] = []


def to_fhir(view: intake.AssessmentView, asker: Asker) -> Iterator[RiskAssessment]:
    """Yield the triage of a sent assessment; of a draft there is none yet."""
    if not (assessments.is_sent(view) and view.triage and view.when):
        return
    result = assessments.result_of(view, asker)
    reviewer = view.reviewer_id
    yield RiskAssessment(
        id=str(view.id),
        meta=meta(view.version, view.updated_at),
        extension=[extra("assessment-state", value_code=view.state), *_unread(view)],
        status=STATUS[view.state],
        method=concept(
            "Bedside's rules; supports decisions, does not diagnose",
            own("knowledge-version", view.knowledge_version),
        ),
        code=concept("Triage", own("assessment", "triage")),
        subject=refer("Patient", view.patient_id),
        encounter=encounter(view.encounter_id),
        occurrence_date_time=assessments.sent_at(view),
        performer=refer("Practitioner", reviewer, view.reviewed_by) if reviewer else None,
        basis=[refer("QuestionnaireResponse", view.id)],
        prediction=[_urgency(view), *(_possible(result) if result else ())],
        mitigation="\n".join(result.advice) or None if result else None,
        note=notes(*_reasons(result)) if result else [],
    )


def _unread(view: intake.AssessmentView) -> list[Extension]:
    """That it was reviewed without being read, and what was done instead."""
    codes = [step.unread for step in view.steps if step.unread]
    return [extra("unread", value_code=code) for code in codes]


def _urgency(view: intake.AssessmentView) -> Prediction:
    return Prediction(
        outcome=concept("To be seen", own("when", view.when or "")),
        qualitative_risk=concept(None, own("triage", view.triage or "")),
        when_period=Period(start=view.submitted_at, end=view.due_at),
    )


def _possible(result: Result) -> Iterator[Prediction]:
    """What may explain it, for the doctor to weigh: the engine's weights are words, not numbers."""
    for one in result.conditions:
        codings = [own("condition", one.id)]
        yield Prediction(
            outcome=concept(one.label, *codings),
            qualitative_risk=concept(one.weight) if one.weight else None,
            rationale="; ".join(filter(None, (one.note, *one.supported_by))) or None,
        )


def _reasons(result: Result) -> Iterator[str]:
    yield from (flag.reason or flag.label for flag in result.red_flags)
    yield from result.explanation.because


def _read(asker: Asker, identifier: str) -> RiskAssessment:
    for one in to_fhir(intake.read(uuid_of(identifier), by=asker.by), asker):
        return one
    raise NotFound


RISK_ASSESSMENT = Kind(
    name="RiskAssessment",
    about="The triage of the assessments that one patient has sent",
    reads="assessment.read",
    read=_read,
    lists=[assessments.rows(to_fhir)],
    params=[
        *patient_of(),
        token("status", "Whether a doctor has reviewed it", lambda one: [one.status]),
        token(
            "risk",
            "How urgent it is",
            lambda one: [each.qualitative_risk for each in one.prediction],
        ),
        when("date", "When it was sent", lambda one: [one.occurrence_date_time]),
        refers("encounter", "What was begun from it", lambda one: [one.encounter], "Encounter"),
        refers("performer", "Who reviewed it", lambda one: [one.performer], "Practitioner"),
    ],
    includes=["patient", "subject", "performer"],
)
