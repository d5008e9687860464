"""The clinic's patients on the pages: registered at the desk, corrected, answered for, moved."""

from datetime import date

import pytest
from django.conf.locale import LANG_INFO
from django.template.loader import render_to_string
from django.utils.html import escape

from bedside import clinic
from bedside.clinic.models import Facility, Patient
from bedside.clinic.patients.profile import LANGUAGES, NEEDS, NextOfKin, Profile
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


@pytest.mark.parametrize("page", ["details", "responsible", "transfer"])
def test_a_page_says_on_whom_it_acts(
    asha: Person, bello: Person, millfield: Facility, page: str
) -> None:
    text = Visitor().signs_in(bello).get(f"/patients/{asha.patient}/{page}").text
    assert "Asha Verma" in text and "born 17 April 1991" in text


def test_a_refused_move_warns_again(asha: Person, bello: Person, millfield: Facility) -> None:
    visitor = Visitor().signs_in(bello)
    path = f"/patients/{asha.patient}/transfer"
    form = visitor.get(path).form("facility")
    Facility.objects.filter(id=millfield.id).update(active=False)
    page = visitor.send(path, form, facility=str(millfield.id))
    assert visitor.status == 422
    assert "The whole record moves along" in page.text and "Asha Verma" in page.text


def test_a_doctor_corrects_in_the_third_person_and_goes_back_to_the_patient(
    asha: Person, bello: Person
) -> None:
    page = Visitor().signs_in(bello).get(f"/patients/{asha.patient}/details")
    assert f"/patients/{asha.patient}" in page.links
    for own in ("can call you", "you prefer", "you need", "call you:"):
        assert own not in page.text, own
    page = Visitor().signs_in(asha).get("/account/details")
    assert "can call you" in page.text and "/account" in page.links


@pytest.mark.parametrize("code", [*NEEDS, *LANGUAGES])
def test_the_banner_says_needs_and_languages_in_words(code: str) -> None:
    said = {"needs": (code,)} if code in NEEDS else {"language": code}
    profile = Profile("Asha Verma", date(1991, 4, 17), "female", "", "07700 900017", **said)
    patient = {"profile": profile, "age_text": "35 years", "id": "an-id"}
    text = render_to_string("web/chart/banner.html", {"patient": patient, "chart": {"any": 1}})
    if code in NEEDS:
        words = NEEDS[code][0].lower() + NEEDS[code][1:]
        assert f"Needs: {escape(words)}<" in text
    elif code != "en":
        assert f"Speaks {escape(LANG_INFO[code]['name'])}<" in text
    else:
        assert "Speaks" not in text


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
