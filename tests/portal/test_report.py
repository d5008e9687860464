"""Every picture of a report has a table beside it that says the same, and every score says why."""

from datetime import date
from typing import Any

import pytest

from bedside.portal import dashboard, report
from bedside.portal.places import SCREENS, Place
from bedside.schemas.reports import AgeBand, DiagnosisCount, PatientRisk, ReportMonth, RiskReason
from tests.portal.test_outcome import words_of

BANDS = [
    AgeBand(first=95, last=99, by_sex={"female": 12, "male": 7, "other": 1}),
    AgeBand(first=100, last=None, by_sex={"female": 2, "male": 0, "other": 0}),
]
ICD = "http://hl7.org/fhir/sid/icd-10-cm"
DIAGNOSES = [
    DiagnosisCount(system=ICD, code=f"I{n}", display=f"Heart {n}", patients=30 - n, suspected=n)
    for n in range(10, 22)
]
RISK = PatientRisk(
    patient="0199a1f4-9e30-7e5c-9d77-2f7e8c40bf32",
    name="Asha Verma",
    record_number="00042-1",
    age=71,
    points=4,
    age_points=3,
    reasons=[
        RiskReason(condition="chf", called="Heart failure", points=1, codes=["I50.1", "I50.9"])
    ],
)


def values(chart: Any) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = chart.to_dict()["data"]["values"]
    return drawn


def test_the_table_of_ages_says_what_the_picture_shows() -> None:
    said = list(words_of(report.ages_table(BANDS)))
    drawn = values(report.ages_chart(BANDS))
    assert len(drawn) == 6
    for value in drawn:
        assert {value["ages"], value["sex"], str(value["patients"])} <= set(said)
    assert "95 to 99" in said and "100 and over" in said


def test_the_picture_has_the_commonest_diagnoses_and_the_table_all() -> None:
    drawn = values(report.diagnoses_chart(DIAGNOSES))
    assert [value["code"] for value in drawn] == [f"I{n}" for n in range(10, 20)]
    assert drawn[0]["diagnosis"] == "I10 Heart 10", "a code alone says little"
    said = list(words_of(report.diagnoses_table(DIAGNOSES)))
    for one in DIAGNOSES:
        assert {one.code, one.display, str(one.patients), str(one.suspected)} <= set(said)


def test_pictures_are_described_and_told_apart_by_place_and_not_by_colour_alone() -> None:
    drawn = report.ages_chart(BANDS).to_dict()
    assert "table below says the same" in drawn["description"]
    assert drawn["encoding"]["yOffset"]["field"] == "sex"
    assert drawn["encoding"]["y"]["sort"] == ["100 and over", "95 to 99"], "the oldest on top"


def test_a_score_says_why() -> None:
    assert report.why(RISK) == "Age: 3 points; Heart failure: 1 point (I50.1, I50.9)"


@pytest.mark.parametrize("picture", dashboard.BY_MONTH, ids=lambda one: one.title)
def test_months_are_drawn_as_on_the_dashboard(picture: dashboard.Picture) -> None:
    month = ReportMonth(
        month=date(2026, 3, 1),
        new_patients=12,
        by_triage={"emergency": 1, "urgent": 9, "routine": 22, "self-care": 8},
        reviewed=39,
        waiting_median=5400.0,
        waiting_90th=64800.0,
        appointments_kept=51,
        appointments_missed=3,
    )
    figures = report.month_figures(month)
    assert figures.figures.sent == 40
    assert not dashboard.is_empty(picture, [figures])
    said = list(words_of(dashboard.numbers(picture, [figures])))
    assert "March 2026" in said


def test_a_report_has_an_address_that_says_nothing() -> None:
    assert "report" in SCREENS and Place("report").href == "/portal/?screen=report"
