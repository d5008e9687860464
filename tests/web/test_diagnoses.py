"""Coded diagnoses on the pages: finding the code, recording, turning, two at once."""

import pytest
from django.utils.timezone import now

from bedside import clinic
from bedside.clinic.diagnoses import CONFIRMED, DiagnosisBody, DiagnosisView
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.vitals import VitalsBody
from tests.people import Person
from tests.web.browsing import Visitor
from tests.web.test_entries import FETCH, entry_link

ASTHMA = "J45.909"


@pytest.fixture
def doctor(bello: Person) -> Visitor:
    """Dr Bello, signed in."""
    return Visitor().signs_in(bello)


def recorded(asha: Person, bello: Person, code: str = ASTHMA) -> DiagnosisView:
    return clinic.diagnoses.add(
        asha.patient, code, DiagnosisBody(), state=CONFIRMED, by=bello.actor
    )


def test_without_javascript_the_code_is_found_then_chosen(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    form = doctor.get(path).form("find")
    said = {"text": "athsma", "state": "confirmed", "onset": "2020", "comment": "since school"}
    page = doctor.send(path, form, find="1", **said)
    assert doctor.status == 200 and ASTHMA in page.text
    form = page.form("code")
    assert form.fields["onset"] == ["2020"] and form.fields["comment"] == ["since school"]
    assert form.fields["state"] == ["confirmed"], "nothing that was written is lost"
    doctor.send(path, form, code=ASTHMA)
    assert doctor.location == path
    page = doctor.follow()
    assert "Confirmed" in page.text and "since 2020" in page.text and ASTHMA in page.text


def test_whoever_knows_the_code_writes_it(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    doctor.send(path, doctor.get(path).form("text"), text="j45909", state="suspected")
    assert doctor.location == path
    assert ASTHMA in doctor.follow().text and "Suspected" in doctor.html


@pytest.mark.parametrize("text", ["J45", "nonsense", "", "asthma"])
def test_what_is_no_code_for_a_diagnosis_is_refused_and_looked_for(
    doctor: Visitor, asha: Person, bello: Person, text: str
) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    doctor.send(path, doctor.get(path).form("text"), text=text, state="suspected")
    assert doctor.status == 422
    offered = f'value="{ASTHMA}"' in doctor.html
    assert offered == (text in ("J45", "asthma")), "the codes are offered at once"
    assert clinic.diagnoses.read_all(asha.patient, by=bello.actor).items == []


def test_what_the_patient_has_and_the_doctor_uses_comes_first(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    recorded(asha, bello, "J45.40")
    path = f"/patients/{asha.patient}/diagnoses"
    page = doctor.get(path)
    assert 'value="J45.40"' in doctor.html, "before anything is typed"
    form = page.form("text")
    said = {name: form.fields[name] for name in ("csrfmiddlewaretoken", "prefer", "codable")}
    doctor.post("/codes", {**said, "text": "asthma"}, **{**FETCH, "HX-Target": "code-options"})
    first = doctor.html.index('type="radio"')
    assert 'value="J45.40"' in doctor.html[first : first + 60]
    assert 'value="J45"' not in doctor.html, "headers are no choice for a diagnosis"


def test_it_is_confirmed_resolved_and_back(doctor: Visitor, asha: Person, bello: Person) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    doctor.send(path, doctor.get(path).form("text"), text=ASTHMA, state="suspected")
    one = entry_link(doctor.follow(), path)
    for event, said in (("confirm", "Confirmed."), ("suspect", "Suspected."), ("confirm", "C")):
        doctor.send(f"{one}/{event}", doctor.get(one).form_to(f"{one}/{event}"))
        assert doctor.location == one and said in doctor.follow().text
    form = doctor.get(f"{one}/resolve").form("abated")
    page = doctor.send(f"{one}/resolve", form, abated="whenever")
    assert doctor.status == 422 and "whenever" in doctor.html
    doctor.send(f"{one}/resolve", page.form("abated"), abated="5/2026")
    assert "until May 2026" in doctor.follow().text
    doctor.send(f"{one}/error", doctor.get(f"{one}/error").form("reason"), reason="a mix-up")
    assert "Entered in error." in doctor.follow().text and "(a mix-up)" in doctor.html
    doctor.send(f"{one}/reinstate", doctor.get(one).form_to(f"{one}/reinstate"))
    assert "Resolved." in doctor.follow().text
    (view,) = clinic.diagnoses.read_all(asha.patient, by=bello.actor).items
    assert view.body and view.body.abated == PartialDate(2026, 5)


def test_two_who_change_it_see_both_sides(doctor: Visitor, asha: Person, bello: Person) -> None:
    made = recorded(asha, bello)
    one = f"/patients/{asha.patient}/diagnoses/{made.id}"
    form = doctor.get(one).form("comment")
    change = {"comment": "seen by the lung clinic", "onset": PartialDate(2019)}
    clinic.diagnoses.change(asha.patient, made.id, change, version=1, by=bello.actor)
    page = doctor.send(one, form, comment="worse at night", onset="2018")
    assert doctor.status == 412
    for cell in ("seen by the lung clinic", "worse at night", "2019", "2018"):
        assert cell in page.text
    doctor.send(one, page.form("comment"))
    now = clinic.diagnoses.read(asha.patient, made.id, by=bello.actor)
    assert now.body and (now.body.comment, now.version) == ("worse at night", 3)


@pytest.mark.parametrize("event", ["confirm", "suspect", "refute"])
def test_a_button_on_an_old_page_says_why(
    doctor: Visitor, asha: Person, bello: Person, event: str
) -> None:
    made = clinic.diagnoses.add(asha.patient, ASTHMA, DiagnosisBody(), by=bello.actor)
    if event == "suspect":
        how = {"version": 1, "by": bello.actor}
        made = clinic.diagnoses.turn("confirm", asha.patient, made.id, **how)  # type: ignore[arg-type]
    one = f"/patients/{asha.patient}/diagnoses/{made.id}"
    form = doctor.get(one).form_to(f"{one}/{event}")
    change = {"comment": "changed meanwhile"}
    clinic.diagnoses.change(asha.patient, made.id, change, version=made.version, by=bello.actor)
    page = doctor.send(f"{one}/{event}", form)
    assert doctor.status == 412
    assert "Below is how it stands now" in page.text and "changed meanwhile" in page.text


def test_a_fetch_adds_in_place(doctor: Visitor, asha: Person) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    form = doctor.get(path).form("text")
    said = {**form.fields, "text": "asthma", "code": ASTHMA, "state": "suspected"}
    page = doctor.post(path, said, **FETCH)
    assert doctor.status == 200 and not page.title and "Suspected" in page.text


@pytest.mark.parametrize("text", ["", "asthma"])
def test_without_a_code_one_is_asked_for(doctor: Visitor, asha: Person, text: str) -> None:
    path = f"/patients/{asha.patient}/diagnoses"
    page = doctor.send(path, doctor.get(path).form("text"), text=text, state="suspected")
    assert doctor.status == 422 and "Choose a code" in page.text
    assert "no such code" not in page.text


def test_a_code_that_is_on_the_list_already_is_said_to_be(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    made = recorded(asha, bello)
    path = f"/patients/{asha.patient}/diagnoses"
    form = doctor.get(path).form("text")
    page = doctor.send(path, form, text="asthma", code=ASTHMA, state="suspected", comment="mild")
    assert doctor.status == 409 and "is on the list already (confirmed)" in page.text
    assert f"{path}/{made.id}" in page.links
    again = page.form("repeated")
    assert again.fields["comment"] == ["mild"], "nothing that was written is lost"
    assert len(clinic.diagnoses.read_all(asha.patient, by=bello.actor).items) == 1
    doctor.send(path, again, repeated=ASTHMA)
    assert doctor.location == path
    assert len(clinic.diagnoses.read_all(asha.patient, by=bello.actor).items) == 2


def test_what_is_ruled_out_is_called_so_on_the_list_and_in_the_timeline(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    made = recorded(asha, bello)
    how = {"version": made.version, "by": bello.actor}
    clinic.diagnoses.turn("refute", asha.patient, made.id, **how)
    for path in ("diagnoses", f"diagnoses/{made.id}", "timeline"):
        assert "ruled out" in doctor.get(f"/patients/{asha.patient}/{path}").text.lower()


def test_the_timeline_says_in_words_what_was_entered_in_error(
    doctor: Visitor, asha: Person, bello: Person
) -> None:
    pulse = clinic.vitals.add(asha.patient, VitalsBody(measured_at=now(), pulse=80), by=bello.actor)
    for one, listed in ((recorded(asha, bello), clinic.diagnoses), (pulse, clinic.vitals)):
        listed.mark_as_error(asha.patient, one.id, version=one.version, by=bello.actor)
    page = doctor.get(f"/patients/{asha.patient}/timeline")
    assert page.text.count("(entered in error)") == 2
