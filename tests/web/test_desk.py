"""The desk on the pages: finding, registering, booking, who comes, and giving access."""

from datetime import timedelta

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.accounts.models import Invitation
from bedside.clinic.models import Appointment, Facility, Patient
from bedside.clinic.patients.profile import Profile
from tests.clinic.diary import at, book, publish, today
from tests.people import PASSWORD, Person, register_doctor
from tests.web.browsing import Visitor
from tests.web.choosing import free_times

EMAIL = "tilda@example.org"


@pytest.fixture
def desk(noa: Person) -> Visitor:
    """Noa at her browser."""
    return Visitor().signs_in(noa)


@pytest.fixture
def visit(asha: Person, bello: Person, harbour: Facility) -> Appointment:
    """Asha comes to Dr Bello in a moment, and has said why."""
    publish(bello, harbour)
    made = book(asha, bello, harbour, at(9), by=asha, reason="My knee")
    start = timezone.now() + timedelta(seconds=5)
    Appointment.objects.filter(id=made.id).update(start=start, end=start + timedelta(minutes=20))
    return Appointment.objects.get(id=made.id)


def tilda(by: Person, place: Facility) -> Patient:
    """Register somebody at the desk, without an email."""
    profile = Profile("Tilda Brandt", today() - timedelta(days=20_000), "female", "", "07700 900")
    return clinic.enrol_patient(profile=profile, facility=place.id, by=by.actor)


def test_signing_in_leads_to_the_day(noa: Person) -> None:
    visitor = Visitor().signs_in(noa)
    assert visitor.location == "/desk"
    page = visitor.follow()
    assert {"/desk", "/appointments/", "/appointments/waiting", "/patients/"} <= set(page.links)
    assert not {"/worklist", "/codes"} & set(page.links)
    assert "Nobody is booked on this day." in page.text


def test_who_comes_stands_under_their_doctor_and_why_nowhere(
    visit: Appointment, asha: Person, desk: Visitor
) -> None:
    page = desk.get(f"/desk?day={visit.start.date()}")
    assert "Dr Amara Bello" in page.text and "Asha Verma" in page.text
    assert f"/patients/{asha.patient}" in page.links and "tel:07700900017" in page.links
    assert "knee" not in page.text
    assert "Booked: 1, Arrived: 0, Seen: 0, Did not come: 0." in page.text


def test_arrived_is_pressed_and_taken_back_where_one_stands(
    visit: Appointment, desk: Visitor
) -> None:
    path = f"/desk?day={visit.start.date()}"
    arrived = desk.get(path).form_to(f"/appointments/{visit.id}/arrive")
    desk.send(path, arrived)
    assert desk.location.startswith("/desk?")
    page = desk.follow()
    assert "Arrived: 1" in page.text
    assert not [one for one in page.forms if one.action.endswith("/fulfil")]
    desk.send(path, page.form_to(f"/appointments/{visit.id}/undo"))
    assert "Arrived: 0" in desk.follow().text


def test_whoever_works_nowhere_is_told_so(noa: Person, harbour: Facility, dana: Person) -> None:
    clinic.end_member(harbour.id, noa.user, version=1, by=dana.actor)
    visitor = Visitor().signs_in(noa)
    assert "You do not work at a clinic yet." in visitor.get("/desk").text


def test_a_patient_at_the_desk_is_who_and_when(
    visit: Appointment, asha: Person, bello: Person, desk: Visitor
) -> None:
    page = desk.get(f"/patients/{asha.patient}")
    for said in ("Asha Verma", "17 April 1991", "asha@example.org", "Dr Amara Bello"):
        assert said in page.text
    assert f"/appointments/{visit.id}" in page.links
    for part in ("allergies", "problems", "medicines", "transfer", "responsible", "vitals"):
        assert f"/patients/{asha.patient}/{part}" not in page.links
    for heading in ("Allergies", "knee", "Alerts"):
        assert heading not in page.text


def test_whoever_calls_twice_is_seen_to_have_a_time_already(
    visit: Appointment, asha: Person, harbour: Facility, desk: Visitor
) -> None:
    page = desk.get(f"/appointments/book?patient={asha.patient}&facility={harbour.id}")
    page = desk.get(free_times(page)[0])
    day = f"{visit.start:%A} {visit.start.day} {visit.start:%B %Y}"
    assert f"The patient already has: {day}" in page.text
    assert "with Dr Amara Bello" in page.text and "knee" not in page.text
    asha_herself = Visitor().signs_in(asha)
    page = asha_herself.get(free_times(asha_herself.get("/home/appointments/book"))[0])
    assert f"You already have: {day}" in page.text
    moving = asha_herself.get(f"/home/appointments/{visit.id}/move")
    assert "already" not in asha_herself.get(free_times(moving)[0]).text


def test_a_doctor_keeps_the_chart_and_has_the_contact_page_too(asha: Person, bello: Person) -> None:
    visitor = Visitor().signs_in(bello)
    chart = visitor.get(f"/patients/{asha.patient}")
    assert "Allergies" in chart.text and f"/patients/{asha.patient}/contact" in chart.links
    page = visitor.get(f"/patients/{asha.patient}/contact")
    assert "Next appointments" in page.text and f"/patients/{asha.patient}" in page.links


def test_an_appointment_at_the_desk_says_no_reason(visit: Appointment, desk: Visitor) -> None:
    page = desk.get(f"/appointments/{visit.id}")
    assert "Asha Verma" in page.text and "knee" not in page.text and "Why" not in page.text
    cancel = desk.get(f"/appointments/{visit.id}/cancel")
    assert "The patient cannot come" in cancel.text and "The problem is better" not in cancel.text


def test_the_diary_shows_all_doctors_and_no_hours_of_ones_own(
    visit: Appointment, harbour: Facility, desk: Visitor
) -> None:
    page = desk.get(f"/appointments/?day={visit.start.date()}")
    assert "Asha Verma" in page.text and "Dr Amara Bello" in page.text and "knee" not in page.text
    assert f"/schedule/{harbour.id}" not in page.links


def test_a_time_is_booked_without_a_question_about_why(
    asha: Person, bello: Person, harbour: Facility, desk: Visitor
) -> None:
    publish(bello, harbour)
    path = f"/appointments/book?patient={asha.patient}&facility={harbour.id}"
    slots = [link for link in desk.get(path).links if "slot=" in link]
    asked = desk.get(slots[0])
    form = asked.form("slot")
    assert "reason" not in form.names and "Reason" not in asked.text
    desk.send(slots[0], form)
    assert desk.status == 303
    row = Appointment.objects.get()
    assert desk.location == f"/appointments/{row.id}"
    assert (row.patient_id, row.blob_id) == (asha.patient, None)


def test_nobody_says_at_the_desk_how_urgent_it_is(
    asha: Person, bello: Person, harbour: Facility, desk: Visitor
) -> None:
    path = f"/appointments/wait?patient={asha.patient}&facility={harbour.id}"
    form = desk.get(path).form("first_day")
    assert "urgency" not in form.names
    desk.send(path, form, first_day=str(today()), last_day=str(today() + timedelta(days=2)))
    assert desk.status == 303
    page = desk.follow()
    assert "Asha Verma" in page.text


def test_somebody_is_registered_and_looked_at_next(harbour: Facility, desk: Visitor) -> None:
    form = desk.get("/patients/new").form("phone")
    said = {"name": "Ida", "birth_date": "2026-01-02", "sex": "female", "phone": "07700 900017"}
    desk.send("/patients/new", form, **said, facility=str(harbour.id))
    assert desk.location == f"/patients/{Patient.objects.get().id}"
    page = desk.follow()
    assert "The patient is registered." in page.text and "They have no account." in page.text


def test_likely_duplicates_are_told_apart_at_the_desk(
    asha: Person, harbour: Facility, noa: Person, desk: Visitor
) -> None:
    known = clinic.read_patient(asha.patient, by=noa.actor).profile
    assert known is not None
    twin = Profile(known.name, known.birth_date, known.sex, "", known.phone)
    row = clinic.enrol_patient(profile=twin, facility=harbour.id, by=noa.actor)
    page = desk.get(f"/patients/{row.id}/duplicates")
    assert "tell a doctor" in page.text, "who makes two records one, since the desk does not"
    assert "Asha Verma" in page.text and "Allergies" not in page.text
    desk.send(f"/patients/{row.id}/duplicates", page.form("other"))
    assert "Nobody in your clinics looks like the same person." in desk.follow().text


# --- a code ----------------------------------------------------------------------------------


def given_code(desk: Visitor, patient: Patient, **said: object) -> str:
    """Fill in the form that gives access; return the code that the answer shows."""
    path = f"/patients/{patient.id}/access"
    form = desk.get(path).form("checked")
    page = desk.send(path, form, **{"email": EMAIL, "checked": "document", **said})
    assert desk.status == 200, desk.html
    assert EMAIL in page.text and "/open-account" in page.text
    return desk.html.split("<code>")[1].split("</code>")[0]


def test_the_code_is_shown_once_and_opens_the_account(
    noa: Person, harbour: Facility, desk: Visitor
) -> None:
    row = tilda(noa, harbour)
    born = clinic.read_patient(row.id, by=noa.actor).profile.birth_date  # type: ignore[union-attr]
    code = given_code(desk, row)
    assert code not in desk.get(f"/patients/{row.id}/contact").text
    assert "They have a code to open their account" in desk.get(f"/patients/{row.id}").text
    patient = Visitor()
    form = patient.get("/open-account").form("code")
    said = {"code": code, "birth_date": str(born), "new": PASSWORD, "again": PASSWORD}
    page = patient.send("/open-account", form, **said)
    assert "Your account is open" in page.text
    patient.signs_in(Person(noa.user, EMAIL, noa.actor))
    assert patient.location == "/home"
    assert "They can sign in." in desk.get(f"/patients/{row.id}").text


def test_what_is_wrong_is_said_at_its_field(noa: Person, harbour: Facility, desk: Visitor) -> None:
    code = given_code(desk, tilda(noa, harbour))
    patient = Visitor()
    form = patient.get("/open-account").form("code")
    said = {"code": code, "birth_date": "1999-01-01", "new": PASSWORD, "again": PASSWORD}
    page = patient.send("/open-account", form, **said)
    assert patient.status == 422
    assert "This is not the birth date on record." in page.text
    page = patient.send("/open-account", form, **{**said, "code": "nothing"})
    assert patient.status == 422 and "Ask the clinic." in page.text
    assert PASSWORD not in patient.html


def test_access_is_not_given_unchecked_nor_twice(
    asha: Person, noa: Person, harbour: Facility, desk: Visitor
) -> None:
    row = tilda(noa, harbour)
    path = f"/patients/{row.id}/access"
    page = desk.send(path, desk.get(path).form("checked"), email=EMAIL)
    assert desk.status == 422 and "how you made sure who they are" in page.text
    path = f"/patients/{asha.patient}/access"
    page = desk.send(path, desk.get(path).form("checked"), checked="known")
    assert desk.status == 409 and "They have opened their account already." in page.text
    assert not Invitation.objects.exists()


def test_somebody_at_a_desk_asks_to_be_let_in(harbour: Facility) -> None:
    visitor = Visitor()
    form = visitor.get("/register/receptionist").form("password")
    page = visitor.send(
        "/register/receptionist",
        form,
        name="Marek Dvorak",
        email="marek@example.org",
        password=PASSWORD,
        facility=str(harbour.id),
    )
    assert "Your request was sent" in page.text
    assert Visitor().get("/").links.count("/register/receptionist") == 1


def test_a_colleague_of_another_doctor_sees_both_days(
    visit: Appointment, harbour: Facility, asha: Person, noa: Person, desk: Visitor
) -> None:
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    later = book(asha, okafor, harbour, at(15), by=noa)
    page = desk.get(f"/desk?day={later.start.date()}")
    assert "Dr Ines Okafor" in page.text
