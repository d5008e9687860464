"""Signing in: one answer for every wrong try, and an allowance that locks nobody out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.hashers import BCryptSHA256PasswordHasher

from bedside import accounts
from bedside.accounts import SignedIn, User, throttle
from bedside.accounts.models import Attempt, RefreshToken, Session
from bedside.audit import Event
from bedside.errors import Invalid, Throttled, Unauthenticated
from tests.accounts.conftest import ADDRESS, PASSWORD, Clock, register
from tests.accounts.hashing import hashes_computed

SignIn = Callable[..., SignedIn]


def guess(sign_in: SignIn, times: int = 1, **changed: Any) -> None:
    for _ in range(times):
        with pytest.raises(Unauthenticated):
            sign_in("doctor", **{"password": "a wrong password", **changed})


def test_signing_in_opens_one_session_with_all_its_proofs(bello: User, sign_in: SignIn) -> None:
    signed_in = sign_in("doctor")
    by_sid = accounts.actor_for_sid(signed_in.sid, address=ADDRESS)
    by_access = accounts.actor_for_access(signed_in.access, address=ADDRESS)
    assert by_sid == by_access == signed_in.actor
    assert (by_sid.role, by_sid.user, by_sid.session) == ("doctor", bello.id, signed_in.session_id)
    assert accounts.refresh(signed_in.refresh, address=ADDRESS).actor.user == bello.id


def test_only_hashes_are_stored(bello: User, sign_in: SignIn) -> None:
    signed_in = sign_in("doctor")
    rows = [*Session.objects.values_list(), *RefreshToken.objects.values_list()]
    for proof in (signed_in.sid, signed_in.refresh, signed_in.device, signed_in.access):
        assert proof not in repr(rows)


@pytest.mark.parametrize("role", [None, "doctor"])
def test_a_door_may_take_any_role_or_one(bello: User, role: str | None) -> None:
    given = {"email": "bello@example.org", "password": PASSWORD, "address": ADDRESS}
    assert accounts.sign_in(**given, role=role).user == bello
    with pytest.raises(Unauthenticated):
        accounts.sign_in(**given, role="administrator")


def test_an_email_may_be_written_in_any_case(bello: User, sign_in: SignIn) -> None:
    assert sign_in("doctor", email=" BELLO@Example.ORG").user == bello


@pytest.mark.django_db
def test_whatever_is_wrong_the_answer_is_the_same(sign_in: SignIn) -> None:
    register("doctor")
    register("doctor", email="pending@example.org", state="pending")
    User.objects.filter(id=register("doctor", email="closed@example.org").id).update(
        state="disabled"
    )
    register("patient", email="asha@example.org")
    answers = set()
    for changed in (
        {"password": "a wrong password"},
        {"email": "nobody@example.org"},
        {"email": "pending@example.org"},
        {"email": "closed@example.org"},
        {"email": "asha@example.org"},
        {"email": "no address at all \ud800"},
        {"email": "x" * 100_000},
    ):
        with pytest.raises(Unauthenticated) as refusal:
            sign_in("doctor", **changed)
        answers.add((type(refusal.value), refusal.value.detail))
    assert len(answers) == 1
    assert Session.objects.count() == 0


def test_the_log_names_the_account_by_id_and_an_unknown_one_not_at_all(
    bello: User, sign_in: SignIn
) -> None:
    guess(sign_in)
    guess(sign_in, email="nobody@example.org")
    signed_in = sign_in("doctor")
    known, unknown, done = Event.objects.filter(action="account.sign_in").order_by("seq")
    assert (known.outcome, known.objects_touched) == ("refused", {"user": str(bello.id)})
    assert (unknown.outcome, unknown.objects_touched) == ("refused", {})
    assert done.outcome == "done"
    assert done.objects_touched == {"user": str(bello.id), "session": str(signed_in.session_id)}
    assert done.details == {"new_device": True}
    assert "example" not in repr(Event.objects.values_list())


def test_an_impossible_password_is_refused_before_hashing(bello: User, sign_in: SignIn) -> None:
    for password in ("x" * 129, "x" * 1_000_000, "nul \0 in the middle", "\ud800" * 12):
        with pytest.raises(Invalid):
            sign_in("doctor", password=password)


def test_an_older_kind_of_hash_is_renewed(bello: User, sign_in: SignIn) -> None:
    old = BCryptSHA256PasswordHasher().encode(PASSWORD, BCryptSHA256PasswordHasher().salt())
    User.objects.filter(id=bello.id).update(password=old)
    sign_in("doctor")
    assert User.objects.get(id=bello.id).password.startswith("argon2$")
    sign_in("doctor")


def test_an_account_closed_while_its_password_is_compared_stays_closed(
    bello: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.accounts import passwords

    compare = passwords.matches

    def close_meanwhile(password: str, stored: str | None) -> Any:
        User.objects.filter(id=bello.id).update(state="disabled")
        return compare(password, stored)

    monkeypatch.setattr(passwords, "matches", close_meanwhile)
    with pytest.raises(Unauthenticated):
        sign_in("doctor")
    assert Session.objects.count() == 0


def test_the_sixth_try_waits_even_with_the_right_password(
    bello: User, sign_in: SignIn, clock: Clock
) -> None:
    guess(sign_in, 5)
    for password in ("a wrong password", PASSWORD, PASSWORD):
        with pytest.raises(Throttled) as told:
            sign_in("doctor", password=password)
        assert 590 <= told.value.retry_after <= 600
    assert Event.objects.filter(action="account.sign_in", outcome="refused").count() == 8
    clock.forward(minutes=10, seconds=1)
    assert sign_in("doctor").user == bello


def test_the_window_slides(bello: User, sign_in: SignIn, clock: Clock) -> None:
    guess(sign_in, 4)
    clock.forward(minutes=9)
    guess(sign_in)
    with pytest.raises(Throttled) as told:
        sign_in("doctor")
    assert 50 <= told.value.retry_after <= 60
    clock.forward(seconds=told.value.retry_after)
    guess(sign_in, 4)
    with pytest.raises(Throttled):
        sign_in("doctor")


def test_knocking_on_does_not_lengthen_the_wait(bello: User, sign_in: SignIn, clock: Clock) -> None:
    guess(sign_in, 5)
    for _ in range(9):
        clock.forward(minutes=1)
        with pytest.raises(Throttled):
            sign_in("doctor")
    clock.forward(minutes=1, seconds=1)
    assert sign_in("doctor").user == bello


def test_a_right_password_is_not_a_failed_try(bello: User, sign_in: SignIn) -> None:
    for _ in range(8):
        sign_in("doctor")
    assert Attempt.objects.count() == 0


def test_guessing_from_elsewhere_does_not_lock_out_a_known_device(
    bello: User, sign_in: SignIn
) -> None:
    device = sign_in("doctor").device
    guess(sign_in, 5, address="198.51.100.66")
    with pytest.raises(Throttled):
        sign_in("doctor", address="198.51.100.66")
    again = sign_in("doctor", device=device)
    assert again.device == device
    assert again.actor.device == accounts.fingerprint(device)


def test_a_known_device_has_an_allowance_too(bello: User, sign_in: SignIn) -> None:
    device = sign_in("doctor").device
    guess(sign_in, 5, device=device)
    with pytest.raises(Throttled):
        sign_in("doctor", device=device)
    assert sign_in("doctor").user == bello


def test_a_made_up_device_gives_no_allowance(bello: User, sign_in: SignIn) -> None:
    for n in range(5):
        guess(sign_in, device=f"{n}" * 43)
    with pytest.raises(Throttled):
        sign_in("doctor", device="9" * 43)


def test_a_device_known_to_one_account_is_a_stranger_to_another(
    asha: User, bello: User, sign_in: SignIn
) -> None:
    device = sign_in("patient").device
    guess(sign_in, 5, device=device)
    with pytest.raises(Throttled):
        sign_in("doctor", device=device)


def test_a_client_cannot_choose_a_short_device_id(bello: User, sign_in: SignIn) -> None:
    for chosen in ("", "short", "x" * 44, "ü" * 43, "a b" * 14 + "a"):
        assert sign_in("doctor", device=chosen).device != chosen


def test_one_address_cannot_try_many_accounts(bello: User, sign_in: SignIn) -> None:
    for n in range(throttle.PER_ADDRESS):
        guess(sign_in, email=f"nobody{n}@example.org")
    with pytest.raises(Throttled):
        sign_in("doctor")
    assert sign_in("doctor", address="192.0.2.99").user == bello


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("local", "local"),
    ],
)
def test_a_network_counts_as_one_address(address: str, counted_as: str) -> None:
    assert throttle.network(address) == counted_as


def test_the_many_addresses_of_one_network_share_an_allowance(bello: User, sign_in: SignIn) -> None:
    for n in range(throttle.PER_ADDRESS):
        with pytest.raises(Unauthenticated):
            sign_in("doctor", email=f"nobody{n}@example.org", address=f"2001:db8::{n:x}")
    with pytest.raises(Throttled):
        sign_in("doctor", address="2001:db8::ffff")
    sign_in("doctor", address="2001:db8:0:1::1")


def test_one_account_cannot_be_tried_from_many_addresses(bello: User, sign_in: SignIn) -> None:
    for n in range(5):
        guess(sign_in, address=f"198.51.100.{n}")
    with pytest.raises(Throttled):
        sign_in("doctor", address="198.51.100.200")


def test_the_whole_house_has_an_allowance(
    bello: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "IN_ALL", 3)
    for n in range(3):
        guess(sign_in, email=f"nobody{n}@example.org", address=f"198.51.100.{n}")
    with pytest.raises(Throttled):
        sign_in("doctor")


def test_an_unknown_account_is_throttled_like_a_known_one(sign_in: SignIn, db: None) -> None:
    guess(sign_in, 5, email="nobody@example.org")
    with pytest.raises(Throttled):
        sign_in("doctor", email="NOBODY@example.org")


def test_being_too_busy_to_compare_is_not_a_failed_try(
    bello: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bedside.accounts import passwords

    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    for _ in range(passwords.AT_ONCE):
        passwords._turns.acquire()
    try:
        with pytest.raises(Throttled):
            sign_in("doctor")
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._turns.release()
    assert Attempt.objects.count() == 0


def test_old_tries_are_forgotten(bello: User, sign_in: SignIn, clock: Clock) -> None:
    guess(sign_in, 2)
    assert throttle.forget_old(clock.now()) == 0
    clock.forward(minutes=11)
    assert throttle.forget_old(clock.now()) == 2


def test_an_unknown_account_costs_what_a_known_one_costs(
    bello: User, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "PER_ACCOUNT", 1000)
    monkeypatch.setattr(throttle, "PER_ADDRESS", 1000)
    User.objects.filter(id=register("doctor", email="closed@example.org").id).update(
        state="disabled"
    )
    guess(sign_in, email="nobody@example.org")

    def cost(**changed: str) -> list[object]:
        with hashes_computed() as computed:
            guess(sign_in, **changed)
        return computed

    wrong = cost()
    assert len(wrong) == 1
    assert cost(email="nobody@example.org") == wrong
    assert cost(email="closed@example.org", password=PASSWORD) == wrong
