"""The administrator's numbers: how many of what, on record, and about nobody."""

import pytest

from bedside import intake
from bedside.accounts.models import User
from bedside.audit import Event
from bedside.errors import Forbidden
from tests.intake.talking import COLD, HEART, send
from tests.people import Person


def test_each_number_counts_what_it_says(
    dana: Person, asha: Person, ravi: Person, bello: Person, chen: Person
) -> None:
    send(HEART, asha.actor)
    cold = send(COLD, ravi.actor)
    intake.review(cold.id, version=cold.version, by=chen.actor)
    User.objects.filter(pk=bello.user).update(state="pending")
    counts = intake.counts(by=dana.actor)
    assert (counts.staff_waiting_for_approval, counts.doctors) == (1, 1)
    assert (counts.facilities, counts.patients, counts.reviewed) == (2, 2, 1)
    assert counts.waiting == 1
    event = Event.objects.get(action="counts.read")
    assert event.actor_user == dana.user and not event.subjects


def test_only_administrators_count(asha: Person, bello: Person) -> None:
    for person in (asha, bello):
        with pytest.raises(Forbidden):
            intake.counts(by=person.actor)
