"""Making accounts: sealed, one for each email, and nobody above their station."""

import uuid
from typing import Any

import pytest
from django.db import connection

from bedside import accounts
from bedside.accounts import User, throttle
from bedside.audit import Actor, Event
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Throttled
from tests.accounts.conftest import EMAILS, PASSWORD, register

VISITOR = Actor.anonymous("192.0.2.50")
ASHA = {"email": "asha@example.org", "name": "", "role": "patient", "state": "active"}


def registering(by: Actor = VISITOR, **changed: Any) -> User:
    """Register as another room does: a plain function inside its own act."""
    with accounts.act("account.register", by=by):
        return accounts.create_user(**{**ASHA, "password": PASSWORD, **changed}, by=by)


@pytest.mark.django_db
def test_who_somebody_is_is_sealed(bello: User) -> None:
    assert accounts.describe(bello) == {
        "id": str(bello.id),
        "email": EMAILS["doctor"],
        "name": "Dr Bello",
        "role": "doctor",
        "state": "active",
        "readable": True,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_user")
        assert b"ello" not in repr(cursor.fetchall()).encode()


@pytest.mark.django_db
def test_a_name_moved_to_another_account_does_not_open(bello: User, dana: User) -> None:
    User.objects.filter(id=dana.id).update(name_sealed=bello.name_sealed)
    found = accounts.describe(User.objects.get(id=dana.id))
    assert (found["name"], found["email"], found["readable"]) == (
        None,
        EMAILS["administrator"],
        False,
    )


@pytest.mark.django_db
def test_a_name_in_the_place_of_an_email_does_not_open(bello: User) -> None:
    assert accounts.open_email(bello) == EMAILS["doctor"]
    bello.email_sealed = bello.name_sealed
    assert accounts.open_email(bello) is None


@pytest.mark.django_db
@pytest.mark.parametrize("twin", ["ASHA@example.org", " asha@EXAMPLE.org", "ａsha@example.org"])
def test_an_email_has_one_account(twin: str) -> None:
    registering()
    with pytest.raises(Conflict):
        registering(email=twin)
    assert User.objects.count() == 1
    assert list(Event.objects.filter(action="account.register").values_list("outcome")) == [
        ("done",),
        ("refused",),
    ]


@pytest.mark.django_db
def test_the_database_decides_when_two_register_at_once(
    asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between looking and inserting: the look finds nobody."""
    from bedside.accounts import users

    monkeypatch.setattr(users, "find_by_email", lambda email: None)
    with pytest.raises(Conflict):
        registering()
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "state"),
    [("doctor", "active"), ("administrator", "active"), ("administrator", "pending"), ("x", "y")],
)
def test_strangers_cannot_promote_themselves(role: str, state: str) -> None:
    with pytest.raises(Forbidden):
        registering(role=role, state=state)
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_making_an_account_needs_an_act() -> None:
    with pytest.raises(RuntimeError):
        accounts.create_user(**ASHA, password=PASSWORD, by=VISITOR)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "not an address"),
        ("name", "x" * 201),
        ("name", "Dr\nBello"),
        ("name", "Dr \ud800"),
        ("password", "short"),
    ],
)
def test_bad_input_names_its_field(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refusal:
        registering(**{field: value})
    assert set(refusal.value.fields) == {field}
    assert User.objects.count() == 0


@pytest.mark.django_db
def test_strangers_cannot_ask_in_bulk_who_is_registered(asha: User) -> None:
    for _ in range(throttle.PER_ADDRESS):
        with pytest.raises(Conflict):
            registering(password=asha_hash())
    with pytest.raises(Throttled) as told:
        registering(email="new@example.org")
    assert 0 < told.value.retry_after <= throttle.WINDOW.total_seconds()
    registering(by=Actor.anonymous("192.0.2.51"), email="new@example.org")


def asha_hash() -> accounts.PasswordHash:
    return accounts.PasswordHash("argon2$not-needed")


@pytest.mark.django_db
def test_own_account_and_others(asha: User, bello: User, dana: User) -> None:
    as_asha = Actor(role="patient", user=asha.id)
    as_dana = Actor(role="administrator", user=dana.id)
    assert accounts.own_account(as_asha) == asha
    assert accounts.read_user(asha.id, by=as_asha) == asha
    assert accounts.read_user(asha.id, by=as_dana) == asha
    for by, user in ((as_asha, bello.id), (as_asha, uuid.uuid4()), (as_dana, uuid.uuid4())):
        with pytest.raises(NotFound):
            accounts.read_user(user, by=by)


@pytest.mark.django_db
def test_administrators_list_by_role_and_state(asha: User, bello: User, dana: User) -> None:
    by = Actor(role="administrator", user=dana.id)
    waiting = register("doctor", state="pending", email="new@example.org")
    assert accounts.list_users(by=by, role="doctor") == [bello, waiting]
    assert accounts.list_users(by=by, state="pending") == [waiting]
    assert accounts.list_users(by=by, after=bello.id) == [dana, waiting]
    with pytest.raises(Forbidden):
        accounts.list_users(by=Actor(role="doctor", user=bello.id))


@pytest.mark.django_db
def test_the_log_holds_ids_only(bello: User) -> None:
    event = Event.objects.get(action="account.register")
    assert event.objects_touched == {"user": str(bello.id)}
    assert event.details == {"role": "doctor", "state": "active"}


@pytest.mark.django_db
def test_an_account_is_found_by_the_whole_email_only_and_on_record(asha: User, dana: User) -> None:
    by = Actor(role="administrator", user=dana.id)
    assert accounts.find_user(EMAILS["patient"].upper(), by=by).id == asha.id
    assert Event.objects.get(action="account.list").objects_touched == {"user": str(asha.id)}
    for part in (EMAILS["patient"][:-1], "", "asha"):
        with pytest.raises(NotFound):
            accounts.find_user(part, by=by)
    with pytest.raises(Forbidden):
        accounts.find_user(EMAILS["patient"], by=Actor(role="doctor", user=asha.id))


@pytest.mark.django_db
def test_accounts_in_reach_are_all_for_administrators_and_ones_own_for_others(
    asha: User, bello: User, dana: User
) -> None:
    administrator = Actor(role="administrator", user=dana.id)
    assert set(accounts.users_visible_to(administrator)) == {asha, bello, dana}
    assert set(accounts.staff_among(accounts.users_visible_to(administrator))) == {bello, dana}
    assert list(accounts.colleagues_to_choose_from(by=administrator)) == [bello]
    doctor = Actor(role="doctor", user=bello.id)
    assert list(accounts.users_visible_to(doctor)) == [bello]
    assert not accounts.users_visible_to(VISITOR)


@pytest.mark.django_db
def test_a_closed_account_cannot_be_made_staff(bello: User, dana: User) -> None:
    accounts.disable(bello.id, by=Actor(role="administrator", user=dana.id))
    assert not accounts.colleagues_to_choose_from(by=Actor(role="administrator", user=dana.id))
