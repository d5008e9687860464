"""NEWS2: the published bands, a partial score as a lower bound, and nobody it was not made for."""

import pytest

from bedside.assessment import Knowledge
from bedside.assessment.facts import patient_of
from bedside.assessment.scores.news2 import news2_of
from bedside.assessment.scores.score import written

NORMAL = {
    "vitals.respiratory-rate": 16, "vitals.oxygen-saturation": 98, "vitals.temperature": 37,
    "vitals.systolic": 120, "vitals.heart-rate": 70, "vitals.on-oxygen": False,
    "vitals.newly-confused": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("vital", "value", "points"),
    [
        ("respiratory-rate", 8, 3), ("respiratory-rate", 9, 1), ("respiratory-rate", 12, 0),
        ("respiratory-rate", 20, 0), ("respiratory-rate", 21, 2), ("respiratory-rate", 25, 3),
        ("oxygen-saturation", 91, 3), ("oxygen-saturation", 92, 2), ("oxygen-saturation", 94, 1),
        ("oxygen-saturation", 96, 0), ("temperature", 35.0, 3), ("temperature", 35.1, 1),
        ("temperature", 36.1, 0), ("temperature", 38.1, 1), ("temperature", 39.1, 2),
        ("systolic", 90, 3), ("systolic", 91, 2), ("systolic", 101, 1), ("systolic", 111, 0),
        ("systolic", 219, 0), ("systolic", 220, 3), ("heart-rate", 40, 3), ("heart-rate", 41, 1),
        ("heart-rate", 51, 0), ("heart-rate", 91, 1), ("heart-rate", 111, 2),
        ("heart-rate", 131, 3),
        ("on-oxygen", True, 2), ("newly-confused", True, 3),
    ],
)  # fmt: skip
def test_each_band(vital: str, value: object, points: int) -> None:
    score = news2_of(patient_of({"age": "40y", **NORMAL, f"vitals.{vital}": value}))
    assert score is not None
    assert (score.total, score.complete) == (points, True)


def test_a_partial_score_is_a_lower_bound_and_says_so(knowledge: Knowledge) -> None:
    patient = patient_of({"age": "40y", "vitals.heart-rate": 135})
    score = news2_of(patient)
    assert score is not None
    assert (score.total, score.complete) == (3, False)
    shown = written(knowledge, patient, score.score())
    assert "at least" in shown.label
    assert shown.band == "at least 3 in one value"


@pytest.mark.parametrize(
    "who",
    [{"age": "15y"}, {}, {"age": "30y", "pregnant": True}, {"age": "30y", "pregnant": "not_sure"}],
)
def test_nobody_outside_its_validated_age(who: dict[str, object]) -> None:
    assert news2_of(patient_of({**who, **NORMAL})) is None


@pytest.mark.parametrize(
    ("changed", "within"),
    [
        ({}, None),
        ({"vitals.heart-rate": 135}, "within-24-hours"),
        ({"vitals.respiratory-rate": 22, "vitals.oxygen-saturation": 93, "vitals.heart-rate": 100},
         "within-24-hours"),
        ({"vitals.respiratory-rate": 26, "vitals.oxygen-saturation": 90, "vitals.heart-rate": 100},
         "hospital-now"),
    ],
)  # fmt: skip
def test_what_the_score_asks_for(changed: dict[str, object], within: str | None) -> None:
    score = news2_of(patient_of({"age": "40y", **NORMAL, **changed}))
    assert score is not None
    assert score.within == within
