"""A client that was written for other servers works against this one: fhirpy, over real HTTP."""

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
import uvicorn
from django.conf import settings
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import MultipleResourcesFound, OperationOutcome, ResourceNotFound

from bedside.api.app import create_app
from tests.api.conftest import Clinic, day
from tests.interop.record import Record, write
from tests.people import Person

__all__ = ["day"]


@pytest.fixture(scope="module")
def record(day: Clinic) -> Record:
    return write(day, day.asha, day.bello)


@pytest.fixture(scope="module")
def address(day: Clinic) -> Iterator[str]:
    """Serve the API on a free port of this machine, under the address that it says of itself."""
    listening = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    app = create_app(replace(settings.BEDSIDE, public_url=url))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"{url}/fhir"
    server.should_exit = True
    thread.join()


def client_of(day: Clinic, person: Person, address: str, **headers: str) -> SyncFHIRClient:
    token = day.sign_in(person)["access"]
    return SyncFHIRClient(address, authorization=f"Bearer {token}", extra_headers=headers)


def test_it_reads_and_searches_through_all_pages(day: Clinic, record: Record, address: str) -> None:
    client = client_of(day, day.bello, address)
    patient = client.reference("Patient", str(day.asha.patient)).to_resource()
    assert patient["name"][0]["text"] == "Asha Verma"
    search = client.resources("Observation").search(patient=str(day.asha.patient)).limit(3)
    found = search.fetch_all()
    assert len(found) > 3
    assert len({one.id for one in found}) == len(found)
    problems = client.resources("Condition").search(
        patient=str(day.asha.patient), category="problem-list-item"
    )
    assert {one["category"][0]["coding"][0]["code"] for one in problems.fetch()} == {
        "problem-list-item"
    }
    included = client.resources("Encounter").search(patient=str(day.asha.patient))
    bundle = included.include("Encounter", "practitioner").fetch_raw()
    assert {one["resource"]["resourceType"] for one in bundle["entry"]} == {
        "Encounter",
        "Practitioner",
    }


def test_it_makes_and_changes(day: Clinic, record: Record, address: str) -> None:
    client = client_of(day, day.bello, address)
    made = client.resource(
        "AllergyIntolerance",
        patient={"reference": f"Patient/{day.asha.patient}"},
        code={"text": "Walnut"},
    )
    made.save()
    assert made.id
    careful = client_of(day, day.bello, address, **{"If-Match": 'W/"1"'})
    again = careful.reference("AllergyIntolerance", made.id).to_resource()
    again["type"] = "allergy"
    again.save()
    assert again["meta"]["versionId"] == "2"
    # What fhirpy calls every 412: somebody (it was us) changed it since version 1.
    with pytest.raises(MultipleResourcesFound, match="changed since"):
        again.save()


def test_it_is_told_what_went_wrong(day: Clinic, record: Record, address: str) -> None:
    elsewhere = client_of(day, day.chen, address)
    with pytest.raises(ResourceNotFound):
        elsewhere.reference("Patient", str(day.asha.patient)).to_resource()
    with pytest.raises(OperationOutcome, match="not known"):
        elsewhere.resources("Patient").search(shoe_size="42").fetch()
