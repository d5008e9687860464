"""Opening the rows of several nouns together: one fetch of documents, one of people's names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bedside import accounts, documents
from bedside.audit import Actor
from bedside.chart.views import Cut
from bedside.clinic import allergies, diagnoses, flags, medicines, problems, vitals
from bedside.clinic.allergies.none_known import none_known_of, none_known_view
from bedside.clinic.diagnoses import CONFIRMED, SUSPECTED
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import people_in

SHOWN = 100
"""Entries of one list that a chart shows at most; it says how many more there are."""
OPENED = 1000
"""Entries of one list that are opened at most: the severe allergies come first, whenever they were
recorded, and what a patient said is compared with all of them."""
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
    allergic = allergies.of_patient(patient, by=by, states=[ACTIVE], limit=OPENED)
    flagged = flags.of_patient(patient, by=by, states=[ACTIVE], limit=OPENED)
    opened = iter(documents.open_each([*allergic, *flagged]))
    statement = none_known_of(patient)
    return Warnings(
        allergies=_worst_first([allergies.view(row, next(opened), by=by) for row in allergic]),
        none_known=none_known_view(statement, by=by, names={}) if statement else None,
        flags=_cut([flags.view(row, next(opened), by=by) for row in flagged]),
    )


def open_lists(patient: UUID, *, by: Actor, whole: bool = True, measured: bool = True) -> Lists:
    """Open what is active in each list: a query a list, then one for documents and one for names.

    Inside an act that has found the patient within reach. Without `whole` neither alerts nor
    problems nor measurements are read, and without `measured` no measurements: nobody opens what
    they do not show.
    """
    rows: dict[Callable[..., Any], list[Entry]] = {
        allergies.view: allergies.of_patient(patient, by=by, states=[ACTIVE], limit=OPENED),
        medicines.view: medicines.of_patient(patient, by=by, states=[ACTIVE], limit=OPENED),
        diagnoses.view: diagnoses.of_patient(
            patient, by=by, states=[CONFIRMED, SUSPECTED], limit=OPENED
        ),
    }
    if whole:
        rows |= {
            flags.view: flags.of_patient(patient, by=by, states=[ACTIVE], limit=OPENED),
            problems.view: problems.of_patient(patient, by=by, states=[ACTIVE], limit=OPENED),
        }
    if whole and measured:
        sets = vitals.of_patient(patient, by=by, states=[vitals.FINAL], limit=MEASURED)
        rows[vitals.view] = sets
    every = [row for found in rows.values() for row in found]
    statement = none_known_of(patient)
    people = people_in(every) | ({statement.recorded_by_id} if statement else set())
    names = accounts.names_of(people)
    bodies = dict(zip((row.id for row in every), documents.open_each(every), strict=True))

    def opened(view: Callable[..., Any]) -> list[Any]:
        return [view(row, bodies[row.id], by=by, names=names) for row in rows.get(view, ())]

    return Lists(
        allergies=_worst_first(opened(allergies.view)),
        none_known=none_known_view(statement, by=by, names=names) if statement else None,
        flags=_cut(opened(flags.view)),
        problems=_cut(opened(problems.view)),
        medicines=_cut(opened(medicines.view)),
        diagnoses=_cut(opened(diagnoses.view)),
        vitals=opened(vitals.view),
    )


def _worst_first(views: Sequence[Any]) -> Cut[Any]:
    """Put severe allergies first; one that does not open may be severe."""

    def rank(view: Any) -> int:
        return _WORST_FIRST.index(view.body.severity) if view.body else 0

    return _cut(sorted(views, key=rank))


def _cut(views: Sequence[Any]) -> Cut[Any]:
    return Cut.of(views, most=SHOWN)
