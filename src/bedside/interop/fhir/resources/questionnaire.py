"""The interview as it was asked. Each is asked differently, so each has a questionnaire of its own,
with the id of its assessment and within the same reach: what was asked says what was feared."""

from collections.abc import Iterator
from typing import Literal

from bedside import intake
from bedside.assessment import Question
from bedside.errors import NotFound
from bedside.interop.fhir.asking import Asker, uuid_of
from bedside.interop.fhir.base import Coding, FhirModel, Resource, meta
from bedside.interop.fhir.kinds import Kind
from bedside.interop.fhir.params import Param, token
from bedside.interop.fhir.resources import assessments
from bedside.interop.fhir.systems import own

COMPLAINT = "complaint"
"""The first thing that is asked, in the patient's own words."""
COMPLAINT_ASKED = "What is wrong?"
_YES_NO = (("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure"))


class Option(FhirModel):
    """Something to choose."""

    value_coding: Coding


class Item(FhirModel):
    """A question."""

    link_id: str
    text: str
    type: Literal["choice", "decimal", "text", "string"]
    repeats: bool | None = None
    answer_option: list[Option] = []


class Questionnaire(Resource):
    """The questions of one interview."""

    resource_type: Literal["Questionnaire"] = "Questionnaire"
    url: str
    version: str
    status: Literal["active"] = "active"
    title: str
    subject_type: list[str] = ["Patient"]
    date: str
    item: list[Item]


def to_fhir(view: intake.AssessmentView, asker: Asker) -> Iterator[Questionnaire]:
    """Yield the questions of an assessment that opens."""
    if not view.readable:
        return
    asked = {turn.question_id: turn.question for turn in view.answers}
    enquiries = {f"{ENQUIRY}{one.id}": one.question for one in view.enquiries if one.question}
    yield Questionnaire(
        id=str(view.id),
        meta=meta(view.version, view.updated_at),
        url=canonical(view, asker),
        version=view.knowledge_version,
        title="An interview of Bedside",
        date=view.started_at.isoformat(),
        item=[
            Item(link_id=COMPLAINT, text=COMPLAINT_ASKED, type="text"),
            *map(_item, asked.values()),
            *(Item(link_id=link, text=text, type="text") for link, text in enquiries.items()),
        ],
    )


ENQUIRY = "enquiry."
"""How the link of something that a doctor asked back begins."""


def canonical(view: intake.AssessmentView, asker: Asker) -> str:
    """Return the address by which an answer names its questions."""
    return f"{asker.base}/Questionnaire/{view.id}"


def choice(question: Question, code: str) -> Coding:
    """Return an option of a question by its code."""
    labels = _labels(question)
    return own("answer", code, labels.get(code))


def _labels(question: Question) -> dict[str, str]:
    """Each answer's code and words; of a line to confirm, the line with each of its answers."""
    labels = {one.id: one.label for one in question.options} or dict(_YES_NO)
    if question.kind != "confirm":
        return labels
    return {
        f"{line}={code}": f"{label}: {words.lower()}"
        for line, label in labels.items()
        for code, words in _YES_NO
    }


def _item(question: Question) -> Item:
    chosen = question.kind in ("yes_no", "choice", "many", "confirm")
    return Item(
        link_id=question.id,
        text=question.text,
        type="choice" if chosen else "decimal" if question.kind == "number" else "text",
        repeats=True if question.kind in ("many", "confirm") else None,
        answer_option=[Option(value_coding=choice(question, code)) for code in _labels(question)]
        if chosen
        else [],
    )


def _read(asker: Asker, identifier: str) -> Questionnaire:
    for one in to_fhir(intake.read(uuid_of(identifier), by=asker.by), asker):
        return one
    raise NotFound


_WHOSE = "The patient who was asked (Bedside's own: what is asked differs from one to the other)"
QUESTIONNAIRE = Kind(
    name="Questionnaire",
    about="The interviews of one patient as they were asked",
    reads="assessment.read",
    read=_read,
    lists=[assessments.rows(to_fhir)],
    params=[
        Param("patient", "reference", _WHOSE, to=("Patient",)),
        token("url", "The canonical address", lambda one: [one.url]),
    ],
)
