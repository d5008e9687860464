"""Which way an answer may move the level: more risk never down, doubt never below "no"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bedside.assessment import Knowledge, Question
from bedside.assessment.facts import NO, NOT_SURE, YES, Patient, Value
from bedside.assessment.flags import hurry, newly_fired
from bedside.assessment.knowledge.model import LEVELS
from bedside.assessment.learn import tell
from bedside.evaluation.patient import Answer
from tests.assessment.test_flag_cases import CASES, Case, patient_in
from tests.evaluation.own_sets import Row, ToldPatient, level_without_words, rows

RISKS = ("takes-anticoagulant", "pregnant", "immunosuppressed", "frail")
STORIES = rows("safety_stories")
LOOK_ALIKES = [row for row in STORIES if row["kind"] == "look-alike"]


def _forced(knowledge: Knowledge, patient: Patient) -> int:
    return hurry(newly_fired(knowledge, Patient(), patient, (), "opening"))


def _with(patient: Patient, name: str, value: Value) -> Patient:
    """The same patient who gave this one answer, and had never given another."""
    return replace(patient, values={**patient.values, name: value})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["flag"])
def test_more_risk_never_lowers_what_the_flags_force(knowledge: Knowledge, case: Case) -> None:
    patient = patient_in(case)
    for risk in RISKS:
        if risk not in case["answers"] and patient.applies(risk) > 0:
            riskier = tell(knowledge, patient, {risk: YES})
            assert _forced(knowledge, riskier) >= _forced(knowledge, patient), risk


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["flag"])
def test_not_sure_never_forces_less_than_no(knowledge: Knowledge, case: Case) -> None:
    patient = patient_in(case)
    for name in knowledge.flags[case["flag"]].when.names() - {"age", "sex", "speaker"}:
        denied, unsure = _with(patient, name, NO), _with(patient, name, NOT_SURE)
        assert _forced(knowledge, unsure) >= _forced(knowledge, denied), name


@pytest.mark.parametrize(
    "case", [one for one in CASES if one["alone"]], ids=lambda one: one["flag"]
)
def test_denying_what_decides_lowers_the_level(knowledge: Knowledge, case: Case) -> None:
    patient = patient_in(case)
    left = [_forced(knowledge, _with(patient, name, NO)) for name in case["answers"]]
    assert min(left) < _forced(knowledge, patient)


@pytest.mark.parametrize("row", STORIES, ids=lambda row: row["id"])
def test_whoever_denies_the_whole_story_is_no_emergency(knowledge: Knowledge, row: Row) -> None:
    if row["kind"] == "typical":
        denied = {**row, "present": [], "absent": [*row["present"], *row["absent"]]}
        assert level_without_words(knowledge, denied) != "emergency"


def _risks_of(row: Row) -> Iterator[str]:
    adult = row["age"]["unit"] == "years" and row["age"]["value"] >= 16
    yield from ("takes-anticoagulant", "immunosuppressed")
    if adult and row["sex"] == "female" and row["age"]["value"] < 56:
        yield "pregnant"
    if adult and row["age"]["value"] >= 60:
        yield "frail"


@pytest.mark.parametrize("row", LOOK_ALIKES, ids=lambda row: row["id"])
def test_more_risk_never_lowers_the_level(knowledge: Knowledge, row: Row) -> None:
    base = level_without_words(knowledge, row)
    for risk in _risks_of(row):
        if risk not in (*row["present"], *row["absent"]):
            riskier = {**row, "present": [*row["present"], risk]}
            assert _rank(level_without_words(knowledge, riskier)) >= _rank(base), risk


class Hesitating(ToldPatient):
    """Not sure wherever the story says nothing, instead of no."""

    def answer(self, question: Question) -> Answer:
        given = super().answer(question)
        denies = given.value in (NO, []) and question.part not in ("about", "complaint", "vitals")
        return Answer(NOT_SURE) if denies else given


@pytest.mark.parametrize("row", LOOK_ALIKES, ids=lambda row: row["id"])
def test_hesitating_never_ends_below_denying(knowledge: Knowledge, row: Row) -> None:
    unsure = level_without_words(knowledge, row, Hesitating)
    assert _rank(unsure) >= _rank(level_without_words(knowledge, row))


def _rank(level: str) -> int:
    """How urgent, from self-care up."""
    return LEVELS[level]
