"""Every picture of the dashboard has a table beside it that says the same."""

import json
from datetime import date

import pytest

from bedside.portal import dashboard
from bedside.portal.dashboard import Picture
from bedside.schemas.statistics import Figures, MonthFigures
from tests.portal.test_outcome import words_of

MONTHS = [
    MonthFigures(
        month=date(2026, number, 1),
        figures=Figures(
            new_patients=number,
            sent=10 * number,
            by_triage={"emergency": 1, "urgent": 2, "routine": 3, "self-care": 4 * number},
            reviewed=number,
            waiting_median=5400.0 if number > 1 else None,
            waiting_90th=64_800.0 if number > 1 else None,
            appointments_kept=51,
            appointments_missed=7,
            encounters=60,
            staff=5,
        ),
    )
    for number in (1, 2)
]


@pytest.mark.parametrize("picture", dashboard._PICTURES, ids=lambda one: one.title)
def test_the_table_says_what_the_picture_shows(picture: Picture) -> None:
    drawn = dashboard.specification(picture, MONTHS)
    values = json.loads(json.dumps(drawn))["data"]["values"]
    said = list(words_of(dashboard.numbers(picture, MONTHS)))
    assert len(values) == 2 * len(picture.columns)
    for value in values:
        assert value["what"] in said
        assert ("-" if value["number"] is None else f"{value['number']:g}") in said
    assert "January 2026" in said and "February 2026" in said


def test_waiting_is_told_in_hours() -> None:
    (waiting,) = [one for one in dashboard._PICTURES if one.unit == "Hours"]
    said = list(words_of(dashboard.numbers(waiting, MONTHS)))
    assert "1.5" in said and "18" in said and said.count("-") == 2
