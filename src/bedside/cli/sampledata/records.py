"""Writing down a planned life as the clinic's record: encounters, notes, and the patient's lists.

Everything is checked by the same rules as what a doctor types, and then brought in at once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import Model

from bedside import codes
from bedside.cli.sampledata.cases import Case
from bedside.cli.sampledata.diary import past
from bedside.cli.sampledata.lives import Course, Life, Visit
from bedside.clinic.allergies.acts import ALLERGIES
from bedside.clinic.allergies.body import AllergyBody
from bedside.clinic.allergies.models import Allergy, NoneKnown
from bedside.clinic.appointments.models import Appointment, AppointmentStep
from bedside.clinic.bringing_in import Brought
from bedside.clinic.diagnoses.acts import DIAGNOSES
from bedside.clinic.diagnoses.body import DiagnosisBody
from bedside.clinic.diagnoses.lifecycle import CONFIRMED, REFUTED, RESOLVED, SUSPECTED
from bedside.clinic.diagnoses.models import Code, Diagnosis
from bedside.clinic.encounters.models import Encounter, EncounterState
from bedside.clinic.entries.bringing import brought
from bedside.clinic.entries.history import Change
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED
from bedside.clinic.flags.acts import FLAGS
from bedside.clinic.flags.body import FlagBody
from bedside.clinic.flags.models import Flag
from bedside.clinic.medicines.acts import MEDICINES
from bedside.clinic.medicines.body import MedicineBody
from bedside.clinic.medicines.models import Medicine
from bedside.clinic.notes.models import Note, NoteState
from bedside.clinic.notes.text import NoteText, Section
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.problems.acts import PROBLEMS
from bedside.clinic.problems.body import ProblemBody
from bedside.clinic.problems.models import Problem
from bedside.clinic.vitals.acts import FINAL, VITALS
from bedside.clinic.vitals.body import VitalsBody
from bedside.clinic.vitals.models import Vitals

ORDER: tuple[type[Model], ...] = (
    Appointment,
    AppointmentStep,
    Encounter,
    Note,
    Code,
    Diagnosis,
    Problem,
    Medicine,
    Allergy,
    NoneKnown,
    Flag,
    Vitals,
)
"""A row refers to none that comes after it."""
LOCKED_AFTER = timedelta(days=14)
_MINUTE = timedelta(minutes=1)
_ALLERGIES: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("Penicillin", "Hives all over within an hour", "moderate", "allergy", ("Amox", "Fluclox")),
    ("Peanuts", "Swollen lips, tight throat; carries adrenaline", "severe", "allergy", ()),
    ("Ibuprofen", "Stomach pain", "mild", "intolerance", ("Ibuprofen", "Naproxen")),
    ("Latex", "Itchy red hands", "mild", "allergy", ()),
    ("Codeine", "Sick and dizzy", "moderate", "intolerance", ()),
    ("Sticking plaster", "Blisters under it", "mild", "allergy", ()),
    ("Trimethoprim", "Rash on the chest", "moderate", "allergy", ()),
    ("Bee stings", "Swollen arm for days", "moderate", "allergy", ()),
)
"""Substance, reaction, severity, type, and the medicines that nobody with it was given."""
_ALERTS: Mapping[str, tuple[float, str, str, str]] = {
    "Irregular heartbeat": (1.0, "Takes an anticoagulant", "drug", "Apixaban, for good"),
    "Home visit after a fall": (0.8, "Falls", "safety", "Asks for somebody at the door"),
    "Migraine": (1.0, "No beta blockers", "drug", "Has asthma: propranolol is not for her"),
    "Chronic obstructive lung disease": (
        0.2,
        "Do not resuscitate form held",
        "advance-directive",
        "Signed, and known to the family; the form is in the paper folder",
    ),
    "Anxiety": (0.3, "Wants a chaperone", "contact", "Ask before every examination"),
}
"""By what somebody had: how likely it is that there is an alert, what it says, its category and the
comment."""
_NO_ALERT = (0.0, "", "", "")
_FALL_IS_OLD = timedelta(days=120)
_AMENDMENTS = (
    "The side was written down wrongly above: it was the left, not the right.",
    "The laboratory called after the visit: kidney function is normal. Told the patient by phone.",
    "The patient remembered later that the trouble began a week earlier than written above.",
)


class Records:
    """Writes lives down; `now` is when it is done, and nothing in them is later."""

    def __init__(self, random: Random, now: datetime, asha: UUID) -> None:
        self._random, self._now, self._asha = random, now, asha
        self._codes: dict[str, Code] = {}

    def of(self, lives: Iterable[Life], staff: Sequence[UUID]) -> list[Brought]:
        """Return the records of some lives at a clinic, in the order in which they can be kept.

        `staff` are the clinic's doctors.
        """
        found = [one for life in lives for one in self._life(life, staff)]
        return sorted(found, key=lambda one: ORDER.index(type(one.row)))

    def _life(self, life: Life, staff: Sequence[UUID]) -> Iterator[Brought]:
        for course in life.courses:
            yield from self._course(life, course, staff)
        yield from self._allergies(life)

    def _course(self, life: Life, course: Course, staff: Sequence[UUID]) -> Iterator[Brought]:
        encounters = [self._encounter(life, course.case, visit) for visit in course.visits]
        for visit, encounter in zip(course.visits, encounters, strict=True):
            yield Brought(encounter)
            yield from self._notes(course.case, visit, encounter, staff)
            if visit.found:
                yield self._vitals(visit, encounter)
        yield from past(life, course, encounters, self._random)
        first = encounters[0]
        yield from self._medicines(course, first)
        yield from self._diagnosed(course, first)
        yield from self._alerts(course, first)

    def _encounter(self, life: Life, case: Case, visit: Visit) -> Encounter:
        row = Encounter(
            patient=life.patient.row,
            facility=life.facility,
            practitioner_id=visit.doctor,
            kind=case.kind,
            started_at=visit.at,
            recorded_at=visit.at + self._random.randint(1, 4) * _MINUTE,
        )
        if visit.at < self._now - LOCKED_AFTER:
            row.state, row.version = EncounterState.LOCKED, 2
            row.locked_by_id, row.locked_at = visit.doctor, visit.at + timedelta(hours=6)
        return row

    def _notes(
        self, case: Case, visit: Visit, encounter: Encounter, staff: Sequence[UUID]
    ) -> Iterator[Brought]:
        """Yield the note of a visit, and now and then an amendment of it."""
        text = case.note(visit.number, visit.found)
        note = self._note(encounter, visit.at + 3 * _MINUTE)
        chance, chosen = self._random.random(), self._random.choice(staff)
        is_new, is_ashas = encounter.state == EncounterState.OPEN, note.patient_id == self._asha
        if is_new and chance < 0.25:
            note.state, note.signed_at = NoteState.DRAFT, None
            yield Brought(note, text.checked().to_body())
            return
        assert note.signed_at
        if chance < 0.12 and chosen != visit.doctor:
            note.cosigned_by_id, note.cosigned_at = chosen, note.signed_at + timedelta(hours=2)
            note.version += 1
        if chance > 0.75 or (is_ashas and visit.number % 2 == 0):
            note.shared_by_id, note.shared_at = visit.doctor, note.signed_at + 2 * _MINUTE
            note.version += 1
        yield Brought(note, text.checked().to_body())
        if 0.46 < chance < 0.5 or (is_ashas and case.title == "Migraine" and visit.number == 1):
            yield self._amendment(note)

    def _note(self, encounter: Encounter, at: datetime) -> Note:
        signed = at + self._random.randint(5, 14) * _MINUTE
        return Note(
            patient_id=encounter.patient_id,
            encounter=encounter,
            author_id=encounter.practitioner_id,
            state=NoteState.SIGNED,
            started_at=at,
            updated_at=signed,
            signed_at=signed,
            version=2,
            document_version=2,
        )

    def _amendment(self, note: Note) -> Brought:
        assert note.signed_at
        row = self._note(note.encounter, note.signed_at + timedelta(hours=1))
        row.amends = note
        text = NoteText("Amendment", (Section("", self._random.choice(_AMENDMENTS)),))
        return Brought(row, text.checked().to_body())

    def _vitals(self, visit: Visit, encounter: Encounter) -> Brought:
        body = VitalsBody(measured_at=visit.at + 4 * _MINUTE, **visit.found)  # type: ignore[arg-type]
        at = visit.at + 6 * _MINUTE
        told = Change("add", at, visit.doctor, FINAL, body)
        return self._entry(VITALS.kind, encounter, told)

    def _medicines(self, course: Course, encounter: Encounter) -> Iterator[Brought]:
        """Yield what was prescribed at the first visit, stopped where its days are over."""
        for written, dose, days in course.case.medicines:
            began = course.visits[0]
            at = began.at + 9 * _MINUTE
            body = MedicineBody(as_written=written, dose=dose, since=_day(began.at))
            told = [Change("add", at, began.doctor, ACTIVE, body)]
            over = began.at + timedelta(days=days)
            if days and over < self._now - timedelta(days=1):
                ended = body.ended(
                    _day(over), "Course finished" if days < 30 else "No longer needed"
                )
                told.append(Change("end", over, began.doctor, ENDED, ended))
            yield self._entry(MEDICINES.kind, encounter, *told)

    def _diagnosed(self, course: Course, encounter: Encounter) -> Iterator[Brought]:
        """Yield the coded diagnosis, and for what lasts the problem that it stands for."""
        code, is_new = self._coded(course.case.code)
        if is_new:
            yield Brought(code)
        diagnosis = self._entry(DIAGNOSES.kind, encounter, *self._judged(course), code=code)
        yield diagnosis
        if course.case.goes_on:
            began = course.visits[0]
            body = ProblemBody(
                title=course.case.title,
                since=PartialDate.of(began.at.date(), "month"),
                diagnosis=diagnosis.row.pk,
            )
            told = Change("add", began.at + 11 * _MINUTE, began.doctor, ACTIVE, body)
            yield self._entry(PROBLEMS.kind, encounter, told)

    def _alerts(self, course: Course, encounter: Encounter) -> Iterator[Brought]:
        """Yield what must not be missed about somebody from now on; old falls are over."""
        chance, title, category, comment = _ALERTS.get(course.case.title, _NO_ALERT)
        if not chance or self._random.random() >= chance:
            return
        began = course.visits[0]
        body = FlagBody(title=title, category=category, comment=comment, since=_day(began.at))
        told = [Change("add", began.at + 12 * _MINUTE, began.doctor, ACTIVE, body)]
        over = began.at + _FALL_IS_OLD
        if category == "safety" and over < self._now - timedelta(days=1):
            ended = body.ended(_day(over), "No fall since")
            told.append(Change("end", over, began.doctor, ENDED, ended))
        yield self._entry(FLAGS.kind, encounter, *told)

    def _judged(self, course: Course) -> Iterator[Change[Any]]:
        """Yield what became of a diagnosis: what lasts is confirmed, what passes is resolved."""
        began, chance = course.visits[0], self._random.random()
        at, over = began.at + 10 * _MINUTE, began.at + timedelta(days=21)
        unsure = not course.case.goes_on and chance < 0.15
        onset = PartialDate.of(began.at.date() - timedelta(days=self._random.randint(1, 40)))
        body = DiagnosisBody(onset=onset, certainty="probable" if unsure else "certain")
        yield Change("add", at, began.doctor, SUSPECTED if unsure else CONFIRMED, body)
        if course.case.goes_on or over > self._now or chance < 0.08:
            return
        state, event = (REFUTED, "refute") if unsure else (RESOLVED, "resolve")
        abated = None if unsure else _day(over)
        yield Change(event, over, began.doctor, state, body.turned(state, "", abated))

    def _coded(self, code: str) -> tuple[Code, bool]:
        """Return the row of a code, and whether it was made just now."""
        found = self._codes.get(code)
        if found:
            return found, False
        coding = codes.coding(code)
        row = Code(
            system=coding.system, code=coding.code, release=coding.release, display=coding.display
        )
        self._codes[code] = row
        return row, True

    def _allergies(self, life: Life) -> Iterator[Brought]:
        """Yield an allergy, the statement that there is none, or (nobody asked) nothing."""
        at, chance = life.joined + 20 * _MINUTE, self._random.random()
        if life.patient.row.id == self._asha:
            yield self._allergy(life, at, "Amoxicillin", "Rash and swollen lips", "severe")
        elif chance < 0.25 and life.courses:
            yield from self._one_allergy(life, at)
        elif chance < 0.8:
            yield Brought(
                NoneKnown(patient=life.patient.row, recorded_by_id=life.doctor, recorded_at=at)
            )

    def _one_allergy(self, life: Life, at: datetime) -> Iterator[Brought]:
        taken = " ".join(one[0] for course in life.courses for one in course.case.medicines)
        safe = [one for one in _ALLERGIES if not any(name in taken for name in one[4])]
        substance, reaction, severity, kind, _ = self._random.choice(safe)
        yield self._allergy(life, at, substance, reaction, severity, kind)

    def _allergy(
        self,
        life: Life,
        at: datetime,
        substance: str,
        reaction: str,
        severity: str,
        kind: str = "allergy",
    ) -> Brought:
        body = AllergyBody(substance=substance, reaction=reaction, severity=severity, type=kind)
        told = [Change("add", at, life.doctor, ACTIVE, body)]
        if self._random.random() < 0.06 and life.patient.row.id != self._asha:
            over = at + (self._now - at) / 2
            ended = body.ended(_day(over), "Tested: no reaction")
            told.append(Change("end", over, life.doctor, ENDED, ended))
        row = Allergy(patient=life.patient.row)
        return brought(ALLERGIES.kind, row, told)

    def _entry(
        self, kind: Kind[Any], encounter: Encounter, *told: Change[Any], **columns: Any
    ) -> Brought:
        row = kind.model(patient_id=encounter.patient_id, encounter=encounter, **columns)
        return brought(kind, row, told)


def _day(at: datetime) -> PartialDate:
    return PartialDate.of(at.date())
