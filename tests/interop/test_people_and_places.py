"""Who is who and where, in FHIR: patients, those who treat them, and the clinics."""

from datetime import datetime
from urllib.parse import urlsplit

from django.utils import timezone
from starlette.testclient import TestClient

from bedside import clinic
from bedside.audit.models import Event
from bedside.clinic.patients.profile import NextOfKin
from tests.api.conftest import Clinic, asha, bello, chen, dana, day, nobody, ravi
from tests.clinic.diary import at, book, publish
from tests.clinic.writing import draft, meet
from tests.interop.checks import assert_refused, following, included, matches

__all__ = ["asha", "bello", "chen", "dana", "day", "nobody", "ravi"]


def test_a_patient_is_read_whole_by_her_doctor_and_herself(
    day: Clinic, asha: TestClient, bello: TestClient
) -> None:
    now = clinic.read_patient(day.asha.patient, by=day.bello.actor)
    changes = {
        "preferred_name": "Ash",
        "gender": "a woman",
        "language": "hi",
        "needs": ("interpreter", "more-time"),
        "next_of_kin": NextOfKin("Meera Verma", "sister", "07700 900018"),
        "former_names": ("Asha Rao",),
    }
    clinic.correct_profile(day.asha.patient, changes, version=now.version, by=day.bello.actor)
    answer = bello.get(f"/fhir/Patient/{day.asha.patient}")
    said = answer.json()
    assert answer.headers["etag"] == f'W/"{said["meta"]["versionId"]}"'
    assert said == asha.get(f"/fhir/Patient/{day.asha.patient}").json()
    assert said["name"] == [
        {"use": "official", "text": "Asha Verma"},
        {"use": "usual", "text": "Ash"},
        {"use": "old", "text": "Asha Rao"},
    ]
    assert (said["gender"], said["birthDate"]) == ("female", "1991-04-17")
    assert said["communication"][0]["language"]["coding"][0]["code"] == "hi"
    assert said["contact"][0]["name"]["text"] == "Meera Verma"
    codes = {each["valueCode"] for each in said["extension"] if "valueCode" in each}
    assert codes == {"interpreter", "more-time"}
    assert said["managingOrganization"]["reference"] == f"Organization/{day.harbour.id}"


def test_a_doctor_finds_by_name_in_a_form_and_a_patient_only_themselves(
    day: Clinic, asha: TestClient, bello: TestClient, chen: TestClient
) -> None:
    form = {"name": "verma", "birthdate": "1991-04-17"}
    for client in (bello, asha):
        found = matches(client.post("/fhir/Patient/_search", data=form))
        assert [one["id"] for one in found] == [str(day.asha.patient)]
    assert matches(chen.post("/fhir/Patient/_search", data=form)) == []
    older = {"birthdate": "lt1990"}
    assert matches(asha.post("/fhir/Patient/_search", data=older)) == []


def test_pages_go_on_until_everybody_was_shown_once(day: Clinic) -> None:
    others = [day.new_patient() for _ in range(3)]
    client = day.caller(day.bello)
    seen: list[str] = []
    answer = client.get("/fhir/Patient?_count=2")
    while True:
        page = matches(answer)
        assert len(page) <= 2
        seen += [one["id"] for one in page]
        url = following(answer)
        if url is None:
            break
        assert set(urlsplit(url).query.split("=")[::2]) == {"_cursor"}
        answer = client.get(url)
    assert len(seen) == len(set(seen))
    assert {str(one.patient) for one in others} | {str(day.asha.patient)} <= set(seen)


def test_a_name_that_was_asked_for_stands_in_no_next_address(day: Clinic) -> None:
    for _ in range(2):
        day.new_patient()
    client = day.caller(day.bello)
    answer = client.post("/fhir/Patient/_search", data={"name": "patient", "_count": "1"})
    url = following(answer)
    assert url
    assert "patient" not in url.removeprefix("https://clinic.test/fhir/Patient").lower()
    second = client.get(url)
    assert matches(second)
    assert matches(second) != matches(answer)


def test_where_a_search_goes_on_is_for_its_caller_and_type_only(day: Clinic) -> None:
    day.new_patient()
    url = following(day.caller(day.bello).get("/fhir/Patient?_count=1"))
    assert url
    assert_refused(day.caller(day.chen).get(url), 422)
    assert_refused(day.caller(day.asha).get(url), 422)
    bello = day.caller(day.bello)
    assert_refused(bello.get(url.replace("/Patient?", "/Practitioner?")), 422)
    assert_refused(bello.get(f"{url}&_count=5"), 422)
    assert_refused(bello.get(f"{url[:-3]}xyz"), 422)


def test_what_a_patient_refers_to_can_come_along(day: Clinic, bello: TestClient) -> None:
    now = clinic.read_patient(day.asha.patient, by=day.bello.actor)
    clinic.set_responsible(
        day.asha.patient, day.bello.user, version=now.version, by=day.bello.actor
    )
    answer = bello.get(
        f"/fhir/Patient?_id={day.asha.patient}"
        "&_include=Patient:general-practitioner&_include=Patient:organization"
    )
    assert [one["id"] for one in matches(answer)] == [str(day.asha.patient)]
    along = {(one["resourceType"], one["id"]) for one in included(answer)}
    assert along == {
        ("Practitioner", str(day.bello.user)),
        ("Organization", str(day.harbour.id)),
    }


def test_who_works_where_is_shown_to_those_who_are_there(
    day: Clinic, asha: TestClient, chen: TestClient, dana: TestClient
) -> None:
    of_harbour = f"/fhir/PractitionerRole?organization=Organization/{day.harbour.id}"
    (role,) = [
        one
        for one in matches(asha.get(of_harbour))
        if one["practitioner"]["reference"] == f"Practitioner/{day.bello.user}"
    ]
    assert role["practitioner"]["display"] == "Dr Amara Bello"
    assert {one["code"] for one in role["code"][0]["coding"]} == {"doctor"}
    assert matches(chen.get(of_harbour)) == []
    assert matches(dana.get(of_harbour))
    named = matches(asha.get("/fhir/Practitioner?name=bel"))
    assert [one["id"] for one in named] == [str(day.bello.user)]


def test_a_facility_is_an_organization_and_a_place(day: Clinic, ravi: TestClient) -> None:
    place = ravi.get(f"/fhir/Location/{day.harbour.id}").json()
    assert place["extension"][0]["valueCode"] == day.harbour.time_zone
    assert place["managingOrganization"]["reference"] == f"Organization/{day.harbour.id}"
    named = matches(ravi.get("/fhir/Organization?name=harb"))
    assert [one["name"] for one in named] == ["Harbour Street Clinic"]


def test_a_closed_facility_is_only_the_administrators(day: Clinic, ravi: TestClient) -> None:
    closed = clinic.create_facility(name="Old Quay", by=day.dana.actor)
    clinic.change_facility(closed.id, {"active": False}, version=1, by=day.dana.actor)
    assert_refused(ravi.get(f"/fhir/Organization/{closed.id}"), 404)
    said = day.caller(day.dana).get(f"/fhir/Organization/{closed.id}").json()
    assert said["active"] is False


def test_who_keeps_up_asks_what_has_changed_since(day: Clinic, bello: TestClient) -> None:
    somebody, _ = day.new_patient(), day.new_patient()
    before = timezone.now().isoformat()
    form = {"_lastUpdated": f"ge{before}"}
    assert matches(bello.post("/fhir/Patient/_search", data=form)) == []
    now = clinic.read_patient(somebody.patient, by=day.bello.actor)
    changed = clinic.correct_profile(
        somebody.patient, {"language": "hi"}, version=now.version, by=day.bello.actor
    )
    (found,) = matches(bello.post("/fhir/Patient/_search", data=form))
    assert found["id"] == str(somebody.patient)
    assert datetime.fromisoformat(found["meta"]["lastUpdated"]) == changed.changed_at
    hers = {"patient": str(somebody.patient)}
    assert [one["id"] for one in matches(bello.get("/fhir/Encounter", params=hers | form))] == []
    kept = meet(day.bello, somebody)
    for kind, later in (
        ("Encounter", kept.id),
        ("DocumentReference", draft(day.bello, kept.id).id),
    ):
        assert [one["id"] for one in matches(bello.get(f"/fhir/{kind}", params=hers | form))] == [
            str(later)
        ]
    # Nobody else was looked at: the log names who is returned.
    bello.post("/fhir/Patient/_search", data=form)
    assert Event.objects.filter(action="patient.list").latest("at").subjects == [found["id"]]


def test_an_appointment_that_was_moved_has_changed(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    publish(day.bello, day.harbour)
    first, second = (
        book(somebody, day.bello, day.harbour, at(hour, days=40), by=day.bello) for hour in (9, 11)
    )
    form = {"_lastUpdated": f"ge{timezone.now().isoformat()}"}
    clinic.appointments.reschedule(
        second.id, start=at(12, days=40), version=second.version, by=day.bello.actor
    )
    found = matches(bello.post("/fhir/Appointment/_search", data=form))
    assert [one["id"] for one in found] == [str(second.id)]
    form = {"_lastUpdated": f"lt{second.changed_at.isoformat()}", "patient": str(first.patient_id)}
    found = matches(bello.post("/fhir/Appointment/_search", data=form))
    assert [one["id"] for one in found] == [str(first.id)]
