"""Sessions: idle and absolute ends, and how everything ends at once."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bedside import accounts
from bedside.accounts import Session, SignedIn, User
from bedside.audit import Event
from bedside.errors import Unauthenticated
from tests.accounts.conftest import ADDRESS, Clock

SignIn = Callable[..., SignedIn]


def is_open(signed_in: SignedIn) -> bool:
    """Whether the browser's session and the access token both (or neither) open."""
    answers = []
    for proof, ask in (
        (signed_in.sid, accounts.actor_for_sid),
        (signed_in.access, accounts.actor_for_access),
    ):
        try:
            ask(proof, address=ADDRESS)
            answers.append(True)
        except Unauthenticated:
            answers.append(False)
    assert len(set(answers)) == 1
    return answers[0]


@pytest.mark.parametrize(
    ("role", "minutes"), [("doctor", 15), ("administrator", 15), ("patient", 120)]
)
def test_an_idle_session_closes(
    asha: User, bello: User, dana: User, sign_in: SignIn, clock: Clock, role: str, minutes: int
) -> None:
    signed_in = sign_in(role)
    clock.forward(minutes=minutes - 1)
    assert is_open(signed_in)
    clock.forward(minutes=minutes)
    assert not is_open(signed_in)


@pytest.mark.parametrize(("role", "minutes", "uses"), [("doctor", 10, 72), ("patient", 112, 90)])
def test_a_busy_session_ends_too(
    asha: User, bello: User, sign_in: SignIn, clock: Clock, role: str, minutes: int, uses: int
) -> None:
    """Twelve hours of work for a doctor, seven days for a patient."""
    sid = sign_in(role).sid
    for _ in range(uses - 1):
        clock.forward(minutes=minutes)
        accounts.actor_for_sid(sid, address=ADDRESS)
    clock.forward(minutes=minutes)
    with pytest.raises(Unauthenticated):
        accounts.actor_for_sid(sid, address=ADDRESS)


def test_use_is_noted_once_a_minute_at_most(bello: User, sign_in: SignIn, clock: Clock) -> None:
    sid = sign_in("doctor").sid
    with CaptureQueriesContext(
        connection,
    ) as queries:
        accounts.actor_for_sid(sid, address=ADDRESS)
    assert len(queries) == 1
    clock.forward(seconds=61)
    with CaptureQueriesContext(connection) as queries:
        accounts.actor_for_sid(sid, address=ADDRESS)
        accounts.actor_for_sid(sid, address=ADDRESS)
    assert len(queries) == 3


def test_signing_out_ends_every_proof_of_the_session(bello: User, sign_in: SignIn) -> None:
    here, elsewhere = sign_in("doctor"), sign_in("doctor")
    accounts.sign_out(by=here.actor)
    assert not is_open(here)
    assert is_open(elsewhere)
    with pytest.raises(Unauthenticated):
        accounts.refresh(here.refresh, address=ADDRESS)
    assert Session.objects.get(id=here.session_id).ended_because == "signed_out"


def test_signing_out_everywhere(asha: User, bello: User, sign_in: SignIn) -> None:
    mine, also_mine, another = sign_in("doctor"), sign_in("doctor"), sign_in("patient")
    accounts.sign_out(by=mine.actor, everywhere=True)
    assert [is_open(each) for each in (mine, also_mine, another)] == [False, False, True]
    assert Event.objects.get(action="account.sign_out").details == {"sessions": 2}


def test_the_role_is_the_one_of_this_moment(bello: User, sign_in: SignIn) -> None:
    signed_in = sign_in("doctor")
    User.objects.filter(id=bello.id).update(role="patient")
    assert accounts.actor_for_access(signed_in.access, address=ADDRESS).role == "patient"
    assert accounts.actor_for_sid(signed_in.sid, address=ADDRESS).role == "patient"


@pytest.mark.parametrize("state", ["disabled", "pending"])
def test_a_closed_account_opens_nothing(bello: User, sign_in: SignIn, state: str) -> None:
    signed_in = sign_in("doctor")
    User.objects.filter(id=bello.id).update(state=state)
    assert not is_open(signed_in)


@pytest.mark.django_db
@pytest.mark.parametrize("sid", ["", "x", "x" * 43, "x" * 100_000, "\ud800", "' OR 1=1--", "\0"])
def test_nobody_holds_a_made_up_sid(sid: str) -> None:
    with pytest.raises(Unauthenticated):
        accounts.actor_for_sid(sid, address=ADDRESS)


def test_a_csrf_token_belongs_to_its_session(bello: User, sign_in: SignIn) -> None:
    one, other = sign_in("doctor").sid, sign_in("doctor").sid
    token = accounts.csrf_token(one)
    assert accounts.check_csrf(one, token)
    assert token not in one and one not in token
    for wrong in ("", "x", token[:-1], accounts.csrf_token(other), "\ud800", one):
        assert not accounts.check_csrf(one, wrong)
