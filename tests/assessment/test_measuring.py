"""What the engine offers to whoever measures it: silence about a line, and asking on."""

from __future__ import annotations

from bedside.assessment import (
    Interview,
    Knowledge,
    Question,
    Result,
    advance,
    begin,
    explanations,
    go_on,
    resume,
    undo,
)
from tests.assessment.driving import asked, finish, opening, until


def _at_a_list(knowledge: Knowledge) -> Interview:
    return until(knowledge, begin(knowledge, opening("I have a headache")), "headache.associated")


def test_a_line_that_nothing_is_said_about_stays_unknown(knowledge: Knowledge) -> None:
    interview = _at_a_list(knowledge)
    assert isinstance(interview.step, Question)
    first, second, *_ = interview.step.offered
    after = advance(knowledge, interview, [], unstated=(first,))
    assert after.patient.values[first] == "not_stated"
    assert after.patient.values[second] == "no"


def test_silence_survives_replaying(knowledge: Knowledge) -> None:
    interview = _at_a_list(knowledge)
    assert isinstance(interview.step, Question)
    first = interview.step.offered[0]
    after = advance(knowledge, interview, [], unstated=(first,))
    assert isinstance(after.step, Question)
    later = undo(knowledge, finish_one(knowledge, after))
    assert later.patient.values[first] == "not_stated"
    assert resume(knowledge, after.to_data()).answers == after.answers


def finish_one(knowledge: Knowledge, interview: Interview) -> Interview:
    return advance(knowledge, interview, "not_stated")


def test_going_on_past_an_emergency_asks_more_and_ends(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I have a headache"))
    interview = until(knowledge, interview, "life-threats")
    interview = advance(knowledge, interview, ["stroke-signs"])
    assert isinstance(interview.step, Result) and interview.step.triage == "emergency"
    ahead = go_on(knowledge, interview)
    assert isinstance(ahead.step, Question)
    while isinstance((ahead := go_on(knowledge, interview)).step, Question):
        interview = finish(knowledge, ahead)
    assert interview.step == ahead.step and isinstance(interview.step, Result)
    assert interview.step.triage == "emergency"
    assert len(interview.answers) <= knowledge.limits.screens


def test_nothing_goes_on_while_a_question_is_open(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I have a headache"))
    assert go_on(knowledge, interview) is interview


def test_every_condition_is_ranked(knowledge: Knowledge) -> None:
    ranking = explanations(knowledge, finish(knowledge, begin(knowledge, opening("headache"))))
    assert len(ranking) == len(knowledge.conditions)
    shares = [share for _, share in ranking]
    assert shares == sorted(shares, reverse=True)


def test_vital_signs_are_not_asked_of_a_patient(knowledge: Knowledge) -> None:
    interview = finish(
        knowledge,
        begin(knowledge, opening("I feel dizzy and have chest pain and a fever", pregnant=True)),
    )
    assert not any(name.startswith("vitals.") for name in asked(interview))
