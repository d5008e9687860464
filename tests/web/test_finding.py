"""The box that finds a patient: with a button, while one types, and empty."""

from dataclasses import replace
from datetime import date

import pytest

from bedside import clinic
from bedside.accounts import User
from bedside.audit import Actor, Event
from bedside.clinic.models import Facility
from tests.people import ASHA, Person
from tests.web.browsing import HOST, Visitor


@pytest.fixture
def desk(asha: Person, bello: Person, harbour: Facility) -> Visitor:
    """Dr Bello at the desk, with Asha and three of the Okafors as patients."""
    for name in ("Ada Okafor", "Ngozi Okafor", "Chidi Okafor"):
        profile = replace(ASHA, name=name, email="", phone="07700 900301")
        clinic.enrol_patient(profile=profile, facility=harbour.id, by=bello.actor)
    return Visitor().signs_in(bello)


def typed(visitor: Visitor, text: str) -> str:
    """Type as htmx does, with the token of the page; return what comes back."""
    form = visitor.get("/patients/").form("text")
    headers = {
        "hx-request": "true",
        "hx-target": "found",
        "hx-current-url": f"https://{HOST}/patients/",
    }
    visitor.post("/patients/find", {**form.fields, "text": text}, **headers)
    return visitor.html


def test_somebody_is_found_and_what_fits_is_marked(desk: Visitor, asha: Person) -> None:
    page = desk.send(
        "/patients/find", desk.get("/patients/").form("text"), text="verm 0900 1991-04-17"
    )
    assert desk.status == 200
    assert "1 patient found." in page.text
    assert "<bdi>Asha <mark>Verm</mark>a</bdi>" in desk.html
    assert "0770<mark>0 900</mark>017" in desk.html
    assert "<mark>17 April 1991</mark>" in desk.html
    assert f'href="/patients/{asha.patient}"' in desk.html
    assert 'value="verm 0900 1991-04-17"' in desk.html
    assert page.headings.count(1) == 1


def test_what_is_typed_is_never_in_an_address(desk: Visitor) -> None:
    desk.get("/patients/find?text=verma")
    assert "<mark>" not in desk.html
    form = desk.get("/patients/find").form("text")
    desk.send("/patients/find", form, text="verma")
    assert "verma" not in desk.html.replace('value="verma"', "").lower().replace(
        "asha <mark>verma", ""
    )


def test_the_list_follows_while_one_types(desk: Visitor) -> None:
    html = typed(desk, "oka")
    assert "<!doctype" not in html and html.count("<mark>Oka</mark>") == 3
    assert 'hx-swap-oob="innerHTML">3 patients found.' in html


def test_what_is_only_near_says_so(desk: Visitor) -> None:
    assert "One letter differs." in typed(desk, "okapor")
    assert "Sounds like it." in typed(desk, "okofor")


def test_nobody_is_found_in_words(desk: Visitor) -> None:
    assert "No patient found." in typed(desk, "zzyzx")


def test_an_empty_box_shows_whom_the_doctor_saw_last(desk: Visitor, asha: Person) -> None:
    desk.get(f"/patients/{asha.patient}")
    page = desk.get("/patients/find")
    assert "Whom you saw last." in page.text and "Asha Verma" in page.text
    assert page.text.index("Asha Verma") < page.text.index("Okafor")


def test_pages_go_on(
    desk: Visitor, bello: Person, harbour: Facility, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bedside.web.views.finding.LIMIT", 2)
    first = desk.send("/patients/find", desk.get("/patients/find").form("text"), text="okafor")
    assert "The likeliest patients." in first.text
    rest = desk.send("/patients/find", first.form("place"))
    names = {"Ada", "Ngozi", "Chidi"}
    shown = [{name for name in names if name in page.text} for page in (first, rest)]
    assert [len(one) for one in shown] == [2, 1] and shown[0] | shown[1] == names


def test_a_place_that_was_made_up_is_refused(desk: Visitor) -> None:
    form = desk.get("/patients/find").form("text")
    desk.send("/patients/find", form, text="okafor", place="1~2~3")
    assert desk.status == 422


def test_hostile_text_is_text(desk: Visitor) -> None:
    form = desk.get("/patients/find").form("text")
    for text in ('"><script>', "' OR 1=1 --", "%_*", "\u202eokafor", "٠١٢", "x" * 120):
        desk.send("/patients/find", form, text=text)
        assert desk.status == 200 and "<script>alert" not in desk.html
    desk.send("/patients/find", form, text="x" * 121)
    assert desk.status == 422


def test_former_names_and_the_record_number_are_on_the_pages(
    desk: Visitor, asha: Person, bello: Person
) -> None:
    path = f"/patients/{asha.patient}/details"
    form = desk.get(path).form("phone")
    desk.send(path, form, sex="female", former_names="Asha Rao;  Asha  Iyer ;")
    assert desk.status == 303
    profile = clinic.read_patient(asha.patient, by=bello.actor).profile
    assert profile is not None and profile.former_names == ("Asha Rao", "Asha Iyer")
    assert 'value="Asha Rao; Asha Iyer"' in (desk.get(path), desk.html)[1]
    assert "Formerly: <bdi>Asha <mark>Iyer</mark></bdi>" in typed(desk, "iyer")
    assert "No. 00001-8" in desk.get(f"/patients/{asha.patient}").text


def test_each_search_is_on_record_with_those_who_were_shown(desk: Visitor, asha: Person) -> None:
    typed(desk, "verma")
    event = Event.objects.filter(action="patient.search").order_by("-at")[0]
    assert event.subjects == [str(asha.patient)]


def test_before_registering_somebody_like_them_is_shown(
    desk: Visitor, asha: Person, harbour: Facility
) -> None:
    said = {"name": "Asha Varma", "birth_date": "1991-04-17", "sex": "female"}
    said |= {"phone": "07700 900017", "facility": str(harbour.id)}
    form = desk.get("/patients/new").form("phone")
    page = desk.send("/patients/new", form, **said)
    assert desk.status == 200
    assert "Somebody like this is registered already" in page.text and "Asha Verma" in page.text
    assert "The same birth date. The same phone number." in page.text
    desk.send("/patients/new", page.form("phone"))
    assert desk.status == 303
    found = clinic.find_patients("varma", by=_doctor(harbour)).hits
    assert [hit.record_number for hit in found][:1] == ["00005-9"]


def test_two_who_are_not_the_same_are_told_apart_on_the_page(
    desk: Visitor, asha: Person, harbour: Facility
) -> None:
    profile = replace(ASHA, name="Usha Verma", email="")
    clinic.enrol_patient(profile=profile, facility=harbour.id, by=_doctor(harbour))
    path = f"/patients/{asha.patient}/duplicates"
    page = desk.get(path)
    assert "Usha Verma" in page.text
    desk.send(path, page.form("other"))
    assert desk.status == 303
    assert "Nobody in your clinics" in desk.get(path).text


def test_a_correction_that_makes_two_alike_leads_to_both(
    desk: Visitor, asha: Person, harbour: Facility
) -> None:
    profile = replace(ASHA, name="Usha Verma", email="", birth_date=date(2001, 1, 1))
    row = clinic.enrol_patient(
        profile=replace(profile, phone="020 7946 0018"), facility=harbour.id, by=_doctor(harbour)
    )
    path = f"/patients/{row.id}/details"
    desk.send(path, desk.get(path).form("phone"), phone="07700 900017", sex="female")
    assert desk.location == f"/patients/{row.id}/duplicates"


def _doctor(place: Facility) -> Actor:
    user = User.objects.get(facilities=place)
    return Actor(role="doctor", user=user.id)
