"""Babies under two months and children to five years: what is looked at, and what follows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from bedside.assessment import Age, Interview, Knowledge, Result, begin
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.scores.news2 import news2_of
from tests.assessment.driving import asked, finish, opening

INFANT = ["young-infant.danger", "young-infant.signs"]
CHILD, DRY, BREATHS = "small-child.danger", "small-child.dehydration", "breaths-counted"


def brought(
    knowledge: Knowledge, text: str, age: Age, so: dict[str, Any] | None = None, **more: Any
) -> Interview:
    """A parent who is with the child, and has seen just what is in ``so``."""
    told = opening(text, age=age, **{"speaker": "parent", "sex": "male", **more})
    quiet = {"about.patient-present": True, BREATHS: "not_sure"}
    return finish(knowledge, begin(knowledge, told), {**quiet, **(so or {})})


def result(interview: Interview) -> Result:
    assert isinstance(interview.step, Result)
    return interview.step


@pytest.mark.parametrize("text", ["nappy rash", "my baby has a blocked nose", "spitting up milk"])
@pytest.mark.parametrize("days", [0, 7, 30, 59])
def test_a_baby_under_two_months_goes_its_own_path_and_is_never_self_care(
    knowledge: Knowledge, text: str, days: int
) -> None:
    interview = brought(knowledge, text, Age.days(days))
    assert set(INFANT) <= set(asked(interview))
    assert result(interview).triage in ("urgent", "emergency")


def test_an_older_child_does_not_go_the_path_of_a_baby(knowledge: Knowledge) -> None:
    interview = brought(knowledge, "my baby has a blocked nose", Age.days(61))
    assert not set(INFANT) & set(asked(interview))
    assert CHILD in asked(interview)


@pytest.mark.parametrize("sign", [
    "poor-feeding", "seizure", "moves-only-when-touched", "chest-sucks-in", "fast-breathing",
    "fever", "baby-feels-cold", "weak-or-shrill-cry", "drowsiness", "breathing-pauses",
    "bulging-soft-spot",
])  # fmt: skip
def test_one_danger_sign_of_a_young_baby_is_an_emergency(knowledge: Knowledge, sign: str) -> None:
    interview = brought(knowledge, "nappy rash", Age.days(30), {sign: True})
    assert result(interview).triage == "emergency"


@pytest.mark.parametrize(("so", "level"), [
    ({"jaundice": True}, "urgent"),
    ({"jaundice": True, "yellow-palms-or-soles": True}, "emergency"),
    ({"jaundice": True, "yellow-first-day": True}, "emergency"),
    ({"red-oozing-navel": True}, "urgent"),
    ({"baby-skin-pustules": True}, "urgent"),
])  # fmt: skip
def test_further_signs_of_a_young_baby(
    knowledge: Knowledge, so: dict[str, Any], level: str
) -> None:
    assert result(brought(knowledge, "nappy rash", Age.days(10), so)).triage == level


@pytest.mark.parametrize(("days", "level"), [(20, "emergency"), (89, "emergency"),
                                             (100, "urgent"), (170, "urgent")])  # fmt: skip
def test_fever_in_the_first_months(knowledge: Knowledge, days: int, level: str) -> None:
    assert result(brought(knowledge, "my baby has a fever", Age.days(days))).triage == level


@pytest.mark.parametrize("text", ["a cough", "a fever", "diarrhoea", "been vomiting", "an earache"])
@pytest.mark.parametrize("months", [2, 11, 35, 59])
def test_a_sick_child_is_looked_at_for_the_general_danger_signs(
    knowledge: Knowledge, text: str, months: int
) -> None:
    interview = brought(knowledge, f"my son has {text}", Age.months(months))
    assert CHILD in asked(interview) or result(interview).triage == "emergency"


@pytest.mark.parametrize(("text", "age"), [
    ("my son has a cough", Age.years(5)), ("nappy rash", Age.months(8)),
    ("my son has a cough", Age.years(30)),
])  # fmt: skip
def test_nobody_else_is(knowledge: Knowledge, text: str, age: Age) -> None:
    assert not {CHILD, DRY, BREATHS} & set(asked(brought(knowledge, text, age)))


@pytest.mark.parametrize("sign", [
    "cannot-drink-at-all", "keeps-nothing-down", "seizure", "drowsiness", "chest-sucks-in",
    "stridor",
])  # fmt: skip
@pytest.mark.parametrize("text", ["my son has a cough", "my son has diarrhoea"])
def test_one_general_danger_sign_is_an_emergency(
    knowledge: Knowledge, text: str, sign: str
) -> None:
    interview = brought(knowledge, text, Age.years(2), {sign: True})
    assert result(interview).triage == "emergency"


@pytest.mark.parametrize(("months", "breaths", "level"), [
    (6, 49, None), (6, 50, "urgent"), (11, 50, "urgent"), (12, 39, None), (12, 40, "urgent"),
    (59, 40, "urgent"), (24, 61, "emergency"), (24, "not_sure", None),
])  # fmt: skip
def test_breaths_are_counted_against_the_age(
    knowledge: Knowledge, months: int, breaths: Any, level: str | None
) -> None:
    interview = brought(knowledge, "my son has a cough", Age.months(months), {BREATHS: breaths})
    assert BREATHS in asked(interview)
    counted = [one for one in interview.fired if one.id.startswith("small-child-breaths")]
    assert bool(counted) == (level is not None)
    if level:
        assert result(interview).triage == level


def test_counting_breaths_is_explained_and_may_be_declined(knowledge: Knowledge) -> None:
    said = knowledge.texts.findings[BREATHS]
    assert "whole minute" in said.question
    assert "don't know" in said.help
    assert said.why


@pytest.mark.parametrize(("signs", "level"), [
    (["child-restless"], None), (["drinks-eagerly"], None), (["skin-pinch-slow"], None),
    (["child-restless", "drinks-eagerly"], "urgent"),
    (["skin-pinch-slow", "drinks-eagerly"], "urgent"),
    (["child-restless", "drinks-poorly"], "urgent"),
    (["skin-pinch-very-slow", "drinks-poorly"], "emergency"),
    (["sunken-eyes-or-dry-mouth", "skin-pinch-very-slow"], "emergency"),
])  # fmt: skip
def test_two_signs_make_a_dry_child(
    knowledge: Knowledge, signs: list[str], level: str | None
) -> None:
    so = dict.fromkeys(signs, True)
    interview = brought(knowledge, "my son has diarrhoea", Age.years(3), so)
    assert DRY in asked(interview)
    dry = [one for one in interview.fired if one.id.endswith("-dehydration")]
    assert bool(dry) == (level is not None)
    if level:
        assert result(interview).triage == level


@pytest.mark.parametrize(("text", "so", "level"), [
    ("my son has diarrhoea", {"diarrhoea.duration": 14}, "routine"),
    ("my son has diarrhoea", {"blood-in-stool": True}, "urgent"),
    ("my son has a cough", {"cough.duration": 14}, "routine"),
    ("my son has a fever and a rash", {"rash-started-on-face": True, "red-eye": True}, "urgent"),
    ("my son has a fever", {"stiff-neck": True}, "emergency"),
    ("my son's ear is running", {"ear-discharge.duration": 14}, "routine"),
    ("my son has an earache", {"swelling-behind-ear": True}, "emergency"),
    ("my son has a fever", {"malaria-area-travel": True}, "emergency"),
    ("my son has a fever", {"fever.duration": 7}, "urgent"),
    ("my son is pale", {}, "routine"),
    ("my son is pale", {"palms-very-pale": True}, "emergency"),
    ("my son is not gaining weight", {"child-very-thin": True}, "urgent"),
    ("my son is not gaining weight and has diarrhoea", {"both-feet-swollen": True}, "emergency"),
])  # fmt: skip
def test_what_else_the_tables_ask_for(
    knowledge: Knowledge, text: str, so: dict[str, Any], level: str
) -> None:
    found = result(brought(knowledge, text, Age.years(3), so))
    order = ["self-care", "routine", "urgent", "emergency"]
    assert order.index(found.triage) >= order.index(level), (found.when, found.red_flags)


@pytest.mark.parametrize(("screen", "text", "age"), [
    (INFANT[0], "nappy rash", Age.days(20)), (CHILD, "my son has a cough", Age.years(2)),
])  # fmt: skip
def test_not_sure_about_the_danger_signs_has_them_asked_one_by_one(
    knowledge: Knowledge, screen: str, text: str, age: Age
) -> None:
    lines = knowledge.screens[screen].offers
    clear = brought(knowledge, text, age, {screen: "not_sure"})
    assert {one.question_id for one in clear.answers} >= set(lines)
    assert result(clear).triage != "emergency"
    still = brought(knowledge, text, age, {screen: "not_sure", lines[0]: "not_sure"})
    assert result(still).triage == "emergency"


def test_a_rash_that_does_not_fade_is_an_emergency_at_any_age(knowledge: Knowledge) -> None:
    so = {"life-threats": ["rash-that-does-not-fade"]}
    for age in (Age.days(20), Age.months(7), Age.years(4)):
        assert result(brought(knowledge, "my son has a rash", age, so)).triage == "emergency"


def test_no_score_of_adults_is_given_to_a_child(knowledge: Knowledge) -> None:
    so = {"vitals.measured": ["vitals.heart-rate"], "vitals.heart-rate": 150}
    interview = brought(knowledge, "cough", Age.years(3), so, speaker="staff")
    assert news2_of(interview.patient) is None
    assert result(interview).scores == ()


def test_fever_weighs_more_the_younger_the_baby(knowledge: Knowledge) -> None:
    ages = [Age.days(20), Age.days(80), Age.days(120), Age.years(3)]
    hurries = [HURRY[result(brought(knowledge, "fever", one)).when] for one in ages]
    assert all(younger >= older for younger, older in pairwise(hurries))


def test_an_ordinary_cough_of_an_adult_did_not_get_longer(knowledge: Knowledge) -> None:
    interview = finish(knowledge, begin(knowledge, opening("I have a cough for three days")))
    assert len(interview.answers) <= 20
