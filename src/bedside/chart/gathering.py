"""Opening the rows of several nouns together: one fetch of documents, one of people's names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bedside import accounts, documents
from bedside.audit import Actor
from bedside.clinic import allergies, diagnoses, flags, medicines, problems, vitals
from bedside.clinic.allergies.none_known import none_known_of, none_known_view
from bedside.clinic.diagnoses import CONFIRMED, SUSPECTED
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import people_in

SHOWN = 100
"""Entries of one list that a chart shows at most; no list of what is active is as long."""
MEASURED = 60
"""Sets of measurements behind the plots."""


@dataclass(frozen=True)
class Lists:
    """The active entries of a patient's lists, opened for one reader.

    `flags`, `problems` and `vitals` are for the doctor's chart: empty unless the whole was asked
    for.
    """

    allergies: Sequence[Any]
    none_known: Any
    flags: Sequence[Any]
    problems: Sequence[Any]
    medicines: Sequence[Any]
    diagnoses: Sequence[Any]
    vitals: Sequence[Any]


@dataclass(frozen=True)
class Warnings:
    """What stands in the banner: active allergies or the statement that none is known, alerts."""

    allergies: Sequence[Any]
    none_known: Any
    flags: Sequence[Any]


def open_warnings(patient: UUID, *, by: Actor) -> Warnings:
    """Open what must not be missed, in one fetch of documents; inside an act."""
    allergic = allergies.of_patient(patient, by=by, states=[ACTIVE], limit=SHOWN)
    flagged = flags.of_patient(patient, by=by, states=[ACTIVE], limit=SHOWN)
    opened = iter(documents.open_each([*allergic, *flagged]))
    statement = none_known_of(patient)
    return Warnings(
        allergies=[allergies.view(row, next(opened), by=by) for row in allergic],
        none_known=none_known_view(statement, by=by, names={}) if statement else None,
        flags=[flags.view(row, next(opened), by=by) for row in flagged],
    )


def open_lists(patient: UUID, *, by: Actor, whole: bool = True, measured: bool = True) -> Lists:
    """Open what is active in each list: a query a list, then one for documents and one for names.

    Inside an act that has found the patient within reach. Without `whole` neither alerts nor
    problems nor measurements are read, and without `measured` no measurements: nobody opens what
    they do not show.
    """
    rows: dict[Callable[..., Any], list[Entry]] = {
        allergies.view: allergies.of_patient(patient, by=by, states=[ACTIVE], limit=SHOWN),
        medicines.view: medicines.of_patient(patient, by=by, states=[ACTIVE], limit=SHOWN),
        diagnoses.view: diagnoses.of_patient(
            patient, by=by, states=[CONFIRMED, SUSPECTED], limit=SHOWN
        ),
    }
    if whole:
        rows |= {
            flags.view: flags.of_patient(patient, by=by, states=[ACTIVE], limit=SHOWN),
            problems.view: problems.of_patient(patient, by=by, states=[ACTIVE], limit=SHOWN),
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
        allergies=opened(allergies.view),
        none_known=none_known_view(statement, by=by, names=names) if statement else None,
        flags=opened(flags.view),
        problems=opened(problems.view),
        medicines=opened(medicines.view),
        diagnoses=opened(diagnoses.view),
        vitals=opened(vitals.view),
    )
