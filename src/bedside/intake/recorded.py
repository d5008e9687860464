"""What was recorded at an encounter beside its notes, for its page and for a note that begins.

A query a list and one fetch of documents, however much it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from bedside import accounts
from bedside.audit import Actor
from bedside.clinic import allergies, diagnoses, flags, medicines, problems, vitals
from bedside.clinic.allergies import AllergyView
from bedside.clinic.diagnoses import DiagnosisView
from bedside.clinic.encounters.models import Encounter
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED
from bedside.clinic.entries.models import Entry
from bedside.clinic.entries.views import people_in, views_of
from bedside.clinic.flags import FlagView
from bedside.clinic.medicines import MedicineView
from bedside.clinic.notes import NoteText, Section
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
    rows = {noun: _rows(noun, encounter, by) for noun in _STATES}
    names = accounts.names_of(people_in([row for found in rows.values() for row in found]))
    views = views_of(rows, by=by, names=names)
    return Recorded(**{noun.__name__.rpartition(".")[2]: seen for noun, seen in views.items()})


def measured_at(encounter: Encounter, *, by: Actor) -> str:
    """Return what was measured at an encounter as a paragraph of a note, the oldest first.

    Empty for nothing, without what does not open. Inside an act that has found the encounter.
    """
    sets = views_of({vitals: _rows(vitals, encounter, by)}, by=by)[vitals]
    lines = [_line(one, encounter.facility.time_zone) for one in sets if one.body]
    return "\n".join(["Measured at this encounter:", *reversed(lines)]) if lines else ""


def filled_at(encounter: Encounter, text: NoteText, *, by: Actor) -> NoteText:
    """Return a template whose empty section Objective begins with what was measured.

    Without such a section nothing is opened. Inside an act that has found the encounter.
    """
    if not any(map(_is_to_fill, text.sections)):
        return text
    measured = measured_at(encounter, by=by)
    sections = (replace(one, text=measured) if _is_to_fill(one) else one for one in text.sections)
    return replace(text, sections=tuple(sections))


def _rows(noun: Any, encounter: Encounter, by: Actor) -> list[Entry]:
    """The rows of one list that stand at an encounter; nothing is opened."""
    return noun.of_patient(
        encounter.patient_id, by=by, states=_STATES[noun], encounter=encounter.id, limit=_MOST
    )


def _is_to_fill(section: Section) -> bool:
    return section.heading.casefold() == "objective" and not section.text


def _line(one: VitalsView, zone: str) -> str:
    assert one.body is not None
    at = one.body.measured_at.astimezone(ZoneInfo(zone))
    values = [
        f"{vitals.MEASUREMENTS[name].label} {vitals.written(name, value)}"
        for name, value in one.body.values.items()
    ]
    said = "; ".join([*values, *([one.body.note] if one.body.note else [])])
    return f"- {at.day} {at:%B %Y, %H:%M}: {said}"
