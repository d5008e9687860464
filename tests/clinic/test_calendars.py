"""Appointments in somebody's own calendar: when and where, until they take it back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from bedside import accounts, clinic
from bedside.accounts.proofs import looks_like_one
from bedside.audit import Event
from bedside.clinic.appointments import calendars
from bedside.clinic.models import CalendarFeed, Facility
from bedside.errors import Forbidden, NotFound, Throttled
from tests.clinic.diary import MINUTES, at, book, care_too
from tests.people import ASHA, Person, register_doctor, register_patient, staff

HOME = "192.0.2.7"


def subscribed(who: Person) -> str:
    return clinic.appointments.create_calendar(by=who.actor)


def fetched(token: str) -> list[Any]:
    """What a calendar application makes of the address."""
    text = clinic.appointments.read_calendar(token, address=HOME)
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_patients_calendar_says_when_and_where(
    asha: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello, reason="Chest pain")
    care_too(ravi.patient, harbour)
    book(ravi, bello, harbour, at(10), by=bello)
    (event,) = fetched(subscribed(asha))
    assert event.decoded("dtstart") == at(9)
    assert event.decoded("dtend") == at(9) + 20 * MINUTES
    assert event["summary"] == "Appointment"
    assert event["location"] == "Harbour Street Clinic, Port Alder"
    assert (event["status"], event["uid"]) == ("CONFIRMED", f"{booked.id}@bedside")


def test_a_doctors_calendar_says_when_they_are_booked(
    asha: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    colleague = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    book(asha, bello, harbour, at(9), by=bello)
    book(asha, colleague, harbour, at(11), by=bello)
    (event,) = fetched(subscribed(bello))
    assert (event["summary"], event.decoded("dtstart")) == ("Booked", at(9))
    assert fetched(subscribed(chen)) == []


def test_nothing_else_is_in_it(asha: Person, bello: Person, harbour: Facility) -> None:
    because = {"reason": "Chest pain", "overbook_because": "Fever"}
    booked = book(asha, bello, harbour, at(9), by=bello, **because)
    texts = [
        clinic.appointments.read_calendar(subscribed(who), address=HOME) for who in (asha, bello)
    ]
    texts += [clinic.appointments.file_of(booked.id, by=who.actor) for who in (asha, bello)]
    for text in texts:
        for private in (
            b"Chest",
            b"Fever",
            b"Asha",
            b"Verma",
            b"Bello",
            str(asha.patient).encode(),
        ):
            assert private not in text
        assert b"X-" not in text.replace(b"X-WR-CALNAME", b"")
        (event,) = Calendar.from_ical(text).walk("VEVENT")
        assert set(event) == {
            "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "LOCATION", "STATUS",
            "CLASS", "TRANSP",
        }  # fmt: skip


def test_the_calendar_follows_what_happens(asha: Person, bello: Person, harbour: Facility) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    token = subscribed(asha)
    clinic.appointments.reschedule(booked.id, start=at(11), version=1, by=bello.actor)
    (event,) = fetched(token)
    assert (event.decoded("dtstart"), int(event["sequence"])) == (at(11), 1)
    clinic.appointments.cancel(booked.id, reason="mistake", version=2, by=bello.actor)
    assert fetched(token) == []


def test_a_cancelled_appointments_file_takes_its_entry_back(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    before = Calendar.from_ical(clinic.appointments.file_of(booked.id, by=asha.actor))
    clinic.appointments.cancel(booked.id, reason="mistake", version=1, by=bello.actor)
    after = Calendar.from_ical(clinic.appointments.file_of(booked.id, by=asha.actor))
    assert (before["method"], after["method"]) == ("PUBLISH", "CANCEL")
    (one,), (other,) = before.walk("VEVENT"), after.walk("VEVENT")
    assert one["uid"] == other["uid"] and other["status"] == "CANCELLED"
    assert int(other["sequence"]) > int(one["sequence"])


def test_other_peoples_appointments_are_no_file(
    asha: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    for stranger in (ravi, chen):
        with pytest.raises(NotFound):
            clinic.appointments.file_of(booked.id, by=stranger.actor)


def test_only_a_hash_of_the_address_is_kept(asha: Person) -> None:
    token = subscribed(asha)
    assert looks_like_one(token)
    row = CalendarFeed.objects.get()
    assert token not in str(vars(row))
    assert token not in str(list(Event.objects.values()))


def test_a_new_address_ends_the_one_before_and_revoking_ends_it(asha: Person) -> None:
    first, second = subscribed(asha), subscribed(asha)
    with pytest.raises(NotFound):
        fetched(first)
    assert fetched(second) == []
    assert clinic.appointments.own_calendar(by=asha.actor) is not None
    clinic.appointments.revoke_calendar(by=asha.actor)
    with pytest.raises(NotFound):
        fetched(second)
    assert clinic.appointments.own_calendar(by=asha.actor) is None
    with pytest.raises(NotFound):
        clinic.appointments.revoke_calendar(by=asha.actor)


def test_another_ones_address_is_not_revoked(asha: Person, ravi: Person) -> None:
    token = subscribed(asha)
    with pytest.raises(NotFound):
        clinic.appointments.revoke_calendar(by=ravi.actor)
    assert fetched(token) == []


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 5000, "a/b", "\x00" * 43])
def test_a_guess_opens_nothing(asha: Person, token: str) -> None:
    subscribed(asha)
    with pytest.raises(NotFound):
        clinic.appointments.read_calendar(token, address=HOME)


def test_a_closed_account_has_no_calendar(bello: Person, dana: Person) -> None:
    token = subscribed(bello)
    accounts.disable(bello.user, by=dana.actor)
    with pytest.raises(NotFound):
        fetched(token)


def test_an_account_that_opens_again_does_not_open_its_old_address(
    bello: Person, dana: Person
) -> None:
    token = subscribed(bello)
    accounts.disable(bello.user, by=dana.actor)
    accounts.enable(bello.user, by=dana.actor)
    with pytest.raises(NotFound):
        fetched(token)
    assert clinic.appointments.own_calendar(by=bello.actor) is None
    assert fetched(subscribed(bello)) == []


def test_a_new_password_ends_the_address_too(asha: Person) -> None:
    token = subscribed(asha)
    new = "eleven kites over the bay"
    accounts.change_password(by=asha.actor, current=asha.password, new=new)
    with pytest.raises(NotFound):
        fetched(token)
    assert fetched(subscribed(asha)) == []


def test_whoever_leaves_a_facility_sees_its_times_no_more(
    asha: Person, bello: Person, harbour: Facility, dana: Person
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    token = subscribed(bello)
    staff(harbour, by=dana)
    assert fetched(token) == []


def test_administrators_have_none(dana: Person) -> None:
    with pytest.raises(Forbidden):
        subscribed(dana)


def test_every_reading_is_the_owners_act(asha: Person, bello: Person, harbour: Facility) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    fetched(subscribed(asha))
    fetched(subscribed(bello))
    hers, his = Event.objects.filter(action="calendar.read").order_by("at")
    assert (hers.actor_user, hers.address, hers.subjects) == (asha.user, HOME, [str(asha.patient)])
    assert (his.actor_user, his.subjects, his.details["count"]) == (bello.user, [], 1)
    readers = clinic.accesses(asha.patient, by=asha.actor)
    assert "calendar.read" not in [one.action for one in readers]


def test_a_calendar_is_read_so_often_an_hour(asha: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendars, "MOST_FETCHES", 3)
    token = subscribed(asha)
    for _ in range(3):
        fetched(token)
    with pytest.raises(Throttled) as refused:
        fetched(token)
    assert 0 < refused.value.retry_after <= 3601
    CalendarFeed.objects.update(counted_since=timezone.now() - timedelta(hours=2))
    assert fetched(token) == []
    assert CalendarFeed.objects.get().fetched == 1


def test_a_long_history_is_cut(
    bello: Person, harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendars, "MOST_ENTRIES", 2)
    ben = register_patient(replace(ASHA, email="ben@example.org"), harbour)
    for hour in (9, 10, 11):
        book(ben, bello, harbour, at(hour), by=bello)
    assert len(fetched(subscribed(ben))) == 2
