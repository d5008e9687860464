"""The patient books, moves, cancels and waits, on plain pages."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.clinic.models import Appointment, Facility
from tests.clinic.diary import publish
from tests.people import Person
from tests.web.browsing import Visitor

BOOK = "/home/appointments/book"


@pytest.fixture
def patient(asha: Person, bello: Person, harbour: Facility) -> Visitor:
    """Asha, signed in, at a clinic where Dr Bello has published hours."""
    publish(bello, harbour)
    return Visitor().signs_in(asha)


def free_times(visitor: Visitor) -> list[str]:
    return re.findall(r'name="slot" value="([^"]+)"', visitor.html)


def booked(visitor: Visitor, number: int = 5) -> str:
    page = visitor.get(BOOK)
    visitor.send(BOOK, page.form("reason"), slot=free_times(visitor)[number], reason="my knee")
    assert visitor.status == 303
    return visitor.location


def test_a_time_is_booked_with_one_press(patient: Visitor, asha: Person, bello: Person) -> None:
    path = booked(patient)
    page = patient.follow()
    assert "Dr Amara Bello" in page.text and "my knee" in page.text
    assert path in patient.get("/home").links and path in patient.get("/home/appointments").links
    row = Appointment.objects.get()
    assert (row.patient_id, row.status, row.overbooked) == (asha.patient, "booked", False)


def test_a_time_that_is_gone_is_said_and_the_others_shown(
    patient: Visitor, ravi: Person, asha: Person
) -> None:
    one, other = patient.get(BOOK), patient.get(BOOK)
    times = free_times(patient)
    patient.send(BOOK, one.form("reason"), slot=times[3])
    page = patient.send(BOOK, other.form("reason"), slot=times[3])
    assert patient.status == 409 and "free now" in page.text
    assert times[3] not in free_times(patient) and times[4] in free_times(patient)


@pytest.mark.parametrize("slot", ["", "soon~x", "2026-01-01T08:00~", "9999-12-31T23:59+00:00~x"])
def test_nonsense_books_nothing(patient: Visitor, slot: str) -> None:
    form = patient.get(BOOK).form("reason")
    page = patient.send(BOOK, form, slot=slot)
    assert patient.status == 422 and "Choose one of the times" in page.text
    assert not Appointment.objects.exists()


def test_it_is_moved_and_cancelled(patient: Visitor) -> None:
    path = booked(patient)
    before = Appointment.objects.get().start
    page = patient.get(f"{path}/move")
    patient.send(f"{path}/move", page.form("version"), slot=free_times(patient)[-1])
    assert patient.status == 303
    (row,) = Appointment.objects.filter(status="booked")
    assert row.start != before
    path = f"/home/appointments/{row.id}"
    form = patient.get(f"{path}/cancel").form("words")
    page = patient.send(f"{path}/cancel", form)
    assert patient.status == 422 and "Choose why" in page.text
    patient.send(f"{path}/cancel", form, reason="better")
    assert patient.location == "/home/appointments"
    assert "cancelled" in patient.follow().text


def test_a_patient_waits_and_leaves_the_list(patient: Visitor) -> None:
    page = patient.get("/home/appointments/wait")
    first = timezone.now().date() + timedelta(days=40)
    days = {"first_day": str(first), "last_day": str(first + timedelta(days=3))}
    patient.send("/home/appointments/wait", page.form("first_day"), **days, doctor="")
    assert patient.location == "/home/appointments"
    page = patient.follow()
    leave = (
        next(one for one in page.forms if one.action.endswith("/leave"))
        if any(one.action.endswith("/leave") for one in page.forms)
        else None
    )
    if leave is None:
        # A time was free at once, and is held.
        assert "held for you" in page.text
        return
    patient.send(leave.action, leave)
    assert patient.location == "/home/appointments"


def test_the_calendars_address_is_shown_once_and_can_be_taken_back(patient: Visitor) -> None:
    page = patient.get("/home/appointments")
    page = patient.send("/account/calendar", page.form_to("/account/calendar"))
    address = re.search(r"/calendar/[\w-]+\.ics", page.text)
    assert address is not None
    Visitor().get(address[0])
    page = patient.get("/home/appointments")
    assert address[0] not in patient.html
    patient.send("/account/calendar/revoke", page.form_to("/account/calendar/revoke"))
    stranger = Visitor()
    stranger.get(address[0])
    assert stranger.status == 404


def test_somebody_elses_appointment_is_not_there(patient: Visitor, ravi: Person) -> None:
    path = booked(patient)
    other = Visitor().signs_in(ravi)
    for page in (path, f"{path}/cancel", f"{path}/move"):
        other.get(page)
        assert other.status == 404
    assert clinic.read_patient(ravi.patient, by=ravi.actor).facility_id is not None
