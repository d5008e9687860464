"""A clinic's numbers as pictures, for doctors of their own facilities and for administrators.

Each picture stands beside a table of the same numbers, which says everything it shows: a screen
reader passes over the picture. The numbers come from the API, which decides whose they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from bedside.portal import chrome, closed_months, words
from bedside.portal.options import BRAND, INK
from bedside.portal.paper import Node, act, div, heading, link, node, para, section, table
from bedside.portal.places import Place
from bedside.portal.turn import Turn, Visit
from bedside.schemas.accounts import Me
from bedside.schemas.statistics import FacilityFigures, Figures, MonthFigures, Statistics
from bedside.schemas.worklist import Triage

_COLOURS = {
    "emergency": "#8f1414",
    "urgent": "#b45309",
    "routine": "#0b4a82",
    "self-care": "#1b5530",
}
_AMBER, _GREY = "#b45309", "#64757f"
_HOUR = 3600
_HOURS = "Hours"
_SHORT = 14
"""Letters of a name that has room beside another one at 390 pixels."""
_DASHES = ([1, 0], [6, 3], [2, 2])
"""Lines are told apart by more than their colour."""
_WHAT = {"field": "what", "type": "nominal"}
_WORK = {
    "administrator": ("Open the administration", "/admin/"),
    "doctor": ("Open the worklist", "/worklist"),
}


@dataclass(frozen=True)
class Column:
    """What is counted, how to read it, and the colour of its marks."""

    name: str
    of: Callable[[Figures], float | None]
    colour: str


@dataclass(frozen=True)
class Picture:
    """Some columns in one picture: bars upon each other, or lines."""

    title: str
    unit: str
    columns: tuple[Column, ...]
    lines: bool = False

    @property
    def is_time(self) -> bool:
        """Whether it tells how long something took: then nothing is None, and 0 is a time."""
        return self.unit == _HOURS

    @property
    def legend_columns(self) -> int:
        """How many names stand beside each other above it, so that none is cut off on a phone."""
        return 2 if all(len(one.name) <= _SHORT for one in self.columns) else 1


def _level(level: Triage) -> Column:
    return Column(words.LEVELS[level], lambda one: _of_level(one, level), _COLOURS[level])


def _of_level(figures: Figures, level: Triage) -> int | None:
    """Return how many there were; None for those who may not know how urgent somebody was."""
    return None if figures.by_triage is None else figures.by_triage[level]


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / _HOUR, 1)


_LEVELS: tuple[Triage, ...] = ("emergency", "urgent", "routine", "self-care")
_PICTURES = (
    Picture("Assessments sent", "How many", tuple(_level(level) for level in _LEVELS)),
    Picture(
        "From sending to review",
        _HOURS,
        (
            Column("Half took no longer than", lambda one: _hours(one.waiting_median), BRAND),
            Column("9 in 10 took no longer than", lambda one: _hours(one.waiting_90th), _AMBER),
        ),
        lines=True,
    ),
    Picture(
        "Appointments",
        "How many",
        (
            Column("Kept", lambda one: one.appointments_kept, BRAND),
            Column("Missed", lambda one: one.appointments_missed, _AMBER),
        ),
    ),
    Picture(
        "Patients, encounters and staff",
        "How many",
        (
            Column("New patients", lambda one: one.new_patients, BRAND),
            Column("Encounters", lambda one: one.encounters, _COLOURS["routine"]),
            Column("Staff", lambda one: one.staff, _GREY),
        ),
        lines=True,
    ),
)


_IN_TOTAL = Picture("Assessments sent", "How many", (Column("Sent", lambda one: one.sent, BRAND),))
"""For administrators: how urgent they were is told of months that are over only."""
BY_MONTH = (
    *_PICTURES[:3],
    Picture(
        "New patients", "How many", (Column("New patients", lambda one: one.new_patients, BRAND),)
    ),
)
"""What a report shows of the months; it counts no encounters and no staff."""


def show(visit: Visit) -> Turn:
    """The last twelve months: of one facility, or of all that are the person's."""
    text, page = _WORK.get(visit.me.role if visit.me else "", _WORK["doctor"])
    with st.container(key="dashboard"):
        chrome.show(
            heading(1, "Dashboard", turn="dashboard"),
            para(
                "The last twelve months, this one as far as it has come, in numbers about nobody "
                "in particular."
            ),
            div(link(text, page, class_="button primary"), *_report(visit.me)),
            key="dashboard-head",
        )
        chosen = _choice(visit.me)
        query = {"facility": str(chosen)} if chosen else None
        found = visit.api.ask("GET", "statistics", Statistics, query=query)
        for number, picture in enumerate(_pictures(visit.me)):
            show_picture(picture, found.months, f"picture-{number}")
        if _administers(visit.me):
            closed_months.show(visit.api, found.facilities)
        if len(found.facilities) > 1:
            chrome.show(_by_facility(found.facilities), key="by-facility")
    return Turn(f"dashboard-{chosen or 'all'}", "Dashboard", "Dashboard")


def _administers(me: Me | None) -> bool:
    return me is not None and me.role == "administrator"


def _pictures(me: Me | None) -> tuple[Picture, ...]:
    return (_IN_TOTAL, *_PICTURES[1:]) if _administers(me) else _PICTURES


def _report(me: Me | None) -> list[Node]:
    """The way to the report, for those who may read it."""
    if me is None or me.role != "doctor":
        return []
    return [act("Report of the clinic", Place("report").query, Place("report").href)]


def _choice(me: Me | None) -> UUID | None:
    names = {one.id: f"{one.name}, {one.city}" for one in (me.facilities if me else [])}
    if len(names) < 2:
        return None
    return st.selectbox(
        "Facility",
        [None, *names],
        format_func=lambda one: names.get(one, "All of them"),
        key="dashboard-facility",
    )


def show_picture(picture: Picture, months: list[MonthFigures], key: str) -> None:
    """A picture under its title, and its table; a sentence where there is nothing to draw."""
    chrome.show(heading(2, picture.title), key=f"{key}-title")
    if is_empty(picture, months):
        chrome.show(para("There was nothing of this in these months."), key=f"{key}-none")
        return
    st.vega_lite_chart(spec=specification(picture, months), width="stretch", key=key)
    chrome.show(numbers(picture, months), key=f"{key}-table")


def is_empty(picture: Picture, months: list[MonthFigures]) -> bool:
    """Is there nothing to draw? What took no time at all is drawn, what never happened is not."""
    numbers = (column.of(month.figures) for month in months for column in picture.columns)
    return all(one is None or (one == 0 and not picture.is_time) for one in numbers)


def specification(picture: Picture, months: list[MonthFigures]) -> dict[str, object]:
    """Return the picture in the words of Vega-Lite: months across, a colour for each column."""
    values = [
        {"month": month.month.isoformat(), "what": column.name, "number": column.of(month.figures)}
        for month in months
        for column in picture.columns
    ]
    colours = {
        "domain": [column.name for column in picture.columns],
        "range": [column.colour for column in picture.columns],
    }
    legend = {"title": None, "orient": "top", "labelLimit": 0, "columns": picture.legend_columns}
    dashes = {"domain": colours["domain"], "range": _DASHES[: len(picture.columns)]}
    told_apart: dict[str, object] = {"color": {**_WHAT, "scale": colours, "legend": legend}}
    if picture.lines:
        legend["symbolType"] = "stroke"
        told_apart["strokeDash"] = {**_WHAT, "scale": dashes, "legend": legend}
    return {
        "description": f"{picture.title}, by month. The table below says the same.",
        "data": {"values": values},
        "config": {
            "axis": {"labelColor": INK, "titleColor": INK},
            "legend": {"labelColor": INK},
        },
        "mark": {"type": "line", "point": True} if picture.lines else {"type": "bar"},
        "height": 360,
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "timeUnit": "utcyearmonth",
                "axis": {"title": None, "format": "%b %Y", "labelAngle": -45},
            },
            "y": {
                "field": "number",
                "type": "quantitative",
                "axis": {"title": picture.unit, "tickMinStep": 1},
            },
            **told_apart,
            "tooltip": [
                {"field": "month", "timeUnit": "utcyearmonth", "format": "%B %Y", "title": "Month"},
                {"field": "what", "title": "What"},
                {"field": "number", "title": picture.unit},
            ],
        },
    }


def numbers(picture: Picture, months: list[MonthFigures]) -> Node:
    """The same numbers as a table, in a part that opens."""
    names = ["Month", *(column.name for column in picture.columns)]
    rows = [
        [f"{month.month:%B %Y}", *(_said(column.of(month.figures)) for column in picture.columns)]
        for month in months
    ]
    listed = table(f"{picture.title}, by month ({picture.unit.lower()})", names, rows)
    return node("details", node("summary", f"{picture.title}: the numbers"), listed)


def _by_facility(facilities: list[FacilityFigures]) -> Node:
    names = ["Facility", "New patients", "Assessments sent", "Reviewed", "Encounters", "Staff"]
    rows = [
        [
            one.name,
            *(
                str(number)
                for number in (
                    one.figures.new_patients,
                    one.figures.sent,
                    one.figures.reviewed,
                    one.figures.encounters,
                    one.figures.staff,
                )
            ),
        ]
        for one in facilities
    ]
    return section(2, "Each facility", table("Over the twelve months", names, rows))


def _said(number: float | None) -> str:
    return "-" if number is None else f"{number:g}"
