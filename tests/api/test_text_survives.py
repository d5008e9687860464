"""What people write is kept as they wrote it, in any script, and never interpreted."""

import pytest
from starlette.testclient import TestClient

from tests.api.conftest import Clinic

NAMES = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "</textarea><svg onload=alert(1)>",
    "{{7*7}} ${7*7} {0.__class__} %s%n",
    "Ṙ́óisín Ní Ḋuḃlaoich",
    "\u202eםיובא\u202c",
    "e" + "\u0301" * 150,
    "𐍈𐍉 👩🏽‍⚕️",
    "аlice",
]


@pytest.fixture(scope="module")
def patient(day: Clinic) -> TestClient:
    return day.caller(day.new_patient())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_stored_as_sent(patient: TestClient, name: str) -> None:
    tag = patient.get("/api/me").headers["etag"]
    changed = patient.patch("/api/me", json={"name": name}, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.text
    assert patient.get("/api/me").json()["name"] == name
