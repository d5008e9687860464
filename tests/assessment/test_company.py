"""Who answers: alone, too young, not clear in the head, or for somebody who is elsewhere."""

from __future__ import annotations

import pytest

from bedside.assessment import (
    Age,
    Interview,
    Knowledge,
    Opening,
    Question,
    Result,
    advance,
    begin,
    restate_life_threats,
    undo,
)
from tests.assessment.driving import asked, finish, opening, until

GROWN_UP, CLEAR_HEAD = "about.grown-up", "about.clear-head"
SORE = "I have a mouth ulcer"


def alone(knowledge: Knowledge, years: float, text: str = SORE, **more: object) -> Interview:
    return begin(knowledge, opening(text, age=Age.years(years), **more))


def test_a_child_is_asked_for_a_grown_up_after_the_life_threats(knowledge: Knowledge) -> None:
    ids = [one.question_id for one in finish(knowledge, alone(knowledge, 15)).answers]
    assert ids[:2] == ["life-threats", GROWN_UP]


@pytest.mark.parametrize(("years", "from_age", "is_asked"), [
    (15, 16, True), (16, 16, False), (40, 16, False),
    (17, 18, True), (18, 18, False), (13, 13, False),
])  # fmt: skip
def test_from_which_age_people_answer_for_themselves(
    knowledge: Knowledge, years: int, from_age: int, is_asked: bool
) -> None:
    interview = alone(knowledge, years, self_use_age=from_age)
    assert (GROWN_UP in asked(finish(knowledge, interview))) == is_asked


@pytest.mark.parametrize("silly", [0, 9, 22, 99, -1])
def test_an_age_of_self_use_that_makes_no_sense_is_refused(silly: int) -> None:
    with pytest.raises(ValueError, match="self_use_age"):
        Opening("cough", self_use_age=silly)


def test_a_stored_interview_keeps_its_age_of_self_use(knowledge: Knowledge) -> None:
    data = alone(knowledge, 17, self_use_age=18).to_data()
    assert Interview.from_data(data).opening.self_use_age == 18
    del data["opening"]["self_use_age"]
    assert Interview.from_data(data).opening.self_use_age == 16


@pytest.mark.parametrize("speaker", ["parent", "carer", "staff"])
def test_nobody_else_is_asked_for_a_grown_up(knowledge: Knowledge, speaker: str) -> None:
    interview = finish(knowledge, alone(knowledge, 12, speaker=speaker))
    assert GROWN_UP not in asked(interview)


def test_an_emergency_of_a_child_alone_is_told_at_once(knowledge: Knowledge) -> None:
    interview = advance(knowledge, alone(knowledge, 12), ["severe-breathlessness"])
    assert isinstance(interview.step, Result)
    assert interview.step.triage == "emergency"


@pytest.mark.parametrize("answer", ["nobody", "not_sure"])
def test_a_child_alone_goes_on_and_can_still_be_an_emergency(
    knowledge: Knowledge, answer: str
) -> None:
    interview = alone(knowledge, 14, "sudden pain in my testicle", sex="male")
    result = finish(knowledge, interview, {GROWN_UP: answer}).step
    assert isinstance(result, Result)
    assert result.triage == "emergency"


@pytest.mark.parametrize(("answer", "triage"), [("with-me", "self-care"), ("nobody", "routine")])
def test_a_child_without_a_grown_up_is_never_left_to_self_care(
    knowledge: Knowledge, answer: str, triage: str
) -> None:
    so = {GROWN_UP: answer, "mouth-ulcer.duration": 2, "mouth-ulcer.severity": 2}
    result = finish(knowledge, alone(knowledge, 14), so).step
    assert isinstance(result, Result)
    assert result.triage == triage
    tells = any("grown-up you trust" in one for one in result.patient.what_to_do)
    assert tells == (answer == "nobody")


def test_who_cannot_say_who_answers_is_asked_too(knowledge: Knowledge) -> None:
    interview = begin(knowledge, Opening(SORE, Age.years(14), "female"))
    interview = finish(knowledge, interview, {"about.speaker": "not_sure", GROWN_UP: "nobody"})
    assert GROWN_UP in asked(interview)
    assert isinstance(interview.step, Result)
    assert interview.step.summary.about.answered_alone


def test_a_parent_who_was_taken_for_the_child_goes_on_as_a_parent(knowledge: Knowledge) -> None:
    interview = until(knowledge, alone(knowledge, 6), GROWN_UP)
    interview = advance(knowledge, interview, "i-am-the-adult")
    assert interview.patient.speaker == "parent"
    assert isinstance(interview.step, Question)
    assert interview.step.id == "about.patient-present"
    assert undo(knowledge, interview).patient.speaker == "self"


@pytest.mark.parametrize("drunk", ["yes", "not_sure"])
def test_somebody_drunk_needs_another_adult_and_a_clinician_within_a_day(
    knowledge: Knowledge, drunk: str
) -> None:
    interview = begin(knowledge, opening("headache"))
    interview = until(knowledge, interview, "complaint.chips")
    patient = {**interview.patient.values, "drunkenness": drunk}
    data = {**interview.to_data()}
    data["patient"] = {**data["patient"], "values": patient}
    later = finish(knowledge, Interview.from_data(data), {CLEAR_HEAD: "no"})
    assert CLEAR_HEAD in asked(later)
    assert isinstance(later.step, Result)
    assert any("another adult" in one for one in later.step.patient.what_to_do)


def test_drink_told_in_their_own_words_is_at_least_urgent(knowledge: Knowledge) -> None:
    interview = finish(knowledge, begin(knowledge, opening("I am drunk and my ankle hurts")))
    assert CLEAR_HEAD in asked(interview)
    assert isinstance(interview.step, Result)
    assert interview.step.triage in ("urgent", "emergency")
    assert "answers-while-clouded" in [one.id for one in interview.fired]


def test_a_carer_of_somebody_drunk_is_not_asked_for_company(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("my brother is drunk and hurt his ankle", speaker="carer"))
    assert CLEAR_HEAD not in asked(finish(knowledge, interview, {"about.patient-present": True}))


def tick_lists(knowledge: Knowledge, interview: Interview, present: str) -> list[Question]:
    seen = []
    while isinstance(interview.step, Question):
        step = interview.step
        if step.kind == "many" and step.part in ("life_threats", "symptoms"):
            seen.append(step)
        if step.id == "about.patient-present":
            said: object = present
        else:
            said = list(step.preselected) if step.kind == "many" else "not_sure"
        interview = advance(knowledge, interview, said)
    return seen


@pytest.mark.parametrize(("present", "is_told"), [("yes", False), ("no", True), ("not_sure", True)])
def test_somebody_elsewhere_is_told_that_they_need_not_guess(
    knowledge: Knowledge, present: str, is_told: bool
) -> None:
    interview = begin(knowledge, opening("my son has a cough", Age.years(7), speaker="parent"))
    lists = tick_lists(knowledge, interview, present)
    assert lists
    assert all(("I don't know" in one.help) == is_told for one in lists)


def test_the_reminder_stands_when_going_back_or_asking_again(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("my son has a cough", Age.years(7), speaker="parent"))
    interview = advance(knowledge, interview, "no")
    back = undo(knowledge, advance(knowledge, interview, []))
    again = restate_life_threats(knowledge, finish(knowledge, interview))
    for one in (interview, back, again):
        assert isinstance(one.step, Question)
        assert "I don't know" in one.step.help
