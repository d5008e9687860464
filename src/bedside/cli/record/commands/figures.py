"""The numbers of a clinic: by month, and of who its patients are."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from bedside.cli.record.commands.cells import name_of
from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.showing import ago, day
from bedside.schemas.reports import Counts, PatientRisk, Report
from bedside.schemas.statistics import Statistics
from bedside.schemas.text import Sex
from bedside.schemas.worklist import Triage


class Line(NamedTuple):
    """A figure of a report, and what it says."""

    what: str
    number: object


def _figures(answer: Report) -> list[Line]:
    """Return the report as lines: who the patients are, what they have, who is at most risk."""
    ages = answer.ages
    lines = [
        Line("Days", f"{day(answer.first)} to {day(answer.last)}"),
        Line("Patients", answer.total),
        Line("  have left since", answer.left),
        Line("  could not be opened", answer.unopened),
        Line("Average age", "" if ages.average is None else f"{ages.average:.1f}"),
        Line("Oldest, youngest", "" if ages.oldest is None else f"{ages.oldest}, {ages.youngest}"),
    ]
    lines += [
        Line(f"{one.code} {one.display}", one.patients) for one in answer.diagnoses[:_DIAGNOSES]
    ]
    lines += [Line(f"Risk of {name_of(one)}", _score(one)) for one in answer.top_risks.items]
    waiting = [one for one in answer.open_work if one.assessments]
    return lines + [Line(f"Open, {one.waited}", one.assessments) for one in waiting]


_DIAGNOSES = 10


def _score(one: PatientRisk) -> str:
    """Return a score with why, as "5 points: 3 for age, 2 for Leukemia (C91.10)"."""
    if one.points is None:
        return "not known, because the age is not"
    whole = f"{one.points} point{'' if one.points == 1 else 's'}"
    parts = [f"{one.age_points} for age"] if one.age_points else []
    parts += [f"{why.points} for {why.called} ({', '.join(why.codes)})" for why in one.reasons]
    return f"{whole}: {', '.join(parts)}" if parts else whole


def _urgent(by_triage: Mapping[Triage, int] | None) -> object:
    """Return how many could not wait; nothing for administrators, who read `counts` instead."""
    return "" if by_triage is None else by_triage["emergency"] + by_triage["urgent"]


_MONTH = {
    "Month": lambda row: f"{row.month:%b %Y}",
    "New": lambda row: row.figures.new_patients,
    "Sent": lambda row: row.figures.sent,
    "Urgent": lambda row: _urgent(row.figures.by_triage),
    "Reviewed": lambda row: row.figures.reviewed,
    "Half within": lambda row: ago(row.figures.waiting_median),
    "Came": lambda row: row.figures.appointments_kept,
    "Missed": lambda row: row.figures.appointments_missed,
    "Seen": lambda row: row.figures.encounters,
}
STATISTICS = Command(
    "Show the numbers of a facility, or of all of yours, by month.",
    "GET statistics",
    Statistics,
    _MONTH,
    role="administrator",
    options={
        "facility": Option(UUID, "Only there."),
        "from_": Option(str, "The first month, as 2026-01."),
        "until": Option(str, "The last month."),
    },
    rows=lambda answer: answer.months,
)
_FEW = "few"
"""A small count, or one that would tell another."""
_CLOSED = {
    "Month": lambda row: f"{row.month:%b %Y}",
    "New": lambda row: _shown(row.new_patients),
    "Sent": lambda row: _shown(row.sent),
    "Emergency": lambda row: _shown(row.by_triage["emergency"]),
    "Urgent": lambda row: _shown(row.by_triage["urgent"]),
    "Routine": lambda row: _shown(row.by_triage["routine"]),
    "Self-care": lambda row: _shown(row.by_triage["self-care"]),
    "Half within": lambda row: ago(row.waiting_median),
    "Came": lambda row: _shown(row.appointments_kept),
    "Missed": lambda row: _shown(row.appointments_missed),
}


def _shown(count: int | None) -> object:
    return _FEW if count is None else count


COUNTS = Command(
    "Show what may leave a facility of the months that are over, small counts left out.",
    "GET facilities/{facility}/report/counts",
    Counts,
    _CLOSED,
    role="administrator",
    options={
        "from_": Option(str, "The first month, as 2026-01. Without: twelve months."),
        "until": Option(str, "The last month that is over."),
        "threshold": Option(int, "Below how many a count is left out. Without: 5."),
    },
    rows=lambda answer: answer.months,
    empty=lambda _: "Nothing happened in these months.",
)
NARROWED = {
    "first": Option(str, "The first day, as 2026-01-31. Without: twelve months ago."),
    "last": Option(str, "The last day. Without: today."),
    "doctor": Option(UUID, "Only patients whom they answer for."),
    "diagnosis": Option(str, "Only with this code, or one that begins so: E11."),
    "youngest": Option(int, "Only from this age."),
    "oldest": Option(int, "Only up to this age."),
    "sex": Option(Sex, "Only these."),
    "top": Option(int, "How many of the highest scores. Without: 3."),
}
"""What a report may be narrowed to."""
REPORT = Command(
    "Show who the patients of a clinic are, what they have, and who is at most risk.",
    "POST facilities/{facility}/report",
    Report,
    {"What": lambda row: row.what, "Number": lambda row: row.number},
    options=NARROWED,
    rows=_figures,
)
