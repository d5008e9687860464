"""Medicines and allergies of a file beside those on record, as the acts compare one at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bedside.clinic.allergy_check import compare_each
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.errors import Conflict
from bedside.imports.nouns import entries
from bedside.imports.nouns.sheet import Place
from bedside.imports.rows import Judged, Looked

_SAY_WHY = "Say why it stands all the same in a column, or add it by hand."
AGAINST = {
    "allergy": f"A medicine on record speaks against it. {{}} {_SAY_WHY}",
    "medicine": f"An allergy on record speaks against it. {{}} {_SAY_WHY}",
}
MEANWHILE = "Somebody changed the allergies or medicines meanwhile."


def compared(noun: str, field: str, rows: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Put the rows of a list beside the other list; a reason stands only where there is need."""
    found, problems = entries.look_whose(rows, place)
    holding = [number for number in found.views if rows[number].state == ACTIVE]
    answers = dict(
        zip(
            holding,
            compare_each(
                noun,
                [(found.views[one].id, getattr(rows[one].body, field)) for one in holding],
            ),
            strict=True,
        )
    )
    for number, answering in answers.items():
        if answering and not rows[number].despite:
            sentence = AGAINST[noun].format(next(iter(answering.values())))
            problems.setdefault(number, {})["despite"] = sentence
    kept = {
        number: row if answers.get(number) else replace(row, despite="")
        for number, row in rows.items()
    }
    return entries.looked(kept, found, problems)


def must_be_unchanged(noun: str, field: str, judged: Sequence[Judged]) -> None:
    """Raise Conflict where the other list answers otherwise by now; the patients are held."""
    holding = [one for one in judged if one.item.state == ACTIVE]
    answers = compare_each(
        noun, [(entries.patient_of(one), getattr(one.item.body, field)) for one in holding]
    )
    if any(answer and not one.item.despite for answer, one in zip(answers, holding, strict=True)):
        raise Conflict(MEANWHILE)
