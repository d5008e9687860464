"""A clinic's report on paper: its tables, one after the other."""

from collections.abc import Mapping

from bedside.exports.paper.sheet import Block, apart, heading, table, text
from bedside.exports.sheets import heads
from bedside.reports import TABLES, Asked, ReportView, table_of

_TITLES: Mapping[str, str] = {
    "overview": "In short",
    "ages": "Ages and sexes",
    "diagnoses": "Diagnoses",
    "risks": "The highest risks (age-adjusted Charlson index)",
    "months": "By month",
    "open-work": "Open work",
}


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
    rows = [[_cell(cell) for cell in row] for row in made.rows]
    return [heading(_TITLES[name]), table("", made.columns, rows)]


def _cell(cell: object) -> str:
    return "" if cell is None else apart(str(cell))
