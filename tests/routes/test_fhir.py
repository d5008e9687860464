"""Every route of FHIR, by every role, on an own, a foreign and a missing resource: the table."""

from collections.abc import Callable
from uuid import UUID, uuid4

import httpx
import pytest
from starlette.routing import Route
from starlette.testclient import TestClient

from bedside import clinic
from bedside.exports import Format
from bedside.interop.fhir import KINDS, MEDIA_TYPE
from bedside.interop.fhir.resources.schedule import schedule_id
from tests.api.conftest import Clinic, day
from tests.clinic.diary import at
from tests.exports.archives import clinic_of
from tests.interop.record import write
from tests.people import Person
from tests.routes import api_table
from tests.routes.api_table import Case
from tests.routes.test_api import World

__all__ = ["day"]
SPOKEN = {MEDIA_TYPE, "application/fhir+ndjson", "application/json"}
"""The manifest of a bulk export is plain JSON."""
NOT_LET_THROUGH = {401, 403, 404}


class Resources:
    """Which resources of FHIR belong to whom, in a clinic whose people have something of each."""

    def __init__(self, day: Clinic) -> None:
        self.day = day
        self.world = World(day)
        pairs = ((day.asha, day.bello), (day.ravi, day.chen))
        self.records = {patient.user: write(day, patient, by) for patient, by in pairs}
        places = ((day.bello, day.harbour), (day.chen, day.millfield))
        self.exports = {by.user: clinic_of(place, by, Format.FHIR).job for by, place in places}

    def path(self, case: Case) -> str:
        """Return the path with the id of the resource that the case is about."""
        if "{id}" not in case.path:
            return case.path
        kind = case.path.split("/")[2]
        path = case.path.replace("{name}", "Patient.ndjson")
        return path.replace("{id}", self._id(kind, case.target))

    def request(self, case: Case, caller: TestClient) -> httpx.Response:
        """Send what the case speaks of."""
        kind = case.path.partition("/fhir/")[2].split("/")[0]
        kind = "Parameters" if case.path.endswith("$export") else kind
        is_writing = case.method != "GET" and not case.path.endswith("_search")
        return caller.request(
            case.method,
            self.path(case),
            json={"resourceType": kind} if is_writing else None,
            headers={"If-Match": 'W/"1"', "Prefer": "respond-async"},
        )

    def _id(self, kind: str, target: str) -> str:
        if target == "missing":
            return "2147483647" if kind == "PractitionerRole" else str(uuid4())
        return self._finders(own=target == "own")[kind]()

    def _finders(self, *, own: bool) -> dict[str, Callable[[], str]]:
        day = self.day
        place = day.harbour if own else day.millfield
        patient, doctor = (day.asha, day.bello) if own else (day.ravi, day.chen)
        record = self.records[patient.user]
        schedule = schedule_id(place.id, doctor.user)
        return {
            "Patient": lambda: str(patient.patient),
            "Organization": lambda: str(place.id),
            "Location": lambda: str(place.id),
            "Group": lambda: str(place.id),
            "bulk": lambda: str(self.exports[doctor.user]),
            "Practitioner": lambda: str(doctor.user),
            "PractitionerRole": lambda: str(self._role(own=own)),
            "Encounter": lambda: str(record.encounter),
            "Condition": lambda: f"diagnosis-{record.diagnosis}",
            "AllergyIntolerance": lambda: str(record.allergy),
            "MedicationStatement": lambda: str(record.medicine),
            "Observation": lambda: f"vitals.{record.vitals}.pulse",
            "Flag": lambda: str(record.flag),
            "Questionnaire": lambda: str(record.assessment),
            "QuestionnaireResponse": lambda: str(record.assessment),
            "RiskAssessment": lambda: str(record.assessment),
            "DocumentReference": lambda: str(record.note),
            "Appointment": lambda: str(record.appointment),
            "Schedule": lambda: schedule,
            "Slot": lambda: f"{schedule}.{int(at(11).timestamp()) // 60}",
            "AuditEvent": lambda: str(self._access(patient)),
        }

    def _access(self, patient: Person) -> UUID:
        return clinic.accesses(patient.patient, limit=1, by=patient.actor)[0].event

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
    if case.expected == "yes":
        assert answer.status_code not in NOT_LET_THROUGH | {500}, answer.text
        assert answer.headers["content-type"] in SPOKEN
    else:
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert answer.status_code == int(case.expected), answer.text
        assert answer.json()["resourceType"] == "OperationOutcome"
