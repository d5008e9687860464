"""Changing a password, and setting one with a one-time link."""

import uuid
from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest

from bedside import accounts
from bedside.accounts import SignedIn, User, passwords
from bedside.accounts.models import ResetLink
from bedside.audit import Actor, Event
from bedside.errors import Conflict, Forbidden, Invalid, NotFound, Throttled, Unauthenticated
from tests.accounts.conftest import ADDRESS, PASSWORD, Clock

SignIn = Callable[..., SignedIn]
NEW = "nine grey geese at dawn"


@pytest.fixture
def by_dana(dana: User) -> Actor:
    return Actor(role="administrator", user=dana.id)


def opens(signed_in: SignedIn) -> bool:
    try:
        accounts.actor_for_sid(signed_in.sid, address=ADDRESS)
        accounts.actor_for_access(signed_in.access, address=ADDRESS)
    except Unauthenticated:
        return False
    return True


def test_changing_ends_all_other_sessions(bello: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in("doctor"), sign_in("doctor")
    accounts.change_password(by=here.actor, current=PASSWORD, new=NEW)
    assert [opens(here), opens(elsewhere)] == [True, False]
    with pytest.raises(Unauthenticated):
        accounts.refresh(elsewhere.refresh, address=ADDRESS)
    with pytest.raises(Unauthenticated):
        sign_in("doctor")
    assert sign_in("doctor", password=NEW).user == bello


def test_the_present_password_must_be_known_and_guesses_are_counted(
    bello: User, sign_in: SignIn
) -> None:
    here = sign_in("doctor")
    for _ in range(5):
        with pytest.raises(Invalid) as refusal:
            accounts.change_password(by=here.actor, current="a wrong password", new=NEW)
        assert set(refusal.value.fields) == {"current"}
    with pytest.raises(Throttled):
        accounts.change_password(by=here.actor, current=PASSWORD, new=NEW)
    assert sign_in("doctor").user == bello


def test_a_reset_wins_over_a_change_with_the_old_password(
    bello: User, by_dana: Actor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    thief, token = sign_in("doctor"), accounts.issue_reset_link(user=bello.id, by=by_dana)
    hash_password = passwords.hash_password

    def resetting_meanwhile(raw: str, **about: Any) -> accounts.PasswordHash:
        monkeypatch.undo()
        # A context of its own, as another request has.
        Context().run(accounts.reset_password, token, NEW)
        return hash_password(raw, **about)

    monkeypatch.setattr(passwords, "hash_password", resetting_meanwhile)
    with pytest.raises(Conflict):
        accounts.change_password(by=thief.actor, current=PASSWORD, new="what the thief would like")
    assert sign_in("doctor", password=NEW).user == bello


@pytest.mark.parametrize("new", ["short", "password1234", "x" * 129, "bello@example.org"])
def test_the_new_one_must_be_good(bello: User, sign_in: SignIn, new: str) -> None:
    with pytest.raises(Invalid) as refusal:
        accounts.change_password(by=sign_in("doctor").actor, current=PASSWORD, new=new)
    assert set(refusal.value.fields) == {"password"}
    assert sign_in("doctor").user == bello


def test_a_link_sets_a_password_once_and_ends_all_sessions(
    bello: User, by_dana: Actor, sign_in: SignIn
) -> None:
    before = sign_in("doctor")
    token = accounts.issue_reset_link(user=bello.id, by=by_dana)
    assert accounts.reset_link_is_good(token)
    accounts.reset_password(token, NEW, address=ADDRESS)
    assert not opens(before)
    assert sign_in("doctor", password=NEW).user == bello
    assert not accounts.reset_link_is_good(token)
    with pytest.raises(NotFound):
        accounts.reset_password(token, "another good password", address=ADDRESS)
    assert sign_in("doctor", password=NEW).user == bello


def test_the_link_itself_is_not_stored_nor_logged(bello: User, by_dana: Actor) -> None:
    token = accounts.issue_reset_link(user=bello.id, by=by_dana)
    assert token not in repr([*ResetLink.objects.values_list(), *Event.objects.values_list()])


def test_a_newer_link_replaces_the_older(bello: User, by_dana: Actor) -> None:
    older = accounts.issue_reset_link(user=bello.id, by=by_dana)
    newer = accounts.issue_reset_link(user=bello.id, by=by_dana)
    with pytest.raises(NotFound):
        accounts.reset_password(older, NEW)
    accounts.reset_password(newer, NEW)


def test_a_link_lives_a_day(bello: User, by_dana: Actor, clock: Clock) -> None:
    token = accounts.issue_reset_link(user=bello.id, by=by_dana)
    clock.forward(hours=24, seconds=1)
    with pytest.raises(NotFound):
        accounts.reset_password(token, NEW)


def test_a_weak_choice_leaves_the_link_good(bello: User, by_dana: Actor) -> None:
    token = accounts.issue_reset_link(user=bello.id, by=by_dana)
    with pytest.raises(Invalid):
        accounts.reset_password(token, "short")
    accounts.reset_password(token, NEW)


def test_changing_the_password_voids_a_link(bello: User, by_dana: Actor, sign_in: SignIn) -> None:
    token = accounts.issue_reset_link(user=bello.id, by=by_dana)
    accounts.change_password(by=sign_in("doctor").actor, current=PASSWORD, new=NEW)
    with pytest.raises(NotFound):
        accounts.reset_password(token, "another good password")


def test_a_link_opens_no_closed_account(bello: User, by_dana: Actor, sign_in: SignIn) -> None:
    token = accounts.issue_reset_link(user=bello.id, by=by_dana)
    accounts.disable(bello.id, by=by_dana)
    assert not accounts.reset_link_is_good(token)
    with pytest.raises(NotFound):
        accounts.reset_password(token, NEW)
    with pytest.raises(NotFound):
        accounts.issue_reset_link(user=bello.id, by=by_dana)


def test_who_may_issue_one(asha: User, bello: User, by_dana: Actor) -> None:
    for actor in (Actor(role="doctor", user=bello.id), Actor(role="patient", user=asha.id)):
        with pytest.raises(Forbidden):
            accounts.issue_reset_link(user=bello.id, by=actor)
    with pytest.raises(NotFound):
        accounts.issue_reset_link(user=uuid.uuid4(), by=by_dana)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 65_536, "\ud800", "\0"])
def test_made_up_links(token: str) -> None:
    assert not accounts.reset_link_is_good(token)
    with pytest.raises(NotFound):
        accounts.reset_password(token, NEW)
    assert Event.objects.get(action="account.reset").outcome == "refused"


@pytest.mark.django_db
def test_an_account_without_a_password_waits_for_its_link(sign_in: SignIn) -> None:
    user = accounts.register_user(
        email="bello@example.org",
        name="Dr Bello",
        password=None,
        role="doctor",
        state="active",
        by=Actor.system(),
    )
    with pytest.raises(Unauthenticated):
        sign_in("doctor")
    accounts.reset_password(accounts.issue_reset_link(user=user.id, by=Actor.system()), NEW)
    assert sign_in("doctor", password=NEW).user == user
