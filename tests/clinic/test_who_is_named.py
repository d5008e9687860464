"""Every act of booking and waiting is on record with the patient whom it was about, and what nobody
may book for or with whom is refused on every way in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from bedside import clinic, intake
from bedside.audit import Event
from bedside.clinic.appointments import AppointmentView, Wish
from bedside.clinic.models import Appointment, CareRelation, Facility, WaitingPlace
from bedside.errors import Conflict, Invalid
from tests.clinic.diary import DAY, MINUTES, at, book, care_too, publish, today
from tests.intake.talking import KIDNEY, send
from tests.people import Person

ours = clinic.appointments
DAYS = {"first_day": today() + DAY, "last_day": today() + 3 * DAY}


class Desk:
    """What can be done with Asha's appointment; each way ends in the act it is named after."""

    def __init__(self, asha: Person, bello: Person, harbour: Facility) -> None:
        self.asha, self.bello, self.harbour = asha, bello, harbour

    def booked(self) -> AppointmentView:
        return book(self.asha, self.bello, self.harbour, at(9), by=self.bello)

    def now(self) -> Appointment:
        row = Appointment.objects.get(id=self.booked().id)
        row.start = timezone.now() - 5 * MINUTES
        row.end = row.start + 20 * MINUTES
        row.save()
        return row

    def held(self) -> AppointmentView:
        self.waits()
        row = Appointment.objects.get(status="proposed")
        return ours.read(row.id, by=self.asha.actor)

    def waits(self) -> Any:
        return ours.join(facility=self.harbour.id, **DAYS, by=self.asha.actor)

    def does(self, event: str, row: Any, **more: Any) -> None:
        getattr(ours, event)(row.id, version=row.version, by=self.bello.actor, **more)

    def arrives_and(self, event: str) -> None:
        self.does("arrive", self.now())
        self.does(event, Appointment.objects.get())

    def moved(self) -> None:
        self.does("reschedule", self.booked(), start=at(10))

    def acknowledged(self) -> None:
        self.moved()
        ours.acknowledge(Appointment.objects.get().id, version=2, by=self.asha.actor)

    def leaves(self) -> None:
        self.waits()
        self.does("leave", WaitingPlace.objects.get())

    def looks(self, **more: Any) -> None:
        place = self.harbour.id
        ours.find_slots(place, patient=self.asha.patient, by=self.bello.actor, **more)

    def looks_at_a_day(self) -> None:
        ours.find_day(self.harbour.id, patient=self.asha.patient, by=self.bello.actor)

    def previews(self) -> None:
        wish = Wish(self.asha.patient, self.harbour.id, self.bello.user, at(9))
        ours.preview(wish, by=self.bello.actor)

    def lists(self) -> None:
        self.booked()
        ours.read_appointments(by=self.bello.actor, facility=self.harbour.id)

    def lists_who_waits(self) -> None:
        self.waits()
        ours.read_waiting(by=self.bello.actor, facility=self.harbour.id)

    def follows_up(self) -> None:
        sent = send(KIDNEY, self.asha.actor)
        intake.propose_times(sent.id, by=self.bello.actor)


WAYS: dict[str, tuple[str, Callable[[Desk], object]]] = {
    "book": ("appointment.book", Desk.booked),
    "reschedule": ("appointment.reschedule", Desk.moved),
    "acknowledge": ("appointment.acknowledge", Desk.acknowledged),
    "cancel": ("appointment.cancel", lambda it: it.does("cancel", it.booked(), reason="better")),
    "arrive": ("appointment.arrive", lambda it: it.does("arrive", it.now())),
    "fulfil": ("appointment.fulfil", lambda it: it.arrives_and("fulfil")),
    "undo": ("appointment.undo", lambda it: it.arrives_and("undo")),
    "no_show": ("appointment.no_show", lambda it: it.does("no_show", it.now())),
    "read": ("appointment.read", lambda it: ours.read(it.booked().id, by=it.bello.actor)),
    "list": ("appointment.list", Desk.lists),
    "join": ("waiting.join", Desk.waits),
    "leave": ("waiting.leave", Desk.leaves),
    "accept": ("waiting.accept", lambda it: it.does("accept", it.held())),
    "decline": ("waiting.decline", lambda it: it.does("decline", it.held())),
    "waiting": ("waiting.list", Desk.lists_who_waits),
    "slots": ("slot.list", Desk.looks),
    "day": ("slot.list", Desk.looks_at_a_day),
    "preview": ("slot.list", Desk.previews),
    "follow-up": ("follow_up.propose", Desk.follows_up),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_patient_is_named_on_record(
    asha: Person, bello: Person, harbour: Facility, way: str
) -> None:
    publish(bello, harbour)
    action, done = WAYS[way]
    done(Desk(asha, bello, harbour))
    event = Event.objects.filter(action=action, outcome="done").latest("at", "seq")
    assert (event.subjects, event.chain) == ([str(asha.patient)], harbour.id)


# --- for whom, and with whom ------------------------------------------------------------------


def test_staff_say_for_whom_and_a_patient_need_not(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    wish = Wish(None, harbour.id, bello.user, at(9))
    for act in (
        lambda: ours.book(wish, by=bello.actor),
        lambda: ours.join(facility=harbour.id, **DAYS, by=bello.actor),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert set(refused.value.fields) == {"patient"}
    assert ours.book(wish, by=asha.actor).patient_id == asha.patient


def test_a_clinic_that_does_not_care_for_a_patient_has_no_place_for_them(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    clinic.add_member(millfield.id, bello.user, by=dana.actor)
    with pytest.raises(Conflict, match="does not care"):
        ours.join(patient=asha.patient, facility=millfield.id, **DAYS, by=bello.actor)
    with pytest.raises(Conflict, match="does not care"):
        book(asha, bello, millfield, at(9), by=bello)


def test_nobody_waits_for_a_doctor_who_works_elsewhere(
    asha: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    with pytest.raises(Invalid) as refused:
        ours.join(facility=harbour.id, **DAYS, practitioner=chen.user, by=asha.actor)
    assert set(refused.value.fields) == {"practitioner"}


def test_what_was_booked_before_the_care_ended_is_not_moved(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    clinic.add_member(millfield.id, bello.user, by=dana.actor)
    care_too(asha.patient, millfield)
    booked = book(asha, bello, harbour, at(9), by=bello)
    CareRelation.objects.filter(patient=asha.patient, facility=harbour).update(until=timezone.now())
    for who in (asha, bello):
        with pytest.raises(Conflict, match="does not care"):
            ours.reschedule(booked.id, start=at(10), version=1, by=who.actor)
