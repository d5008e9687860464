"""Booking a time: what a patient can, what staff can, and what the database lets nobody do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from bedside import accounts, clinic
from bedside.audit import Actor, Event
from bedside.clinic.appointments.rules import PATIENTS_BOOK_AHEAD, must_work_there
from bedside.clinic.models import Appointment, Facility, Membership
from bedside.documents.models import Blob
from bedside.errors import BedsideError, Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from bedside.outbox import Job
from tests.clinic.diary import DAY, MINUTES, at, book, care_too, free, publish
from tests.people import ASHA, Person, register_doctor, register_patient, staff

TAKES_TIME = ("proposed", "booked", "arrived")
WHY = "I am in pain when I climb stairs"


@pytest.fixture
def eight(harbour: Facility, bello: Person) -> datetime:
    """Tomorrow at eight, when Dr Bello can first be seen."""
    publish(bello, harbour)
    return at(8)


@pytest.fixture
def okafor(harbour: Facility) -> Person:
    return register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)


@pytest.fixture
def ben(harbour: Facility) -> Person:
    """Another patient of Dr Bello's."""
    return register_patient(replace(ASHA, name="Ben Oduya", email="ben@example.org"), harbour)


# --- a patient -------------------------------------------------------------------------------


def test_a_patient_books_an_offered_time(
    asha: Person, bello: Person, harbour: Facility, eight: datetime
) -> None:
    booked = book(asha, bello, harbour, eight, by=asha, reason=WHY)
    assert (booked.start, booked.end - booked.start) == (eight, 20 * MINUTES)
    assert (booked.status, booked.overbooked, booked.version) == ("booked", False, 1)
    assert (booked.practitioner, booked.facility) == ("Dr Amara Bello", harbour.name)
    seen = clinic.appointments.read(booked.id, by=bello.actor)
    assert (seen.reason, seen.patient.profile.name) == (WHY, "Asha Verma")
    assert [step.event for step in seen.steps] == ["book"]


def test_what_was_booked_is_offered_to_nobody_else(
    asha: Person, ben: Person, bello: Person, harbour: Facility, eight: datetime
) -> None:
    assert free(harbour, ben)[0] == eight
    book(asha, bello, harbour, eight, by=asha)
    assert free(harbour, ben)[0] == eight + 20 * MINUTES
    with pytest.raises(Conflict):
        book(ben, bello, harbour, eight, by=ben)


def test_a_patient_is_not_offered_what_overlaps_their_own(
    asha: Person, bello: Person, okafor: Person, harbour: Facility, eight: datetime
) -> None:
    publish(okafor, harbour)
    book(asha, bello, harbour, eight, by=asha)
    assert eight not in free(harbour, asha)
    assert eight in free(harbour, bello)
    assert eight not in free(harbour, bello, patient=asha.patient)


@pytest.mark.parametrize(
    "shift",
    [
        timedelta(minutes=10),
        timedelta(hours=-1),
        timedelta(days=-2),
        PATIENTS_BOOK_AHEAD + DAY,
    ],
    ids=["between two times", "before the doors open", "in the past", "too far ahead"],
)
def test_a_patient_books_nothing_that_is_not_offered(
    asha: Person, bello: Person, harbour: Facility, eight: datetime, shift: timedelta
) -> None:
    with pytest.raises(Conflict):
        book(asha, bello, harbour, eight + shift, by=asha)
    assert not Appointment.objects.exists()


def test_a_patient_books_so_many_ahead_and_the_clinic_more(
    asha: Person, bello: Person, harbour: Facility, eight: datetime
) -> None:
    for number in range(3):
        book(asha, bello, harbour, eight + number * DAY, by=asha)
    with pytest.raises(Conflict, match="3 appointments ahead"):
        book(asha, bello, harbour, eight + 3 * DAY, by=asha)
    book(asha, bello, harbour, eight + 3 * DAY, by=bello)


def test_a_patient_books_for_nobody_else(
    asha: Person, ben: Person, bello: Person, harbour: Facility, eight: datetime
) -> None:
    with pytest.raises(NotFound):
        book(ben, bello, harbour, eight, by=asha)


def test_a_patient_books_where_they_are_cared_for(
    asha: Person, chen: Person, millfield: Facility, harbour: Facility, bello: Person
) -> None:
    publish(chen, millfield)
    with pytest.raises(NotFound):
        book(asha, chen, millfield, at(8), by=asha)
    with pytest.raises(NotFound):
        free(millfield, asha)
    care_too(asha.patient, millfield)
    assert book(asha, chen, millfield, at(8), by=asha).facility == millfield.name


def test_a_patient_never_overbooks(
    asha: Person, ben: Person, bello: Person, harbour: Facility, eight: datetime
) -> None:
    book(ben, bello, harbour, eight, by=ben)
    with pytest.raises(Forbidden):
        book(asha, bello, harbour, eight, by=asha, overbook_because="I beg you")
    assert Appointment.objects.count() == 1


def test_a_patient_does_not_choose_how_long_it_takes(
    asha: Person, bello: Person, harbour: Facility, eight: datetime
) -> None:
    with pytest.raises(Invalid) as refused:
        book(asha, bello, harbour, eight, by=asha, minutes=200)
    assert set(refused.value.fields) == {"minutes"}


def test_nobody_in_particular_books_nothing(
    asha: Person, bello: Person, dana: Person, harbour: Facility, eight: datetime
) -> None:
    wish = clinic.appointments.Wish(asha.patient, harbour.id, bello.user, eight)
    with pytest.raises(Unauthenticated):
        clinic.appointments.book(wish, by=Actor.anonymous("192.0.2.1"))
    with pytest.raises(Forbidden):
        clinic.appointments.book(wish, by=dana.actor)


# --- staff -----------------------------------------------------------------------------------


def test_staff_book_any_time_of_a_colleague_as_long_as_they_like(
    asha: Person, bello: Person, okafor: Person, harbour: Facility
) -> None:
    booked = book(asha, okafor, harbour, at(6, 13), by=bello, minutes=45)
    assert booked.end - booked.start == 45 * MINUTES
    assert book(asha, okafor, harbour, at(7), by=bello).end == at(7, 20)


def test_an_appointment_on_a_slot_is_as_long_as_the_slot(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    hours = (clinic.appointments.WeeklyHours(day, at(9).time(), at(12).time(), 45)
             for day in range(7))  # fmt: skip
    publish(bello, harbour, *hours)
    assert book(asha, bello, harbour, at(9, 45), by=bello).end == at(10, 30)


def test_who_leaves_before_the_time_is_not_booked(
    asha: Person, bello: Person, harbour: Facility, django_assert_num_queries: Any
) -> None:
    """Whether a doctor works there, now and still then, is one question."""
    still = Membership.objects.filter(user=bello.user, facility=harbour)
    still.update(until=at(9))
    assert book(asha, bello, harbour, at(8), by=bello).status == "booked"
    for start in (at(9), at(10)):
        with pytest.raises(Invalid) as refused:
            book(asha, bello, harbour, start, by=bello)
        assert set(refused.value.fields) == {"practitioner"}
    with django_assert_num_queries(1):
        must_work_there(bello.user, harbour, at(8))


def test_somebody_who_walked_in_is_entered_after_the_fact(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    assert book(asha, bello, harbour, now - 30 * MINUTES, by=bello).status == "booked"
    for start in (now - 2 * timedelta(hours=1), now + 800 * DAY):
        with pytest.raises(Invalid) as refused:
            book(asha, bello, harbour, start, by=bello)
        assert set(refused.value.fields) == {"start"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"minutes": 1}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"reason": "x" * 501}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"overbook_because": "x" * 501}, "overbook_because"),
        ({"start": at(8) + timedelta(seconds=1)}, "start"),
        ({"start": at(8).replace(tzinfo=None)}, "start"),
    ],
)
def test_bad_wishes_are_named(
    asha: Person, bello: Person, harbour: Facility, wrong: dict, field: str
) -> None:
    start = wrong.pop("start", at(8))
    with pytest.raises(Invalid) as refused:
        book(asha, bello, harbour, start, by=bello, **wrong)
    assert set(refused.value.fields) == {field}


def test_only_who_works_there_is_booked(
    asha: Person, bello: Person, chen: Person, dana: Person, okafor: Person, harbour: Facility
) -> None:
    for nobody in (chen, dana, asha):
        with pytest.raises(Invalid):
            book(asha, nobody, harbour, at(8), by=bello)
    accounts.disable(okafor.user, by=dana.actor)
    with pytest.raises(Invalid):
        book(asha, okafor, harbour, at(8), by=bello)


def test_staff_book_at_their_own_facilities_for_their_own_patients(
    asha: Person, ravi: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    for who, doctor, place, by in (
        (asha, bello, harbour, chen),
        (ravi, bello, harbour, bello),
        (asha, chen, millfield, bello),
    ):
        with pytest.raises(NotFound):
            book(who, doctor, place, at(8), by=by)
    assert not Appointment.objects.exists()


def test_a_facility_that_no_longer_cares_books_nobody(
    asha: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    with pytest.raises(Conflict, match="does not care"):
        book(asha, bello, millfield, at(8), by=bello)


# --- nobody is in two places -----------------------------------------------------------------


def test_one_minute_of_overlap_is_refused_and_none_is_not(
    asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello, minutes=20)
    for start, minutes in ((at(8, 41), 20), (at(9, 19), 20), (at(9, 5), 5), (at(8), 120)):
        with pytest.raises(Conflict):
            book(ben, bello, harbour, start, by=bello, minutes=minutes)
    for start in (at(8, 40), at(9, 20)):
        assert book(ben, bello, harbour, start, by=bello, minutes=20).status == "booked"


def test_a_doctor_is_not_at_two_facilities_at_once(
    asha: Person, ravi: Person, bello: Person, harbour: Facility, millfield: Facility, dana: Person
) -> None:
    staff(millfield, bello, by=dana)
    publish(bello, harbour)
    publish(bello, millfield)
    book(asha, bello, harbour, at(8), by=asha)
    assert free(millfield, ravi)[0] == at(8, 20)
    with pytest.raises(Conflict):
        book(ravi, bello, millfield, at(8, 10), by=bello)


def test_a_patient_is_not_at_two_facilities_at_once(
    asha: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    care_too(asha.patient, millfield)
    book(asha, bello, harbour, at(9), by=bello)
    with pytest.raises(Conflict, match="patient has another"):
        book(asha, chen, millfield, at(9, 19), by=chen)
    with pytest.raises(Conflict, match="patient has another"):
        book(asha, chen, millfield, at(9, 19), by=chen, overbook_because="urgent")
    assert book(asha, chen, millfield, at(9, 20), by=chen).status == "booked"


def _row(patient: Person, doctor: Person, place: Facility, start: datetime, **more: object) -> None:
    start = cast(datetime, more.pop("begins", start))
    row = {
        "patient_id": patient.patient,
        "practitioner_id": doctor.user,
        "facility": place,
        "start": start,
        "end": start + 20 * MINUTES,
        "status": "booked",
        "held_until": start,
        "cancel_reason": "other",
    }
    with transaction.atomic():
        Appointment.objects.create(**row | more)


@pytest.mark.parametrize("status", TAKES_TIME)
@pytest.mark.parametrize("other", TAKES_TIME)
def test_the_database_itself_keeps_a_doctor_from_two(
    asha: Person, ben: Person, bello: Person, harbour: Facility, status: str, other: str
) -> None:
    _row(asha, bello, harbour, at(9), status=status)
    with pytest.raises(IntegrityError, match="clinic_practitioner_once"):
        _row(ben, bello, harbour, at(9, 19), status=other)
    _row(ben, bello, harbour, at(9, 20), status=other)


@pytest.mark.parametrize("status", TAKES_TIME)
@pytest.mark.parametrize("overbooked", [True, False])
def test_the_database_itself_keeps_a_patient_from_two(
    asha: Person, bello: Person, okafor: Person, harbour: Facility, status: str, overbooked: bool
) -> None:
    _row(asha, bello, harbour, at(9), status=status)
    with pytest.raises(IntegrityError, match="clinic_patient_once"):
        _row(asha, okafor, harbour, at(8, 41), overbooked=overbooked)
    _row(asha, okafor, harbour, at(8, 40), overbooked=overbooked)


@pytest.mark.parametrize("change", ["start", "practitioner", "status", "overbooked"])
def test_the_database_sees_a_change_too(
    asha: Person, ben: Person, bello: Person, okafor: Person, harbour: Facility, change: str
) -> None:
    _row(asha, bello, harbour, at(9))
    apart = {
        "start": {"begins": at(10)},
        "practitioner": {"practitioner_id": okafor.user},
        "status": {"status": "cancelled"},
        "overbooked": {"overbooked": True},
    }
    _row(ben, bello, harbour, at(9), **apart[change])
    together = {
        "start": at(9),
        "practitioner": bello.user,
        "status": "booked",
        "overbooked": False,
    }
    with pytest.raises(IntegrityError, match="clinic_practitioner_once"), transaction.atomic():
        Appointment.objects.filter(patient=ben.patient).update(**{change: together[change]})


@pytest.mark.parametrize("status", ["cancelled", "noshow", "fulfilled"])
def test_what_is_over_takes_no_time(
    asha: Person, bello: Person, harbour: Facility, status: str
) -> None:
    for _ in range(2):
        _row(asha, bello, harbour, at(9), status=status)
    _row(asha, bello, harbour, at(9))


def test_an_appointment_takes_time(asha: Person, bello: Person, harbour: Facility) -> None:
    for end in (at(9), at(8)):
        with pytest.raises(DatabaseError):
            _row(asha, bello, harbour, at(9), end=end)
    assert not Appointment.objects.exists()


# --- overbooking -----------------------------------------------------------------------------


def test_staff_overbook_with_a_reason_which_is_marked_and_on_record(
    asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    because = "He flies home at noon"
    on_top = book(ben, bello, harbour, at(9), by=bello, overbook_because=because)
    assert (on_top.overbooked, on_top.overbooked_because) == (True, because)
    event = Event.objects.get(action="appointment.overbook")
    assert (event.actor_user, event.subjects) == (bello.user, [str(ben.patient)])
    assert event.details["overbooked"] is True
    steps = clinic.appointments.read(on_top.id, by=bello.actor).steps
    assert [(step.event, step.by) for step in steps] == [("overbook", "Dr Amara Bello")]


def test_the_patient_is_not_told_why(
    asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    on_top = book(ben, bello, harbour, at(9), by=bello, overbook_because="He flies home")
    assert clinic.appointments.read(on_top.id, by=ben.actor).overbooked_because == ""


def test_without_a_reason_nothing_is_overbooked(
    asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    for because in ("", "   "):
        with pytest.raises(Conflict, match="already taken"):
            book(ben, bello, harbour, at(9), by=bello, overbook_because=because)


def test_an_overbooked_time_is_taken_when_the_other_goes(
    asha: Person, ben: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    publish(bello, harbour)
    care_too(ravi.patient, harbour)
    first = book(asha, bello, harbour, at(9), by=bello)
    book(ben, bello, harbour, at(9), by=bello, overbook_because="He flies home")
    clinic.appointments.cancel(first.id, reason="better", version=1, by=asha.actor)
    assert at(9) not in free(harbour, ravi)
    with pytest.raises(Conflict):
        book(ravi, bello, harbour, at(9), by=bello)


def test_what_is_on_top_of_nobody_is_not_marked(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    alone = book(asha, bello, harbour, at(9), by=bello, overbook_because="In case")
    assert (alone.overbooked, alone.overbooked_because) == (False, "")


# --- what is kept where ----------------------------------------------------------------------


def test_words_are_sealed_and_in_no_event(
    asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    book(ben, bello, harbour, at(9), by=bello, reason=WHY, overbook_because="He flies home")
    assert not any(b"pain" in bytes(blob.body) for blob in Blob.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clinic_appointment")
        assert "stairs" not in str(cursor.fetchall())
    assert "stairs" not in str(list(Event.objects.values()))
    assert "flies" not in str(list(Event.objects.values()))


def test_without_words_there_is_no_document(asha: Person, bello: Person, harbour: Facility) -> None:
    blobs = Blob.objects.count()
    booked = book(asha, bello, harbour, at(9), by=bello)
    assert (booked.reason, booked.readable) == ("", True)
    assert Blob.objects.count() == blobs


def test_a_reminder_is_put_with_the_booking_and_not_without(
    asha: Person, ben: Person, bello: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(12, days=3), by=bello)
    assert Job.objects.get(kind="appointment.booked").due_at <= timezone.now()
    reminder = Job.objects.get(kind="appointment.reminder")
    about = {"appointment": str(booked.id), "patient": str(asha.patient)}
    assert (reminder.subject, reminder.state) == (about, "waiting")
    assert reminder.due_at == at(12, days=2)
    with pytest.raises(Conflict):
        book(ben, bello, harbour, at(12, days=3), by=bello)
    assert Job.objects.count() == 2


def test_whoever_comes_today_is_not_reminded_any_more(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    soon = timezone.now().replace(second=0, microsecond=0) + 30 * MINUTES
    book(asha, bello, harbour, soon, by=bello)
    assert [row.kind for row in Job.objects.all()] == ["appointment.booked"]


@pytest.mark.parametrize(
    ("year", "refused"),
    [(1, Invalid), (2020, Conflict), (2190, Conflict), (9999, Invalid)],
)
def test_a_time_at_the_end_of_the_calendar_is_not_offered(
    asha: Person, bello: Person, harbour: Facility, year: int, refused: type[BedsideError]
) -> None:
    publish(bello, harbour)
    booked = book(asha, bello, harbour, at(9), by=asha)
    start = datetime(year, 1, 1, tzinfo=UTC)
    with pytest.raises(refused):
        book(asha, bello, harbour, start, by=asha)
    with pytest.raises(refused):
        clinic.appointments.reschedule(booked.id, start=start, version=1, by=asha.actor)
