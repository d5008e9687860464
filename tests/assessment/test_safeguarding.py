"""Violence, neglect and injuries nobody can explain: who is asked, what follows, who is told."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.assessment import Age, Interview, Knowledge, Question, Result, begin
from bedside.assessment.report import Found
from tests.assessment.driving import asked, finish, opening, until

HOME, DANGER = "safeguarding.home", "in-danger-from-someone"
STORY, UNEXPLAINED = "injury-story", "unexplained-injury"


def held(
    knowledge: Knowledge, text: str, so: dict[str, Any] | None = None, **more: Any
) -> Interview:
    about = {"about.patient-present": True}
    return finish(knowledge, begin(knowledge, opening(text, **more)), {**about, **(so or {})})


def result(interview: Interview) -> Result:
    assert isinstance(interview.step, Result)
    return interview.step


@pytest.mark.parametrize(("text", "more"), [
    ("I twisted my ankle", {}), ("I fell and hurt my knee", {"sex": "male"}),
    ("I have bruises on my arms", {}), ("headache", {"pregnant": True}),
])  # fmt: skip
def test_it_is_asked_with_care_where_it_is_common(
    knowledge: Knowledge, text: str, more: dict[str, Any]
) -> None:
    interview = until(knowledge, begin(knowledge, opening(text, **more)), HOME)
    assert isinstance(interview.step, Question)
    assert interview.step.private
    assert "You need not answer" in interview.step.help


def test_somebody_frail_is_asked(knowledge: Knowledge) -> None:
    interview = held(knowledge, "I am tired", {"frail": True}, age=Age.years(80))
    assert HOME in asked(interview)


@pytest.mark.parametrize("text", ["I have a cough", "headache", "itchy rash on my arm"])
def test_nobody_is_asked_without_a_reason(knowledge: Knowledge, text: str) -> None:
    assert not {HOME, DANGER, STORY, UNEXPLAINED} & set(asked(held(knowledge, text)))


@pytest.mark.parametrize("speaker", ["parent", "carer"])
def test_a_proxy_may_be_the_one_who_hurts_and_is_not_asked(
    knowledge: Knowledge, speaker: str
) -> None:
    for age in (6, 83):
        interview = held(knowledge, "fell and hurt the arm", age=Age.years(age), speaker=speaker)
        assert not {HOME, DANGER} & set(asked(interview))


def test_a_parent_is_asked_how_an_injury_happened_and_the_doctor_reads_it(
    knowledge: Knowledge,
) -> None:
    told = "She fell off the swing, her brother saw it."
    interview = held(
        knowledge, "my daughter hurt her ankle", {STORY: told}, age=Age.years(6), speaker="parent"
    )
    assert {STORY, UNEXPLAINED} <= set(asked(interview))
    assert told in [one.value for one in result(interview).summary.safeguarding]


@pytest.mark.parametrize(("so", "least"), [
    ({"hurt-by-someone": True}, "urgent"),
    ({"forced-sexually": True}, "urgent"),
    ({"hurt-by-someone": True, DANGER: True}, "emergency"),
    ({"afraid-of-someone": True, DANGER: "not_sure"}, "emergency"),
])  # fmt: skip
def test_how_urgent_it_is(knowledge: Knowledge, so: dict[str, Any], least: str) -> None:
    interview = held(knowledge, "I twisted my ankle", so)
    assert DANGER in asked(interview)
    assert result(interview).triage == least
    assert any("speak with you alone" in one for one in result(interview).patient.what_to_do)
    assert result(interview).summary.safeguarding


@pytest.mark.parametrize("words", [
    "my husband hits me", "my partner punched me in the face", "domestic violence",
    "I was raped last night", "I am scared to go home",
])  # fmt: skip
def test_their_own_words_are_enough(knowledge: Knowledge, words: str) -> None:
    interview = held(knowledge, words)
    assert DANGER in asked(interview)
    assert result(interview).summary.safeguarding


@pytest.mark.parametrize("words", [
    "my son hit his head", "a ball hit me", "he beat me at chess and now my wrist hurts",
    "my boyfriend has a cold and now I cough", "I am afraid of spiders",
])  # fmt: skip
def test_ordinary_words_accuse_nobody(knowledge: Knowledge, words: str) -> None:
    heard = begin(knowledge, opening(words)).heard
    about_safety = {
        one for one in (*heard.present, *heard.near)
        if knowledge.findings[one].system == "safeguarding"
    }  # fmt: skip
    assert not about_safety


@pytest.mark.parametrize(("months", "level"), [(14, "urgent"), (100, "routine")])
def test_an_injury_nobody_can_explain(knowledge: Knowledge, months: int, level: str) -> None:
    interview = held(
        knowledge, "he has a bruise", {UNEXPLAINED: True}, age=Age.months(months), speaker="parent"
    )
    assert result(interview).triage == level


def test_a_bruised_baby_who_does_not_walk_is_seen_within_a_day(knowledge: Knowledge) -> None:
    so = {"bruise-before-walking": True}
    interview = held(knowledge, "my baby has a bruise", so, age=Age.months(4), speaker="parent")
    assert "bruise-before-walking" in asked(interview)
    assert result(interview).triage in ("urgent", "emergency")
    so["vomiting"] = True
    interview = held(knowledge, "my baby has a bruise", so, age=Age.months(4), speaker="parent")
    assert result(interview).triage == "emergency"


def test_nobody_who_says_no_is_marked(knowledge: Knowledge) -> None:
    interview = held(knowledge, "I twisted my ankle")
    assert HOME in asked(interview)
    assert result(interview).summary.safeguarding == ()


def test_not_being_sure_is_told_to_the_doctor(knowledge: Knowledge) -> None:
    interview = held(knowledge, "I twisted my ankle", {HOME: "not_sure"})
    (told,) = result(interview).summary.safeguarding
    assert told == Found(HOME, "safety at home", "not sure")


@pytest.mark.parametrize("said", [True, "not_sure"])
def test_a_child_who_may_be_hurt_at_home_is_not_told_to_show_it_there(
    knowledge: Knowledge, said: Any
) -> None:
    so = {HOME: ["hurt-by-someone"]} if said is True else {HOME: "not_sure"}
    so |= {"hurt-by-someone": said, "about.grown-up": "nobody", DANGER: "no"}
    told = result(held(knowledge, "I have bruises on my arms", so, age=Age.years(12)))
    assert not any("parent" in one for one in told.patient.what_to_do)
    assert any("need not show this" in one for one in told.patient.what_to_do)
