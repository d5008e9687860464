"""The CapabilityStatement says what the routes do: no more and no less."""

from typing import Any

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from bedside.interop.fhir import KINDS
from tests.api.conftest import Clinic, asha, bello, day, nobody
from tests.interop.checks import assert_refused

__all__ = ["asha", "bello", "day", "nobody"]

METHODS = {
    ("GET", "/fhir/{}/{{id}}"): "read",
    ("GET", "/fhir/{}"): "search-type",
    ("POST", "/fhir/{}"): "create",
    ("PUT", "/fhir/{}/{{id}}"): "update",
}


@pytest.fixture(scope="module")
def statement(day: Clinic) -> dict[str, Any]:
    return dict(day.caller().get("/fhir/metadata").json())


def test_each_interaction_has_its_route(day: Clinic, statement: dict[str, Any]) -> None:
    routes = {
        (method, route.path)
        for route in day.app.routes
        if isinstance(route, Route)
        for method in route.methods or ()
    }
    said = {
        (resource["type"], interaction["code"])
        for resource in statement["rest"][0]["resource"]
        for interaction in resource["interaction"]
    }
    there = {
        (name, code)
        for name in KINDS
        for (method, path), code in METHODS.items()
        if (method, path.format(name)) in routes
    }
    assert said == there


def test_each_parameter_is_known_to_its_search(
    asha: TestClient, bello: TestClient, day: Clinic, statement: dict[str, Any]
) -> None:
    """A value that no search can read is refused for being that, not for its name."""
    for resource in statement["rest"][0]["resource"]:
        client = asha if resource["type"] == "AuditEvent" else bello
        for param in resource["searchParam"]:
            answer = client.get(f"/fhir/{resource['type']}?{param['name']}=x")
            assert "not known" not in answer.text, (resource["type"], param["name"])
            assert answer.status_code in (200, 404, 422), answer.text
        for include in resource.get("searchInclude", []):
            answer = client.get(
                f"/fhir/{resource['type']}?_include={include}"
                f"{'&patient=' + str(day.asha.patient) if _has(resource, 'patient') else ''}"
            )
            assert answer.status_code == 200, answer.text


def _has(resource: dict[str, Any], name: str) -> bool:
    return any(param["name"] == name for param in resource["searchParam"])


def test_it_is_there_for_everybody_and_nothing_else_is(nobody: TestClient) -> None:
    assert nobody.get("/fhir/metadata").status_code == 200
    for name in KINDS:
        assert_refused(nobody.get(f"/fhir/{name}"), 401)
