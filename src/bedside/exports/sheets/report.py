"""A clinic's report on paper: its tables, one after the other."""

from collections.abc import Iterable, Mapping, Sequence

from bedside.exports.paper.sheet import Block, apart, heading, table, text
from bedside.exports.sheets import heads
from bedside.reports import TABLES, Asked, Cell, ReportView, table_of

_TITLES: Mapping[str, str] = {
    "overview": "In short",
    "ages": "Ages and sexes",
    "diagnoses": "Diagnoses",
    "risks": "The highest risks (age-adjusted Charlson index)",
    "months": "By month",
    "open-work": "Open work",
}
_WAITED: Mapping[str, str] = {
    "within-1-hour": "Under an hour",
    "within-4-hours": "1 to 4 hours",
    "within-1-day": "4 hours to a day",
    "within-3-days": "1 to 3 days",
    "within-2-weeks": "3 days to 2 weeks",
    "longer": "Longer",
}
_DAYS = 2
"""Rows of the overview that repeat the line above all tables."""


def of_report(view: ReportView, asked: Asked) -> list[Block]:
    """Return all tables of a report, and on what it was narrowed: to whom, nobody is told here."""
    sides = ", ".join(asked.narrowed_by())
    whom = f"Narrowed by: {sides}." if sides else "About all patients of the clinic."
    days = f"From {heads.day(view.days.first)} to {heads.day(view.days.last)}."
    return [
        text(f"{days} {whom}"),
        *(block for name in TABLES for block in _table(view, name)),
    ]


def _table(view: ReportView, name: str) -> list[Block]:
    made = table_of(view, name)
    if not made.rows:
        return [heading(_TITLES[name]), text("None.")]
    rows = [[_cell(cell) for cell in row] for row in _read_by_people(view, name, made.rows)]
    return [heading(_TITLES[name]), table("", made.columns, rows)]


def _read_by_people(
    view: ReportView, name: str, rows: Sequence[Sequence[Cell]]
) -> Iterable[Sequence[Cell]]:
    """Return rows with words where a program's table has a code or a month as a number."""
    if name == "overview":
        return rows[_DAYS:]
    if name == "months":
        months = (f"{one.month:%B %Y}" for one in view.report.months)
        return ((month, *row[1:]) for month, row in zip(months, rows, strict=True))
    if name == "open-work":
        return ((_WAITED[str(row[0])], *row[1:]) for row in rows)
    return rows


def _cell(cell: object) -> str:
    return "" if cell is None else apart(str(cell))
