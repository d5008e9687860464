"""Somebody who was registered twice is one patient in FHIR too, once their records are one."""

from typing import Any
from uuid import UUID

from django.utils import timezone
from starlette.testclient import TestClient

from bedside import clinic
from bedside.audit import Actor
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.merges import MergeView
from bedside.clinic.models import Patient
from tests.api.conftest import Clinic, bello, day
from tests.clinic.doubles import enrolled_again
from tests.clinic.lists.recording import record
from tests.interop.checks import assert_refused, included, matches
from tests.people import Person

__all__ = ["bello", "day"]


def test_the_kept_record_holds_what_is_in_both(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    record(somebody, day.bello)
    again = enrolled_again(somebody, day.bello)
    other = clinic.allergies.add(again, AllergyBody(substance="Latex"), by=day.bello.actor)
    make_one(somebody, again, day.bello.actor)
    searched = matches(bello.get(f"/fhir/AllergyIntolerance?patient={somebody.patient}"))
    assert str(other.id) in {one["id"] for one in searched}
    whole = matches(bello.get(f"/fhir/Patient/{somebody.patient}/$everything?_count=100"))
    assert str(other.id) in {one["id"] for one in whole}
    (latex,) = [one for one in searched if one["id"] == str(other.id)]
    assert latex["patient"]["reference"] in {f"Patient/{one['id']}" for one in whole}
    assert_refused(day.caller(day.chen).get(f"/fhir/{latex['patient']['reference']}"), 404)


def test_each_record_says_which_one_is_kept(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    again = enrolled_again(somebody, day.bello)
    number = clinic.read_patient(again, by=day.bello.actor).record_number
    kept, other = (bello.get(f"/fhir/Patient/{one}").json() for one in (somebody.patient, again))
    assert "link" not in kept and "link" not in other
    moment = timezone.now().isoformat()
    make_one(somebody, again, day.bello.actor)

    answer = bello.get(f"/fhir/Patient/{again}")
    replaced = answer.json()
    assert (replaced["id"], replaced["active"]) == (str(again), False)
    assert replaced["link"] == [_link(somebody.patient, "replaced-by")]
    assert [one["value"] for one in replaced["identifier"]] == [number]
    assert not {"name", "birthDate", "telecom"} & set(replaced)
    assert answer.headers["etag"] == f'W/"{replaced["meta"]["versionId"]}"'
    for caller in (bello, day.caller(somebody)):
        read = caller.get(f"/fhir/Patient/{somebody.patient}").json()
        assert (read["active"], read["link"]) == (True, [_link(again, "replaces")])
        ids = f"_id={again},{somebody.patient}"
        assert matches(caller.get(f"/fhir/Patient?{ids}")) == [read, replaced]
        assert matches(caller.get(f"/fhir/Patient?_id={again}")) == [replaced]
        everything = matches(caller.get(f"/fhir/Patient/{again}/$everything?_type=Patient"))
        assert everything == [read, replaced]
    since = matches(bello.post("/fhir/Patient/_search", data={"_lastUpdated": f"ge{moment}"}))
    assert since == [read]
    # A change is made to the record that is kept.
    changed = {"If-Match": answer.headers["etag"]}
    assert_refused(bello.put(f"/fhir/Patient/{again}", json=replaced, headers=changed), 409)
    assert_refused(day.caller(day.chen).get(f"/fhir/Patient/{again}"), 404)


def test_what_is_recorded_of_the_other_record_comes_with_it(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    again = enrolled_again(somebody, day.bello)
    clinic.allergies.add(again, AllergyBody(substance="Latex"), by=day.bello.actor)
    make_one(somebody, again, day.bello.actor)
    asked = f"patient={somebody.patient}&_include=AllergyIntolerance:patient"
    (whose,) = included(bello.get(f"/fhir/AllergyIntolerance?{asked}"))
    assert (whose["id"], whose["link"]) == (str(again), [_link(somebody.patient, "replaced-by")])


def test_separated_they_say_nothing_of_each_other(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    again = enrolled_again(somebody, day.bello)
    before = [_said(bello, one) for one in (somebody.patient, again)]
    merged = make_one(somebody, again, day.bello.actor)
    clinic.merges.separate(
        merged.id, reason="Two people", version=merged.version, by=day.bello.actor
    )
    assert [_said(bello, one) for one in (somebody.patient, again)] == before


def _said(client: TestClient, patient: UUID) -> dict[str, Any]:
    """What is said of a patient, but for which version it is, and since when."""
    said = client.get(f"/fhir/Patient/{patient}").json()
    return {name: value for name, value in said.items() if name != "meta"}


def _link(patient: UUID, how: str) -> dict[str, Any]:
    return {"other": {"reference": f"Patient/{patient}"}, "type": how}


def make_one(kept: Person, replaced: UUID, by: Actor) -> MergeView:
    versions = dict(Patient.objects.values_list("id", "version"))
    return clinic.merges.merge(
        kept.patient,
        replaced,
        choices={},
        reason="They said so",
        version=versions[kept.patient],
        replaced_version=versions[replaced],
        by=by,
    )
