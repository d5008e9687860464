"""Refresh tokens: used once, forgiving for ten seconds, and merciless to a stolen copy."""

from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection

from bedside import accounts, vault
from bedside.accounts import Session, SignedIn, User
from bedside.accounts.models import RefreshToken
from bedside.audit import Event
from bedside.errors import Unauthenticated, Unavailable
from tests.accounts.conftest import ADDRESS, Clock

SignIn = Callable[..., SignedIn]


def refresh(token: str) -> accounts.Refreshed:
    return accounts.refresh(token, address=ADDRESS)


def refused(token: str) -> bool:
    try:
        refresh(token)
    except Unauthenticated:
        return True
    return False


def is_over(signed_in: SignedIn) -> bool:
    return Session.objects.get(id=signed_in.session_id).ended_at is not None


@pytest.fixture
def signed_in(bello: User, sign_in: SignIn) -> SignedIn:
    return sign_in("doctor")


def test_each_token_leads_to_the_next(signed_in: SignedIn) -> None:
    token, seen = signed_in.refresh, {signed_in.refresh}
    for _ in range(5):
        refreshed = refresh(token)
        assert accounts.actor_for_access(refreshed.access, address=ADDRESS) == refreshed.actor
        token = refreshed.refresh
        seen.add(token)
    assert len(seen) == 6


def test_the_same_token_at_the_same_moment_leads_to_the_same_next(signed_in: SignedIn) -> None:
    successors = {refresh(signed_in.refresh).refresh for _ in range(5)}
    assert len(successors) == 1
    assert RefreshToken.objects.count() == 2
    assert not is_over(signed_in)


def test_reuse_after_the_grace_ends_the_family(signed_in: SignedIn, clock: Clock) -> None:
    newest = refresh(refresh(signed_in.refresh).refresh)
    clock.forward(seconds=11)
    assert refused(signed_in.refresh)
    assert refused(newest.refresh)
    for proof, ask in (
        (newest.access, accounts.actor_for_access),
        (signed_in.sid, accounts.actor_for_sid),
    ):
        with pytest.raises(Unauthenticated):
            ask(proof, address=ADDRESS)
    assert Session.objects.get(id=signed_in.session_id).ended_because == "refresh_token_reused"
    event = Event.objects.filter(action="account.refresh", outcome="refused").order_by("seq")[0]
    assert event.details == {"reuse": True, "error": "Unauthenticated"}
    assert event.objects_touched["session"] == str(signed_in.session_id)


def test_reuse_ends_no_other_session(signed_in: SignedIn, sign_in: SignIn, clock: Clock) -> None:
    other = sign_in("doctor")
    refresh(signed_in.refresh)
    clock.forward(seconds=11)
    assert refused(signed_in.refresh)
    assert not refused(other.refresh)


def test_the_grace_outlasts_a_change_of_the_refresh_key(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = refresh(signed_in.refresh)
    old = vault.secret("refresh")
    rotated = vault.Secret(current=(1, b"n" * 32), all={**old.all, 1: b"n" * 32})
    secret = vault.secret
    monkeypatch.setattr(
        vault, "secret", lambda purpose: rotated if purpose == "refresh" else secret(purpose)
    )
    assert refresh(signed_in.refresh).refresh == before.refresh
    assert refresh(before.refresh).refresh != before.refresh


@pytest.fixture
def no_new_tokens(signed_in: SignedIn) -> Iterator[Callable[[], None]]:
    """A database that fails in the middle of a rotation, until told to work again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_more BEFORE INSERT ON accounts_refreshtoken "
            "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )

    def work_again() -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER no_more")

    yield work_again


def test_a_failing_database_leaves_the_family_alone(
    signed_in: SignedIn, no_new_tokens: Callable[[], None], clock: Clock
) -> None:
    for _ in range(3):
        clock.forward(seconds=20)
        with pytest.raises((DatabaseError, Unavailable)):
            refresh(signed_in.refresh)
    no_new_tokens()
    assert not is_over(signed_in)
    assert not refused(signed_in.refresh)


@pytest.mark.parametrize("state", ["disabled", "pending"])
def test_a_closed_account_gets_no_more(signed_in: SignedIn, state: str) -> None:
    User.objects.filter(id=signed_in.user.id).update(state=state)
    assert refused(signed_in.refresh)


def test_staff_left_idle_cannot_be_woken(signed_in: SignedIn, clock: Clock) -> None:
    clock.forward(minutes=16)
    assert refused(signed_in.refresh)


def test_refreshing_counts_as_use(signed_in: SignedIn, clock: Clock) -> None:
    token = signed_in.refresh
    for _ in range(4):
        clock.forward(minutes=14)
        token = refresh(token).refresh
    assert accounts.actor_for_sid(signed_in.sid, address=ADDRESS).user == signed_in.user.id


def test_a_patients_device_may_come_back_within_seven_days(
    asha: User, sign_in: SignIn, clock: Clock
) -> None:
    token = sign_in("patient").refresh
    clock.forward(days=6, hours=23)
    token = refresh(token).refresh
    clock.forward(hours=2)
    assert refused(token)


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 65_536, "\ud800", "\0", "' OR 1=1--"])
def test_unknown_tokens_are_refused_and_recorded(token: str) -> None:
    with pytest.raises(Unauthenticated):
        refresh(token)
    event = Event.objects.get(action="account.refresh")
    assert (event.outcome, event.actor_role, event.address) == ("refused", "anonymous", ADDRESS)
