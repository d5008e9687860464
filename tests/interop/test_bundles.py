"""Several requests in one: a transaction is kept whole or not at all, a batch each for itself."""

import json
from typing import Any
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bedside import accounts, clinic
from bedside.audit.models import Event
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.flags import FlagBody
from bedside.errors import NotFound
from bedside.interop.fhir import KINDS
from tests.api.conftest import Clinic, asha, bello, chen, dana, day
from tests.interop.checks import assert_refused, matches

__all__ = ["asha", "bello", "chen", "dana", "day"]


def entry(method: str, url: str, resource: Any = None, **more: Any) -> dict[str, Any]:
    """Return an entry of a bundle."""
    said = {"request": {"method": method, "url": url, **more.pop("request", {})}, **more}
    return said if resource is None else {**said, "resource": resource}


def send(client: TestClient, kind: str, *entries: Any) -> Any:
    """Send a bundle."""
    body = {"resourceType": "Bundle", "type": kind, "entry": list(entries)}
    return client.post("/fhir", json=body)


def flag(whose: str, words: str = "Falls", **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Flag",
        "status": "active",
        "subject": {"reference": whose},
        "code": {"text": words},
        **more,
    }


def medicine(whose: str, encounter: str) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement",
        "status": "active",
        "subject": {"reference": whose},
        "context": {"reference": encounter},
        "medicationCodeableConcept": {"text": "Zinc"},
    }


def encounter(whose: str) -> dict[str, Any]:
    code = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
    subject = {"reference": whose}
    return {
        "resourceType": "Encounter",
        "status": "in-progress",
        "class": code,
        "subject": subject,
    }


def test_what_one_entry_makes_others_refer_to(day: Clinic, bello: TestClient) -> None:
    """A new patient, seen at once, with a medicine, in whatever order they stand."""
    person, seen = f"urn:uuid:{uuid4()}", f"urn:uuid:{uuid4()}"
    patient = {
        "resourceType": "Patient",
        "name": [{"text": "Ola Berg"}],
        "gender": "other",
        "birthDate": "2001-09-09",
        "telecom": [{"system": "phone", "value": "07700 900222"}],
        "managingOrganization": {"reference": f"Organization/{day.harbour.id}"},
    }
    answer = send(
        bello,
        "transaction",
        entry("POST", "MedicationStatement", medicine(person, seen)),
        entry("POST", "Encounter", encounter(person), fullUrl=seen),
        entry("POST", "Patient", patient, fullUrl=person),
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["type"] == "transaction-response"
    taken, met, known = (one["resource"] for one in answer.json()["entry"])
    assert {one["response"]["status"] for one in answer.json()["entry"]} == {"201 Created"}
    assert taken["subject"]["reference"] == f"Patient/{known['id']}"
    assert taken["context"]["reference"] == f"Encounter/{met['id']}"
    for one in (taken, met, known):
        assert bello.get(f"/fhir/{one['resourceType']}/{one['id']}").json() == one


def test_a_transaction_that_fails_leaves_nothing_but_its_refusal(
    day: Clinic, bello: TestClient
) -> None:
    patient = day.new_patient()
    whose = f"Patient/{patient.patient}"
    before = Event.objects.filter(action="flag.add", outcome="done").count()
    answer = send(
        bello,
        "transaction",
        entry("POST", "Flag", flag(whose, "One")),
        entry("POST", "Flag", flag(f"Patient/{uuid4()}", "Two")),
    )
    assert_refused(answer, 404)
    assert matches(bello.get(f"/fhir/Flag?patient={patient.patient}")) == []
    assert Event.objects.filter(action="flag.add", outcome="done").count() == before
    latest = Event.objects.filter(action="flag.add").order_by("-at").first()
    assert latest is not None
    assert latest.outcome == "refused"


def test_a_stale_version_undoes_the_whole(day: Clinic, bello: TestClient) -> None:
    patient = day.new_patient()
    whose = f"Patient/{patient.patient}"
    made = bello.post("/fhir/Flag", json=flag(whose)).json()
    changed = {**made, "code": {"text": "Falls at night"}}
    new = entry("POST", "Flag", flag(whose, "Another"))
    path = f"Flag/{made['id']}"
    put = entry("PUT", path, changed, request={"ifMatch": 'W/"7"'})
    assert_refused(send(bello, "transaction", new, put), 412)
    assert_refused(send(bello, "transaction", new, entry("PUT", path, changed)), 422)
    assert len(matches(bello.get(f"/fhir/Flag?patient={patient.patient}"))) == 1
    right = entry("PUT", path, changed, request={"ifMatch": 'W/"1"'})
    answer = send(bello, "transaction", right, new, entry("GET", path))
    assert [one["response"]["status"][:3] for one in answer.json()["entry"]] == [
        "200",
        "201",
        "200",
    ]
    assert answer.json()["entry"][2]["resource"]["code"]["text"] == "Falls at night"


def test_a_batch_is_each_for_itself(day: Clinic, bello: TestClient) -> None:
    patient = day.new_patient()
    whose = f"Patient/{patient.patient}"
    answer = send(
        bello,
        "batch",
        entry("POST", "Flag", flag(whose)),
        entry("POST", "Flag", flag(f"Patient/{uuid4()}")),
        entry("GET", f"Flag?patient={patient.patient}"),
        entry("GET", f"Patient/{day.ravi.patient}"),
        entry("GET", "Nothing/1"),
        entry("POST", "Flag", {**flag(whose), "favourite": 1}),
    )
    assert answer.json()["type"] == "batch-response"
    statuses = [one["response"]["status"][:3] for one in answer.json()["entry"]]
    assert statuses == ["201", "404", "200", "404", "404", "422"]
    assert len(answer.json()["entry"][2]["resource"]["entry"]) == 1
    assert answer.json()["entry"][1]["response"]["outcome"]["resourceType"] == "OperationOutcome"


def test_a_bundle_opens_nothing_that_a_request_does_not(
    day: Clinic, asha: TestClient, chen: TestClient, dana: TestClient
) -> None:
    read = entry("GET", f"Patient/{day.asha.patient}")
    add = entry("POST", "Flag", flag(f"Patient/{day.asha.patient}"))
    expected = [(asha, ["200", "403"]), (chen, ["404", "404"]), (dana, ["403", "403"])]
    for client, statuses in expected:
        found = send(client, "batch", read, add).json()["entry"]
        assert [one["response"]["status"][:3] for one in found] == statuses
    assert_refused(send(chen, "transaction", read), 404)
    assert_refused(send(dana, "transaction", add), 403)


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"resourceType": "Bundle", "type": "collection"},
        {"resourceType": "Patient", "type": "batch"},
        {"resourceType": "Bundle", "type": "batch", "entry": {}},
        {"resourceType": "Bundle", "type": "batch", "entry": ["x"]},
        {"resourceType": "Bundle", "type": "batch", "entry": [entry("DELETE", "Flag/1")]},
        {"resourceType": "Bundle", "type": "batch", "entry": [entry("GET", "Flag")] * 51},
        {
            "resourceType": "Bundle",
            "type": "batch",
            "entry": [entry("POST", "Flag", request={"ifNoneExist": "x=1"})],
        },
    ],
)
def test_what_is_no_bundle_is_refused(bello: TestClient, body: Any) -> None:
    assert_refused(bello.post("/fhir", json=body), 422)


def test_a_batch_asks_for_what_each_address_asks_for(day: Clinic) -> None:
    people = (day.asha, day.bello, day.noa, day.dana)
    for caller in map(day.caller, people):
        for method, name in _ADDRESSES:
            headers = {"If-Match": 'W/"1"'}
            body = None if method == "GET" else {"resourceType": name.partition("/")[0]}
            alone = caller.request(method, f"/fhir/{name}", json=body, headers=headers)
            request = {"method": method, "url": name}
            request |= {"ifMatch": 'W/"1"'} if method == "PUT" else {}
            entry = {"request": request, "resource": body}
            batch = {"resourceType": "Bundle", "type": "batch", "entry": [entry]}
            (answer,) = caller.post("/fhir", json=batch).json()["entry"]
            assert int(answer["response"]["status"][:3]) == alone.status_code, (method, name)


_ADDRESSES = [
    *(("GET", name) for name in KINDS),
    *(("GET", f"{name}/{uuid4()}") for name in KINDS),
    *(("POST", name) for name, kind in KINDS.items() if kind.create),
    *(("PUT", f"{name}/{uuid4()}") for name, kind in KINDS.items() if kind.update),
]


def test_entries_in_a_circle_are_refused(bello: TestClient) -> None:
    one, other = f"urn:uuid:{uuid4()}", f"urn:uuid:{uuid4()}"
    first = entry("POST", "Flag", flag(other), fullUrl=one)
    second = entry("POST", "Flag", flag(one), fullUrl=other)
    assert_refused(send(bello, "transaction", first, second), 422)


def test_two_entries_of_one_name_are_refused(day: Clinic, bello: TestClient) -> None:
    """Whoever refers to the name would mean either of them."""
    whose, name = f"Patient/{day.asha.patient}", f"urn:uuid:{uuid4()}"
    twice = [entry("POST", "Flag", flag(whose, text), fullUrl=name) for text in ("One", "Two")]
    assert_refused(send(bello, "transaction", *twice), 422)


def test_acts_done_together_are_kept_together(day: Clinic) -> None:
    whose, by = day.new_patient().patient, day.bello.actor
    with accounts.all_or_nothing():
        clinic.flags.add(whose, FlagBody(title="Kept"), by=by)
        clinic.allergies.add(whose, AllergyBody(substance="Kept"), by=by)
    assert len(clinic.flags.read_all(whose, by=by).items) == 1
    with pytest.raises(NotFound), accounts.all_or_nothing():
        clinic.flags.add(whose, FlagBody(title="Not kept"), by=by)
        clinic.flags.add(uuid4(), FlagBody(title="Nobody's"), by=by)
    assert [one.body and one.body.title for one in clinic.flags.read_all(whose, by=by).items] == [
        "Kept"
    ]


def test_a_refusal_that_was_caught_is_on_record_too(day: Clinic) -> None:
    by = day.bello.actor
    before = Event.objects.filter(action="flag.add", outcome="refused").count()
    with accounts.all_or_nothing():
        with pytest.raises(NotFound):
            clinic.flags.add(uuid4(), FlagBody(title="Nobody's"), by=by)
        with pytest.raises(RuntimeError), accounts.all_or_nothing():
            pass
    assert Event.objects.filter(action="flag.add", outcome="refused").count() == before + 1


def test_an_address_that_is_no_text_is_refused(bello: TestClient) -> None:
    """JSON can say half of a surrogate pair, which nobody can write down or look for."""
    asked = {"request": {"method": "GET", "url": "Patient?name=\ud800"}}
    body = json.dumps({"resourceType": "Bundle", "type": "batch", "entry": [asked]})
    answer = bello.post("/fhir", content=body, headers={"Content-Type": "application/json"})
    assert_refused(answer, 422)
