"""Somebody who was registered twice is one patient in FHIR too, once their records are one."""

from uuid import UUID

from starlette.testclient import TestClient

from bedside import clinic
from bedside.audit import Actor
from bedside.clinic.allergies import AllergyBody
from bedside.clinic.models import Patient
from tests.api.conftest import Clinic, bello, day
from tests.clinic.doubles import enrolled_again
from tests.clinic.lists.recording import record
from tests.interop.checks import assert_refused, matches
from tests.people import Person

__all__ = ["bello", "day"]


def test_the_kept_record_holds_what_is_in_both(day: Clinic, bello: TestClient) -> None:
    somebody = day.new_patient()
    record(somebody, day.bello)
    again = enrolled_again(somebody, day.bello)
    other = clinic.allergies.add(again, AllergyBody(substance="Latex"), by=day.bello.actor)
    _make_one(somebody, again, day.bello.actor)
    searched = matches(bello.get(f"/fhir/AllergyIntolerance?patient={somebody.patient}"))
    assert str(other.id) in {one["id"] for one in searched}
    whole = matches(bello.get(f"/fhir/Patient/{somebody.patient}/$everything?_count=100"))
    assert str(other.id) in {one["id"] for one in whole}
    (latex,) = [one for one in searched if one["id"] == str(other.id)]
    known = bello.get(f"/fhir/{latex['patient']['reference']}").json()
    assert known["id"] == str(somebody.patient)
    assert_refused(day.caller(day.chen).get(f"/fhir/{latex['patient']['reference']}"), 404)


def _make_one(kept: Person, replaced: UUID, by: Actor) -> None:
    versions = dict(Patient.objects.values_list("id", "version"))
    clinic.merges.merge(
        kept.patient,
        replaced,
        choices={},
        reason="They said so",
        version=versions[kept.patient],
        replaced_version=versions[replaced],
        by=by,
    )
