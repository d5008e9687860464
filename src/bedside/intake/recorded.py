"""What was recorded at an encounter beside its notes, for its page and for a note that begins.

A query a list and one fetch of documents, however much it was.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from bedside import accounts, clinic, documents
from bedside.audit import Actor
from bedside.clinic import allergies, diagnoses, flags, medicines, problems, vitals
from bedside.clinic.allergies import AllergyView
from bedside.clinic.diagnoses import DiagnosisView
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import people_in
from bedside.clinic.flags import FlagView
from bedside.clinic.medicines import MedicineView
from bedside.clinic.notes import NoteText
from bedside.clinic.problems import ProblemView
from bedside.clinic.vitals import VitalsView

_MOST = 100
"""Entries of one list at one encounter, at most."""
_LASTING = (ACTIVE, ENDED)
_STATES: dict[Any, Sequence[str]] = {
    vitals: (vitals.FINAL,),
    diagnoses: (
        diagnoses.SUSPECTED,
        diagnoses.CONFIRMED,
        diagnoses.RESOLVED,
        diagnoses.REFUTED,
    ),
    medicines: _LASTING,
    problems: _LASTING,
    allergies: _LASTING,
    flags: _LASTING,
}
"""Everything but what was entered in error: that stands in the list itself, marked."""


@dataclass(frozen=True)
class Recorded:
    """What was recorded at an encounter, opened, by list; the newest first."""

    vitals: Sequence[VitalsView] = ()
    diagnoses: Sequence[DiagnosisView] = ()
    medicines: Sequence[MedicineView] = ()
    problems: Sequence[ProblemView] = ()
    allergies: Sequence[AllergyView] = ()
    flags: Sequence[FlagView] = ()


def recorded_at(encounter: Encounter, *, by: Actor) -> Recorded:
    """Open what was recorded at an encounter, inside an act that has found it."""
    rows: dict[Any, list[Entry]] = {
        noun: noun.of_patient(
            encounter.patient_id, by=by, states=states, encounter=encounter.id, limit=_MOST
        )
        for noun, states in _STATES.items()
    }
    every = [row for found in rows.values() for row in found]
    names = accounts.names_of(people_in(every))
    opened = iter(documents.open_each(every))
    views = {
        noun.__name__.rpartition(".")[2]: [
            noun.view(row, next(opened), by=by, names=names) for row in found
        ]
        for noun, found in rows.items()
    }
    return Recorded(**views)


def measured_in_words(sets: Iterable[VitalsView], zone: str) -> str:
    """Return what was measured as a paragraph of a note, the oldest first; empty for nothing."""
    lines = [_line(one, zone) for one in sets if one.body]
    return "\n".join(["Measured at this encounter:", *reversed(lines)]) if lines else ""


def filled_with(text: NoteText, measured: str) -> NoteText:
    """Return a template whose empty section Objective begins with what was measured."""
    sections = (
        replace(one, text=measured)
        if one.heading.casefold() == "objective" and not one.text
        else one
        for one in text.sections
    )
    return replace(text, sections=tuple(sections))


def zone_of(encounter: Encounter) -> str:
    """Return the clock of the clinic where it was."""
    return clinic.zone_of(encounter.facility_id)


def _line(one: VitalsView, zone: str) -> str:
    assert one.body is not None
    at = one.body.measured_at.astimezone(ZoneInfo(zone))
    values = [
        f"{vitals.MEASUREMENTS[name].label} {vitals.written(name, value)}"
        for name, value in one.body.values.items()
    ]
    said = "; ".join([*values, *([one.body.note] if one.body.note else [])])
    return f"- {at.day} {at:%B %Y, %H:%M}: {said}"
