"""Facilities are opened, changed and staffed by administrators."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from bedside import clinic
from bedside.audit import Actor, Event
from bedside.clinic.models import Facility, Membership
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from bedside.vault.models import Key
from tests.people import Person, staff


def test_a_facility_is_opened_with_a_key_of_its_own(dana: Person) -> None:
    facility = clinic.create_facility(
        name="Quay Clinic", city="Port Alder", time_zone="Europe/London", by=dana.actor
    )
    assert Key.objects.filter(purpose="facility", owner=facility.id, state="primary").count() == 1
    event = Event.objects.get(action="facility.create")
    assert (event.chain, event.actor_user) == (facility.id, dana.user)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"city": "x" * 121}, "city"),
        ({"phone": "at the door"}, "phone"),
        ({"phone": "999", "time_zone": "Europe/London"}, "phone"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
def test_bad_details_are_named(dana: Person, wrong: dict, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.create_facility(**{"name": "Quay Clinic", **wrong}, by=dana.actor)
    assert set(refused.value.fields) == {field}
    assert not Facility.objects.exists()


def test_a_name_is_used_once(harbour: Facility, dana: Person) -> None:
    with pytest.raises(Conflict):
        clinic.create_facility(name=harbour.name, by=dana.actor)
    assert Facility.objects.count() == 1


def test_a_change_needs_the_present_version(harbour: Facility, dana: Person) -> None:
    changed = clinic.change_facility(harbour.id, {"city": "New Port"}, version=1, by=dana.actor)
    assert (changed.city, changed.version) == ("New Port", 2)
    with pytest.raises(Stale):
        clinic.change_facility(harbour.id, {"city": "Old Port"}, version=1, by=dana.actor)
    with pytest.raises(NotFound):
        clinic.change_facility(uuid4(), {"city": "Nowhere"}, version=1, by=dana.actor)


def test_only_details_can_be_changed(harbour: Facility, dana: Person) -> None:
    with pytest.raises(Invalid):
        clinic.change_facility(harbour.id, {"id": uuid4()}, version=1, by=dana.actor)


def test_only_administrators_run_facilities(harbour: Facility, asha: Person, bello: Person) -> None:
    for person in (asha, bello):
        with pytest.raises(Forbidden):
            clinic.create_facility(name="Mine", by=person.actor)
        with pytest.raises(Forbidden):
            clinic.change_facility(harbour.id, {"name": "Mine"}, version=1, by=person.actor)
        with pytest.raises(Forbidden):
            clinic.add_member(harbour.id, bello.user, by=person.actor)


def test_only_doctors_can_be_staff(harbour: Facility, asha: Person, dana: Person) -> None:
    for person in (asha, dana):
        with pytest.raises(Invalid):
            clinic.add_member(harbour.id, person.user, by=dana.actor)


def test_everybody_sees_where_they_can_register(harbour: Facility, millfield: Facility) -> None:
    assert clinic.list_facilities() == [harbour, millfield]


def test_each_sees_the_facilities_that_are_theirs(
    harbour: Facility, millfield: Facility, bello: Person, dana: Person, asha: Person
) -> None:
    assert clinic.facilities_of(bello.actor) == [harbour]
    assert clinic.facilities_of(dana.actor) == [harbour, millfield]
    assert clinic.facilities_of(asha.actor) == []
    assert clinic.facilities_of(Actor.anonymous("192.0.2.1")) == []


def test_who_worked_where_and_when_is_kept(harbour: Facility, bello: Person, dana: Person) -> None:
    staff(harbour, by=dana)
    staff(harbour, bello, by=dana)
    first, second = Membership.objects.filter(facility=harbour).order_by("id")
    assert first.until is not None and first.until >= first.since
    assert second.until is None and second.since >= first.until


def test_a_membership_counts_from_its_beginning(harbour: Facility, bello: Person) -> None:
    begins = timezone.now() + timedelta(days=1)
    Membership.objects.filter(user=bello.user).update(since=begins)
    assert clinic.facilities_of(bello.actor) == []
