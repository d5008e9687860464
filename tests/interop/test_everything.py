"""A patient's whole record in FHIR: what is in it for whom, and that no page loses anything."""

import json

import pytest
from starlette.testclient import TestClient

from bedside.assessment import Numbers
from bedside.errors import NotFound
from bedside.interop import fhir
from bedside.interop.fhir import KINDS, Asker
from tests.api.conftest import Clinic, asha, bello, chen, day, ravi
from tests.interop.checks import assert_refused, following, included, matches
from tests.interop.record import Record, write

__all__ = ["asha", "bello", "chen", "day", "ravi"]

PLACES = {"Organization", "Location", "Group"}
NOT_OF_ONE = {*PLACES, "Practitioner", "PractitionerRole", "Schedule", "Slot"}


@pytest.fixture(scope="module")
def record(day: Clinic) -> Record:
    return write(day, day.asha, day.bello)


def pages(client: TestClient, url: str | None) -> dict[str, str]:
    """Return what all pages hold, as JSON by its address; each match is there once."""
    found: dict[str, str] = {}
    while url:
        answer = client.get(url)
        for one in matches(answer):
            address = f"{one['resourceType']}/{one['id']}"
            assert address not in found
            found[address] = json.dumps(one, sort_keys=True)
        url = following(answer)
    return found


def test_it_holds_every_type_that_is_about_her(
    day: Clinic, record: Record, asha: TestClient, bello: TestClient
) -> None:
    url = f"/fhir/Patient/{day.asha.patient}/$everything?_count=100"
    of_doctor = {address.split("/")[0] for address in pages(bello, url)}
    of_herself = {address.split("/")[0] for address in pages(asha, url)}
    assert of_doctor == set(KINDS) - NOT_OF_ONE - {"AuditEvent"}
    assert of_herself == set(KINDS) - NOT_OF_ONE - {"Encounter", "Flag"}


def test_it_is_what_the_searches_find(day: Clinic, record: Record, bello: TestClient) -> None:
    whole = pages(bello, f"/fhir/Patient/{day.asha.patient}/$everything")
    for name, kind in KINDS.items():
        if kind.param("patient") and name != "AuditEvent":
            searched = pages(bello, f"/fhir/{name}?patient={day.asha.patient}&_count=100")
            assert searched.items() <= whole.items(), name


def test_pages_of_three_hold_the_same(day: Clinic, record: Record, bello: TestClient) -> None:
    url = f"/fhir/Patient/{day.asha.patient}/$everything"
    assert pages(bello, f"{url}?_count=3") == pages(bello, f"{url}?_count=100")


def test_whom_and_what_it_refers_to_comes_along(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    answer = bello.get(f"/fhir/Patient/{day.asha.patient}/$everything?_count=100")
    along = {(one["resourceType"], one["id"]) for one in included(answer)}
    assert along == {
        ("Practitioner", str(day.bello.user)),
        ("Organization", str(day.harbour.id)),
        ("Location", str(day.harbour.id)),
    }


def test_it_can_be_asked_for_types_and_since(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    url = f"/fhir/Patient/{day.asha.patient}/$everything"
    some = pages(bello, f"{url}?_type=Condition,Flag")
    assert {address.split("/")[0] for address in some} == {"Condition", "Flag"}
    assert pages(bello, f"{url}?_type=Condition&_since=2999-01-01") == {}
    assert pages(bello, f"{url}?_type=Condition&_since=2020-01-01")
    assert_refused(bello.get(f"{url}?name=x"), 422)
    assert_refused(bello.get(f"{url}?_since=x"), 422)


def test_nobody_elses_is_there(
    day: Clinic, record: Record, ravi: TestClient, chen: TestClient
) -> None:
    for client in (ravi, chen):
        for query in ("", "?_type=Condition"):
            url = f"/fhir/Patient/{day.asha.patient}/$everything{query}"
            assert_refused(client.get(url), 404)


def test_an_export_has_the_same_in_a_bundle_and_in_lines(
    day: Clinic, record: Record, bello: TestClient
) -> None:
    asker = Asker(day.bello.actor, "https://clinic.test/fhir", Numbers("112", "116 123"))
    lines = list(fhir.ndjson_of(day.asha.patient, asker=asker))
    assert all(line.endswith("\n") and line.count("\n") == 1 for line in lines)
    bundle = fhir.bundle_of(day.asha.patient, asker=asker).to_json()
    assert bundle["type"] == "collection"
    exported = [one["resource"] for one in bundle["entry"]]
    assert exported == [json.loads(line) for line in lines]
    held = {f"{one['resourceType']}/{one['id']}" for one in exported}
    assert len(held) == len(exported)
    whole = pages(bello, f"/fhir/Patient/{day.asha.patient}/$everything")
    assert set(whole) <= held
    assert f"Practitioner/{day.bello.user}" in held
    elsewhere = Asker(day.chen.actor, asker.base, asker.numbers)
    with pytest.raises(NotFound):
        fhir.bundle_of(day.asha.patient, asker=elsewhere)
