"""How a file is to be read, and what becomes of its rows: guessed first, then confirmed."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any
from uuid import UUID

from bedside import vault
from bedside.audit import Actor
from bedside.errors import Invalid
from bedside.imports.models import Import, plan_place
from bedside.imports.nouns import Sheet
from bedside.imports.reading import days, numbers, signs, tables
from bedside.imports.reading.tables import Table
from bedside.imports.rows import Decision, Ways

TWICE = "Only one column can hold this:"


@dataclass(frozen=True)
class Plan:
    """`charset` is one of `signs.CHARSETS`, `separator` a name of `tables.SEPARATORS`, `fields` a
    field for each column by its place (none for those that are left out), `order` one of
    `days.ORDERS` and `decimal` one of `numbers.DECIMALS`, or empty while nobody has said it,
    `decisions` by the row's number."""

    charset: str
    separator: str
    fields: Mapping[int, str] = field(default_factory=dict)
    order: str = ""
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    is_confirmed: bool = False
    decimal: str = ""

    def sealed(self, row: Import, version: int) -> vault.Sealed:
        """Return the plan as the row keeps it at a version."""
        body = {
            **asdict(self),
            "decisions": {
                number: [one.choice, str(one.patient or "")]
                for number, one in self.decisions.items()
            },
        }
        place = plan_place(row.id, version)
        return vault.seal(json.dumps(body).encode(), purpose="accounts", context=place)

    @classmethod
    def of(cls, row: Import) -> "Plan":
        """Open the plan of an import. Raises BrokenSeal."""
        text = vault.open(bytes(row.plan), purpose="accounts", context=row.place())
        body: dict[str, Any] = json.loads(text)
        body["fields"] = {int(place): code for place, code in body["fields"].items()}
        body["decisions"] = {
            int(number): Decision(choice, UUID(patient) if patient else None)
            for number, (choice, patient) in body["decisions"].items()
        }
        return cls(**body)

    @property
    def ways(self) -> Ways:
        """How what can be written in several ways is written."""
        return Ways(self.order, self.decimal)

    def checked(self, sheet: Sheet, table: Table, *, by: Actor) -> "Plan":
        """Return this plan for a table. Raises Invalid naming all that is wrong or missing."""
        wrong = {
            name: "Choose one of the list."
            for name, value, known in (
                ("charset", self.charset, signs.CHARSETS),
                ("separator", self.separator, tables.SEPARATORS),
                ("order", self.order, ("", *days.ORDERS)),
                ("decimal", self.decimal, ("", *numbers.DECIMALS)),
            )
            if value not in known
        }
        chosen = set(self.fields.values())
        wrong |= self._wrong_columns(len(table.columns), sheet.labels_for(by))
        wrong |= sheet.missing(chosen)
        if not self.order and set(sheet.dates) & chosen:
            wrong["order"] = "Say in which order the dates are written."
        if not self.decimal and any(numbers_of(self, table, sheet).fits.values()):
            wrong["decimal"] = "Say which sign divides a number from its decimals."
        if wrong:
            raise Invalid(fields=wrong)
        return self

    def _wrong_columns(self, columns: int, labels: Mapping[str, str]) -> dict[str, str]:
        """Return what is wrong with what the columns hold, each by its own name: `column-3`."""
        times = Counter(self.fields.values())
        wrong = {}
        for place, code in self.fields.items():
            if not 0 <= place < columns:
                wrong[f"column-{place}"] = "There is no such column."
            elif code not in labels:
                wrong[f"column-{place}"] = "Choose one of the list."
            elif times[code] > 1:
                wrong[f"column-{place}"] = f"{TWICE} {labels[code]}."
        return wrong


def guessed(text: bytes, sheet: Sheet, *, by: Actor) -> Plan:
    """Return how a file is most likely to be read. Raises Invalid for what is no table."""
    charset = signs.detect(text).charset
    written = signs.decode(text, charset)
    separator = tables.likeliest_separator(written)
    table = tables.read_table(written, separator)
    return guessed_fields(Plan(charset, separator), table, sheet, by=by)


def guessed_fields(plan: Plan, table: Table, sheet: Sheet, *, by: Actor) -> Plan:
    """Return the plan with a field for each column whose name says it, and the ways of writing."""
    found: dict[int, str] = {}
    offered = sheet.labels_for(by)
    for place, name in enumerate(table.columns):
        code = sheet.aliases.get(_plain(name), "")
        if code in offered and code not in found.values():
            found[place] = code
    plan = replace(plan, fields=sheet.settled(found))
    return replace(
        plan,
        order=dates_of(plan, table, sheet).likeliest,
        decimal=numbers_of(plan, table, sheet).likeliest,
    )


def dates_of(plan: Plan, table: Table, sheet: Sheet) -> days.Evidence:
    """Return what the columns of dates say about their order."""
    return days.evidence(_cells(plan, table, sheet.dates))


def numbers_of(plan: Plan, table: Table, sheet: Sheet) -> days.Evidence:
    """Return what the columns of numbers say about the sign before their decimals."""
    return numbers.evidence(_cells(plan, table, sheet.numbers))


def said(cells: tuple[str, ...], plan: Plan) -> dict[str, str]:
    """Return the cells of a row by their fields; a row that is too short says nothing there."""
    return {code: cells[place] for place, code in plan.fields.items() if place < len(cells)}


def _cells(plan: Plan, table: Table, fields: Iterable[str]) -> Iterator[str]:
    """Return what stands in the columns that hold some fields."""
    wanted = set(fields)
    places = [place for place, code in plan.fields.items() if code in wanted]
    for row in table.rows:
        yield from (row.cells[place] for place in places if place < len(row.cells))


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\W_]+", name.casefold())).strip()
