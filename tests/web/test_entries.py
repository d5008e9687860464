"""A patient's lists on the pages: added to, changed, ended, taken back, and by two at once."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedside import clinic
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.diagnoses import CONFIRMED, DiagnosisBody
from bedside.clinic.medicines import MedicineBody
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.problems import ProblemBody
from tests.clinic.lists.conftest import EVERY
from tests.people import Person
from tests.web.browsing import Page, Visitor

LISTS = {
    "allergies": {"substance": "Penicillin", "severity": "severe", "type": "allergy"},
    "medicines": {"as_written": "Ramipril 5 mg", "dose": "one a day"},
    "problems": {"title": "Falls", "since": "March 2024"},
    "flags": {"title": "Takes an anticoagulant", "category": "drug", "comment": "since a clot"},
}
WRITTEN = {
    "allergies": "(severe)",
    "medicines": "one a day",
    "problems": "since March 2024",
    "flags": "since a clot",
}
ALL = (*LISTS, "diagnoses", "vitals")
FETCH = {"HX-Request": "true", "HX-Target": "entries"}


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def entry_link(page: Page, path: str) -> str:
    return next(link for link in page.links if re.fullmatch(rf"{path}/[0-9a-f-]{{36}}", link))


def added(doctor: Visitor, path: str, **said: str) -> str:
    """Add an entry by the list's form; return the address of its page."""
    doctor.send(path, doctor.get(path).form(next(iter(said))), **said)
    assert doctor.location == path, doctor.html
    return entry_link(doctor.follow(), path)


@pytest.mark.parametrize("noun", LISTS)
def test_an_entry_is_added_changed_ended_and_put_back(
    doctor: Visitor, asha: Person, noun: str
) -> None:
    path, said = f"/patients/{asha.patient}/{noun}", LISTS[noun]
    name = next(iter(said))
    one = added(doctor, path, **said)
    assert said[name] in doctor.get(path).text and WRITTEN[noun] in doctor.html
    doctor.send(one, doctor.get(one).form(name), **{**said, name: "Something <b>else</b>"})
    assert doctor.location == path
    assert "Something <b>else</b>" in doctor.get(path).text and "<b>else" not in doctor.html
    doctor.send(f"{one}/end", doctor.get(f"{one}/end").form("why"), why="too weak", until="2025")
    assert "until 2025: too weak" in doctor.get(path).text
    page = doctor.get(one)
    assert said[name] in page.text, "the first wording is in the history"
    assert "Dr Amara Bello: entered" in page.text and "Dr Amara Bello: ended" in page.text
    doctor.send(one, page.form(name), **{**said, "until": "June 2024", "why_ended": "a rash"})
    assert "until June 2024: a rash" in doctor.get(path).text, "when it ended can be corrected"
    doctor.send(f"{one}/reinstate", doctor.get(one).form_to(f"{one}/reinstate"))
    assert doctor.location == path and "June 2024: a rash" not in doctor.follow().text
    doctor.send(f"{one}/error", doctor.get(f"{one}/error").form("reason"), reason="wrong person")
    assert "Entered in error (1)" in doctor.get(path).text
    assert "entered-in-error" not in doctor.html
    assert "(wrong person)" in doctor.get(one).text
    doctor.send(f"{one}/reinstate", doctor.get(one).form_to(f"{one}/reinstate"))
    assert "Entered in error (1)" not in doctor.follow().text


def test_two_doctors_who_change_one_entry_see_both_sides(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    path = f"/patients/{asha.patient}/allergies"
    made = clinic.allergies.add(asha.patient, AllergyBody(substance="Nuts"), by=bello.actor)
    one = f"{path}/{made.id}"
    form = doctor.get(one).form("substance")
    theirs = {"substance": "Peanuts", "since": PartialDate(2019, 3)}
    clinic.allergies.change(asha.patient, made.id, theirs, version=1, by=bello.actor)
    said = {"substance": "Hazelnuts", "severity": "mild", "type": "allergy"}
    page = doctor.send(one, form, **said)
    assert doctor.status == 412
    for cell in ("Peanuts", "Hazelnuts", "March 2019", "Mild"):
        assert cell in page.text
    doctor.send(one, page.form("substance"), **said)
    assert doctor.location == path
    now = clinic.allergies.read(asha.patient, made.id, by=bello.actor)
    assert now.body and (now.body.substance, now.body.since) == ("Hazelnuts", None)
    assert [step.body.substance for step in now.history] == ["Nuts", "Peanuts", "Hazelnuts"]


def test_only_what_differs_is_shown_from_both_sides(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    """Not the coded diagnosis, which is the same on both; and only those that stand are offered."""
    patient, by = asha.patient, bello.actor
    kept, refuted = (
        clinic.diagnoses.add(patient, code, DiagnosisBody(), by=by)
        for code in ("G47.00", "J45.909")
    )
    clinic.diagnoses.turn("refute", patient, refuted.id, version=1, by=by)
    made = clinic.problems.add(patient, ProblemBody(title="Sleep", diagnosis=kept.id), by=by)
    one = f"/patients/{patient}/problems/{made.id}"
    page = doctor.get(one)
    form = page.form("title")
    assert "Insomnia" in page.text and "asthma" not in page.text
    clinic.problems.change(patient, made.id, {"title": "Bad sleep"}, version=1, by=by)
    page = doctor.send(one, form, title="No sleep")
    assert doctor.status == 412
    assert "Bad sleep" in page.text and doctor.html.count("Coded diagnosis") == 1
    clinic.diagnoses.turn("refute", patient, kept.id, version=1, by=by)
    doctor.send(one, doctor.get(one).form("title"), title="No sleep")
    now = clinic.problems.read(patient, made.id, by=by).body
    assert now is not None and (now.title, now.diagnosis) == ("No sleep", kept.id)


def test_whoever_stops_what_was_changed_meanwhile_sees_it_and_keeps_what_they_typed(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    made = clinic.medicines.add(asha.patient, MedicineBody(as_written="Iron"), by=bello.actor)
    one = f"/patients/{asha.patient}/medicines/{made.id}"
    form = doctor.get(f"{one}/end").form("why")
    change = {"as_written": "Iron 200 mg"}
    clinic.medicines.change(asha.patient, made.id, change, version=1, by=bello.actor)
    page = doctor.send(f"{one}/end", form, why="It made her sick", until="2026")
    assert doctor.status == 412
    assert "Iron 200 mg" in page.text and "It made her sick" in doctor.html
    doctor.send(f"{one}/end", page.form("why"))
    now = clinic.medicines.read(asha.patient, made.id, by=bello.actor)
    assert now.body and (now.state, now.body.why_ended) == ("ended", "It made her sick")


def test_a_button_on_an_old_page_says_why_and_shows_the_present(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    made = clinic.problems.add(asha.patient, EVERY_PROBLEM, by=bello.actor)
    one = f"/patients/{asha.patient}/problems/{made.id}"
    clinic.problems.end(asha.patient, made.id, version=1, by=bello.actor)
    form = doctor.get(one).form_to(f"{one}/reinstate")
    clinic.problems.reinstate(asha.patient, made.id, version=2, by=bello.actor)
    page = doctor.send(f"{one}/reinstate", form)
    assert doctor.status == 409
    assert "Below is how it stands now" in page.text and "It is back" not in page.text


def test_none_known_is_a_statement_of_its_own(doctor: Visitor, asha: Person, bello: Person) -> None:
    path = f"/patients/{asha.patient}/allergies"
    state, take_back = f"{path}/none-known", f"{path}/none-known/take-back"
    page = doctor.get(path)
    assert "Nobody has asked" in page.text
    doctor.send(state, page.form_to(state))
    page = doctor.get(path)
    assert "No known allergies" in page.text and "Dr Amara Bello" in page.text
    doctor.send(take_back, page.form_to(take_back))
    page = doctor.get(path)
    assert "Nobody has asked" in page.text
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    page = doctor.send(state, page.form_to(state))
    assert doctor.status == 409 and "An allergy is on record" in page.text
    assert "Latex" in page.text


def test_none_known_can_be_stated_when_no_allergy_holds_any_more(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    entry = clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    path = f"/patients/{asha.patient}/allergies"
    assert f"{path}/none-known" not in [form.action for form in doctor.get(path).forms]
    clinic.allergies.mark_as_error(asha.patient, entry.id, version=1, by=bello.actor)
    doctor.send(path, doctor.get(path).form_to(f"{path}/none-known"))
    assert "No known allergies" in doctor.get(path).text


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("last spring", "Write a day, a month or a year"),
        ("2/3/2019", "this can be read in two ways"),
        ("2999", "This day is too far ahead."),
    ],
)
def test_what_is_wrong_is_named_and_kept(
    doctor: Visitor, asha: Person, written: str, sentence: str
) -> None:
    path = f"/patients/{asha.patient}/medicines"
    form = doctor.get(path).form("as_written")
    page = doctor.send(path, form, as_written="Aspirin", since=written)
    assert doctor.status == 422
    assert sentence in page.text and written in doctor.html and "Aspirin" in doctor.html


def test_a_problem_can_name_a_diagnosis(doctor: Visitor, asha: Person, bello: Person) -> None:
    coded = clinic.diagnoses.add(
        asha.patient, "J45.909", DiagnosisBody(), state=CONFIRMED, by=bello.actor
    )
    path = f"/patients/{asha.patient}/problems"
    one = added(doctor, path, title="Asthma", diagnosis=str(coded.id))
    assert f"/patients/{asha.patient}/diagnoses/{coded.id}" in doctor.get(one).links
    form = doctor.get(one).form("title")
    doctor.send(one, form, title="Asthma", diagnosis="")
    (view,) = clinic.problems.read_all(asha.patient, by=bello.actor).items
    assert view.body and view.body.diagnosis is None


def test_every_list_says_what_must_not_be_missed(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    for noun in ALL:
        assert "Allergies: Latex" in doctor.get(f"/patients/{asha.patient}/{noun}").text


def test_elsewhere_there_is_no_such_patient(asha: Person, chen: Person) -> None:
    stranger = Visitor().signs_in(chen)
    for noun in ALL:
        stranger.get(f"/patients/{asha.patient}/{noun}")
        assert stranger.status == 404


def test_what_is_recorded_at_an_encounter_belongs_to_it(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    seen = clinic.encounters.start(asha.patient, by=bello.actor)
    path = f"/patients/{asha.patient}/medicines"
    at = f"{path}?encounter={seen.id}"
    assert at in doctor.get(f"/patients/{asha.patient}/encounters/{seen.id}").links
    page = doctor.get(at)
    assert "It will belong to the" in page.text
    doctor.send(path, page.form("as_written"), as_written="Iron")
    assert doctor.location == f"/patients/{asha.patient}/encounters/{seen.id}"
    assert "It is on the list." in doctor.follow().text
    (view,) = clinic.medicines.read_all(asha.patient, by=bello.actor).items
    assert view.encounter_id == seen.id
    form = doctor.get(at).form("as_written")
    clinic.encounters.lock(seen.id, version=1, by=bello.actor)
    page = doctor.send(path, form, as_written="Zinc")
    assert doctor.status == 422
    assert "This encounter is locked" in page.text and "Zinc" in doctor.html


@pytest.mark.parametrize(
    ("noun", "field", "said"),
    [
        ("diagnoses", "text", {"text": "j45909", "state": "suspected", "repeated": "j45909"}),
        ("vitals", "pulse", {"pulse": "72", "measured_at": "2026-03-01T08:30"}),
        ("medicines", "as_written", {"as_written": "Iron"}),
    ],
)
def test_whoever_records_at_an_encounter_is_back_at_it(
    doctor: Visitor, asha: Person, bello: Person, noun: str, field: str, said: dict[str, str]
) -> None:
    seen = clinic.encounters.start(asha.patient, by=bello.actor)
    back, path = (
        f"/patients/{asha.patient}/encounters/{seen.id}",
        f"/patients/{asha.patient}/{noun}",
    )
    page = doctor.get(back)
    assert f"{path}?encounter={seen.id}" in page.links
    assert path not in page.links, "a link without the encounter would lose it"
    form = doctor.get(f"{path}?encounter={seen.id}").form(field)
    doctor.post(path, {**form.fields, **said}, **FETCH)
    assert (doctor.status, doctor.response["HX-Redirect"]) == (200, back)
    form = doctor.get(f"{path}?encounter={seen.id}").form(field)
    doctor.post(path, {**form.fields, **said})
    assert (doctor.status, doctor.location) == (303, back)


def test_a_medicine_past_its_planned_end_says_so(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    body = MedicineBody(as_written="Amoxicillin", until=PartialDate(2026, 2, 3))
    clinic.medicines.add(asha.patient, body, by=bello.actor)
    page = doctor.get(f"/patients/{asha.patient}/medicines")
    assert "Taken now" in page.text and "until 3 February 2026 past its planned end" in page.text
    assert "past its planned end, 3 February 2026" in doctor.get(f"/patients/{asha.patient}").text
    assert "planned until 3 February 2026" in Visitor().signs_in(asha).get("/home").text


# --- in place -------------------------------------------------------------------------------


def test_a_fetch_adds_in_place(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/allergies"
    form = doctor.get(path).form("substance")
    page = doctor.post(path, {**form.fields, **LISTS["allergies"]}, **FETCH)
    assert doctor.status == 200 and not page.title, "a part, not a page"
    assert "It is on the list." in page.text
    assert "Allergies: Penicillin (severe)" in page.text, "the banner is brought up to date"
    again = page.form("substance")
    assert again.fields["press"] != form.fields["press"], "the next entry is another press"
    doctor.post(path, {**again.fields, **LISTS["allergies"], "substance": "Latex"}, **FETCH)
    assert "Latex" in doctor.html and "Penicillin" in doctor.html


def test_a_fetch_that_is_refused_keeps_what_was_typed(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/medicines"
    form = doctor.get(path).form("as_written")
    said: dict[str, Any] = {**form.fields, "as_written": "Iron", "since": "nonsense"}
    page = doctor.post(path, said, **FETCH)
    assert doctor.status == 422 and not page.title
    assert "nonsense" in doctor.html and "Iron" in doctor.html


# --- lists ----------------------------------------------------------------------------------


def test_a_long_list_goes_on(
    doctor: Visitor, asha: Person, bello: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.clinic.entries.reading.PAGE", 2)
    for number in range(3):
        body = MedicineBody(as_written=f"Medicine {number}")
        clinic.medicines.add(asha.patient, body, by=bello.actor)
    path = f"/patients/{asha.patient}/medicines"
    page = doctor.get(path)
    assert "Medicine 2" in page.text and "Medicine 0" not in page.text
    (following,) = [link for link in page.links if link.startswith(f"{path}?after=")]
    page = doctor.get(following)
    assert "Medicine 0" in page.text and "Medicine 2" not in page.text
    assert not any("?after=" in link for link in page.links)


@pytest.mark.parametrize("noun", ALL)
def test_a_list_page_costs_the_same_however_long(
    doctor: Visitor, asha: Person, bello: Person, noun: str
) -> None:
    path = f"/patients/{asha.patient}/{noun}"
    kind = next(one for one in EVERY.values() if noun in one.list.kind.model.__module__)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            doctor.get(path)
        assert doctor.status == 200
        return len(queries)

    kind.add(asha.patient, by=bello.actor)
    cost()
    few = cost()
    for _ in range(6):
        kind.add(asha.patient, by=bello.actor)
    assert cost() == few


EVERY_PROBLEM = clinic.problems.ProblemBody(title="Falls")


STOP = "Stop: this stands against what is on record"


def test_a_medicine_against_an_allergy_is_stopped_and_goes_on_with_a_reason(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    allergy = AllergyBody(substance="Penicillin", reaction="could not breathe", severity="severe")
    clinic.allergies.add(asha.patient, allergy, by=bello.actor)
    path = f"/patients/{asha.patient}/medicines"
    form = doctor.get(path).form("as_written")
    assert "despite" not in form.names and "does not check interactions" in doctor.html
    page = doctor.send(path, form, as_written="Amoxicillin 500 mg", dose="one")
    assert doctor.status == 422 and STOP in page.text
    assert "could not breathe" in page.text and "one class: penicillins" in page.text
    assert page.form("as_written").fields["as_written"] == ["Amoxicillin 500 mg"], "it is kept"
    again = doctor.send(path, page.form("as_written"))
    assert doctor.status == 422 and STOP in again.text, "an empty reason is none"
    doctor.send(path, again.form("despite"), despite="Tolerated it twice since")
    assert doctor.location == path
    assert "Recorded against the other list: Tolerated it twice since" in doctor.follow().text


def test_a_fetched_stop_shows_in_its_place(doctor: Visitor, asha: Person, bello: Person) -> None:
    clinic.allergies.add(asha.patient, AllergyBody(substance="Latex"), by=bello.actor)
    path = f"/patients/{asha.patient}/medicines"
    form = doctor.get(path).form("as_written")
    page = doctor.post(path, {**form.fields, "as_written": "Latex"}, **FETCH)
    assert doctor.status == 422 and STOP in page.text and "<html" not in doctor.html


def test_what_is_changed_or_put_back_is_stopped_too(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    by = bello.actor
    made = clinic.allergies.add(asha.patient, AllergyBody(substance="Nuts"), by=by)
    clinic.medicines.add(asha.patient, MedicineBody(as_written="Ibuprofen"), by=by)
    one = f"/patients/{asha.patient}/allergies/{made.id}"
    said = {"substance": "Aspirin", "severity": "mild", "type": "allergy"}
    page = doctor.send(one, doctor.get(one).form("substance"), **said)
    assert doctor.status == 422 and STOP in page.text and "Ibuprofen" in page.text
    doctor.send(one, page.form("despite"), despite="Only aspirin")
    assert doctor.status == 303
    clinic.allergies.end(asha.patient, made.id, version=2, by=by)
    page = doctor.send(one, doctor.get(one).form_to(f"{one}/reinstate"))
    assert doctor.status == 422 and STOP in page.text
    doctor.send(f"{one}/reinstate", page.form("despite"), despite="A new rash")
    assert doctor.status == 303 and "A new rash" in doctor.get(one).text


def test_the_chart_leads_to_adding_to_each_list(doctor: Visitor, asha: Person) -> None:
    chart = f"/patients/{asha.patient}"
    links = doctor.get(chart).links
    for noun in (*LISTS, "diagnoses"):
        assert f"{chart}/{noun}#add" in links
        assert "add" in doctor.get(f"{chart}/{noun}").ids
