"""The doctor's appointments and hours on plain pages: the day, one press, booking, the week."""

from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.accounts import User
from bedside.clinic.facilities.clocks import day_and_time, on_the_wall
from bedside.clinic.models import Appointment, Facility, WaitingPlace
from bedside.ids import new_id
from bedside.web.cursors import moment_text
from tests.clinic.diary import DAY, MINUTES, at, book, care_too, publish, today
from tests.people import Person
from tests.web.browsing import Page, Visitor
from tests.web.choosing import free_times, say_yes


@pytest.fixture
def doctor(bello: Person, harbour: Facility) -> Visitor:
    """Dr Bello, signed in, with hours from eight to eighteen."""
    publish(bello, harbour)
    return Visitor().signs_in(bello)


def diary(place: Facility, ahead: int = 0, **more: str) -> str:
    chosen = {"facility": str(place.id), "day": str(today() + ahead * DAY), **more}
    return "/appointments/?" + "&".join(f"{name}={value}" for name, value in chosen.items())


def booking(who: Person) -> str:
    return f"/appointments/book?patient={who.patient}"


def press(visitor: Visitor, path: str, action: str) -> Page:
    return visitor.send(path, visitor.get(path).form_to(action))


def soon(asha: Person, bello: Person, harbour: Facility) -> Appointment:
    """Asha is booked for a few minutes ago."""
    now = timezone.now().replace(second=0, microsecond=0)
    made = book(asha, bello, harbour, at(9), by=bello, reason="My knee")
    row = Appointment.objects.get(id=made.id)
    row.start, row.end = now - 5 * MINUTES, now + 15 * MINUTES
    row.save()
    return row


def test_the_day_says_who_comes_when_and_why(
    doctor: Visitor, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    book(asha, bello, harbour, at(9), by=bello, reason="My knee")
    book(ravi, bello, harbour, at(8), by=bello)
    page = doctor.get(diary(harbour, 1))
    assert doctor.status == 200
    for told in ("Asha Verma", "Ravi Ostrom", "My knee", "09:00", "Times are UTC"):
        assert told in page.text
    assert page.text.index("Ravi") < page.text.index("Asha")
    assert "Asha" not in doctor.get(diary(harbour)).text
    assert "Asha" in doctor.get(diary(harbour, days="7")).text


def test_free_times_stand_on_the_first_page_of_a_day(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    assert free_times(doctor.get(diary(harbour, 1)))
    place = urlencode({"after": moment_text((at(8), new_id()))})
    further = doctor.get(f"{diary(harbour, 1)}&{place}")
    assert "Asha Verma" in further.text and not free_times(further)


def test_a_doctor_elsewhere_sees_none_of_it(
    asha: Person, bello: Person, chen: Person, harbour: Facility, millfield: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    other = Visitor().signs_in(chen)
    other.get(diary(harbour, 1, whose="all"))
    assert other.status == 404
    page = other.get(diary(millfield, 1, whose="all"))
    assert "Asha" not in page.text and "Harbour" not in page.text
    for path in ("", "/cancel", "/move"):
        other.get(f"/appointments/{booked.id}{path}")
        assert other.status == 404
    other.get(booking(asha))
    assert other.status == 404
    other.get(f"/schedule/{harbour.id}")
    assert other.status == 404


def test_one_press_says_that_somebody_came_and_was_seen(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    row = soon(asha, bello, harbour)
    day = diary(harbour, (row.start.date() - today()).days)
    press(doctor, day, f"/appointments/{row.id}/arrive")
    assert doctor.status == 303 and doctor.location.startswith("/appointments/?facility=")
    press(doctor, day, f"/appointments/{row.id}/fulfil")
    row.refresh_from_db()
    assert row.status == "fulfilled"
    press(doctor, day, f"/appointments/{row.id}/undo")
    row.refresh_from_db()
    assert row.status == "arrived"
    page = doctor.get(f"/appointments/{row.id}")
    begun = doctor.send(
        f"/appointments/{row.id}", page.form_to(f"/patients/{asha.patient}/encounters/new")
    )
    assert doctor.status == 303, begun.text


def test_one_press_says_that_somebody_did_not_come(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    row = soon(asha, bello, harbour)
    path = f"/appointments/{row.id}"
    press(doctor, path, f"{path}/no-show")
    row.refresh_from_db()
    assert (row.status, doctor.location) == ("noshow", path)
    assert "Did not come" in doctor.follow().text


def test_an_old_page_changes_nothing(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    row = soon(asha, bello, harbour)
    path = f"/appointments/{row.id}"
    old = doctor.get(path).form_to(f"{path}/no-show")
    press(doctor, path, f"{path}/arrive")
    page = doctor.send(path, old)
    assert doctor.status == 412 and "changed since" in page.text
    row.refresh_from_db()
    assert row.status == "arrived"


def other_time(page: Page, **said: str) -> str:
    """The address to which the form for any other time leads."""
    form = page.form("start")
    fields = {**{name: values[-1] for name, values in form.fields.items()}, **said}
    return f"{form.action}?{urlencode(fields)}"


def test_a_free_time_is_booked_for_whom_the_next_page_says(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    page = doctor.get(booking(asha))
    assert "Asha Verma" in page.text and "17 April 1991" in page.text
    link = free_times(page)[-1]
    asked = doctor.get(link)
    for told in ("Asha Verma", "17 April 1991", "Dr Amara Bello", "Harbour Street Clinic"):
        assert told in asked.text
    assert not Appointment.objects.exists()
    say_yes(doctor, link, reason="A rash")
    assert doctor.status == 303
    row = Appointment.objects.get()
    assert (row.patient_id, row.practitioner_id) == (asha.patient, bello.user)
    assert "A rash" in doctor.follow().text


def test_any_time_is_booked_and_a_taken_one_only_with_a_reason(
    doctor: Visitor, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    care_too(ravi.patient, harbour)
    book(ravi, bello, harbour, at(8), by=bello)
    link = other_time(doctor.get(booking(asha)), start=f"{at(8, 10):%Y-%m-%dT%H:%M}", minutes="30")
    assert "somebody else at this time" in doctor.get(link).text
    page = say_yes(doctor, link)
    assert doctor.status == 409 and "already taken" in page.text
    say_yes(doctor, link, overbook_because="Fever")
    assert doctor.status == 303
    row = Appointment.objects.get(patient=asha.patient)
    assert (row.overbooked, row.outside_hours, row.end - row.start) == (True, False, 30 * MINUTES)
    assert "Fever" in doctor.follow().text


@pytest.mark.parametrize("where", ["late", "holiday"])
def test_where_nobody_is_seen_a_time_is_booked_only_with_a_reason(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility, dana: Person, where: str
) -> None:
    start = at(22, 10) if where == "late" else at(9)
    said = "outside of the doctor's hours" if where == "late" else "clinic is closed"
    if where == "holiday":
        day = start.date()
        clinic.appointments.add_holiday(harbour.id, day, "Christmas Day", by=dana.actor)
    link = other_time(doctor.get(booking(asha)), start=f"{start:%Y-%m-%dT%H:%M}")
    assert said in unescape(doctor.get(link).text)
    say_yes(doctor, link)
    assert doctor.status == 409 and not Appointment.objects.exists()
    say_yes(doctor, link, overbook_because="Dressing must be changed")
    row = Appointment.objects.get()
    assert (row.overbooked, row.outside_hours) == (False, True)
    assert "Dressing must be changed" in doctor.follow().text


@pytest.mark.parametrize(
    ("start", "told"),
    [("", "Write a day and a time"), ("2020-01-01T09:00", "from now on"), ("soon", "such as")],
)
def test_a_time_that_is_none_is_said_at_its_field(
    doctor: Visitor, asha: Person, start: str, told: str
) -> None:
    page = doctor.get(other_time(doctor.get(booking(asha)), start=start))
    assert doctor.status == 422 and told in page.text


def test_nothing_chosen_books_nothing(doctor: Visitor, asha: Person) -> None:
    form = doctor.get(free_times(doctor.get(booking(asha)))[0]).form("slot")
    page = doctor.send(booking(asha), form, slot="")
    assert doctor.status == 422 and "Choose one of the times" in page.text
    assert not Appointment.objects.exists()


def test_an_address_that_names_no_day_is_said(doctor: Visitor, asha: Person) -> None:
    page = doctor.get(f"{booking(asha)}&day=tomorrow")
    assert "Asha Verma" in page.text and "does not exist" in page.text
    assert free_times(page)


def test_a_clinic_where_a_doctor_does_not_work_is_not_there(
    doctor: Visitor, asha: Person, millfield: Facility
) -> None:
    paths = (
        f"{booking(asha)}&facility={millfield.id}",
        f"/appointments/wait?patient={asha.patient}&facility={millfield.id}",
        f"/appointments/waiting?facility={millfield.id}",
        diary(millfield),
    )
    for path in paths:
        doctor.get(path)
        assert doctor.status == 404, path


def test_a_time_at_which_the_clocks_change_is_asked_back(
    doctor: Visitor, asha: Person, harbour: Facility, dana: Person
) -> None:
    clinic.change_facility(harbour.id, {"time_zone": "Europe/London"}, version=1, by=dana.actor)
    for when in ("2027-03-28T01:30", "2027-10-31T01:30"):
        page = doctor.get(other_time(doctor.get(booking(asha)), start=when))
        assert doctor.status == 422 and "clocks change" in page.text


def test_after_booking_one_is_back_at_the_case(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    case = new_id()
    for name, back in (
        ("assessment", f"/worklist/{case}"),
        ("encounter", f"/patients/{asha.patient}/encounters/{case}"),
    ):
        page = doctor.get(f"{booking(asha)}&{name}={case}")
        say_yes(doctor, free_times(page)[0])
        assert doctor.location == back


def test_an_appointment_is_moved_and_cancelled(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    path = f"/appointments/{booked.id}"
    say_yes(doctor, free_times(doctor.get(f"{path}/move"))[0])
    assert doctor.status == 303
    row = Appointment.objects.get()
    assert row.start != at(9)
    form = doctor.get(f"{path}/cancel").form("words")
    page = doctor.send(f"{path}/cancel", form)
    assert doctor.status == 422 and "Choose why" in page.text
    form = doctor.get(f"{path}/cancel").form("words")
    doctor.send(f"{path}/cancel", form, reason="practitioner-away", words="I am ill")
    row.refresh_from_db()
    assert (row.status, row.cancel_reason) == ("cancelled", "practitioner-away")
    assert "I am ill" in doctor.follow().text


def test_a_patient_is_put_on_the_waiting_list_and_taken_off(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    clinic.appointments.publish(harbour.id, [], version=2, by=bello.actor)
    path = f"/appointments/wait?patient={asha.patient}&facility={harbour.id}"
    form = doctor.get(path).form("first_day")
    days = {"first_day": str(today() + DAY), "last_day": str(today() + 2 * DAY)}
    doctor.send(path, form, **days, urgency="2", doctor="")
    assert doctor.status == 303
    place = WaitingPlace.objects.get()
    assert (place.urgency_rank, place.state) == (2, "waiting")
    listed = doctor.location
    page = doctor.get(listed)
    assert "Asha Verma" in page.text
    assert "tel:07700900017" in page.links
    doctor.send(listed, page.form_to(f"/appointments/waiting/{place.id}/leave"))
    place.refresh_from_db()
    assert place.state == "left"


def test_the_diary_stays_as_it_was_chosen_after_a_press(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    row = soon(asha, bello, harbour)
    shown = diary(harbour, (row.start.date() - today()).days, days="7", whose="all")
    press(doctor, shown, f"/appointments/{row.id}/arrive")
    assert "whose=all" in doctor.location and "days=7" in doctor.location
    assert "Asha Verma" in doctor.follow().text


def test_a_free_time_of_the_diary_is_booked_for_somebody_who_is_looked_for(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    page = doctor.get(diary(harbour, 1))
    times = free_times(page)
    assert len(times) == 29 and "book one of 3 times" in page.text
    doctor.get(times[0])
    assert doctor.status == 303
    page = doctor.follow()
    assert "Who is the appointment for?" in page.text
    found = doctor.send("/patients/find", page.form("text"), text="Asha")
    (link,) = {one for one in found.links if str(asha.patient) in one}
    asked = doctor.get(link)
    assert "Asha Verma" in asked.text and "08:00" in asked.text
    say_yes(doctor, link)
    assert Appointment.objects.count() == 2


def test_staff_are_told_how_the_patient_hears_of_it(
    doctor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    path = f"/appointments/{booked.id}"
    assert "A mail may reach them" not in doctor.get(path).text
    say_yes(doctor, free_times(doctor.get(f"{path}/move"))[0])
    page = doctor.follow()
    assert "A mail may reach them" in page.text and "will be told" not in page.text
    assert any(link.startswith("tel:07700") for link in page.links)
    User.objects.filter(id=asha.user).update(patient=None)
    assert "The patient has no account." in doctor.get(path).text


# --- hours -----------------------------------------------------------------------------------


def test_hours_are_added_and_taken_out(bello: Person, harbour: Facility) -> None:
    doctor, path = Visitor().signs_in(bello), f"/schedule/{harbour.id}"
    doctor.get("/schedule")
    assert doctor.location == path
    page = doctor.get(path)
    said = {"weekdays": ["0", "2"], "start": "09:00", "end": "12:00", "minutes": "20"}
    doctor.send(path, page.form_to(f"{path}/hours"), **said)
    assert doctor.status == 303
    page = doctor.follow()
    assert "Monday" in page.text and "Wednesday" in page.text and "09:00 to 12:00" in page.text
    page = doctor.send(path, page.form_to(f"{path}/hours"), **said)
    assert doctor.status == 422 and "overlaps other hours" in page.text
    doctor.send(path, doctor.get(path).form_to(f"{path}/hours/remove"))
    (left,) = clinic.appointments.read_schedule(harbour.id, by=bello.actor).weekly
    assert left.weekday == 2


def test_a_doctor_is_away_and_back(bello: Person, harbour: Facility, asha: Person) -> None:
    publish(bello, harbour)
    book(asha, bello, harbour, at(9), by=asha)
    doctor, path = Visitor().signs_in(bello), f"/schedule/{harbour.id}"
    form = doctor.get(path).form_to(f"{path}/closed")
    doctor.send(path, form, day=str(today() + DAY))
    page = doctor.follow()
    assert "1 coming appointment outside" in page.text
    (away,) = clinic.appointments.read_schedule(harbour.id, by=bello.actor).exceptions
    doctor.send(path, page.form_to(f"{path}/exceptions/{away.id}/remove"))
    assert clinic.appointments.read_schedule(harbour.id, by=bello.actor).exceptions == []
    form = doctor.get(path).form_to(f"{path}/open")
    extra = {"day": str(today() + DAY), "start": "19:00", "end": "20:00", "minutes": "30"}
    page = doctor.send(path, form, **{**extra, "end": "18:00"})
    assert doctor.status == 422 and "end must be later" in page.text
    doctor.send(path, doctor.get(path).form_to(f"{path}/open"), **extra)
    assert "19:00 to 20:00" in doctor.follow().text


# --- clocks ----------------------------------------------------------------------------------


def test_a_time_that_comes_twice_is_told_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert on_the_wall(first, "Europe/London") == "01:30 (UTC+01:00)"
    assert on_the_wall(second, "Europe/London") == "01:30 (UTC+00:00)"
    noon = datetime(2026, 10, 25, 12, tzinfo=ZoneInfo("Europe/London"))
    assert day_and_time(noon, "Europe/London") == "Sunday 25 October 2026, 12:00"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2200-12-31", "1850-01-01"])
@pytest.mark.parametrize("days", ["1", "7"])
def test_a_day_at_the_end_of_the_calendar_is_shown_or_left_out(
    doctor: Visitor, day: str, days: str
) -> None:
    doctor.get(f"/appointments/?day={day}&days={days}")
    assert doctor.status == 200
