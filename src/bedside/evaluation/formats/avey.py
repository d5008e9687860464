"""Vignettes with what is there and what is not (Hammoud et al. 2024), without a triage level."""

from __future__ import annotations

import re
from pathlib import Path

from bedside.assessment import Age
from bedside.evaluation.cases import Case, Part, Story, Truth
from bedside.evaluation.formats.files import Row, cases_from, sex_of, table, told

_UNITS = {"y": Age.years, "m": Age.months, "w": Age.weeks, "d": Age.days}
_DEMOGRAPHICS = re.compile(r"(\d+)[\s-]*([ymwd])\w*(?:[\s-]*old)?\W+(\w+)", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "none", "n/a", "nil"})


def read(path: Path) -> list[Case]:
    """CSV with demographics, chief_complaints, presentation, absent_findings and histories."""
    return cases_from(table(path), _case)


def _case(number: int, row: Row) -> Case:
    who = _DEMOGRAPHICS.search(row["demographics"])
    if who is None:
        raise ValueError("demographics are like '34 year old Female'")
    told(row["chief_complaints"], row["presentation"])
    story = Story(
        statement=row["chief_complaints"].strip(),
        parts=(
            Part("said", f"{_sentence(row['chief_complaints'])} {_sentence(row['presentation'])}"),
            Part("denied", _sentence(row["absent_findings"])),
            Part("history", _sentence(row["physical_history"])),
            Part("history", _sentence(row.get("social_history") or "")),
            Part("family", _of_family(row["family_history"])),
        ),
        age=_UNITS[who[2].lower()](int(who[1])),
        sex=sex_of(who[3]),
    )
    truth = Truth(row["correct_diagnosis"].strip(), system=row["body_system"].strip())
    return Case(row["vignette_id"] or str(number), story, truth)


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    if text.lower().rstrip(".") in _NOTHING:
        return ""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _of_family(text: str) -> str:
    """A bare list of illnesses is told as what it is: the family's."""
    told = _sentence(text)
    return f"Family history: {told}" if told else ""
