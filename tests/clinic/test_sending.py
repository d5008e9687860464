"""What patients are written about their appointments: when and where, never why, and only if true.

Sent through a real mail server, by the worker that also sends it in a clinic.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone
from icalendar import Calendar

from bedside import audit, clinic, outbox
from bedside.clinic.appointments import AppointmentView
from bedside.clinic.models import Appointment, Facility, Patient
from bedside.documents.models import Blob
from bedside.jobs import run_next
from bedside.outbox import Job
from tests.clinic.diary import at, book
from tests.mail.server import Post, serving
from tests.people import ASHA, Person

WHY = "A lump in my breast"


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as post:
        yield post


@pytest.fixture
def booked(asha: Person, bello: Person, harbour: Facility) -> AppointmentView:
    start = at(12, days=3, place=harbour)
    return book(asha, bello, harbour, start, by=bello, reason=WHY)


def work() -> None:
    """Do all that is due, as a worker does."""
    while run_next():
        pass


def come(kind: str) -> None:
    """Let the time come at which something is to be said."""
    Job.objects.filter(kind=kind).update(due_at=timezone.now(), ready_at=timezone.now())
    work()


def text_of(got: EmailMessage) -> str:
    body = got.get_body()
    assert body is not None
    return str(body.get_content())


def day_of(booked: AppointmentView) -> str:
    return f"{booked.start:%A} {booked.start.day} {booked.start:%B %Y} at 12:00"


def test_a_booking_is_confirmed_with_its_entry_for_a_calendar(
    post: Post, booked: AppointmentView
) -> None:
    work()
    (got,) = post.taken
    assert (got["To"], got["Subject"]) == ("asha@example.org", "Your appointment is booked")
    assert f"at Harbour Street Clinic is booked for {day_of(booked)}." in text_of(got)
    assert "https://clinic.test/home/appointments" in text_of(got)
    (file,) = got.iter_attachments()
    (entry,) = Calendar.from_ical(file.get_content()).walk("VEVENT")
    assert entry["uid"] == f"{booked.id}@bedside"
    assert entry.decoded("dtstart") == booked.start


def test_nothing_says_who_it_is_for_or_why(
    post: Post, booked: AppointmentView, bello: Person
) -> None:
    work()
    come("appointment.reminder")
    clinic.appointments.reschedule(booked.id, start=at(14, days=5), version=1, by=bello.actor)
    work()
    clinic.appointments.cancel(
        booked.id, reason="other", words="She is in hospital", version=2, by=bello.actor
    )
    work()
    subjects = [got["Subject"] for got in post.taken]
    assert subjects == [
        "Your appointment is booked",
        "A reminder of your appointment",
        "Your appointment was moved",
        "Your appointment was cancelled",
    ]
    for got in post.taken:
        files = "".join(str(file.get_content()) for file in got.iter_attachments())
        written = f"{got['Subject']}{text_of(got)}{files}"
        for secret in ("Asha", "Verma", "Bello", "lump", "hospital", str(booked.patient_id)):
            assert secret not in written
        assert "Harbour" not in got["Subject"]


def test_a_cancelled_one_takes_its_entry_out_of_the_calendar(
    post: Post, booked: AppointmentView, bello: Person
) -> None:
    clinic.appointments.cancel(booked.id, reason="other", version=1, by=bello.actor)
    work()
    (got,) = post.taken
    (file,) = got.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert Calendar.from_ical(file.get_content())["method"] == "CANCEL"


def test_the_hour_is_that_of_the_clinic(
    post: Post, asha: Person, bello: Person, harbour: Facility
) -> None:
    Facility.objects.filter(id=harbour.id).update(time_zone="Pacific/Auckland")
    harbour.refresh_from_db()
    booked = book(asha, bello, harbour, at(12, days=3, place=harbour), by=bello)
    work()
    assert "at 12:00" in text_of(post.taken[0])
    assert Appointment.objects.get(id=booked.id).start.hour != 12


def test_each_is_on_record_with_the_patient(
    post: Post, booked: AppointmentView, asha: Person, harbour: Facility
) -> None:
    work()
    event = audit.Event.objects.get(action="message.send")
    assert (event.outcome, event.chain) == ("done", harbour.id)
    assert event.subjects == [str(asha.patient)]
    assert event.objects_touched["appointment"] == str(booked.id)
    assert event.details == {"kind": "appointment.booked", "outcome": "sent"}
    assert event.actor_role == "system"


def test_what_is_not_true_any_more_is_not_said(post: Post, booked: AppointmentView) -> None:
    """As when nobody worked for a week: an appointment that is over needs no reminder."""
    rows = Appointment.objects.filter(id=booked.id)
    rows.update(start=timezone.now() - timedelta(hours=1))
    come("appointment.reminder")
    assert post.taken == []
    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}


def test_whoever_has_no_address_is_not_written_to(
    post: Post, asha: Person, bello: Person, harbour: Facility
) -> None:
    enrolled = clinic.enrol_patient(
        profile=replace(ASHA, name="Ben Oduya", email=""),
        facility=harbour.id,
        by=bello.actor,
    )
    wish = clinic.appointments.Wish(enrolled.id, harbour.id, bello.user, at(12, days=3))
    clinic.appointments.book(wish, by=bello.actor)
    work()
    assert post.taken == []
    assert audit.Event.objects.get(action="message.send").details["outcome"] == "no_address"
    assert Job.objects.get(kind="appointment.booked").state == "done"


def test_a_server_that_refuses_for_now_is_asked_again(post: Post, booked: AppointmentView) -> None:
    post.answer = "450 mailbox busy"
    work()
    row = Job.objects.get(kind="appointment.booked")
    assert (row.state, row.error, row.attempts) == ("failed", "NotSent", 1)
    post.answer = "250 OK"
    come("appointment.booked")
    assert len(post.taken) == 1
    assert Job.objects.get(kind="appointment.booked").state == "done"


def test_a_server_that_refuses_for_good_is_not(post: Post, booked: AppointmentView) -> None:
    post.answer = "550 no such user"
    work()
    assert Job.objects.get(kind="appointment.booked").state == "done"
    assert audit.Event.objects.get(action="message.send").details["outcome"] == "refused"


def test_sent_twice_because_nobody_wrote_down_the_first_it_is_the_same_mail(
    post: Post, booked: AppointmentView
) -> None:
    task = outbox.claim(timezone.now())
    assert task is not None
    outbox.KINDS[task.kind].run(task)  # as far as a worker comes that is killed then
    Job.objects.filter(id=task.job).update(ready_at=timezone.now())
    work()
    one, two = post.taken
    assert one["Message-ID"] == two["Message-ID"]


def test_a_profile_that_does_not_open_is_for_somebody_to_look_at(
    post: Post, booked: AppointmentView, asha: Person
) -> None:
    Blob.objects.filter(id=Patient.objects.get(id=asha.patient).blob_id).update(body=b"x" * 99)
    work()
    row = Job.objects.get(kind="appointment.booked")
    assert (row.state, row.error, post.taken) == ("dead", "BrokenSeal", [])
