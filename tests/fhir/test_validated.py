"""Every resource that leaves is FHIR R4, in the judgement of two validators of other people.

They need Node; `make test-fhir` installs them from the lock file beside this one.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from bedside import clinic
from bedside.exports import Format
from bedside.interop.fhir import KINDS, under_way, warning
from tests.api.conftest import Clinic, asha, bello, chen, day
from tests.clinic.doubles import enrolled_again
from tests.clinic.writing import draft, meet
from tests.exports.archives import clinic_of, record
from tests.interop.record import write
from tests.interop.test_merged import make_one

__all__ = ["asha", "bello", "chen", "day"]

pytestmark = [pytest.mark.fhir, pytest.mark.short]
HERE = Path(__file__).parent
NOT_SO = {("medplum", "Constraint ras-2 not met: Must be <= 100")}
"""medplum says so of every prediction without a probability, which FHIR allows: the constraint
speaks of one that is there. Our engine's weights are words."""


def found_in(resources: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    """Return what the validators find."""
    node = shutil.which("node")
    assert node, "Node is not here: the FHIR validators need it."
    assert (HERE / "node_modules").is_dir(), "Run `make test-fhir`, which installs the validators."
    done = subprocess.run(
        [node, "validate.mjs"],
        cwd=HERE,
        input="\n".join(map(json.dumps, resources)),
        capture_output=True,
        text=True,
        check=True,
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [one for one in found if (one["by"], one["message"]) not in NOT_SO]


def bundle(day: Clinic, kind: str) -> dict[str, Any]:
    """Return a batch, one of whose entries is refused, or a transaction."""
    flag = {
        "resourceType": "Flag",
        "status": "active",
        "subject": {"reference": f"Patient/{day.asha.patient}"},
        "code": {"text": f"Sent in a {kind}"},
    }
    entries = [{"request": {"method": "POST", "url": "Flag"}, "resource": flag}]
    refused = {"request": {"method": "GET", "url": f"Patient/{day.ravi.patient}"}}
    return {
        "resourceType": "Bundle",
        "type": kind,
        "entry": [*entries, refused] if kind == "batch" else entries,
    }


def _registered_twice(day: Clinic) -> UUID:
    """Return the record of somebody that was replaced, with a draft and a statement about them."""
    somebody = day.new_patient()
    again = enrolled_again(somebody, day.bello)
    make_one(somebody, again, day.bello.actor)
    clinic.allergies.state_none_known(somebody.patient, by=day.bello.actor)
    draft(day.bello, meet(day.bello, somebody).id)
    return again


@pytest.fixture(scope="module")
def answers(day: Clinic, asha: TestClient, bello: TestClient, chen: TestClient) -> list[Any]:
    """What leaves when Asha and her doctor read everything, and what others are told."""
    write(day, day.asha, day.bello)
    found = [day.caller().get("/fhir/metadata"), bello.get("/fhir/Patient?unknown=1")]
    for client in (asha, bello, chen):
        schedule = client.get("/fhir/Schedule").json()["entry"][0]["resource"]["id"]
        for name, kind in KINDS.items():
            asked = {"patient": str(day.asha.patient)} if kind.param("patient") else {}
            asked |= {"schedule": schedule} if name == "Slot" else {}
            found.append(client.get(f"/fhir/{name}", params=asked))
    found.append(bello.get(f"/fhir/Patient/{day.asha.patient}/$everything?_count=100"))
    found.append(bello.get(f"/fhir/Group/{day.harbour.id}/$export"))
    found.append(bello.get(f"/fhir/Patient/{_registered_twice(day)}/$everything"))
    found += [bello.post("/fhir", json=bundle(day, kind)) for kind in ("batch", "transaction")]
    return [answer.json() for answer in found]


def test_what_is_exported_is_fhir(day: Clinic, answers: list[Any]) -> None:
    taken = clinic_of(day.harbour, day.bello, Format.FHIR)
    lines = {name: text for name, text in taken.files.items() if name.endswith(".ndjson")}
    assert {"Patient.ndjson", "Condition.ndjson", "Practitioner.ndjson"} <= lines.keys()
    bundle = json.loads(record(day.asha, day.asha, Format.FHIR).files["Bundle.json"])
    resources = [json.loads(line) for text in lines.values() for line in text.splitlines()]
    said = [warning("One did not open.").to_json(), under_way("It is being made.").to_json()]
    assert found_in([*resources, bundle, *said]) == []


def test_what_leaves_is_fhir(answers: list[Any]) -> None:
    found = (entry.get("resource") for one in answers for entry in one.get("entry", []))
    entries = [resource for resource in found if resource]
    assert set(KINDS) == {one["resourceType"] for one in entries}
    assert found_in([*answers, *entries]) == []


@pytest.mark.parametrize(
    ("by", "change"),
    [
        ("medplum", {"birthDate": "1991-02-30x"}),
        ("medplum", {"contact": [{"gender": "female"}]}),
        ("fhir", {"gender": "woman"}),
        ("fhir", {"favouriteColour": "green"}),
    ],
)
def test_each_validator_finds_its_own(answers: list[Any], by: str, change: Any) -> None:
    """That they find nothing must not be because they look at nothing."""
    patient = next(
        entry["resource"]
        for one in answers
        for entry in one.get("entry", [])
        if entry.get("resource", {}).get("resourceType") == "Patient"
    )
    assert by in {one["by"] for one in found_in([{**patient, **change}])}
