"""What the patient reads, as nodes made from a result that the real engine wrote."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from bedside.assessment import Age, Knowledge, Opening, Question, advance, begin, load
from bedside.portal.paper import Node
from bedside.portal.patient import outcome
from bedside.schemas.assessments import Assessment
from bedside.schemas.patients import Patient
from bedside.schemas.results import Result

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
ID = UUID("01980000-0000-7000-8000-000000000001")
COMPLAINT = "worst headache of my life, it came on like a clap of thunder"
ASHA = Patient(
    id=ID,
    state="registered",
    facility=ID,
    name="Asha Verma",
    birth_date=date(1991, 4, 17),
    age=34,
    age_text="34 years",
    sex="female",
    email="asha@example.org",
    phone="07700 900017",
    preferred_name="",
    gender="",
    language="en",
    needs=[],
    next_of_kin=None,
    former_names=[],
    record_number="",
    responsible=None,
    version=1,
    created_at=NOW,
)


def words_of(node: Node) -> Iterator[str]:
    if isinstance(node, str):
        yield node
        return
    content = node["content"]
    assert isinstance(content, list)
    for child in content:
        yield from words_of(child)


def text_of(nodes: list[Node]) -> str:
    return " | ".join(words for node in nodes for words in words_of(node))


def links_of(nodes: list[Node]) -> list[str]:
    """The addresses of the links, in the order of the screen."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, dict):
            found += [str(node["href"])] if "href" in node else []
            content = node["content"]
            assert isinstance(content, list)
            found += links_of(content)
    return found


def said_to(question: Question) -> Any:
    if question.kind in ("many", "confirm"):
        # Nothing of the first checklist is ticked; whoever wrote it ticks what they wrote.
        return [one.id for one in question.options if one.id in question.preselected] or [
            one for one in question.quotes if question.part == "life_threats"
        ]
    if question.kind == "choice":
        return question.options[0].id
    return "no" if question.kind == "yes_no" else "not_sure"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="module")
def sent(knowledge: Knowledge) -> Assessment:
    """An interview driven to its end by somebody with that headache and nothing else."""
    interview = begin(knowledge, Opening(COMPLAINT, age=Age.years(34), sex="female"))
    while isinstance(interview.step, Question):
        interview = advance(knowledge, interview, said_to(interview.step))
    result: dict[str, Any] = interview.step.to_data()
    return Assessment.model_validate(
        {
            "id": ID,
            "patient_id": ID,
            "state": "submitted",
            "version": 9,
            "complaint": COMPLAINT,
            "step": result,
            "answers": [],
            "progress": {"asked": 8, "limit": 60, "part": "adaptive"},
            "result": result,
            "triage": result["triage"],
            "when": result["when"],
            "corrected": False,
            "corrections": [],
            "dropped": [],
            "knowledge_version": result["knowledge_version"],
            "may": ["review"],
            "facility": ID,
            "started_at": NOW,
            "updated_at": NOW,
            "submitted_at": NOW,
            "due_at": NOW,
            "reviewed_at": None,
            "reviewed_by": None,
            "patient": ASHA,
        }
    )


NUMBERS = ("112", "116 123")


def changed(result: Result, triage: str = "emergency", **patient: Any) -> Result:
    data = result.model_dump()
    return Result.model_validate(
        {**data, "triage": triage, "patient": {**data["patient"], **patient}}
    )


def test_the_patient_reads_what_to_do_and_can_press_the_number(sent: Assessment) -> None:
    assert sent.result is not None
    todo = [one.replace("{emergency_number}", "112") for one in sent.result.patient.what_to_do]
    nodes = outcome.advice(changed(sent.result, what_to_do=todo), NUMBERS)
    text = text_of(nodes).replace(" | ", "")
    assert all(one in text for one in todo)
    assert "tel:112" in links_of(nodes)
    conditions = [one.label for one in sent.result.conditions or []]
    assert not any(label in text for label in conditions)


def test_an_emergency_lists_nothing_that_would_be_more_urgent(sent: Assessment) -> None:
    assert sent.result is not None and sent.result.triage == "emergency"
    signs = ["a plan, or a way to do it at hand"]
    older = changed(sent.result, worsening=signs)
    assert "a plan" not in text_of(outcome.advice(older, NUMBERS))
    urgent = changed(sent.result, "urgent", worsening=signs)
    assert "a plan" in text_of(outcome.advice(urgent, NUMBERS))
