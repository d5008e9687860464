"""Words that alarm: whom to call stands above the questions at once, and decides nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bedside.assessment import Age, Interview, Knowledge, Opening, Question, Result, advance, begin
from tests.assessment.driving import finish, opening, until

QUIET = Path(__file__).with_name("quiet_sentences.txt")
BREATH = "i cant breathe properly and my lips are blue"
DIE = "i want to die, i have pills here"


def quiet() -> list[str]:
    lines = QUIET.read_text(encoding="utf-8").splitlines()
    return [one for one in lines if one and not one.startswith("#")]


@pytest.mark.parametrize(("words", "number", "crisis"), [
    (BREATH, True, False),
    (DIE, True, True),
    ("I want to kill myself", True, True),
    ("I don't want to live any more", False, True),
    ("my left arm went numb suddenly and my speech is slurred", True, False),
    ("my baby won't wake up", True, False),
    ("I took too many pills", True, False),
])  # fmt: skip
def test_whom_to_call_stands_above_the_first_question(
    knowledge: Knowledge, words: str, number: bool, crisis: bool
) -> None:
    notice = begin(knowledge, Opening(words)).notice
    assert notice is not None
    assert ("{emergency_number}" in notice.emergency) == number
    assert ("{crisis_line}" in notice.crisis) == crisis


@pytest.mark.parametrize("words", ["a cough", "chest pain when I cough", "headache for two days"])
def test_ordinary_words_alarm_nobody(knowledge: Knowledge, words: str) -> None:
    assert begin(knowledge, Opening(words)).notice is None


def test_sentences_that_tell_of_nothing_alarm_nobody(knowledge: Knowledge) -> None:
    alarmed = [one for one in quiet() if begin(knowledge, Opening(one)).notice is not None]
    assert alarmed == []


def test_after_alarming_words_the_urgent_signs_are_asked_before_anything_else(
    knowledge: Knowledge,
) -> None:
    for words in (BREATH, DIE):
        first = begin(knowledge, Opening(words)).step
        assert isinstance(first, Question)
        assert first.id == "life-threats"


def test_only_who_is_ill_and_how_old_is_asked_before_the_urgent_signs(knowledge: Knowledge) -> None:
    her = begin(knowledge, Opening("a cough", Age.years(34), "female", "self"))
    assert isinstance(her.step, Question)
    assert her.step.id == "life-threats"
    someone, before = begin(knowledge, Opening("a cough")), []
    while isinstance(someone.step, Question) and someone.step.id != "life-threats":
        before.append(someone.step.id)
        someone = advance(knowledge, someone, {"about.age": 34}.get(someone.step.id, "self"))
    assert before == ["about.speaker", "about.age"]


def test_words_alone_give_no_level_and_end_no_interview(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening(BREATH))
    assert interview.fired == ()
    assert isinstance(interview.step, Question)
    calm = finish(knowledge, interview, {"life-threats": [], "complaint.chips": []})
    assert isinstance(calm.step, Result)
    assert calm.step.triage != "emergency"


def test_the_number_stands_until_the_words_are_denied(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I can't breathe"))
    assert interview.notice is not None
    unsure = advance(knowledge, interview, "not_sure")
    assert unsure.notice is not None
    assert advance(knowledge, interview, []).notice is None


def test_whoever_wrote_of_ending_their_life_keeps_the_crisis_line(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening("I want to kill myself"))
    while isinstance(interview.step, Question):
        assert interview.notice is not None and "{crisis_line}" in interview.notice.crisis
        interview = advance(
            knowledge, interview, [] if interview.step.kind in ("many", "confirm") else "no"
        )
    assert any("{crisis_line}" in one for one in interview.step.patient.what_to_do)


def test_the_crisis_line_stands_above_every_screen_that_asks_about_self_harm(
    knowledge: Knowledge,
) -> None:
    interview = until(knowledge, begin(knowledge, opening("I feel sad")), "self-harm.signs")
    assert interview.notice is not None and "{crisis_line}" in interview.notice.crisis
    told = advance(knowledge, interview, ["self-harm-thoughts"])
    assert told.notice is not None and "{crisis_line}" in told.notice.crisis
    assert begin(knowledge, opening("I feel sad")).notice is None


def test_a_stored_interview_keeps_it_and_an_older_one_has_none(knowledge: Knowledge) -> None:
    interview = begin(knowledge, opening(BREATH))
    stored = json.loads(json.dumps(interview.to_data()))
    assert Interview.from_data(stored).notice == interview.notice
    del stored["notice"]
    assert Interview.from_data(stored).notice is None
