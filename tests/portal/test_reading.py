"""The chart as nodes, made from a result that the real engine wrote."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from bedside.assessment import Age, Knowledge, Opening, Question, advance, begin, load, report
from bedside.assessment.facts import patient_of
from bedside.assessment.scores import scores_of
from bedside.portal.doctor import reading
from bedside.portal.paper import Node
from bedside.portal.patient import outcome
from bedside.schemas.assessments import Assessment
from bedside.schemas.patients import Patient
from bedside.schemas.results import Result, Score, Summary

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


def summary_with(**said: Any) -> Summary:
    """A summary that says this and nothing else."""
    return Summary.model_validate(report.Summary(**said).to_data())


def said_to(question: Question) -> Any:
    if question.kind == "many":
        return list(question.preselected)
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


def test_the_chart_holds_everything_that_the_engine_said(sent: Assessment) -> None:
    text = text_of(reading.chart(sent))
    assert sent.result is not None and sent.result.red_flags
    for flag in sent.result.red_flags:
        assert flag.label in text and flag.reason in text and flag.source in text
    assert sent.result.conditions
    assert all(one.label in text for one in sent.result.conditions)
    for part in ("34 years", "female", "07700 900017", COMPLAINT, "Pertinent negatives"):
        assert part in text
    assert "not a diagnosis" in text


def test_a_corrected_flag_is_never_hidden(sent: Assessment) -> None:
    assert "Corrected by the patient" not in text_of(reading.chart(sent))
    corrected = sent.model_copy(update={"corrected": True})
    assert "Corrected by the patient" in text_of(reading.chart(corrected))


def test_a_score_shows_its_band_its_items_and_what_is_missing(
    sent: Assessment, knowledge: Knowledge
) -> None:
    said = {"age": "34y", "phq-9.interest": "nearly-every-day", "phq-9.down": "not_sure"}
    scores = scores_of(knowledge, patient_of({**said, "phq-9.difficulty": "very-difficult"}))
    assert sent.result is not None and sent.result.summary is not None
    shown = [Score.model_validate(one.to_data()) for one in scores]
    summary = sent.result.summary.model_copy(update={"scores": shown})
    result = sent.result.model_copy(update={"summary": summary})
    text = text_of(reading.chart(sent.model_copy(update={"result": result})))
    assert "PHQ-9 (partial: at least): 3, cannot be told" in text
    assert "PHQ-9 item 1: little interest or pleasure | Nearly every day | 3" in text
    assert "PHQ-9 item 2: feeling down or hopeless | not sure" in text
    assert "how difficult the problems made daily life | Very difficult" in text
    assert "not a diagnosis" in text and "Pfizer" in text


def test_a_chart_without_a_person_or_a_result_still_reads(sent: Assessment) -> None:
    bare = sent.model_copy(update={"patient": None, "result": None})
    assert COMPLAINT in text_of(reading.chart(bare))


def test_the_patient_reads_what_to_do_and_three_signs_at_least(sent: Assessment) -> None:
    assert sent.result is not None
    text = text_of(outcome.advice(sent.result))
    assert all(one in text for one in sent.result.patient.what_to_do)
    assert len(sent.result.patient.worsening) >= 3
    assert all(sign in text for sign in sent.result.patient.worsening)
    conditions = [one.label for one in sent.result.conditions or []]
    assert not any(label in text for label in conditions)


def test_what_concerns_safety_stands_by_itself(knowledge: Knowledge) -> None:
    interview = begin(knowledge, Opening("my husband hits me", Age.years(34), "female", "self"))
    while isinstance(interview.step, Question):
        interview = advance(knowledge, interview, said_to(interview.step))
    result: dict[str, Any] = interview.step.to_data()
    summary = Result.model_validate(result).summary
    assert summary is not None
    shown = text_of([reading._safeguarding(summary)])
    assert "Safeguarding" in shown
    assert "hurt by somebody" in shown
    assert "Nothing was reported" in shown
    assert reading._safeguarding(summary_with()) == ""


@pytest.mark.parametrize(("about", "says"), [
    ({"speaker": "parent", "patient_present": "no"}, "not with the patient"),
    ({"speaker": "self", "answered_alone": True}, "without a grown-up"),
])  # fmt: skip
def test_who_answered_and_from_where(about: dict[str, Any], says: str) -> None:
    assert says in text_of([reading._story(summary_with(about=report.About(**about)))])
