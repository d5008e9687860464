"""What expired is forgotten, and what still opens something is not."""

from collections.abc import Callable

from bedside import accounts
from bedside.accounts import Session, SignedIn, User
from bedside.accounts.models import RefreshToken, ResetLink
from bedside.audit import Actor
from tests.accounts.conftest import ADDRESS, Clock

SignIn = Callable[..., SignedIn]


def test_nothing_that_opens_is_forgotten(bello: User, sign_in: SignIn, clock: Clock) -> None:
    signed_in = sign_in("doctor")
    token = accounts.issue_reset_link(user=bello.id, by=Actor.system())
    assert accounts.forget_expired(clock.now()) == 0
    accounts.refresh(signed_in.refresh, address=ADDRESS)
    assert accounts.reset_link_is_good(token)


def test_proofs_of_what_is_over_go_and_the_known_device_stays(
    bello: User, sign_in: SignIn, clock: Clock
) -> None:
    ended, expired = sign_in("doctor"), sign_in("doctor")
    accounts.issue_reset_link(user=bello.id, by=Actor.system())
    accounts.sign_out(by=ended.actor)
    clock.forward(seconds=1)
    assert accounts.forget_expired(clock.now()) == 1
    clock.forward(hours=25)
    assert accounts.forget_expired(clock.now()) == 2
    assert (RefreshToken.objects.count(), ResetLink.objects.count()) == (0, 0)
    assert {session.id for session in Session.objects.all()} == {
        ended.session_id,
        expired.session_id,
    }
