"""Every picture of the dashboard has a table beside it that says the same."""

import json
from datetime import date
from typing import Any

import pytest

from bedside.portal import closed_months, dashboard
from bedside.portal.dashboard import Picture
from bedside.schemas.reports import HiddenMonth
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


def _quiet(waited: float | None) -> list[MonthFigures]:
    nothing = Figures(
        new_patients=0,
        sent=0,
        by_triage={"emergency": 0, "urgent": 0, "routine": 0, "self-care": 0},
        reviewed=0,
        waiting_median=waited,
        waiting_90th=waited,
        appointments_kept=0,
        appointments_missed=0,
        encounters=0,
        staff=0,
    )
    return [MonthFigures(month=date(2026, 1, 1), figures=nothing)]


def test_where_nothing_happened_there_is_no_picture_of_nothing() -> None:
    assert all(dashboard.is_empty(picture, _quiet(None)) for picture in dashboard._PICTURES)
    assert not any(dashboard.is_empty(picture, MONTHS) for picture in dashboard._PICTURES)
    at_once = [one.title for one in dashboard._PICTURES if not dashboard.is_empty(one, _quiet(0.0))]
    assert at_once == ["From sending to review"], "no time at all is a time"


def test_an_administrator_sees_one_total_live_and_levels_of_closed_months() -> None:
    """A small number by level would be somebody's, and two readings around one assessment too."""
    in_total = dashboard._IN_TOTAL
    told = [column.of(month.figures) for month in MONTHS for column in in_total.columns]
    assert told == [10, 20]
    levels = {"emergency": None, "urgent": None, "routine": 22, "self-care": 8}
    month = HiddenMonth(
        month=date(2026, 3, 1),
        new_patients=12,
        by_triage=levels,
        sent=40,
        appointments_kept=51,
        appointments_missed=9,
        waiting_median=5400.0,
    )
    said = list(words_of(closed_months.numbers([month])))
    assert said[-6:] == ["March 2026", "left out", "left out", "22", "8", "40"]


def test_lines_are_told_apart_by_more_than_colour_and_names_are_not_cut_off() -> None:
    for picture in dashboard._PICTURES:
        drawn: Any = dashboard.specification(picture, MONTHS)
        names = [column.name for column in picture.columns]
        assert drawn["encoding"]["color"]["scale"]["domain"] == names
        if picture.lines:
            dashes = drawn["encoding"]["strokeDash"]["scale"]
            assert dashes["domain"] == names and len(dashes["range"]) == len(names)
        beside = drawn["encoding"]["color"]["legend"]["columns"]
        assert beside * max(map(len, names)) <= 32, "about what a phone is wide"
        assert picture.title in drawn["description"]


def test_waiting_is_told_in_hours() -> None:
    (waiting,) = [one for one in dashboard._PICTURES if one.unit == "Hours"]
    said = list(words_of(dashboard.numbers(waiting, MONTHS)))
    assert "1.5" in said and "18" in said and said.count("-") == 2
