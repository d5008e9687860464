"""The patient books, moves, cancels and waits, on plain pages."""

import re

import pytest

from bedside import clinic
from bedside.clinic.models import Appointment, Facility, WaitingPlace
from tests.clinic.diary import DAY, at, publish, today
from tests.people import Person
from tests.web.browsing import Visitor
from tests.web.choosing import free_times, say_yes

BOOK = "/home/appointments/book"


@pytest.fixture
def patient(asha: Person, bello: Person, harbour: Facility) -> Visitor:
    """Asha, signed in, at a clinic where Dr Bello has published hours."""
    publish(bello, harbour)
    return Visitor().signs_in(asha)


def later() -> str:
    """Where to book on the day after tomorrow, of which no time is over yet at any hour."""
    return f"{BOOK}?day={today() + 2 * DAY}"


def booked(visitor: Visitor, number: int = 5) -> str:
    say_yes(visitor, free_times(visitor.get(later()))[number], reason="my knee")
    assert visitor.status == 303
    return visitor.location


def test_a_time_is_chosen_and_booked_on_the_next_page(
    patient: Visitor, asha: Person, bello: Person
) -> None:
    link = free_times(patient.get(later()))[5]
    page = patient.get(link)
    for told in ("Dr Amara Bello", "Harbour Street Clinic", "Port Alder", "UTC"):
        assert told in page.text
    assert not Appointment.objects.exists()
    say_yes(patient, link, reason="my knee")
    path = patient.location
    page = patient.follow()
    assert "Dr Amara Bello" in page.text and "my knee" in page.text
    assert path in patient.get("/home").links and path in patient.get("/home/appointments").links
    row = Appointment.objects.get()
    assert (row.patient_id, row.status, row.overbooked) == (asha.patient, "booked", False)


def test_the_clinics_phone_number_can_be_pressed_where_it_is_needed(
    patient: Visitor, harbour: Facility
) -> None:
    Facility.objects.filter(id=harbour.id).update(phone="01632 960100")
    path = booked(patient)
    for page in (path, "/home"):
        assert "tel:01632960100" in patient.get(page).links


def test_enter_in_a_text_field_never_books(patient: Visitor) -> None:
    """A browser sends a form when Enter is pressed in a field of one line, never in a text area."""
    page = patient.get(free_times(patient.get(later()))[0])
    assert [one["name"] for one in page.controls if one["tag"] == "textarea"] == ["reason"]
    lines = [one for one in page.controls if one["tag"] in {"input", "select"}]
    assert {one.get("type") for one in lines} == {"hidden"}


def test_a_day_shows_its_own_times_and_leads_to_the_next(patient: Visitor) -> None:
    first = patient.get(BOOK)
    shown = {link.partition("slot=")[2][:10] for link in free_times(first)}
    assert len(shown) == 1 and len(free_times(first)) <= 30
    days = [link for link in first.links if "day=" in link and "slot=" not in link]
    assert days
    following = {link.partition("slot=")[2][:10] for link in free_times(patient.get(days[0]))}
    assert following > shown or following.isdisjoint(shown)


def test_a_time_that_is_gone_is_said_and_the_others_shown(patient: Visitor) -> None:
    times = free_times(patient.get(later()))
    old = patient.get(times[3])
    say_yes(patient, times[3])
    page = patient.send(times[3], old.form("slot"))
    assert patient.status == 409 and "free now" in page.text
    assert times[3] not in free_times(page) and times[4] in free_times(page)
    page = patient.get(times[3])
    assert patient.status == 409 and "free now" in page.text


@pytest.mark.parametrize("slot", ["", "soon~x", "2026-01-01T08:00~", "9999-12-31T23:59+00:00~x"])
def test_nonsense_books_nothing(patient: Visitor, slot: str) -> None:
    form = patient.get(free_times(patient.get(later()))[0]).form("slot")
    page = patient.send(BOOK, form, slot=slot)
    assert patient.status == 422 and "Choose one of the times" in page.text
    assert not Appointment.objects.exists()


def test_a_day_that_does_not_exist_is_said(patient: Visitor) -> None:
    page = patient.get(f"{BOOK}?day=tomorrow")
    assert "is not one we know" in page.text and free_times(page)


def test_it_is_moved_and_cancelled(patient: Visitor) -> None:
    path = booked(patient)
    before = Appointment.objects.get().start
    say_yes(patient, free_times(patient.get(f"{path}/move"))[-1])
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


def test_who_moves_what_was_moved_meanwhile_is_asked_again(patient: Visitor, bello: Person) -> None:
    path = booked(patient)
    link = free_times(patient.get(f"{path}/move"))[-1]
    old = patient.get(link).form("slot")
    row = Appointment.objects.get()
    clinic.appointments.reschedule(row.id, start=at(17), version=row.version, by=bello.actor)
    page = patient.send(link, old)
    assert patient.status == 412 and "17:00" in page.text
    patient.send(link, page.form("slot"))
    assert patient.status == 303


def test_what_the_clinic_did_is_said_until_it_was_seen(patient: Visitor, bello: Person) -> None:
    path = booked(patient)
    row = Appointment.objects.get()
    clinic.appointments.reschedule(row.id, start=at(17), version=row.version, by=bello.actor)
    page = patient.get("/home")
    assert "has moved your appointment to" in page.text and "17:00" in page.text
    patient.send("/home", page.form_to(f"{path}/acknowledge"))
    assert "has moved" not in patient.follow().text
    clinic.appointments.cancel(
        row.id, reason="practitioner-away", words="Dr Bello is ill", version=2, by=bello.actor
    )
    for where in ("/home", path):
        page = patient.get(where)
        assert "The doctor is away" in page.text and "Dr Bello is ill" in page.text


def test_a_time_that_is_held_is_said_on_the_first_page(
    patient: Visitor, asha: Person, harbour: Facility
) -> None:
    days = {"first_day": today() + DAY, "last_day": today() + 2 * DAY}
    clinic.appointments.join(patient=asha.patient, facility=harbour.id, **days, by=asha.actor)
    assert "A free time is held for you until" in patient.get("/home").text


def test_who_did_not_come_has_nothing_to_come(patient: Visitor) -> None:
    booked(patient)
    Appointment.objects.update(status="noshow")
    text = patient.get("/home/appointments").text
    assert text.index("Past and cancelled") < text.index("Did not come")


def test_every_appointment_is_reached_page_by_page(
    patient: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    for ahead in range(52):
        Appointment.objects.create(
            patient_id=asha.patient,
            facility=harbour,
            practitioner_id=bello.user,
            start=at(9, days=-ahead - 1),
            end=at(10, days=-ahead - 1),
            status="fulfilled",
        )
    first = patient.get("/home/appointments")
    earlier = next(link for link in first.links if link.startswith("?after="))
    second = patient.get(f"/home/appointments{earlier}")
    found = {
        link
        for page in (first, second)
        for link in page.links
        if re.fullmatch(r"/home/appointments/[0-9a-f-]{36}", link)
    }
    assert len(found) == 52


@pytest.mark.parametrize("wrong", ["nonsense", "%00", "9999-12-31~x"])
def test_a_place_that_the_list_did_not_give_is_no_first_page(patient: Visitor, wrong: str) -> None:
    page = patient.get(f"/home/appointments?after={wrong}")
    assert patient.status == 422 and "Open the list anew" in page.text


def test_a_patient_waits_and_leaves_the_list(
    patient: Visitor, bello: Person, harbour: Facility
) -> None:
    clinic.appointments.publish(harbour.id, [], version=2, by=bello.actor)
    page = patient.get("/home/appointments/wait")
    days = {"first_day": str(today() + 4 * DAY), "last_day": str(today() + 7 * DAY)}
    patient.send("/home/appointments/wait", page.form("first_day"), **days, doctor="")
    assert patient.location == "/home/appointments"
    page = patient.follow()
    leave = next(one for one in page.forms if one.action.endswith("/leave"))
    patient.send(leave.action, leave)
    assert patient.location == "/home/appointments"
    assert WaitingPlace.objects.get().state == "left"


def test_a_time_that_is_free_at_once_is_held_for_whoever_waits(patient: Visitor) -> None:
    page = patient.get("/home/appointments/wait")
    days = {"first_day": str(today() + DAY), "last_day": str(today() + 2 * DAY)}
    patient.send("/home/appointments/wait", page.form("first_day"), **days, doctor="")
    assert "held for you" in patient.follow().text


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
