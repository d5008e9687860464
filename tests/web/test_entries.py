"""A patient's lists on the pages: added to, changed, ended, taken back, and by two at once."""

import re

import pytest

from bedside import clinic
from bedside.clinic.allergies import AllergyBody
from tests.people import Person
from tests.web.browsing import Visitor


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def entry_link(page_links: list[str], path: str) -> str:
    return next(link for link in page_links if re.fullmatch(rf"{path}/[0-9a-f-]{{36}}", link))


@pytest.mark.parametrize(
    ("noun", "said", "seen"),
    [
        (
            "allergies",
            {"substance": "Penicillin", "severity": "severe", "type": "allergy"},
            "severe",
        ),
        ("medicines", {"as_written": "Ramipril 5 mg", "dose": "one a day"}, "one a day"),
        ("problems", {"title": "Falls", "since": "2024-03"}, "March 2024"),
    ],
)
def test_an_entry_is_added_changed_ended_and_put_back(
    doctor: Visitor, asha: Person, noun: str, said: dict[str, str], seen: str
) -> None:
    path = f"/patients/{asha.patient}/{noun}"
    name = next(iter(said))
    doctor.send(path, doctor.get(path).form(name), **said)
    assert doctor.location == path
    page = doctor.get(path)
    assert said[name] in page.text and seen in page.text
    one = entry_link(page.links, path)
    changed = {**said, name: "Something <b>else</b>"}
    doctor.send(one, doctor.get(one).form(name), **changed)
    assert doctor.location == path
    assert "Something <b>else</b>" in doctor.get(path).text and "<b>else" not in doctor.html
    doctor.send(f"{one}/end", doctor.get(f"{one}/end").form("why"), why="no longer", until="2025")
    assert "no longer" in doctor.get(path).text
    page = doctor.get(one)
    assert said[name] in page.text
    doctor.send(f"{one}/reinstate", page.form_to(f"{one}/reinstate"))
    assert doctor.location == path
    doctor.send(f"{one}/error", doctor.get(f"{one}/error").form("reason"), reason="wrong person")
    assert "entered-in-error" in doctor.get(path).text


def test_two_doctors_who_change_one_entry_see_both_sides(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    path = f"/patients/{asha.patient}/allergies"
    made = clinic.allergies.add(asha.patient, AllergyBody(substance="Nuts"), by=bello.actor)
    one = f"{path}/{made.id}"
    form = doctor.get(one).form("substance")
    clinic.allergies.change(
        asha.patient, made.id, {"substance": "Peanuts"}, version=made.version, by=bello.actor
    )
    said = {"substance": "Hazelnuts", "severity": "mild", "type": "allergy"}
    page = doctor.send(one, form, **said)
    assert doctor.status == 412
    assert "Peanuts" in page.text and "Hazelnuts" in doctor.html
    doctor.send(one, page.form("substance"), **said)
    assert doctor.location == path and "Hazelnuts" in doctor.get(path).text


def test_none_known_is_a_statement_of_its_own(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/allergies"
    page = doctor.get(path)
    assert "Nobody has asked" in page.text
    doctor.send(f"{path}/none-known", page.form_to(f"{path}/none-known"))
    page = doctor.get(path)
    assert "No known allergies" in page.text
    doctor.send(f"{path}/none-known/take-back", page.form_to(f"{path}/none-known/take-back"))
    assert "Nobody has asked" in doctor.get(path).text


def test_what_is_wrong_is_named_and_kept(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/medicines"
    form = doctor.get(path).form("as_written")
    page = doctor.send(path, form, as_written="Aspirin", since="last spring")
    assert doctor.status == 422
    assert "Write it as a day, a month or a year" in page.text and "last spring" in doctor.html


def test_a_diagnosis_is_coded_and_turned(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    doctor.send(path, doctor.get(path).form("state"), code="J45.909", state="suspected")
    page = doctor.get(path)
    assert "J45.909" in page.text and "suspected" in page.text
    one = entry_link(page.links, path)
    page = doctor.get(one)
    doctor.send(f"{one}/confirm", page.form_to(f"{one}/confirm"))
    assert "confirmed" in doctor.get(one).text


@pytest.mark.parametrize("code", ["J45", "nonsense", ""])
def test_a_code_that_no_diagnosis_may_carry_is_refused(
    doctor: Visitor, asha: Person, code: str
) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    doctor.send(path, doctor.get(path).form("state"), code=code, state="suspected")
    assert doctor.status == 422
    assert clinic.diagnoses.codes_in([]) == []


def test_measurements_are_taken_as_people_write_them(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/vitals"
    form = doctor.get(path).form("temperature")
    said = {"temperature": "101.3 F", "weight": "70,5 kg", "measured_at": "2026-03-01T08:30"}
    doctor.send(path, form, **said)
    assert doctor.location == path
    page = doctor.get(path)
    assert "38.5 °C" in page.text and "70.50 kg" in page.text and "1 March 2026, 08:30" in page.text


def test_a_measurement_nobody_has_is_asked_back_by_name(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/vitals"
    form = doctor.get(path).form("temperature")
    page = doctor.send(path, form, temperature="warm", measured_at="2026-03-01T08:30")
    assert doctor.status == 422 and "warm" in doctor.html
    assert "Temperature" in page.text


def test_every_list_says_what_must_not_be_missed(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    for noun in ("medicines", "problems", "diagnoses", "vitals"):
        assert "Allergies: Latex" in doctor.get(f"/patients/{asha.patient}/{noun}").text


def test_elsewhere_there_is_no_such_patient(asha: Person, chen: Person) -> None:
    stranger = Visitor().signs_in(chen)
    for noun in ("allergies", "medicines", "problems", "diagnoses", "vitals"):
        stranger.get(f"/patients/{asha.patient}/{noun}")
        assert stranger.status == 404


def test_none_known_can_be_stated_when_no_allergy_holds_any_more(
    asha: Person, bello: Person
) -> None:
    entry = clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    path = f"/patients/{asha.patient}/allergies"
    doctor = Visitor().signs_in(bello)
    assert f"{path}/none-known" not in [form.action for form in doctor.get(path).forms]
    clinic.allergies.mark_as_error(asha.patient, entry.id, version=1, by=bello.actor)
    doctor.send(path, doctor.get(path).form_to(f"{path}/none-known"))
    assert "No known allergies" in doctor.get(path).text
