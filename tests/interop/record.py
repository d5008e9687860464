"""A patient with something of every type of resource, in every state that a list can be in."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from bedside import clinic, intake
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import CONFIRMED, DiagnosisBody
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from tests.api.conftest import Clinic
from tests.clinic.diary import at, book, publish
from tests.clinic.lists.elsewhere import seen_elsewhere
from tests.clinic.writing import amended, lock, meet, signed
from tests.intake.talking import HEART, KIDNEY, send
from tests.people import Person


@dataclass(frozen=True)
class Record:
    """What was written about a patient, by id."""

    encounter: UUID
    diagnosis: UUID
    problem: UUID
    allergy: UUID
    medicine: UUID
    vitals: UUID
    flag: UUID
    elsewhere: UUID
    note: UUID
    amendment: UUID
    assessment: UUID
    appointment: UUID


def write(day: Clinic, patient: Person, doctor: Person) -> Record:
    """Write something of everything about a patient."""
    whose, how = patient.patient, {"by": doctor.actor}
    place = day.harbour if doctor is not day.chen else day.millfield
    publish(doctor, place)
    booked = book(patient, doctor, place, at(9, days=20), by=doctor, reason="The headache again")
    encounter = meet(doctor, patient).id
    assessment = _tell(patient, doctor)
    return Record(
        encounter=encounter,
        diagnosis=_diagnoses(whose, doctor, encounter),
        problem=_problems(whose, doctor),
        allergy=_allergies(whose, doctor),
        medicine=_medicines(whose, doctor),
        vitals=_vitals(whose, doctor, encounter),
        flag=clinic.flags.add(
            whose,
            FlagBody(title="Falls", category="safety", comment="Since the spring."),
            **how,  # type: ignore[arg-type]
        ).id,
        elsewhere=seen_elsewhere(whose, doctor, type="Check-up", reason="A swollen toe"),
        **_notes(patient, doctor, encounter),
        assessment=assessment,
        appointment=booked.id,
    )


def _tell(patient: Person, doctor: Person) -> UUID:
    send(HEART, patient.actor)
    view = send(KIDNEY, patient.actor)
    view = intake.take(view.id, version=view.version, by=doctor.actor)
    asked = intake.ask(view.id, "Any blood in it?", version=view.version, by=doctor.actor)
    intake.reply(asked.id, "A little.", version=asked.version, by=patient.actor)
    return view.id


def _diagnoses(whose: UUID, doctor: Person, encounter: UUID) -> UUID:
    add, by = clinic.diagnoses.add, doctor.actor
    onset = DiagnosisBody(onset=PartialDate(2019, 3), comment="Since school.")
    kept = add(whose, "J30.9", onset, state=CONFIRMED, encounter=encounter, by=by)
    wrong = add(whose, "I10", DiagnosisBody(), by=by)
    clinic.diagnoses.mark_as_error(whose, wrong.id, reason="Another patient", version=1, by=by)
    over = add(whose, "J06.9", DiagnosisBody(certainty="probable"), by=by)
    clinic.diagnoses.turn("resolve", whose, over.id, abated=PartialDate(2020), version=1, by=by)
    return kept.id


def _problems(whose: UUID, doctor: Person) -> UUID:
    add, by = clinic.problems.add, doctor.actor
    body = ProblemBody(title="Trouble sleeping", since=PartialDate(2024), comment="Nights.")
    kept = add(whose, body, by=by)
    over = add(whose, ProblemBody(title="Sprained ankle"), by=by)
    clinic.problems.end(whose, over.id, until=PartialDate(2025, 1), why="Healed", version=1, by=by)
    wrong = add(whose, ProblemBody(title="Asthma"), by=by)
    clinic.problems.mark_as_error(whose, wrong.id, version=1, by=by)
    return kept.id


def _allergies(whose: UUID, doctor: Person) -> UUID:
    add, by = clinic.allergies.add, doctor.actor
    body = AllergyBody(
        substance="Penicillin", reaction="Hives", severity="severe", since=PartialDate(2001)
    )
    kept = add(whose, body, by=by)
    mild = add(whose, AllergyBody(substance="Latex", severity="mild"), by=by)
    clinic.allergies.mark_as_error(whose, mild.id, version=1, by=by)
    return kept.id


def _medicines(whose: UUID, doctor: Person) -> UUID:
    add, by = clinic.medicines.add, doctor.actor
    body = MedicineBody(as_written="Metformin 500 mg", dose="one in the morning")
    kept = add(whose, body, by=by)
    over = add(whose, MedicineBody(as_written="Iron", since=PartialDate(2023, 2, 1)), by=by)
    clinic.medicines.end(
        whose, over.id, until=PartialDate(2023, 8), why="Enough of it", version=1, by=by
    )
    return kept.id


def _vitals(whose: UUID, doctor: Person, encounter: UUID) -> UUID:
    now = timezone.now()
    every = VitalsBody(
        measured_at=now - timedelta(hours=1),
        temperature=38.5,
        pulse=88,
        systolic=132,
        diastolic=81,
        breathing_rate=16,
        oxygen_saturation=97,
        weight=64.5,
        height=171.5,
        glucose=5.4,
        note="Sitting.",
    )
    kept = clinic.vitals.add(whose, every, encounter=encounter, by=doctor.actor)
    only_upper = VitalsBody(measured_at=now - timedelta(days=2), systolic=140)
    clinic.vitals.add(whose, only_upper, by=doctor.actor)
    return kept.id


def _notes(patient: Person, doctor: Person, encounter: UUID) -> dict[str, UUID]:
    note = signed(doctor, encounter)
    clinic.notes.share(note.id, version=note.version, by=doctor.actor)
    amendment = amended(doctor, note.id)
    locked = meet(doctor, patient).id
    signed(doctor, locked)
    lock(doctor, locked)
    return {"note": note.id, "amendment": amendment.id}
