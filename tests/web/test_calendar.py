"""Calendars that ask by a secret address, as calendar applications do: without cookies."""

from uuid import uuid4

from icalendar import Calendar

from bedside import clinic
from bedside.clinic.models import Facility
from tests.clinic.diary import at, book
from tests.people import Person
from tests.web.browsing import Visitor


def test_the_address_alone_opens_the_calendar(
    visitor: Visitor, asha: Person, bello: Person, harbour: Facility
) -> None:
    book(asha, bello, harbour, at(9), by=bello)
    token = clinic.appointments.create_calendar(by=asha.actor)
    visitor.get(f"/calendar/{token}.ics")
    answer = visitor.response
    assert visitor.status == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"] and not answer.cookies
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart") == at(9)


def test_a_wrong_address_and_one_taken_back_are_not_found(visitor: Visitor, asha: Person) -> None:
    token = clinic.appointments.create_calendar(by=asha.actor)
    clinic.appointments.revoke_calendar(by=asha.actor)
    for wrong in ("A" * 43, token, "x"):
        visitor.get(f"/calendar/{wrong}.ics")
        assert visitor.status == 404


def test_an_address_is_only_read(visitor: Visitor, asha: Person) -> None:
    token = clinic.appointments.create_calendar(by=asha.actor)
    visitor.client.handler.enforce_csrf_checks = False
    visitor.post(f"/calendar/{token}.ics", {})
    assert visitor.status == 405


def test_one_appointment_is_a_file_for_its_patient(
    visitor: Visitor, asha: Person, ravi: Person, bello: Person, harbour: Facility
) -> None:
    booked = book(asha, bello, harbour, at(9), by=bello)
    visitor.signs_in(asha).get(f"/appointments/{booked.id}.ics")
    assert visitor.status == 200 and "BEGIN:VEVENT" in visitor.html
    assert "attachment" in visitor.response["Content-Disposition"]
    visitor.get(f"/appointments/{uuid4()}.ics")
    assert visitor.status == 404
    other = Visitor().signs_in(ravi)
    other.get(f"/appointments/{booked.id}.ics")
    assert other.status == 404
