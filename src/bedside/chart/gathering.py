"""Opening the rows of several nouns together: one fetch of documents, one of people's names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bedside import accounts
from bedside.audit import Actor
from bedside.chart.views import Cut
from bedside.clinic import allergies, diagnoses, flags, medicines, problems, vitals
from bedside.clinic.allergies.none_known import none_known_of, none_known_view
from bedside.clinic.diagnoses import CONFIRMED, SUSPECTED
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import people_in, views_of

SHOWN = 100
"""Entries of one list that a chart shows at most; it says how many more there are."""
COUNTED = 1000
"""Entries of one list that are read at most, to say how many there are. All of them are opened
where the severe ones come first, whenever they were recorded, or what a patient said is compared
with them."""
_OPENED_WHOLE = (allergies, vitals)
_WORST_FIRST = ("severe", "moderate", "unknown", "mild")
"""One about which nobody knows may turn out to be worse than mild (no source)."""
MEASURED = 60
"""Sets of measurements behind the plots."""


@dataclass(frozen=True)
class Lists:
    """The active entries of a patient's lists, opened for one reader.

    `flags`, `problems` and `vitals` are for the doctor's chart: empty unless the whole was asked
    for.
    """

    allergies: Cut[Any]
    none_known: Any
    flags: Cut[Any]
    problems: Cut[Any]
    medicines: Cut[Any]
    diagnoses: Cut[Any]
    vitals: Sequence[Any]


@dataclass(frozen=True)
class Warnings:
    """What stands in the banner: active allergies or the statement that none is known, alerts."""

    allergies: Cut[Any]
    none_known: Any
    flags: Cut[Any]


def open_warnings(patient: UUID, *, by: Actor) -> Warnings:
    """Open what must not be missed, in one fetch of documents; inside an act."""
    rows = {noun: _active(noun, patient, by) for noun in (allergies, flags)}
    views = views_of(_to_show(rows), by=by)
    statement = none_known_of(patient)
    return Warnings(
        allergies=_cut(_worst_first(views[allergies]), rows[allergies]),
        none_known=none_known_view(statement, by=by, names={}) if statement else None,
        flags=_cut(views[flags], rows[flags]),
    )


def open_lists(patient: UUID, *, by: Actor, whole: bool = True, compared: bool = False) -> Lists:
    """Open what is active in each list: a query a list, then one for documents and one for names.

    Inside an act that has found the patient within reach. Nobody opens what they do not show:
    without `whole` neither alerts nor problems nor measurements are read, and of a long list those
    that are left out stay closed. With `compared` they are opened, and no measurements are read.
    """
    rows = _rows(patient, by, whole=whole, measured=whole and not compared)
    opened = rows if compared else _to_show(rows)
    statement = none_known_of(patient)
    people = people_in([row for found in opened.values() for row in found])
    names = accounts.names_of(people | ({statement.recorded_by_id} if statement else set()))
    views = views_of(opened, by=by, names=names)

    def cut(noun: Any) -> Cut[Any]:
        return _cut(views.get(noun, ()), rows.get(noun, ()))

    return Lists(
        allergies=_cut(_worst_first(views[allergies]), rows[allergies]),
        none_known=none_known_view(statement, by=by, names=names) if statement else None,
        flags=cut(flags),
        problems=cut(problems),
        medicines=cut(medicines),
        diagnoses=cut(diagnoses),
        vitals=views.get(vitals, ()),
    )


def _rows(patient: UUID, by: Actor, *, whole: bool, measured: bool) -> dict[Any, list[Entry]]:
    nouns = [allergies, medicines, diagnoses, *([flags, problems] if whole else [])]
    rows: dict[Any, list[Entry]] = {noun: _active(noun, patient, by) for noun in nouns}
    if measured:
        rows[vitals] = vitals.of_patient(patient, by=by, states=[vitals.FINAL], limit=MEASURED)
    return rows


def _active(noun: Any, patient: UUID, by: Actor) -> list[Entry]:
    states = [CONFIRMED, SUSPECTED] if noun is diagnoses else [ACTIVE]
    return noun.of_patient(patient, by=by, states=states, limit=COUNTED)


def _to_show(rows: dict[Any, list[Entry]]) -> dict[Any, list[Entry]]:
    return {noun: found if noun in _OPENED_WHOLE else found[:SHOWN] for noun, found in rows.items()}


def _worst_first(views: Sequence[Any]) -> list[Any]:
    """Put severe allergies first; one that does not open may be severe."""

    def rank(view: Any) -> int:
        return _WORST_FIRST.index(view.body.severity) if view.body else 0

    return sorted(views, key=rank)


def _cut(views: Sequence[Any], rows: Sequence[Entry]) -> Cut[Any]:
    return Cut.of(views, most=SHOWN, there=len(rows))
