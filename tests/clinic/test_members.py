"""Who works where from when until when, and what that lets them see."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from bedside import clinic
from bedside.audit import Actor, Event
from bedside.clinic.facilities.reach import (
    colleagues_of,
    facilities_in_reach,
    memberships_now,
)
from bedside.clinic.models import Facility, Membership
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from tests.people import Person

DAY = timedelta(days=1)


def standings(facility: Facility, dana: Person) -> list[tuple[str | None, str]]:
    return [(one.name, one.standing) for one in clinic.read_members(facility.id, by=dana.actor)]


def places(doctor: Person) -> set[str]:
    return {place.name for place in clinic.facilities_of(doctor.actor)}


def test_whoever_is_added_works_there_at_once(
    harbour: Facility, millfield: Facility, bello: Person, dana: Person
) -> None:
    made = clinic.add_member(millfield.id, bello.user, by=dana.actor)
    assert (made.standing, made.until, made.version) == ("now", None, 1)
    assert places(bello) == {harbour.name, millfield.name}
    event = Event.objects.get(action="membership.add")
    assert event.chain == millfield.id
    assert event.objects_touched == {"facility": str(millfield.id), "user": str(bello.user)}


def test_what_is_agreed_for_later_opens_nothing_yet(
    millfield: Facility, bello: Person, dana: Person
) -> None:
    begins = timezone.now() + DAY
    clinic.add_member(millfield.id, bello.user, since=begins, until=begins + DAY, by=dana.actor)
    assert standings(millfield, dana) == [("Dr Amara Bello", "coming")]
    assert millfield.name not in places(bello)


def test_a_membership_ends_once_and_stays_on_the_list(
    harbour: Facility, bello: Person, dana: Person
) -> None:
    ended = clinic.end_member(harbour.id, bello.user, version=1, by=dana.actor)
    assert (ended.standing, ended.version) == ("ended", 2)
    assert places(bello) == set()
    assert standings(harbour, dana) == [("Dr Amara Bello", "ended")]
    with pytest.raises(NotFound):
        clinic.end_member(harbour.id, bello.user, version=2, by=dana.actor)


def test_the_end_can_be_agreed_on_and_moved(harbour: Facility, bello: Person, dana: Person) -> None:
    later = timezone.now() + DAY
    clinic.end_member(harbour.id, bello.user, until=later, version=1, by=dana.actor)
    assert places(bello) == {harbour.name}
    with pytest.raises(Stale):
        clinic.end_member(harbour.id, bello.user, until=later + DAY, version=1, by=dana.actor)
    moved = clinic.end_member(harbour.id, bello.user, until=later + DAY, version=2, by=dana.actor)
    assert moved.until == later + DAY


def test_what_never_began_ends_without_effect(
    millfield: Facility, bello: Person, dana: Person
) -> None:
    begins = timezone.now() + DAY
    clinic.add_member(millfield.id, bello.user, since=begins, by=dana.actor)
    ended = clinic.end_member(millfield.id, bello.user, version=1, by=dana.actor)
    assert ended.until == begins
    clinic.add_member(millfield.id, bello.user, by=dana.actor)
    assert places(bello) >= {millfield.name}


def test_nobody_is_a_member_twice(harbour: Facility, bello: Person, dana: Person) -> None:
    with pytest.raises(Conflict):
        clinic.add_member(harbour.id, bello.user, by=dana.actor)
    later = timezone.now() + DAY
    with pytest.raises(Conflict):
        clinic.add_member(harbour.id, bello.user, since=later, by=dana.actor)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (DAY, DAY, "until"),
        (DAY, -DAY, "until"),
        (40000 * DAY, None, "since"),
        (-40000 * DAY, None, "since"),
        (DAY, 40000 * DAY, "until"),
    ],
)
def test_days_that_make_no_sense_are_named(
    millfield: Facility,
    bello: Person,
    dana: Person,
    since: timedelta,
    until: timedelta | None,
    field: str,
) -> None:
    now = timezone.now()
    ends = None if until is None else now + until
    with pytest.raises(Invalid) as refused:
        clinic.add_member(millfield.id, bello.user, since=now + since, until=ends, by=dana.actor)
    assert set(refused.value.fields) == {field}


def test_the_past_of_a_membership_is_not_rewritten(
    harbour: Facility, bello: Person, dana: Person
) -> None:
    with pytest.raises(Invalid):
        clinic.end_member(
            harbour.id, bello.user, until=timezone.now() - DAY, version=1, by=dana.actor
        )
    assert places(bello) == {harbour.name}


def test_only_doctors_of_facilities_that_exist(
    harbour: Facility, asha: Person, bello: Person, dana: Person
) -> None:
    for user in (asha.user, dana.user, uuid4()):
        with pytest.raises(Invalid):
            clinic.add_member(harbour.id, user, by=dana.actor)
    with pytest.raises(NotFound):
        clinic.add_member(uuid4(), bello.user, by=dana.actor)
    with pytest.raises(Forbidden):
        clinic.add_member(harbour.id, bello.user, by=bello.actor)
    with pytest.raises(Forbidden):
        clinic.end_member(harbour.id, bello.user, version=1, by=bello.actor)


def test_a_doctor_reads_the_staff_of_their_own_facilities(
    harbour: Facility, bello: Person, chen: Person, asha: Person
) -> None:
    assert [one.user for one in clinic.read_members(harbour.id, by=bello.actor)] == [bello.user]
    with pytest.raises(NotFound):
        clinic.read_members(harbour.id, by=chen.actor)
    with pytest.raises(Forbidden):
        clinic.read_members(harbour.id, by=asha.actor)
    assert [one.facility for one in clinic.own_memberships(by=bello.actor)] == [harbour.id]


def test_colleagues_are_who_works_now_where_one_works_oneself(
    harbour: Facility, millfield: Facility, bello: Person, chen: Person, dana: Person
) -> None:
    def built(by: Actor) -> set[tuple[UUID, UUID]]:
        rows = memberships_now().filter(facility__in=facilities_in_reach(by))
        return set(rows.values_list("facility", "user"))

    both = {(harbour.id, bello.user), (harbour.id, chen.user), (millfield.id, chen.user)}
    later = timezone.now() + 3 * DAY
    assert set(colleagues_of(bello.actor)) == {(harbour.id, bello.user)} == built(bello.actor)
    clinic.add_member(harbour.id, chen.user, by=dana.actor)
    clinic.add_member(millfield.id, bello.user, since=later, by=dana.actor)
    assert set(colleagues_of(chen.actor)) == both == built(chen.actor)
    Membership.objects.filter(facility=harbour, user=chen.user).update(until=timezone.now())
    assert set(colleagues_of(chen.actor)) == {(millfield.id, chen.user)} == built(chen.actor)
    Facility.objects.filter(id=millfield.id).update(active=False)
    assert set(colleagues_of(chen.actor)) == set() == built(chen.actor)


def test_a_membership_is_not_moved_over_the_next_one(
    harbour: Facility, bello: Person, dana: Person
) -> None:
    now = timezone.now()
    clinic.end_member(harbour.id, bello.user, until=now + DAY, version=1, by=dana.actor)
    clinic.add_member(harbour.id, bello.user, since=now + 2 * DAY, by=dana.actor)
    with pytest.raises(Conflict):
        clinic.end_member(harbour.id, bello.user, until=now + 3 * DAY, version=2, by=dana.actor)
    clinic.end_member(harbour.id, bello.user, until=now + 2 * DAY, version=2, by=dana.actor)
    assert standings(harbour, dana) == [("Dr Amara Bello", "coming"), ("Dr Amara Bello", "now")]


@pytest.mark.parametrize("moved", [{"until": None}, {"until": timedelta(days=9)}])
def test_the_database_keeps_nobody_twice_at_once(
    harbour: Facility, bello: Person, moved: dict[str, timedelta | None]
) -> None:
    now = timezone.now()
    first = Membership.objects.get(user=bello.user)
    Membership.objects.filter(id=first.id).update(until=now + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(facility=harbour, user_id=bello.user, since=now)
    Membership.objects.create(
        facility=harbour, user_id=bello.user, since=now + 2 * DAY, until=now + 4 * DAY
    )
    until = moved["until"] and now + moved["until"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(id=first.id).update(until=until)


def test_memberships_that_overlapped_come_one_after_the_other(
    harbour: Facility, bello: Person
) -> None:
    """An older Bedside let one be moved over the next: nobody's reach changes by parting them."""
    step = import_module("bedside.clinic.migrations.0012_one_membership_at_a_time")
    now, rows = timezone.now(), Membership.objects.filter(facility=harbour, user=bello.user)
    step.drop(apps, connection.schema_editor())
    try:
        rows.update(since=now - 9 * DAY, until=now + 5 * DAY)
        for begin, end in ((-8, -7), (2, None), (20, 30)):
            until = None if end is None else now + end * DAY
            Membership.objects.create(
                facility=harbour, user_id=bello.user, since=now + begin * DAY, until=until
            )
        step.part(apps, None)
    finally:
        step.create(apps, connection.schema_editor())
    kept = rows.exclude(until=F("since")).order_by("since")
    assert [(row.since - now, row.until and row.until - now) for row in kept] == [
        (-9 * DAY, 2 * DAY),
        (2 * DAY, None),
    ]
