"""The numbers of a clinic: by month, and of who its patients are."""

from typing import NamedTuple
from uuid import UUID

from bedside.cli.record.commands.cells import name_of
from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.showing import ago, day
from bedside.schemas.reports import PatientRisk, Report
from bedside.schemas.statistics import Statistics
from bedside.schemas.text import Sex


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
    """Return a score with why, as "5: age 3, Congestive heart failure 1 (I50.9)"."""
    reasons = [f"{why.called} {why.points} ({', '.join(why.codes)})" for why in one.reasons]
    return f"{one.points}: " + ", ".join([f"age {one.age_points}", *reasons])


_MONTH = {
    "Month": lambda row: f"{row.month:%b %Y}",
    "New": lambda row: row.figures.new_patients,
    "Sent": lambda row: row.figures.sent,
    "Urgent": lambda row: row.figures.by_triage["emergency"] + row.figures.by_triage["urgent"],
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
