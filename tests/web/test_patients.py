"""The clinic's patients on the pages: registered at the desk, corrected, answered for, moved."""

from bedside import clinic
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.profile import NextOfKin
from tests.people import Person
from tests.web.browsing import Visitor


def test_a_mononym_without_an_email_is_registered_at_the_desk(
    harbour: Facility, bello: Person
) -> None:
    visitor = Visitor().signs_in(bello)
    form = visitor.get("/patients/new").form("phone")
    said = {"name": "Sukarno", "birth_date": "2026-01-02", "sex": "male", "phone": "0770 09 000 17"}
    visitor.send("/patients/new", form, **said, facility=str(harbour.id))
    assert visitor.status == 303
    row = Patient.objects.get()
    assert visitor.location == f"/patients/{row.id}"
    stored = clinic.read_patient(row.id, by=bello.actor).profile
    assert stored is not None and (stored.name, stored.phone) == ("Sukarno", "0770 09 000 17")


def test_the_doctor_sees_own_patients_only(asha: Person, ravi: Person, bello: Person) -> None:
    page = Visitor().signs_in(bello).get("/patients/")
    assert "Asha Verma" in page.text and "Ravi" not in page.text


def test_details_are_corrected_and_merged(asha: Person, bello: Person) -> None:
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/details"
    form = visitor.get(path).form("phone")
    clinic.change_profile(asha.patient, {"language": "hi"}, version=1, by=asha.actor)
    kin = {"kin_name": "Mira", "kin_relationship": "sister", "kin_phone": "07700 900018"}
    visitor.send(path, form, sex="female", needs=["wheelchair", "hearing"], **kin)
    assert visitor.status == 303
    stored = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert stored is not None
    assert stored.language == "hi"
    assert stored.needs == ("hearing", "wheelchair")
    assert stored.next_of_kin == NextOfKin("Mira", "sister", "07700 900018")


def test_next_of_kin_that_both_changed_is_shown_from_both_sides(
    asha: Person, bello: Person
) -> None:
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/details"
    form = visitor.get(path).form("phone")
    theirs = NextOfKin("Mira", "sister", "07700 900018")
    clinic.change_profile(asha.patient, {"next_of_kin": theirs}, version=1, by=asha.actor)
    page = visitor.send(path, form, sex="female", kin_name="Jon", kin_phone="07700 900019")
    assert visitor.status == 412
    assert "Mira" in page.text and "Jon" in page.text
    visitor.send(path, page.form("phone"), sex="female")
    assert visitor.status == 303
    stored = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert stored is not None and stored.next_of_kin is not None
    assert stored.next_of_kin.name == "Jon"


def test_a_bad_phone_of_the_next_of_kin_is_named(asha: Person, bello: Person) -> None:
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/details"
    form = visitor.get(path).form("phone")
    page = visitor.send(path, form, sex="female", kin_name="Jon", kin_phone="call him")
    assert visitor.status == 422 and "Name the next of kin" in page.text


def test_a_responsible_doctor_is_chosen_from_the_clinic(
    asha: Person, bello: Person, chen: Person
) -> None:
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/responsible"
    page = visitor.get(path)
    assert "Dr Amara Bello" in page.text and "Dr Lian Chen" not in page.text
    visitor.send(path, page.form("responsible"), responsible=str(bello.user))
    assert visitor.status == 303
    assert Patient.objects.get(id=asha.patient).responsible_id == bello.user


def test_a_patient_is_moved(asha: Person, bello: Person, chen: Person, millfield: Facility) -> None:
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/transfer"
    page = visitor.get(path)
    assert "Harbour Street Clinic" not in page.text
    visitor.send(path, page.form("facility"), facility=str(millfield.id))
    assert visitor.location == "/patients/"
    visitor.get(path)
    assert visitor.status == 404
    assert "Asha Verma" in Visitor().signs_in(chen).get("/patients/").text
