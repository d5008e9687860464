"""A clinic whose lists have five entries each, and whoever reads them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone
from starlette.testclient import TestClient

from bedside import accounts, clinic, intake
from bedside.accounts import cookies
from bedside.accounts.models import SealedName
from bedside.api.app import create_app
from bedside.audit import Actor
from bedside.clinic import notes
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.appointments import Wish
from bedside.clinic.diagnoses import DiagnosisBody
from bedside.clinic.entries.views import EntryView
from bedside.clinic.flags import FlagBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.models import (
    Appointment,
    Encounter,
    EncounterElsewhere,
    Facility,
    Merge,
    Note,
    NoteTemplate,
    Patient,
)
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.problems import ProblemBody
from bedside.clinic.vitals import VitalsBody
from bedside.intake.engine import knowledge
from bedside.intake.models import Assessment, Enquiry
from tests import people
from tests.clinic import diary
from tests.clinic.doubles import merged
from tests.clinic.lists.elsewhere import LONG_AGO, seen_elsewhere
from tests.clinic.writing import amended, draft, meet, signed
from tests.damage.ways import Kept, column, document
from tests.intake.talking import HEART, send
from tests.people import Person

ORIGIN = "https://clinic.test"
WORDS = ("amaranth", "birchbark", "cedarwood", "dunegrass", "elderflower")
"""What tells five entries apart by the text that comes to harm, and by no other."""
NUMBERS = ("one", "two", "three", "four", "five")


@dataclass(frozen=True)
class House:
    """Harbour Street and its people, each made when they are first asked for."""

    facility: Facility

    @cached_property
    def elsewhere(self) -> Facility:
        """A facility where nobody works."""
        return clinic.create_facility(name="Millfield Health Centre", by=people.SYSTEM)

    @cached_property
    def asha(self) -> Person:
        """A patient with an account."""
        return people.register_patient(people.ASHA, self.facility)

    @cached_property
    def bello(self) -> Person:
        """A doctor here."""
        return people.register_doctor("Dr Amara Bello", "bello@example.org", self.facility)

    @cached_property
    def noa(self) -> Person:
        """Who sits at the desk here."""
        return people.register_receptionist("Noa Lindqvist", "noa@example.org", self.facility)

    @cached_property
    def dana(self) -> Person:
        """Who administers."""
        user = accounts.register_user(
            email="dana@example.org",
            name="Dana Whitlock",
            password=people.PASSWORD,
            role="administrator",
            state="active",
            by=people.SYSTEM,
        )
        return people._person(user, "dana@example.org")

    def ask(self, reader: str, path: str) -> tuple[int, str]:
        """Return the status and the text of a page or an answer of the API.

        {asha} is her id, {encounter} her latest encounter, {sent} the one assessment there is,
        {harbour} the clinic and {elsewhere} the other one, {tomorrow} the day after today.
        """
        for name, place in (("{harbour}", "facility"), ("{elsewhere}", "elsewhere")):
            if name in path:
                path = path.replace(name, str(getattr(self, place).id))
        path = path.replace("{tomorrow}", str(diary.today() + diary.DAY))
        if "{asha}" in path:
            latest = Encounter.objects.order_by("-started_at").first()
            path = path.format(asha=self.asha.patient, encounter=latest and latest.id)
        if "{sent}" in path:
            path = path.format(sent=Assessment.objects.get().id)
        person: Person = getattr(self, reader)
        signed_in = accounts.sign_in(
            email=person.email, password=person.password, role=None, address="local"
        )
        if path.startswith("/api"):
            api = TestClient(create_app(settings.BEDSIDE), ORIGIN, raise_server_exceptions=False)
            answer = api.get(path, headers={"Authorization": f"Bearer {signed_in.access}"})
            return answer.status_code, answer.text
        browser = Client()
        browser.cookies[cookies.SESSION] = signed_in.sid
        page = browser.get(path, secure=True, headers={"host": "clinic.test"})
        return page.status_code, page.content.decode()


def open_house() -> House:
    """Open the clinic."""
    place = clinic.create_facility(name="Harbour Street Clinic", city="Port", by=people.SYSTEM)
    return House(place)


def five_patients(house: House) -> list[Kept]:
    """Register five patients; their profiles, in the order of their ids."""
    return [document(row) for row in _patients(house, WORDS)]


def five_seen_last(house: House) -> list[Kept]:
    """Let Dr Bello open the records of five patients; their profiles, the last seen first."""
    five = _patients(house, WORDS)
    for row in five:
        clinic.read_patient(row.id, by=house.bello.actor)
    return [document(row) for row in reversed(five)]


def five_patients_who_sent(house: House) -> list[Kept]:
    """Let five patients send the same complaint; their profiles, the longest waiting first."""
    return [document(row.patient) for row in _sent_by(_patients(house, WORDS), NUMBERS)]


def five_sent(house: House) -> list[Kept]:
    """Let five patients send the same complaint; what they sent, the longest waiting first."""
    return [document(row) for row in _sent_by(_patients(house, NUMBERS), WORDS)]


def five_of_asha(house: House) -> list[Kept]:
    """Let Asha send five assessments; the newest first."""
    asha = Patient.objects.get(id=house.asha.patient)
    return [document(row) for row in reversed(_sent_by([asha] * 5, WORDS))]


def five_doctors(house: House, field: SealedName) -> list[Kept]:
    """Let five doctors ask for an account; their names or emails, in the order they asked."""
    return [column(user, field) for user in _doctors(house, field)]


def five_members(house: House) -> list[Kept]:
    """Let five doctors work here; their names, the latest first."""
    return five_doctors(house, "name")[::-1]


def five_who_looked(house: House) -> list[Kept]:
    """Let five doctors read Asha's record; their names, the newest first."""
    users = _doctors(house, "name")
    for user in users:
        accounts.approve(user, checked=["identity"], by=people.SYSTEM)
        clinic.read_patient(house.asha.patient, by=Actor(role="doctor", user=user))
    return [column(user, "name") for user in reversed(users)]


def five_reviewers(house: House) -> list[Kept]:
    """Let five doctors review what Asha sent, one each; their names, the newest first."""
    asha = Patient.objects.get(id=house.asha.patient)
    users = _doctors(house, "name")
    for user, row in zip(users, _sent_by([asha] * 5, NUMBERS), strict=True):
        accounts.approve(user, checked=["identity"], by=people.SYSTEM)
        doctor = Actor(role="doctor", user=user)
        taken = intake.take(row.id, version=row.version, by=doctor)
        intake.review(row.id, version=taken.version, by=doctor)
    return [column(user, "name") for user in reversed(users)]


def five_notes(house: House, *, shared: bool = False) -> list[Kept]:
    """Let Dr Bello sign five notes in one encounter of Asha's; the first one first."""
    seen = meet(house.bello, house.asha)
    written = [signed(house.bello, seen.id, _note(word)) for word in WORDS]
    for note in written if shared else ():
        notes.share(note.id, version=note.version, by=house.bello.actor)
    rows = Note.objects.in_bulk([note.id for note in written])
    return [document(rows[note.id]) for note in written]


def five_drafts(house: House) -> list[Kept]:
    """Let Dr Bello begin a note in five encounters of Asha's and sign none; the first one first."""
    return [document(_draft(house, house.asha.patient, word)) for word in WORDS]


def five_patients_with_a_draft(house: House) -> list[Kept]:
    """Let Dr Bello begin a note about five patients; their profiles, the first note first."""
    five = _patients(house, WORDS)
    for row in five:
        _draft(house, row.id, "rain")
    return [document(row) for row in five]


def _draft(house: House, patient: UUID, word: str) -> Note:
    seen = clinic.encounters.start(patient, by=house.bello.actor)
    return Note.objects.get(id=draft(house.bello, seen.id, _note(word)).id)


def five_amendments(house: House) -> list[Kept]:
    """Let Dr Bello amend a note of hers five times; the first one first."""
    note = signed(house.bello, meet(house.bello, house.asha).id)
    amendments = [amended(house.bello, note.id, f"It was {word}.") for word in WORDS]
    rows = Note.objects.in_bulk([each.id for each in amendments])
    return [document(rows[each.id]) for each in amendments]


def five_practitioners(house: House, *, sign: bool = False) -> list[Kept]:
    """Let five doctors see Asha, one after the other; their names, the latest first."""
    users = _doctors(house, "name")
    for user in users:
        accounts.approve(user, checked=["identity"], by=people.SYSTEM)
        doctor = replace(house.bello, user=user, actor=Actor(role="doctor", user=user))
        seen = meet(doctor, house.asha)
        if sign:
            signed(doctor, seen.id)
    return [column(user, "name") for user in reversed(users)]


def five_templates(house: House) -> list[Kept]:
    """Let Dr Bello keep five templates, in that order."""
    made = [notes.create_template(_note(word), by=house.bello.actor) for word in WORDS]
    return [_template(view.id) for view in made if view.id]


def _template(template: UUID) -> Kept:
    rows = NoteTemplate.objects.filter(id=template)

    def put(text: bytes | None) -> None:
        rows.update(sealed=text or b"")

    return Kept("note_template", template, lambda: bytes(rows.get().sealed), put)


def _note(word: str) -> NoteText:
    return NoteText(f"About {word}", (Section("", f"It began with {word}."),))


def five_who_took(house: House) -> list[Kept]:
    """Let five doctors take an assessment each; their names, the longest waiting first."""
    users = _doctors(house, "name")
    for user, row in zip(users, _sent_by(_patients(house, NUMBERS), NUMBERS), strict=True):
        accounts.approve(user, checked=["identity"], by=people.SYSTEM)
        intake.take(row.id, version=row.version, by=Actor(role="doctor", user=user))
    return [column(user, "name") for user in users]


def five_asked_back(house: House) -> list[Kept]:
    """Let Dr Bello ask Asha back five times about what she sent; the oldest first."""
    asha = Patient.objects.get(id=house.asha.patient)
    (row, *_) = _sent_by([asha], ["once"])
    view = intake.take(row.id, version=row.version, by=house.bello.actor)
    for word in WORDS:
        asked = intake.ask(view.id, f"A {word}?", version=view.version, by=house.bello.actor)
        view = intake.reply(asked.id, "Yes", version=asked.version, by=house.asha.actor)
    return [document(one) for one in Enquiry.objects.order_by("asked_at", "id")]


def five_who_signed_off(house: House) -> list[Kept]:
    """Let five doctors answer for the medical knowledge; their names, the newest first."""
    users = _doctors(house, "name")
    for user in users:
        accounts.approve(user, checked=["identity"], by=people.SYSTEM)
        version = knowledge().version
        intake.sign_off(version, reviewer=user, registration="GMC-1", by=house.dana.actor)
    return [column(user, "name") for user in reversed(users)]


def five_entries(house: House, noun: str) -> list[Kept]:
    """Let Dr Bello write down five entries in a list of Asha's; the newest first."""
    ids = [_WRITE_DOWN[noun](house, word).id for word in WORDS]
    rows = apps.get_model("clinic", noun)._base_manager.in_bulk(ids)
    return [document(rows[entry]) for entry in reversed(ids)]


def five_encounters_elsewhere(house: House) -> list[Kept]:
    """Keep five encounters of Asha's at other clinics; the latest first."""
    ids = [
        seen_elsewhere(
            house.asha.patient, house.bello, type=word, started_at=LONG_AGO + number * diary.DAY
        )
        for number, word in enumerate(WORDS)
    ]
    rows = EncounterElsewhere.objects.in_bulk(ids)
    return [document(rows[entry]) for entry in reversed(ids)]


def five_merges(house: House) -> list[Kept]:
    """Let five records of Asha's become a part of hers; why, the latest first."""
    ids = [merged(house.asha, house.bello, reason=word) for word in WORDS]
    rows = Merge.objects.in_bulk(ids)
    return [document(rows[merge]) for merge in reversed(ids)]


def _measure(house: House, word: str) -> EntryView[VitalsBody]:
    body = VitalsBody(measured_at=timezone.now(), pulse=70, note=word)
    return clinic.vitals.add(house.asha.patient, body, by=house.bello.actor)


_WRITE_DOWN: dict[str, Callable[[House, str], EntryView[Any]]] = {
    "allergy": lambda house, word: clinic.allergies.add(
        house.asha.patient, AllergyBody(substance=word), by=house.bello.actor
    ),
    "medicine": lambda house, word: clinic.medicines.add(
        house.asha.patient, MedicineBody(as_written=word), by=house.bello.actor
    ),
    "problem": lambda house, word: clinic.problems.add(
        house.asha.patient, ProblemBody(title=word), by=house.bello.actor
    ),
    "flag": lambda house, word: clinic.flags.add(
        house.asha.patient, FlagBody(title=word), by=house.bello.actor
    ),
    "diagnosis": lambda house, word: clinic.diagnoses.add(
        house.asha.patient,
        "J00",
        DiagnosisBody(comment=word),
        repeated=True,
        by=house.bello.actor,
    ),
    "vitals": _measure,
}


def five_appointments(house: House) -> list[Kept]:
    """Let Dr Bello book five appointments for Asha, saying why; the earliest first."""
    diary.publish(house.bello, house.facility)
    for hour, word in enumerate(WORDS, start=9):
        start = diary.at(hour)
        diary.book(
            house.asha, house.bello, house.facility, start, by=house.bello, reason=f"My {word}"
        )
    return [document(row) for row in Appointment.objects.order_by("start")]


def five_who_come(house: House) -> list[Kept]:
    """Let Dr Bello book five patients; their profiles, the earliest first."""
    diary.publish(house.bello, house.facility)
    rows = _patients(house, WORDS)
    for hour, row in enumerate(rows, start=9):
        wish = Wish(row.id, house.facility.id, house.bello.user, diary.at(hour))
        clinic.appointments.book(wish, by=house.bello.actor)
    return [document(row) for row in rows]


def _patients(house: House, names: Sequence[str]) -> list[Patient]:
    return [
        clinic.register_patient(
            profile=replace(people.ASHA, name=f"Mira {name}", email=f"m{at}@example.org"),
            facility=house.facility.id,
            password=None,
            by=people.SYSTEM,
        )
        for at, name in enumerate(names)
    ]


def _sent_by(patients: Sequence[Patient], words: Sequence[str]) -> list[Assessment]:
    """Let each send an emergency: of all interviews, that is the shortest."""
    sent = [
        send(
            replace(HEART, text=f"{HEART.text} ({word})"), Actor(role="patient", patient=patient.id)
        )
        for patient, word in zip(patients, words, strict=True)
    ]
    rows = Assessment.objects.select_related("patient").in_bulk([view.id for view in sent])
    return [rows[view.id] for view in sent]


def _doctors(house: House, field: SealedName) -> list[UUID]:
    names, emails = (WORDS, NUMBERS) if field == "name" else (NUMBERS, WORDS)
    return [
        clinic.register_doctor(
            name=f"Dr {name}",
            email=f"{email}@example.org",
            password=None,
            facility=house.facility.id,
            by=people.SYSTEM,
        ).id
        for name, email in zip(names, emails, strict=True)
    ]
