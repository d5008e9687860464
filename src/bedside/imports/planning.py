"""How a file is to be read, and what becomes of its rows: guessed first, then confirmed."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from bedside import vault
from bedside.errors import Invalid
from bedside.imports.models import Import, plan_place
from bedside.imports.nouns import patients
from bedside.imports.reading import days, signs, tables
from bedside.imports.reading.tables import Table

Choice = Literal["create", "skip", "link"]


@dataclass(frozen=True)
class Decision:
    """What becomes of a row that may be somebody who is a patient already; `patient` to link."""

    choice: Choice
    patient: UUID | None = None


@dataclass(frozen=True)
class Plan:
    """`charset` is one of `signs.CHARSETS`, `separator` a name of `tables.SEPARATORS`, `fields` a
    field for each column by its place (none for those that are left out), `order` one of
    `days.ORDERS` or empty while nobody has said it, `decisions` by the row's number."""

    charset: str
    separator: str
    fields: Mapping[int, str] = field(default_factory=dict)
    order: str = ""
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    is_confirmed: bool = False

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

    def checked(self) -> "Plan":
        """Return this plan. Raises Invalid naming what is wrong or missing."""
        wrong = {
            name: "Choose one of the list."
            for name, value, known in (
                ("charset", self.charset, signs.CHARSETS),
                ("separator", self.separator, tables.SEPARATORS),
                ("order", self.order, ("", *days.ORDERS)),
            )
            if value not in known
        }
        chosen = list(self.fields.values())
        if set(chosen) - patients.LABELS.keys():
            wrong["fields"] = "Choose one of the list."
        twice = [patients.LABELS[code] for code in patients.LABELS if chosen.count(code) > 1]
        if twice:
            wrong["fields"] = f"Two columns are called the same: {', '.join(twice)}."
        wrong |= patients.missing(set(chosen))
        if not self.order:
            wrong["order"] = "Say in which order the dates are written."
        if wrong:
            raise Invalid(fields=wrong)
        return self


def guessed(text: bytes) -> Plan:
    """Return how a file is most likely to be read. Raises Invalid for what is no table."""
    charset = signs.detect(text).charset
    written = signs.decode(text, charset)
    separator = tables.likeliest_separator(written)
    return guessed_fields(Plan(charset, separator), tables.read_table(written, separator))


def guessed_fields(plan: Plan, table: Table) -> Plan:
    """Return the plan with a field for each column whose name says it, and the order of dates."""
    found: dict[int, str] = {}
    for place, name in enumerate(table.columns):
        code = patients.ALIASES.get(_plain(name), "")
        if code and code not in found.values():
            found[place] = code
    if "name" in found.values():
        found = {p: c for p, c in found.items() if c not in {"given_name", "family_name"}}
    if "sex" not in found.values():
        # Most programs call so what decides what medicine must know.
        found = {p: "sex" if c == "gender" else c for p, c in found.items()}
    plan = replace(plan, fields=found)
    return replace(plan, order=dates_of(plan, table).order)


def dates_of(plan: Plan, table: Table) -> days.Evidence:
    """Return what the column of birth dates says about their order."""
    return days.evidence(said(row.cells, plan).get("birth_date", "") for row in table.rows)


def said(cells: tuple[str, ...], plan: Plan) -> dict[str, str]:
    """Return the cells of a row by their fields; a row that is too short says nothing there."""
    return {code: cells[place] for place, code in plan.fields.items() if place < len(cells)}


def _plain(name: str) -> str:
    return " ".join(re.split(r"[\W_]+", name.casefold())).strip()
