"""Every route of FHIR, by every role, on an own, a foreign and a missing resource: the table."""

from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from bedside import clinic
from bedside.interop.fhir import KINDS
from tests.api.conftest import Clinic, day
from tests.routes import api_table
from tests.routes.api_table import Case
from tests.routes.test_api import NOT_LET_THROUGH, World

__all__ = ["day"]


class Resources:
    """Which resources of FHIR belong to whom, in a clinic whose people have something of each."""

    def __init__(self, day: Clinic) -> None:
        self.day = day
        self.world = World(day)

    def path(self, case: Case) -> str:
        """Return the path with the id of the resource that the case is about."""
        if "{id}" not in case.path:
            return case.path
        kind = case.path.split("/")[2]
        return case.path.replace("{id}", self._id(kind, case.target))

    def request(self, case: Case, caller: TestClient) -> httpx.Response:
        """Send what the case speaks of."""
        return caller.request(case.method, self.path(case), headers={"If-Match": 'W/"1"'})

    def _id(self, kind: str, target: str) -> str:
        if target == "missing":
            return "2147483647" if kind == "PractitionerRole" else str(uuid4())
        return self._finders(own=target == "own")[kind]()

    def _finders(self, *, own: bool) -> dict[str, Callable[[], str]]:
        day = self.day
        place = day.harbour if own else day.millfield
        patient, doctor = (day.asha, day.bello) if own else (day.ravi, day.chen)
        return {
            "Patient": lambda: str(patient.patient),
            "Organization": lambda: str(place.id),
            "Location": lambda: str(place.id),
            "Practitioner": lambda: str(doctor.user),
            "PractitionerRole": lambda: str(self._role(own=own)),
        }

    def _role(self, *, own: bool) -> int:
        doctor = self.day.bello if own else self.day.chen
        return clinic.own_memberships(by=doctor.actor)[0].id


@pytest.fixture(scope="module")
def resources(day: Clinic) -> Resources:
    return Resources(day)


def test_every_route_is_in_the_table(day: Clinic) -> None:
    there = {
        (method, route.path)
        for route in day.app.routes
        if isinstance(route, Route) and route.path.startswith("/fhir")
        for method in (route.methods or ()) - {"HEAD"}
    }
    assert there == api_table.routes("fhir")


def test_every_type_can_be_read_and_searched() -> None:
    routes = api_table.routes("fhir")
    for name in KINDS:
        assert ("GET", f"/fhir/{name}/{{id}}") in routes
        assert ("GET", f"/fhir/{name}") in routes
        assert ("POST", f"/fhir/{name}/_search") in routes


@pytest.mark.parametrize("case", list(api_table.cases("fhir")), ids=str)
def test_the_table(resources: Resources, case: Case) -> None:
    answer = resources.request(case, resources.world.caller(case))
    assert answer.headers["content-type"] == "application/fhir+json"
    if case.expected == "yes":
        assert answer.status_code not in NOT_LET_THROUGH | {500}, answer.text
    else:
        assert answer.status_code == int(case.expected), answer.text
        assert answer.json()["resourceType"] == "OperationOutcome"
