"""Encounters and notes as the tests begin them: Dr Bello sees Asha and writes something down."""

from uuid import UUID

from bedside import clinic, intake
from bedside.clinic.encounters import EncounterView
from bedside.clinic.notes import NoteText, NoteView, Section
from tests.people import Person

SAID = NoteText(
    "Consultation", (Section("Subjective", "Worse at night."), Section("Plan", "")), "free"
)
AGAIN = NoteText("Consultation", (Section("Subjective", "Better since Monday."),), "free")


def meet(doctor: Person, patient: Person) -> EncounterView:
    """Begin an encounter now."""
    return clinic.encounters.start(patient.patient, by=doctor.actor)


def draft(doctor: Person, encounter: UUID, text: NoteText = SAID) -> NoteView:
    """Begin a note and save its first words."""
    begun = intake.begin_note_at(encounter, by=doctor.actor)
    return clinic.notes.save(begun.id, text, version=begun.version, by=doctor.actor)


def signed(doctor: Person, encounter: UUID, text: NoteText = SAID) -> NoteView:
    """Write a note and sign it."""
    written = draft(doctor, encounter, text)
    return clinic.notes.sign(written.id, version=written.version, by=doctor.actor)


def amended(doctor: Person, note: UUID, words: str = "It was the left ear.") -> NoteView:
    """Write an amendment and sign it."""
    begun = clinic.notes.amend(note, by=doctor.actor)
    text = NoteText("Amendment", (Section("", words),))
    return clinic.notes.sign(begun.id, text=text, version=begun.version, by=doctor.actor)


def lock(doctor: Person, encounter: UUID) -> EncounterView:
    """Lock an encounter as it is now."""
    now = clinic.encounters.read(encounter, by=doctor.actor)
    return clinic.encounters.lock(encounter, version=now.version, by=doctor.actor)
