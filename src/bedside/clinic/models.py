"""The clinic's tables, where Django looks for them: each noun keeps its own beside its acts."""

from bedside.clinic.allergies.models import Allergy, NoneKnown
from bedside.clinic.appointments.models import (
    Appointment,
    AppointmentStatus,
    AppointmentStep,
    CalendarFeed,
    Holiday,
    Schedule,
    ScheduleException,
    ScheduleHours,
    WaitingPlace,
    WaitingState,
)
from bedside.clinic.diagnoses.models import Code, Diagnosis
from bedside.clinic.duplicates.models import NotTheSame
from bedside.clinic.elsewhere.models import EncounterElsewhere
from bedside.clinic.encounters.models import Encounter, EncounterState
from bedside.clinic.facilities.models import Facility, Membership
from bedside.clinic.flags.models import Flag
from bedside.clinic.medicines.models import Medicine
from bedside.clinic.merges.models import Merge
from bedside.clinic.messages.models import Correspondence
from bedside.clinic.notes.models import Note, NoteState, NoteTemplate
from bedside.clinic.patients.models import CareRelation, Patient, PatientState
from bedside.clinic.problems.models import Problem
from bedside.clinic.search.models import (
    PatientRegister,
    RecordNumber,
    SearchBlock,
    SearchIndex,
)
from bedside.clinic.vitals.models import Vitals

__all__ = [
    "Allergy",
    "Appointment",
    "AppointmentStatus",
    "AppointmentStep",
    "CalendarFeed",
    "CareRelation",
    "Code",
    "Correspondence",
    "Diagnosis",
    "Encounter",
    "EncounterElsewhere",
    "EncounterState",
    "Facility",
    "Flag",
    "Holiday",
    "Medicine",
    "Membership",
    "Merge",
    "NoneKnown",
    "NotTheSame",
    "Note",
    "NoteState",
    "NoteTemplate",
    "Patient",
    "PatientRegister",
    "PatientState",
    "Problem",
    "RecordNumber",
    "Schedule",
    "ScheduleException",
    "ScheduleHours",
    "SearchBlock",
    "SearchIndex",
    "Vitals",
    "WaitingPlace",
    "WaitingState",
]
