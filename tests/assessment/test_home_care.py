"""Self-care: what proves it, what takes it away, and little stories in other people's words.

``minor_stories.jsonl`` holds stories of minor complaints, of what sounds minor and needs care, and
of emergencies that sound minor; a story of self-care may name the rule that it is for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bedside.assessment import (
    Age,
    Interview,
    Knowledge,
    Question,
    Result,
    advance,
    begin,
    home_care,
    load,
)
from bedside.assessment.facts import NOT_STATED, NOT_SURE, YES, Patient, patient_of
from bedside.assessment.knowledge.cases import unproven
from bedside.assessment.knowledge.model import SelfCare
from bedside.assessment.rules import RESERVED, Rule, Truth
from tests.assessment.driving import ADULT, finish, opening, result, usual_answer
from tests.evaluation.own_sets import triage_case

STORIES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("minor_stories.jsonl").read_text().splitlines()
]
DANGERS: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("home_dangers.jsonl").read_text().splitlines()
]
RULES = list(load().self_care.values())
MILD = {"back-pain.severity": 3, "back-pain.onset": "hours"}


def _proven(knowledge: Knowledge, rule: SelfCare) -> Patient:
    return patient_of(rule.cases[0].answers, knowledge.findings)


def _answered(knowledge: Knowledge, rule: SelfCare, index: int) -> Iterator[str]:
    """The answers of the rule's case that this exclusion looks at."""
    patient = _proven(knowledge, rule)
    _, excluded = rule.excluded_by[index]
    yield from (name for name in sorted(excluded.names()) if name in patient.values)


def _is_left_open(written: str, answer: str) -> bool:
    """What nobody measured, or nobody spoke of, is left out of the proof where the rule says so."""
    return (answer == NOT_SURE and written.startswith("surely ")) or "not unknown" in written


def _may_apply(excluded: Rule, patient: Patient) -> bool:
    """Can it be so at the age of the case, whatever the answers are?"""
    findings = excluded.names() - RESERVED
    hesitant = replace(patient, values={**patient.values, **dict.fromkeys(findings, NOT_SURE)})
    return not excluded.names() & {"age"} or excluded.truth(hesitant) is not Truth.NO


# -- the rules ---------------------------------------------------------------------------------


def test_there_are_rules_for_the_common_minor_complaints(knowledge: Knowledge) -> None:
    assert len(knowledge.self_care) >= 90


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
@pytest.mark.parametrize("answer", [NOT_SURE, NOT_STATED])
def test_no_exclusion_is_dropped_by_doubt_or_silence(
    knowledge: Knowledge, rule: SelfCare, answer: str
) -> None:
    patient = _proven(knowledge, rule)
    for index, (written, excluded) in enumerate(rule.excluded_by):
        names = list(_answered(knowledge, rule, index))
        values = {**patient.values, **dict.fromkeys(names, answer)}
        if _is_left_open(written, answer) or not _may_apply(excluded, patient):
            continue
        if names and set(names).isdisjoint(rule.complaint):
            assert written in unproven(rule, replace(patient, values=values)), written


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_single_exclusion_takes_self_care_away(knowledge: Knowledge, rule: SelfCare) -> None:
    patient = _proven(knowledge, rule)
    for index, (written, excluded) in enumerate(rule.excluded_by):
        for name in _answered(knowledge, rule, index):
            values = {**patient.values, name: YES}
            if knowledge.findings[name].kind == "yes_no" and not written.startswith("not "):
                spoilt = replace(patient, values=values)
                assert written in unproven(rule, spoilt) or excluded.truth(spoilt) is Truth.NO
                if written == name:
                    assert written in unproven(rule, spoilt)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_is_for_a_baby_under_two_months(rule: SelfCare) -> None:
    assert rule.age_from >= Age.months(2).in_days


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_fever_and_weak_defences_are_asked_about(rule: SelfCare) -> None:
    looked_at = {name for _, excluded in rule.excluded_by for name in excluded.names()}
    local = {"dry-eyes", "insomnia", "hiccups", "wart", "hives-mild", "mild-reflux-baby"}
    local |= {"short-spell-of-anxiety"}
    assert "immunosuppressed" in looked_at or rule.id in local


# -- what is proof -----------------------------------------------------------------------------


def test_a_pain_of_some_place_is_covered_as_a_pain(knowledge: Knowledge) -> None:
    assert result(knowledge, "I have had back pain for 2 days", MILD).triage == "self-care"


@pytest.mark.parametrize(
    "complaint", ["insect-bite", "ankle-injury", "nosebleed", "burn", "sunburn"]
)
def test_how_long_is_asked_wherever_self_care_depends_on_it(
    knowledge: Knowledge, complaint: str
) -> None:
    assert f"{complaint}.duration" in knowledge.symptoms[complaint].follow_ups


def test_what_the_rule_does_not_cover_ends_it(knowledge: Knowledge) -> None:
    text = "I have had back pain for 2 days, and a rash"
    assert result(knowledge, text, MILD).triage != "self-care"


@pytest.mark.parametrize(
    ("text", "triage"),
    [
        # Shivers belong to a cold, and no rule for a cold without fever names them.
        ("I have had a runny nose for 2 days, and chills", "self-care"),
        ("I have had chills for 2 days, and a runny nose", "routine"),  # came with that first
        ("I have had a runny nose for 2 days, and a lump in my breast", "routine"),
    ],
)
def test_a_usual_companion_of_the_minor_illness_does_not_end_it(
    knowledge: Knowledge, text: str, triage: str
) -> None:
    assert result(knowledge, text).triage == triage


def test_a_companion_with_an_open_danger_ends_it(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "I have had a runny nose for 2 days, and chills"
    monkeypatch.setattr(home_care, "open_dangers", lambda *_: ["facial-pain.onset"])
    assert result(knowledge, text).triage == "routine"


def test_a_small_local_complaint_may_stand_beside_another(knowledge: Knowledge) -> None:
    cold = "I've had a runny nose for 2 days"
    both = result(knowledge, f"{cold} and a mouth ulcer for 3 days")
    helps = knowledge.texts.self_care["mouth-ulcer"].helps
    assert both.triage == "self-care"
    assert set(helps) <= set(both.patient.self_care)
    assert result(knowledge, cold, {"mouth-ulcer": True, "white-patch-fixed": True})
    spoilt = result(knowledge, f"{cold} and a mouth ulcer for 3 days", {"white-patch-fixed": True})
    assert spoilt.triage != "self-care"


def test_two_complaints_that_may_explain_each_other_are_not_added_up(knowledge: Knowledge) -> None:
    text = "I have had heartburn for 2 days and shoulder pain for 2 days"
    assert result(knowledge, text).triage != "self-care"


@pytest.mark.parametrize(
    ("answer", "triage"), [("no", "self-care"), ("yes", "routine"), ("not_sure", "routine")]
)
def test_who_cannot_say_how_long_is_asked_whether_it_is_too_long(
    knowledge: Knowledge, answer: str, triage: str
) -> None:
    so = {"runny-nose.duration": "not_sure"}
    interview = begin(knowledge, opening("I have a runny nose"))
    asked = []
    while isinstance(interview.step, Question):
        step = interview.step
        asked += [step.id, *step.offered]
        if "lasted-over-14-days" in (step.id, *step.offered):
            whole = step.kind == "many"
            said: Any = {"no": [], "yes": ["lasted-over-14-days"]}.get(answer, answer)
            interview = advance(knowledge, interview, said if whole else answer)
        else:
            interview = advance(knowledge, interview, usual_answer(step, so))
    assert "lasted-over-14-days" in asked
    assert interview.step.triage == triage


@pytest.mark.parametrize(
    ("text", "so"),
    [
        ("I have a runny nose", {"runny-nose.duration": 16}),
        (
            "I have a runny nose for 2 days and a cough",
            {"lasted-over-14-days": True, "lasted-over-21-days": True},
        ),
        ("I have a headache", {"headache.severity": 8, "headache.onset": "hours"}),
    ],
)
def test_what_lasts_too_long_or_is_very_bad_is_not_left_at_home(
    knowledge: Knowledge, text: str, so: dict[str, Any]
) -> None:
    assert result(knowledge, text, so).triage != "self-care"


def test_what_is_getting_worse_is_not_left_at_home(knowledge: Knowledge) -> None:
    text = "I have had back pain for 2 days"
    assert result(knowledge, text, {**MILD, "back-pain.trend": "worse"}).triage != "self-care"


@pytest.mark.parametrize(("days", "triage"), [(2, "self-care"), (6, "routine")])
def test_a_cold_may_get_worse_in_its_first_days(
    knowledge: Knowledge, days: int, triage: str
) -> None:
    so = {"cough.trend": "worse", "sore-throat.trend": "worse"}
    text = f"I have had a sore throat for {days} days"
    assert result(knowledge, text, so).triage == triage


@pytest.mark.parametrize(
    ("so", "stays"),
    [
        ({"fever.temperature": "not_sure"}, True),
        ({"fever.temperature": 38.4}, True),
        ({"fever.temperature": 39.6}, False),
        ({"fever.temperature": "not_sure", "feels-very-ill": True}, False),
    ],
)
def test_a_temperature_that_nobody_measured_passes_in_who_feels_well(
    knowledge: Knowledge, so: dict[str, Any], stays: bool
) -> None:
    text = "I have had a cough, a runny nose and a fever since yesterday"
    assert (result(knowledge, text, so).triage == "self-care") == stays


@pytest.mark.parametrize(
    ("so", "stays"),
    [
        ({"chest-pain.character": ["burning"]}, True),
        ({"chest-pain.character": ["pressing"]}, False),
        ({"chest-pain.character": ["burning"], "cold-sweat": True}, False),
        ({"chest-pain.character": ["burning"], "chest-pain-on-effort": True}, False),
    ],
)
def test_a_burning_chest_belongs_to_heartburn_in_somebody_young(
    knowledge: Knowledge, so: dict[str, Any], stays: bool
) -> None:
    mild = {"chest-pain": True, "chest-pain.onset": "hours", "chest-pain.severity": 3}
    text = "I have had heartburn for 4 days"
    done = result(knowledge, text, {**mild, "heartburn.severity": 3, **so})
    assert (done.triage == "self-care") == stays


def test_screening_for_self_care_takes_few_screens(knowledge: Knowledge) -> None:
    for text in ("I have had a runny nose for 2 days", "I have had a headache for 2 days"):
        done = finish(
            knowledge, begin(knowledge, opening(text, age=ADULT)), {"headache.severity": 3}
        )
        screens = [one for one in done.answers if one.question_id.startswith("home-care")]
        assert len(screens) <= 3, text


# -- dangers -----------------------------------------------------------------------------------


def _answers(knowledge: Knowledge, row: dict[str, Any], more: dict[str, Any]) -> Interview:
    """The whole interview of somebody with a mild complaint, and with what ``more`` says."""
    months = row.get("age_months")
    age = Age.years(row["age_years"]) if months is None else Age.months(months)
    mild = {f"{name}.severity": 3 for name in knowledge.symptoms}
    mild |= {f"{name}.onset": "hours" for name in knowledge.symptoms}
    start = opening(
        row["text"],
        age,
        row["sex"],
        speaker="self" if age >= Age.years(16) else "parent",
        pregnant=more.get("pregnant", row.get("pregnant", False)),
    )
    return finish(knowledge, begin(knowledge, start), {**mild, **row.get("so", {}), **more})


@pytest.mark.parametrize("row", DANGERS, ids=lambda row: row["text"])
def test_without_danger_a_complaint_stays_at_home_in_few_lines(
    knowledge: Knowledge, row: dict[str, Any]
) -> None:
    done = _answers(knowledge, row, {})
    assert isinstance(done.step, Result)
    assert done.step.triage == "self-care"
    screens = [one.offered for one in done.answers if one.question_id.startswith("home-care")]
    assert len(screens) <= 2
    assert all(len(lines) <= 8 for lines in screens)


@pytest.mark.parametrize("row", DANGERS, ids=lambda row: row["text"])
def test_each_danger_of_a_complaint_takes_self_care_away(
    knowledge: Knowledge, row: dict[str, Any]
) -> None:
    for danger in row["dangers"]:
        done = _answers(knowledge, row, {danger: True})
        assert isinstance(done.step, Result)
        assert done.step.triage != "self-care", danger


# -- stories -----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", STORIES, ids=lambda row: row["id"])
def test_a_story_ends_at_its_level(knowledge: Knowledge, row: dict[str, Any]) -> None:
    held = triage_case(knowledge, row)
    assert held.level == row["level"]
