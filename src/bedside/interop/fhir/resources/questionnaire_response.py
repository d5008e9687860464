"""What a patient answered: their own words, each question as it was asked, and what a doctor asked
back. Answers that were taken back, or that no longer follow, are not among them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Literal

from bedside import intake
from bedside.intake.views import AnsweredQuestion, EnquiryView
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import (
    Coding,
    Extension,
    FhirModel,
    Reference,
    Resource,
    meta,
    refer,
)
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import patient_of, refers, token, when
from bedside.interop.fhir.resources import assessments
from bedside.interop.fhir.resources.common import encounter
from bedside.interop.fhir.resources.questionnaire import (
    COMPLAINT,
    COMPLAINT_ASKED,
    ENQUIRY,
    canonical,
    choice,
)
from bedside.interop.fhir.systems import extra

STATUS: Mapping[str, Literal["in-progress", "completed", "stopped"]] = {
    "draft": "in-progress",
    "submitted": "completed",
    "in_review": "completed",
    "needs_information": "completed",
    "reviewed": "completed",
    "closed": "completed",
    "discarded": "stopped",
    "expired": "stopped",
}


class Answer(FhirModel):
    """One answer."""

    value_string: str | None = None
    value_decimal: float | int | None = None
    value_coding: Coding | None = None


class Item(FhirModel):
    """A question and its answers."""

    extension: list[Extension] = []
    link_id: str
    text: str
    answer: list[Answer] = []


class QuestionnaireResponse(Resource):
    """The answers of one interview."""

    resource_type: Literal["QuestionnaireResponse"] = "QuestionnaireResponse"
    extension: list[Extension] = []
    questionnaire: str
    status: Literal["in-progress", "completed", "stopped"]
    subject: Reference
    encounter: Reference | None = None
    authored: datetime
    source: Reference
    item: list[Item] = []


def to_fhir(view: intake.AssessmentView, asker: Asker) -> QuestionnaireResponse:
    """Return the answers of an assessment; none of one that does not open."""
    patient = refer("Patient", view.patient_id)
    return QuestionnaireResponse(
        id=str(view.id),
        meta=meta(view.version, view.updated_at),
        extension=[extra("assessment-state", value_code=view.state)],
        questionnaire=canonical(view, asker),
        status=STATUS[view.state],
        subject=patient,
        encounter=encounter(view.encounter_id),
        authored=assessments.sent_at(view),
        source=patient,
        item=list(_items(view)),
    )


def _items(view: intake.AssessmentView) -> Iterator[Item]:
    if view.complaint is None:
        return
    words = Answer(value_string=view.complaint)
    yield Item(link_id=COMPLAINT, text=COMPLAINT_ASKED, answer=[words])
    yield from map(_item, view.answers)
    yield from (_enquiry(one) for one in view.enquiries if one.question)


def _item(turn: AnsweredQuestion) -> Item:
    said = Item(link_id=turn.question_id, text=turn.question.text)
    answers = list(_answers(turn))
    if answers:
        return said.model_copy(update={"answer": answers})
    # Not sure, or not stated, where a number or words were asked for.
    return said.model_copy(update={"extension": [extra("answer", value_string=turn.label)]})


def _answers(turn: AnsweredQuestion) -> Iterator[Answer]:
    question, given = turn.question, turn.answer
    if question.kind in ("yes_no", "choice", "many", "confirm"):
        for code in _codes(given):
            yield Answer(value_coding=choice(question, code))
    elif isinstance(given, int | float):
        yield Answer(value_decimal=given)
    elif question.kind == "text" and given:
        yield Answer(value_string=str(given))


def _codes(given: Any) -> list[str]:
    if isinstance(given, bool):
        return ["yes" if given else "no"]
    return [str(one) for one in given] if isinstance(given, list | tuple) else [str(given)]


def _enquiry(one: EnquiryView) -> Item:
    reply = [Answer(value_string=one.reply)] if one.reply else []
    withdrawn = one.withdrawn_at
    beside = [extra("withdrawn-at", value_date_time=withdrawn)] if withdrawn else []
    return Item(
        extension=beside, link_id=f"{ENQUIRY}{one.id}", text=one.question or "", answer=reply
    )


def _read(asker: Asker, identifier: str) -> QuestionnaireResponse:
    return to_fhir(intake.read(uuid_of(identifier), by=asker.by), asker)


QUESTIONNAIRE_RESPONSE = Kind(
    name="QuestionnaireResponse",
    about="What one patient answered in their interviews",
    reads="assessment.read",
    read=_read,
    lists=[assessments.rows(lambda view, asker: [to_fhir(view, asker)])],
    params=[
        *patient_of(),
        token("status", "Whether it was sent", lambda one: [one.status]),
        when("authored", "When it was sent", lambda one: [one.authored]),
        refers("encounter", "What was begun from it", lambda one: [one.encounter], "Encounter"),
        refers("source", "Who answered", lambda one: [one.source], "Patient"),
        token("questionnaire", "What was asked", lambda one: [one.questionnaire]),
    ],
    includes=["patient", "subject", "source"],
)
