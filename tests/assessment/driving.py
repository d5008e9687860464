"""A patient for the tests: answers each screen from a list of what is so, and "no" otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bedside.assessment import (
    Age,
    Interview,
    Knowledge,
    Opening,
    Question,
    Result,
    advance,
    begin,
)

ADULT = Age.years(34)


def opening(text: str, age: Age | None = ADULT, sex: str | None = "female", **more: Any) -> Opening:
    """An opening with what most stories do not care about."""
    return Opening(text, age, sex, **{"speaker": "self", "pregnant": False, **more})


def usual_answer(question: Question, so: Mapping[str, Any]) -> Any:
    """The answer of someone with just the findings in ``so`` (finding or screen id to answer)."""
    if question.id in so:
        return so[question.id]
    if question.kind == "confirm":
        return {**question.proposed, **dict.fromkeys(_so(question, so), "yes")}
    if question.kind == "many":
        # On the first checklist nothing is ticked; whoever wrote it ticks what they wrote.
        kept = {*question.preselected, *question.quotes}
        return [one for one in question.offered if so.get(one) is True or one in kept]
    if question.kind == "yes_no":
        return "no"
    if question.kind == "number":
        return max(question.minimum or 0, min(1, question.maximum or 1))
    return "not_sure" if question.kind == "choice" else "nothing else"


def _so(question: Question, so: Mapping[str, Any]) -> list[str]:
    return [one for one in question.offered if so.get(one) is True]


def finish(
    knowledge: Knowledge, interview: Interview, so: Mapping[str, Any] | None = None
) -> Interview:
    """Answer until the result."""
    while isinstance(interview.step, Question):
        answer = usual_answer(interview.step, so or {})
        answer = "yes" if answer is True else answer
        interview = advance(knowledge, interview, answer)
    return interview


def result(
    knowledge: Knowledge, text: str, so: Mapping[str, Any] | None = None, **more: Any
) -> Result:
    """The result of a whole interview."""
    step = finish(knowledge, begin(knowledge, opening(text, **more)), so).step
    assert isinstance(step, Result)
    return step


def asked(interview: Interview) -> list[str]:
    """Everything a person was asked: screens and the lines on them."""
    ids = []
    for one in interview.answers:
        ids += [one.question_id, *one.offered]
    return ids


def until(
    knowledge: Knowledge,
    interview: Interview,
    question_id: str,
    so: Mapping[str, Any] | None = None,
) -> Interview:
    """Answer until this screen is shown; fails when it never is."""
    while isinstance(interview.step, Question) and interview.step.id != question_id:
        answer = usual_answer(interview.step, so or {})
        interview = advance(knowledge, interview, "yes" if answer is True else answer)
    assert isinstance(interview.step, Question), f"{question_id} was never asked"
    return interview
