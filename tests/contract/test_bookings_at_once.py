"""Nobody is in two places, however many try at the same moment, on every database."""

from collections import Counter
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from bedside import audit, clinic
from bedside.audit import Event
from bedside.clinic.appointments.availability import WeeklyHours
from bedside.clinic.appointments.offering import offer_places
from bedside.clinic.models import Appointment, Facility, WaitingPlace
from bedside.outbox import Job
from tests.clinic.diary import DAY, at, book, publish, today
from tests.contract.together import at_once, kinds
from tests.people import ASHA, SYSTEM, Person, register_doctor, register_patient

MANY = 100
CONNECTIONS = 40
"""As many as a process of a deployment has in its pool; the others wait for one."""


def won(results: list[Any]) -> tuple[int, int, Counter[str]]:
    """How many were booked, how many were refused as taken, and what else came of it."""
    others = kinds(results)
    booked = others.pop("AppointmentView", 0)
    refused = others.pop("Taken", 0) + others.pop("Conflict", 0)
    return booked, refused, others


@pytest.fixture
def quay(live_database: None) -> Facility:
    return clinic.create_facility(name="Quay Clinic", by=SYSTEM)


@pytest.fixture
def doctor(quay: Facility) -> Person:
    person = register_doctor("Dr Amara Bello", "bello@example.org", quay)
    publish(person, quay)
    return person


def patients(number: int, place: Facility) -> list[Person]:
    return [
        register_patient(replace(ASHA, email=f"patient{n}@example.org"), place)
        for n in range(number)
    ]


def test_of_a_hundred_patients_one_gets_the_time(doctor: Person, quay: Facility) -> None:
    people = patients(10, quay)
    start = at(9)
    results = at_once(
        MANY,
        lambda n: book(people[n % 10], doctor, quay, start, by=people[n % 10]),
        connections=CONNECTIONS,
    )
    assert won(results) == (1, MANY - 1, {})
    row = Appointment.objects.get()
    assert row.start == start
    assert Job.objects.get(kind="appointment.booked").subject["appointment"] == str(row.id)
    events = Event.objects.filter(action="appointment.book")
    assert events.filter(outcome="done").count() == 1
    assert events.filter(outcome="refused").count() == MANY - 1
    assert not audit.verify()


def test_of_a_hundred_entries_at_the_desk_one_is_kept(doctor: Person, quay: Facility) -> None:
    """At the desk any time can be wanted: each of these overlaps every other one."""
    people = patients(10, quay)
    results = at_once(
        MANY,
        lambda n: book(people[n % 10], doctor, quay, at(9, n % 30), by=doctor, minutes=40),
        connections=CONNECTIONS,
    )
    assert won(results) == (1, MANY - 1, {})
    assert Appointment.objects.count() == 1


def test_a_patient_is_booked_with_one_of_two_doctors(doctor: Person, quay: Facility) -> None:
    other = register_doctor("Dr Ines Okafor", "okafor@example.org", quay)
    (asha,) = patients(1, quay)
    two = [doctor, other]
    results = at_once(20, lambda n: book(asha, two[n % 2], quay, at(9, n % 10), by=two[n % 2]))
    assert won(results) == (1, 19, {})


def test_a_double_press_overbooks_once(doctor: Person, quay: Facility) -> None:
    first, second = patients(2, quay)
    book(first, doctor, quay, at(9), by=doctor)
    results = at_once(
        10, lambda _: book(second, doctor, quay, at(9), by=doctor, overbook_because="Fever")
    )
    assert won(results) == (1, 9, {})
    assert Appointment.objects.filter(overbooked=True).count() == 1


def test_of_many_who_move_to_one_time_one_does_and_the_others_stay(
    doctor: Person, quay: Facility
) -> None:
    people = patients(8, quay)
    rows = [book(one, doctor, quay, at(9 + n), by=doctor) for n, one in enumerate(people)]

    def move(n: int) -> Any:
        return clinic.appointments.reschedule(
            rows[n].id, start=at(17, 40), version=1, by=people[n].actor
        )

    assert won(at_once(8, move)) == (1, 7, {})
    starts = set(Appointment.objects.values_list("start", flat=True))
    assert len(starts) == 8 and at(17, 40) in starts


def test_two_who_change_places_at_the_same_moment_do_not_stand_in_each_others_way(
    doctor: Person, quay: Facility
) -> None:
    """Neither time is free before the other one is left: neither moves, and nobody waits."""
    people = patients(2, quay)
    times = [at(9), at(10)]
    rows = [book(one, doctor, quay, times[n], by=doctor) for n, one in enumerate(people)]
    results = at_once(
        2,
        lambda n: clinic.appointments.reschedule(
            rows[n].id, start=times[1 - n], version=1, by=people[n].actor
        ),
    )
    assert won(results) == (0, 2, {})


def test_a_patients_own_limit_holds_for_many_at_once(doctor: Person, quay: Facility) -> None:
    (asha,) = patients(1, quay)
    results = at_once(
        12, lambda n: book(asha, doctor, quay, at(8 + n % 10, 20 * (n // 10)), by=asha)
    )
    assert won(results) == (3, 9, {})


def test_a_freed_time_is_offered_once(doctor: Person, quay: Facility) -> None:
    publish(doctor, quay, *(WeeklyHours(day, time(9), time(10), 60) for day in range(7)))
    people = patients(6, quay)
    kept = book(people[0], doctor, quay, at(9), by=doctor)
    for one in people[1:]:
        clinic.appointments.join(
            patient=one.patient,
            facility=quay.id,
            first_day=today() + DAY,
            last_day=today() + DAY,
            by=one.actor,
        )
    Appointment.objects.filter(id=kept.id).update(status="noshow")
    at_once(8, lambda _: offer_places(quay.id))
    assert Appointment.objects.filter(status="proposed").count() == 1
    assert WaitingPlace.objects.filter(state="offered").count() == 1
    held = Appointment.objects.get(status="proposed")
    assert held.patient_id == people[1].patient


def test_an_offer_is_taken_or_passed_on_never_both(doctor: Person, quay: Facility) -> None:
    publish(doctor, quay, *(WeeklyHours(day, time(9), time(10), 60) for day in range(7)))
    (asha,) = patients(1, quay)
    clinic.appointments.join(
        patient=asha.patient,
        facility=quay.id,
        first_day=today() + DAY,
        last_day=today() + DAY,
        by=asha.actor,
    )
    held = Appointment.objects.get(status="proposed")
    acts = [clinic.appointments.accept, clinic.appointments.decline]
    results = at_once(8, lambda n: acts[n % 2](held.id, version=1, by=asha.actor))
    assert kinds(results)["AppointmentView"] == 1
    held.refresh_from_db()
    assert (held.status, WaitingPlace.objects.get().state) in {
        ("booked", "taken"),
        ("cancelled", "waiting"),
    }
