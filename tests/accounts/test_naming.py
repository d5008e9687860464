"""What people are called, for a whole list at once."""

from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from bedside import accounts
from bedside.accounts import User
from bedside.audit import Actor, Event

pytestmark = pytest.mark.django_db


def test_all_names_in_one_query(
    bello: User, dana: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    accounts.open_name(bello)
    with django_assert_num_queries(1):
        found = accounts.names_of([bello.id, dana.id, bello.id, uuid4()])
    assert found == {bello.id: "Dr Bello", dana.id: "Dana"}


def test_a_name_that_does_not_open_hides_no_other(bello: User, dana: User) -> None:
    User.objects.filter(id=dana.id).update(name_sealed=bello.name_sealed)
    with accounts.act("account.read", by=_by(bello)):
        found = accounts.names_of([bello.id, dana.id])
    assert found == {bello.id: "Dr Bello", dana.id: None}
    (event,) = Event.objects.filter(action="vault.damaged")
    assert event.objects_touched == {"user.name": str(dana.id)}


def _by(user: User) -> Actor:
    return Actor(role="doctor", user=user.id)
