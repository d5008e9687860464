"""qSOFA: its three cut-offs, only with a possible infection, and two of them are an emergency."""

from __future__ import annotations

from typing import Any

import pytest

from bedside.assessment import Knowledge, begin
from bedside.assessment.facts import patient_of
from bedside.assessment.learn import tell
from bedside.assessment.report import Score
from bedside.assessment.scores import scores_of
from tests.assessment.driving import finish, opening, result

ILL = {"age": "60y", "sex": "male", "fever": True}


def score(knowledge: Knowledge, so: dict[str, Any]) -> Score | None:
    found = scores_of(knowledge, patient_of(so, knowledge.findings))
    return next((one for one in found if one.id == "qsofa"), None)


@pytest.mark.parametrize(
    ("vital", "value", "points"),
    [
        ("respiratory-rate", 21, 0), ("respiratory-rate", 22, 1), ("systolic", 101, 0),
        ("systolic", 100, 1), ("newly-confused", True, 1), ("newly-confused", False, 0),
    ],
)  # fmt: skip
def test_each_cut_off(knowledge: Knowledge, vital: str, value: object, points: int) -> None:
    shown = score(knowledge, ILL | {f"vitals.{vital}": value})
    assert shown is not None
    assert (shown.total, shown.complete) == (points, False)
    assert "at least" in shown.label


def test_three_given_are_a_whole_score(knowledge: Knowledge) -> None:
    vitals = {
        "vitals.respiratory-rate": 18,
        "vitals.systolic": 130,
        "vitals.newly-confused": False,
    }
    shown = score(knowledge, ILL | vitals)
    assert shown is not None
    assert (shown.total, shown.complete, shown.band) == (0, True, "fewer than two")


def test_a_vital_that_was_not_measured_is_unknown_and_not_normal(knowledge: Knowledge) -> None:
    shown = score(knowledge, ILL | {"vitals.systolic": 120})
    assert shown is not None
    assert shown.band == "cannot be told: not every item is known"


@pytest.mark.parametrize(
    "who",
    [
        {"age": "17y"},
        {"fever": False},
        {"sex": "female", "pregnant": True},
        {"sex": "female", "pregnant": "not_sure"},
    ],
)
def test_nobody_it_was_not_made_for(knowledge: Knowledge, who: dict[str, Any]) -> None:
    assert score(knowledge, ILL | {"vitals.systolic": 90} | who) is None


def test_a_coma_score_below_15_counts_as_not_alert(knowledge: Knowledge) -> None:
    patient = patient_of(ILL, knowledge.findings)
    for points, gcs in ((1, 14.0), (1, 3.0), (None, 15.0)):
        told = tell(knowledge, patient, {"vitals.gcs": gcs})
        shown = next((one for one in scores_of(knowledge, told) if one.id == "qsofa"), None)
        assert (shown.total if shown else None) == points


MEASURED = {"vitals.measured": ["vitals.respiratory-rate", "vitals.systolic"]}


def test_two_signs_entered_by_staff_make_it_an_emergency(knowledge: Knowledge) -> None:
    so = MEASURED | {"vitals.respiratory-rate": 22, "vitals.systolic": 100}
    found = result(knowledge, "cough with phlegm", so, sex="male", speaker="staff")
    assert "qsofa" in [one.id for one in found.red_flags]
    assert found.triage == "emergency"


def test_one_sign_does_not(knowledge: Knowledge) -> None:
    so = MEASURED | {"vitals.respiratory-rate": 20, "vitals.systolic": 100}
    found = result(knowledge, "cough with phlegm", so, sex="male", speaker="staff")
    assert "qsofa" not in [one.id for one in found.red_flags]


def test_a_patient_is_not_asked_for_vital_signs(knowledge: Knowledge) -> None:
    whole = finish(knowledge, begin(knowledge, opening("cough with phlegm", sex="male")))
    assert not any(one.question_id.startswith("vitals.") for one in whole.answers)
