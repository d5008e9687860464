"""Whoever loses a patient while they write about them writes nothing, on every store.

The loss is under way in another transaction when the act begins: it looks, finds the patient in
reach, and has to wait. What it waited for decides.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from bedside import clinic, documents, intake
from bedside.audit import Event
from bedside.clinic import appointments, notes
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import (
    Appointment,
    CareRelation,
    Encounter,
    Facility,
    Membership,
    Patient,
    WaitingPlace,
)
from bedside.clinic.patients.profile import Profile
from bedside.documents.current import store
from bedside.errors import BedsideError, Conflict, Invalid, NotFound
from bedside.intake.models import Assessment
from tests import people
from tests.clinic.diary import DAY, at, book, care_too, publish, today
from tests.clinic.writing import SAID, draft, meet, signed
from tests.contract.together import at_once, kinds, somebody_who
from tests.intake.talking import COLD, finish, send
from tests.people import Person

pytestmark = pytest.mark.usefixtures("live_database")


@dataclass(frozen=True)
class Scene:
    asha: Person
    bello: Person
    okafor: Person
    harbour: Facility


@pytest.fixture
def scene(asha: Person, bello: Person, harbour: Facility) -> Scene:
    publish(bello, harbour)
    okafor = people.register_doctor("Dr Okafor", "okafor@example.org", harbour)
    return Scene(asha, bello, okafor, harbour)


Write = Callable[[], Any]


def _starting(scene: Scene) -> Write:
    return lambda: meet(scene.bello, scene.asha)


def _locking(scene: Scene) -> Write:
    seen = meet(scene.bello, scene.asha)
    return lambda: clinic.encounters.lock(seen.id, version=1, by=scene.bello.actor)


def _waiting(scene: Scene) -> Write:
    day = today() + DAY
    return lambda: appointments.join(
        patient=scene.asha.patient, facility=scene.harbour.id, first_day=day, last_day=day,
        by=scene.bello.actor,
    )  # fmt: skip


def _booking(scene: Scene) -> Write:
    return lambda: book(scene.asha, scene.bello, scene.harbour, at(9), by=scene.bello)


def _moving(scene: Scene) -> Write:
    row = book(scene.asha, scene.bello, scene.harbour, at(9), by=scene.bello)
    by = scene.bello.actor
    return lambda: appointments.reschedule(row.id, start=at(10), version=1, by=by)


def _cancelling(scene: Scene) -> Write:
    row = book(scene.asha, scene.bello, scene.harbour, at(9), by=scene.bello)
    by = scene.bello.actor
    return lambda: appointments.cancel(row.id, reason="mistake", version=1, by=by)


def _beginning_a_note(scene: Scene) -> Write:
    seen = meet(scene.bello, scene.asha)
    return lambda: intake.begin_note_at(seen.id, by=scene.bello.actor)


def _saving(scene: Scene) -> Write:
    begun = intake.begin_note_at(meet(scene.bello, scene.asha).id, by=scene.bello.actor)
    return lambda: notes.save(begun.id, SAID, version=begun.version, by=scene.bello.actor)


def _signing(scene: Scene) -> Write:
    begun = draft(scene.bello, meet(scene.bello, scene.asha).id)
    return lambda: notes.sign(begun.id, version=begun.version, by=scene.bello.actor)


def _cosigning(scene: Scene) -> Write:
    note = signed(scene.okafor, meet(scene.okafor, scene.asha).id)
    return lambda: notes.cosign(note.id, version=note.version, by=scene.bello.actor)


def _sharing(scene: Scene) -> Write:
    note = signed(scene.bello, meet(scene.bello, scene.asha).id)
    return lambda: notes.share(note.id, version=note.version, by=scene.bello.actor)


def _adding(scene: Scene) -> Write:
    body, by = AllergyBody(substance="Penicillin"), scene.bello.actor
    return lambda: clinic.allergies.add(scene.asha.patient, body, by=by)


def _ending(scene: Scene) -> Write:
    whose, by = scene.asha.patient, scene.bello.actor
    row = clinic.allergies.add(whose, AllergyBody(substance="Penicillin"), by=by)
    return lambda: clinic.allergies.end(whose, row.id, version=1, by=by)


def _stating(scene: Scene) -> Write:
    return lambda: clinic.allergies.state_none_known(scene.asha.patient, by=scene.bello.actor)


def _correcting(scene: Scene) -> Write:
    version = Patient.objects.get(id=scene.asha.patient).version
    details, by = {"phone": "07700 900111"}, scene.bello.actor
    return lambda: clinic.correct_profile(scene.asha.patient, details, version=version, by=by)


def _answering_for(scene: Scene) -> Write:
    return lambda: clinic.set_responsible(
        scene.asha.patient, scene.okafor.user, version=1, by=scene.bello.actor
    )


def _taking(scene: Scene) -> Write:
    sent = send(COLD, scene.asha.actor)
    return lambda: intake.take(sent.id, version=sent.version, by=scene.bello.actor)


def _asking(scene: Scene) -> Write:
    sent, by = send(COLD, scene.asha.actor), scene.bello.actor
    taken = intake.take(sent.id, version=sent.version, by=by)
    return lambda: intake.ask(sent.id, "Since when?", version=taken.version, by=by)


def _following_up(scene: Scene) -> Write:
    sent, by = send(COLD, scene.asha.actor), scene.bello.actor
    return lambda: intake.book_follow_up(sent.id, practitioner=scene.bello.user, start=at(9), by=by)


WRITES: dict[str, Callable[[Scene], Write]] = {
    "encounter.start": _starting,
    "encounter.lock": _locking,
    "waiting.join": _waiting,
    "appointment.book": _booking,
    "appointment.reschedule": _moving,
    "appointment.cancel": _cancelling,
    "note.begin": _beginning_a_note,
    "note.save": _saving,
    "note.sign": _signing,
    "note.cosign": _cosigning,
    "note.share": _sharing,
    "allergy.add": _adding,
    "allergy.end": _ending,
    "allergy.state_none_known": _stating,
    "patient.correct": _correcting,
    "patient.set_responsible": _answering_for,
    "assessment.take": _taking,
    "assessment.ask": _asking,
    "follow_up.book": _following_up,
}
"""Each verb, and what makes the scene ready for it."""


@contextmanager
def _transferred(scene: Scene) -> Iterator[None]:
    """Asha leaves Harbour Street: what her transfer does to the reach, in its order."""
    with transaction.atomic():
        Patient.objects.filter(id=scene.asha.patient).update(state=F("state"))
        CareRelation.objects.filter(patient=scene.asha.patient).update(until=timezone.now())
        yield


@contextmanager
def _dismissed(scene: Scene) -> Iterator[None]:
    """Dr Bello no longer works at Harbour Street."""
    with transaction.atomic():
        Membership.objects.filter(user=scene.bello.user).update(until=timezone.now())
        yield


@pytest.mark.parametrize("loss", [_transferred, _dismissed])
@pytest.mark.parametrize("verb", WRITES)
def test_nothing_is_written_about_a_patient_who_is_being_lost(
    scene: Scene, verb: str, loss: Callable[[Scene], Any]
) -> None:
    write = WRITES[verb](scene)
    with somebody_who(write) as writer, loss(scene):
        writer.begin()
        assert writer.has_to_wait()
    assert kinds(writer.results) == {"NotFound": 1}
    assert not Event.objects.filter(action=verb, outcome="done", actor_user=scene.bello.user)


class Meanwhile:
    """The real store, with something that happens once a document is in it, once."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self._store, self._happens = store(), [happens]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def put(self, blob: Any, body: bytes) -> None:
        self._store.put(blob, body)
        if self._happens:
            happens = self._happens.pop()
            (result,) = at_once(1, lambda _: happens())
            assert not isinstance(result, BedsideError), result


@contextmanager
def meanwhile(happens: Callable[[], object]) -> Iterator[None]:
    """Let something happen between the preparing of an act and its commit."""
    before = store()
    documents.configure(Meanwhile(happens))  # type: ignore[arg-type]
    try:
        yield
    finally:
        documents.configure(before)


def test_an_assessment_sent_during_a_transfer_goes_to_the_new_clinic_alone(
    asha: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    ready = finish(COLD, asha.actor)
    with meanwhile(
        lambda: clinic.transfer(asha.patient, to=millfield.id, version=1, by=bello.actor)
    ):
        intake.submit(ready.id, version=ready.version, by=asha.actor)
    assert Assessment.objects.get(id=ready.id).facility_id == millfield.id
    assert not intake.worklist(by=bello.actor).rows
    assert [row.id for row in intake.worklist(by=chen.actor).rows] == [ready.id]
    with pytest.raises(NotFound):
        clinic.read_patient(asha.patient, by=bello.actor)
    assert Event.objects.get(action="assessment.submit", outcome="done").chain == millfield.id


def test_whoever_works_at_both_clinics_books_where_the_patient_is_cared_for(
    scene: Scene, millfield: Facility, dana: Person
) -> None:
    """Dr Bello reaches Asha at Millfield still, but Harbour Street has nothing to do with her."""
    asha, bello, harbour = scene.asha, scene.bello, scene.harbour
    clinic.add_member(millfield.id, bello.user, by=dana.actor)
    move = book(asha, bello, harbour, at(11), by=bello)

    def transfer() -> None:
        clinic.transfer(asha.patient, to=millfield.id, version=1, by=dana.actor)

    with meanwhile(transfer), pytest.raises(Conflict):
        book(asha, bello, harbour, at(9), by=bello, reason="A cough")
    assert Patient.objects.get(id=asha.patient).facility_id == millfield.id
    assert list(Appointment.objects.values_list("id", "status")) == [(move.id, "cancelled")]


def test_whoever_left_one_of_two_clinics_changes_no_appointment_there(
    scene: Scene, millfield: Facility, dana: Person
) -> None:
    asha, bello, harbour = scene.asha, scene.bello, scene.harbour
    care_too(asha.patient, millfield)
    clinic.add_member(millfield.id, bello.user, by=dana.actor)
    row = book(asha, bello, harbour, at(11), by=bello)

    def leave() -> None:
        clinic.end_member(harbour.id, bello.user, version=1, by=dana.actor)

    with meanwhile(leave), pytest.raises(NotFound):
        appointments.cancel(row.id, reason="mistake", words="Wrong day", version=1, by=bello.actor)


def test_nobody_is_enrolled_by_a_doctor_who_has_just_left(scene: Scene) -> None:
    newborn = Profile("Noor Verma", today(), "female", "", "07700 900017")

    def enrol() -> Patient:
        return clinic.enrol_patient(
            profile=newborn, facility=scene.harbour.id, by=scene.bello.actor
        )

    with somebody_who(enrol) as writer, _dismissed(scene):
        writer.begin()
        assert writer.has_to_wait()
    (refusal,) = writer.results
    assert isinstance(refusal, Invalid)
    assert list(refusal.fields) == ["facility"]
    assert Patient.objects.count() == 1


def test_a_transfer_among_many_writes_leaves_nothing_open_behind(
    scene: Scene, millfield: Facility
) -> None:
    def do(n: int) -> Any:
        if n == 0:
            by = scene.bello.actor
            clinic.transfer(scene.asha.patient, to=millfield.id, version=1, by=by)
            return "transferred"
        return list(WRITES.values())[n % 4](scene)()

    results = at_once(9, do)
    assert set(kinds(results)) <= {
        "str", "EncounterView", "AppointmentView", "WaitingView", "NotFound", "Conflict",
        "Invalid", "Taken",
    }  # fmt: skip
    assert results[0] == "transferred"
    now = timezone.now()
    assert not Encounter.objects.filter(facility=scene.harbour, state="open").exists()
    assert not CareRelation.objects.filter(facility=scene.harbour, until=None).exists()
    coming = Appointment.objects.filter(
        facility=scene.harbour, status__in=("booked", "proposed"), start__gt=now
    )
    assert not coming.exists()
    places = WaitingPlace.objects.filter(state__in=("waiting", "offered"))
    assert not places.exists()


def test_care_that_was_to_end_later_ends_with_a_transfer(scene: Scene, millfield: Facility) -> None:
    care = CareRelation.objects.filter(patient=scene.asha.patient)
    care.update(until=timezone.now() + timedelta(days=30))
    clinic.transfer(scene.asha.patient, to=millfield.id, version=1, by=scene.bello.actor)
    with pytest.raises(NotFound):
        clinic.read_patient(scene.asha.patient, by=scene.bello.actor)
