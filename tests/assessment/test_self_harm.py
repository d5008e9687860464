"""Thoughts of self-harm: every sign asks what makes it dangerous, and doubt counts as danger."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.assessment import Age, Interview, Knowledge, Result, begin
from tests.assessment.driving import asked, finish, opening

SIGNS, SAFETY = "self-harm.signs", "self-harm.safety"
DANGERS = ["self-harm-intent", "self-harm-plan", "self-harm-means", "self-harm-attempt",
           "self-harm-unsafe"]  # fmt: skip


def held(knowledge: Knowledge, text: str, so: dict[str, Any], **more: Any) -> Interview:
    return finish(knowledge, begin(knowledge, opening(text, **more)), so)


def level(interview: Interview) -> str:
    assert isinstance(interview.step, Result)
    return interview.step.triage


@pytest.mark.parametrize(("text", "so"), [
    ("I feel sad", {"self-harm-thoughts": True}),
    ("I feel sad", {"hopelessness": True}),
    ("I feel sad", {"cuts-self": True}),
    ("I feel sad and completely hopeless", {}),
    ("I sometimes think about dying", {}),
])  # fmt: skip
def test_each_sign_asks_what_makes_it_dangerous_and_is_at_least_urgent(
    knowledge: Knowledge, text: str, so: dict[str, Any]
) -> None:
    interview = held(knowledge, text, so)
    assert set(DANGERS) <= set(asked(interview))
    assert level(interview) in ("urgent", "emergency")


@pytest.mark.parametrize("text", [
    "I don't want to live any more", "I want to kill myself", "I've been cutting myself",
])  # fmt: skip
def test_their_own_words_are_enough(knowledge: Knowledge, text: str) -> None:
    assert level(held(knowledge, text, {})) in ("urgent", "emergency")


@pytest.mark.parametrize("danger", DANGERS)
@pytest.mark.parametrize("sign", ["self-harm-thoughts", "hopelessness", "cuts-self"])
def test_any_danger_is_an_emergency(knowledge: Knowledge, sign: str, danger: str) -> None:
    assert level(held(knowledge, "I feel sad", {sign: True, danger: True})) == "emergency"


def test_not_being_sure_of_the_danger_is_an_emergency(knowledge: Knowledge) -> None:
    so = {"self-harm-thoughts": True, SAFETY: "not_sure", **dict.fromkeys(DANGERS, "not_sure")}
    assert level(held(knowledge, "I feel sad", so)) == "emergency"


def test_thoughts_alone_are_urgent(knowledge: Knowledge) -> None:
    interview = held(knowledge, "I feel sad", {"self-harm-thoughts": True})
    assert level(interview) == "urgent"
    assert isinstance(interview.step, Result)
    assert any("{crisis_line}" in one for one in interview.step.patient.what_to_do)


def test_not_being_sure_of_the_thoughts_is_urgent_and_asks_on(knowledge: Knowledge) -> None:
    so = {SIGNS: "not_sure", "self-harm-thoughts": "not_sure"}
    interview = held(knowledge, "I feel sad", so)
    assert level(interview) in ("urgent", "emergency")


def test_low_mood_without_any_sign_asks_no_further(knowledge: Knowledge) -> None:
    interview = held(knowledge, "I feel sad", {})
    assert SIGNS in asked(interview)
    assert SAFETY not in asked(interview)
    assert level(interview) in ("routine", "self-care")


@pytest.mark.parametrize("text", ["I have a cough", "my ankle hurts", "itchy rash on my arm"])
def test_nobody_else_is_asked(knowledge: Knowledge, text: str) -> None:
    assert not {SIGNS, SAFETY} & set(asked(held(knowledge, text, {})))


def test_a_parent_who_tells_of_it_is_asked_nothing_but_gets_help_within_a_day(
    knowledge: Knowledge,
) -> None:
    interview = held(
        knowledge, "my daughter says she wants to die", {"about.patient-present": True},
        age=Age.years(15), speaker="parent",
    )  # fmt: skip
    put = set(asked(interview)) - set(interview.heard.present)
    assert not {SIGNS, SAFETY, *DANGERS} & put
    assert level(interview) in ("urgent", "emergency")
    assert isinstance(interview.step, Result)
    assert any("{crisis_line}" in one for one in interview.step.patient.what_to_do)


def test_what_it_asks_is_private_and_says_why(knowledge: Knowledge) -> None:
    for name in (SIGNS, SAFETY):
        assert knowledge.screens[name].private
        assert knowledge.texts.findings[name].why
    assert all(knowledge.findings[one].private for one in DANGERS)


def test_no_small_child_is_asked_about_being_in_danger_from_themselves(
    knowledge: Knowledge,
) -> None:
    interview = held(
        knowledge, "my baby has a cough", {"about.patient-present": True},
        age=Age.months(8), speaker="parent",
    )  # fmt: skip
    assert "in-danger-from-self" not in asked(interview)
