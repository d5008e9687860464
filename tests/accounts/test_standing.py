"""Opening and closing accounts."""

import uuid
from collections.abc import Callable
from functools import partial

import pytest

from bedside import accounts
from bedside.accounts import Session, SignedIn, State, User
from bedside.accounts.standing import LIFECYCLE
from bedside.audit import Actor, Event
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from tests.accounts.conftest import ADDRESS, NAMES, register

SignIn = Callable[..., SignedIn]
EVENTS: dict[str, Callable[..., User]] = {
    "approve": partial(accounts.approve, checked=["identity"]),
    "enable": accounts.enable,
    "disable": accounts.disable,
}


@pytest.fixture
def by_dana(dana: User) -> Actor:
    return Actor(role="administrator", user=dana.id)


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", list(State))
def test_the_lifecycle_is_what_the_table_says(
    bello: User, by_dana: Actor, state: State, event: str
) -> None:
    User.objects.filter(id=bello.id).update(state=state)
    expected = LIFECYCLE[state].get(event)
    if expected is None:
        with pytest.raises(Conflict):
            EVENTS[event](bello.id, by=by_dana)
    else:
        assert EVENTS[event](bello.id, by=by_dana).state == expected
    assert User.objects.get(id=bello.id).state == (expected or state)


@pytest.mark.django_db
def test_a_doctor_waits_for_approval(by_dana: Actor, sign_in: SignIn) -> None:
    waiting = register("doctor", state="pending")
    with pytest.raises(Unauthenticated):
        sign_in("doctor")
    approved = accounts.approve(waiting.id, checked=["licence", "identity"], by=by_dana)
    assert sign_in("doctor").user == approved
    event = Event.objects.get(action="account.approve")
    assert event.objects_touched == {"user": str(waiting.id)}
    assert event.details == {"identity": True, "licence": True}
    approval = accounts.approvals_of([waiting.id])[waiting.id]
    assert approval.checked == ("identity", "licence")
    assert (approval.by, approval.by_name) == (by_dana.user, NAMES["administrator"])


@pytest.mark.django_db
@pytest.mark.parametrize("checked", [[], ["a good face"], ["identity", "identity card"]])
def test_nobody_is_approved_unchecked(by_dana: Actor, checked: list[str]) -> None:
    waiting = register("doctor", state="pending")
    with pytest.raises(Invalid) as refused:
        accounts.approve(waiting.id, checked=checked, by=by_dana)
    assert set(refused.value.fields) == {"checked"}
    assert User.objects.get(id=waiting.id).state == "pending"
    assert accounts.approvals_of([waiting.id]) == {}


def test_disabling_ends_every_session_at_once(bello: User, by_dana: Actor, sign_in: SignIn) -> None:
    signed_in = sign_in("doctor")
    accounts.disable(bello.id, by=by_dana)
    with pytest.raises(Unauthenticated):
        accounts.actor_for_access(signed_in.access, address=ADDRESS)
    with pytest.raises(Unauthenticated):
        accounts.refresh(signed_in.refresh, address=ADDRESS)
    accounts.enable(bello.id, by=by_dana)
    with pytest.raises(Unauthenticated):
        accounts.actor_for_sid(signed_in.sid, address=ADDRESS)
    assert Session.objects.get().ended_because == "disabled"


def test_the_last_active_administrator_stays(dana: User, by_dana: Actor) -> None:
    with pytest.raises(Conflict):
        accounts.disable(dana.id, by=by_dana)
    second = register("administrator", email="second@example.org", state="pending")
    with pytest.raises(Conflict):
        accounts.disable(dana.id, by=by_dana)
    accounts.approve(second.id, checked=["identity"], by=by_dana)
    accounts.disable(dana.id, by=by_dana)
    with pytest.raises(Conflict):
        accounts.disable(second.id, by=Actor(role="administrator", user=second.id))


@pytest.mark.parametrize("event", EVENTS)
def test_only_administrators_and_only_accounts_that_exist(
    asha: User, bello: User, by_dana: Actor, event: str
) -> None:
    for actor in (Actor(role="doctor", user=bello.id), Actor(role="patient", user=asha.id)):
        with pytest.raises(Forbidden):
            EVENTS[event](bello.id, by=actor)
    with pytest.raises(NotFound):
        EVENTS[event](uuid.uuid4(), by=by_dana)
