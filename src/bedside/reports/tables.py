"""A report as plain tables, for spreadsheets, for people who do not see a plot, and for paper.

A patient's name can look like a formula: `spreadsheets` disarms it. Numbers are as they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bedside import spreadsheets
from bedside.audit import Actor
from bedside.clinic.patients.profile import SEXES
from bedside.intake.urgency import LEVELS
from bedside.reports.asking import Asked, Days
from bedside.reports.figures import Band, MonthRow
from bedside.reports.figures.risks import USUAL
from bedside.reports.reading import PatientRisk, ReportView, read_report

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A heading for each column, and rows as long as it."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


def read_table(
    facility: UUID, asked: Asked, name: str, *, top: int = USUAL, by: Actor
) -> tuple[Days, Table]:
    """Read a clinic's report for one of its tables, as `read_report` does, and return its days too.

    No name is opened, and nobody is on record as shown, for a table without names.
    """
    view = read_report(facility, asked, top=top if name in _NAMING else 0, by=by)
    return view.days, table_of(view, name)


def table_of(view: ReportView, name: str) -> Table:
    """Return one of the report's tables; `name` is one of TABLES."""
    return _MADE[name](view)


def as_csv(table: Table) -> str:
    """Return a table as CSV (RFC 4180), with nothing in it that a spreadsheet would run."""
    return "".join(spreadsheets.row(cells) for cells in (table.columns, *table.rows))


def ages_in(band: Band) -> str:
    """Return the ages of a band in words: "5 to 9", "100 and over"."""
    return f"{band.first} and over" if band.last is None else f"{band.first} to {band.last}"


def _overview(view: ReportView) -> Table:
    made = view.report
    rows: list[tuple[str, Cell]] = [
        ("First day", view.days.first.isoformat()),
        ("Last day", view.days.last.isoformat()),
        ("Patients", made.total),
        ("Have left since", made.left),
        ("Could not be opened", made.unopened),
        ("Average age", made.ages.average and round(made.ages.average, 1)),
        ("Oldest", made.ages.oldest),
        ("Youngest", made.ages.youngest),
    ]
    return Table(("What", "Number"), rows)


def _pyramid(view: ReportView) -> Table:
    rows: list[Sequence[Cell]] = [
        (ages_in(one), *(one.by_sex[sex] for sex in SEXES)) for one in view.report.pyramid
    ]
    return Table(("Ages", *(sex.capitalize() for sex in SEXES)), rows)


def _diagnoses(view: ReportView) -> Table:
    rows = [
        (one.code, view.displays.get((one.system, one.code), ""), one.patients, one.suspected)
        for one in view.report.diagnoses
    ]
    return Table(("Code", "Diagnosis", "Patients", "Only suspected"), rows)


def _risks(view: ReportView) -> Table:
    columns = ("Patient", "Record number", "Age", "Score", "For age", "For diagnoses")
    return Table(columns, [_risk(one) for one in view.top])


def _risk(one: PatientRisk) -> tuple[Cell, ...]:
    profile, score = one.patient.profile, one.score
    name = profile.name if profile else "(could not be opened)"
    if score is None:
        return name, one.patient.record_number, None, None, None, ""
    why = "; ".join(
        f"{reason.called} {reason.points} ({', '.join(reason.codes)})" for reason in score.reasons
    )
    return name, one.patient.record_number, score.age, score.points, score.age_points, why


def _months(view: ReportView) -> Table:
    columns = (
        "Month",
        "New patients",
        *(f"Sent: {level}" for level in LEVELS),
        "Reviewed",
        "Half waited at most (hours)",
        "9 in 10 waited at most (hours)",
        "Appointments kept",
        "Appointments missed",
    )
    return Table(columns, [_month(one) for one in view.report.months])


def _month(one: MonthRow) -> tuple[Cell, ...]:
    return (
        f"{one.month:%Y-%m}",
        one.new_patients,
        *(one.by_level[level] for level in LEVELS),
        one.waits.reviewed,
        _hours(one.waits.median),
        _hours(one.waits.ninetieth),
        one.appointments.kept,
        one.appointments.missed,
    )


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3600, 1)


def _open_work(view: ReportView) -> Table:
    rows = [(one.waited, one.assessments, one.overdue) for one in view.report.open_work]
    return Table(("Waiting", "Assessments", "Overdue"), rows)


_MADE: Mapping[str, Callable[[ReportView], Table]] = {
    "overview": _overview,
    "ages": _pyramid,
    "diagnoses": _diagnoses,
    "risks": _risks,
    "months": _months,
    "open-work": _open_work,
}
TABLES = tuple(_MADE)
_NAMING = ("risks",)
"""The tables that show patients by name."""
