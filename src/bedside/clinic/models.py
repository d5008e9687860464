"""The clinic's tables, where Django looks for them: each noun keeps its own beside its acts."""

from bedside.clinic.encounters.models import Encounter, EncounterState
from bedside.clinic.facilities.models import Facility, Membership
from bedside.clinic.notes.models import Note, NoteState, NoteTemplate
from bedside.clinic.patients.models import CareRelation, Patient, PatientState

__all__ = [
    "CareRelation",
    "Encounter",
    "EncounterState",
    "Facility",
    "Membership",
    "Note",
    "NoteState",
    "NoteTemplate",
    "Patient",
    "PatientState",
]
