"""Passwords: what may be chosen, what they cost, and how old hashes are renewed."""

import threading

import pytest
from django.contrib.auth.hashers import BCryptSHA256PasswordHasher, make_password

from bedside.accounts import passwords
from bedside.errors import Invalid, Throttled
from tests.accounts.hashing import hashes_computed

GOOD = "a lantern by the harbour"


@pytest.mark.parametrize(
    "password",
    [
        "x7" * 36,  # 72 bytes: where bcrypt stops reading
        "x7" * 36 + "y",  # 73: where its newest version raises
        "".join(chr(0x1F600 + n) for n in range(64)),  # 64 emoji, 256 bytes
        "".join(chr(0x4E00 + n) for n in range(128)),
        "twelve chars",
    ],
)
def test_long_passwords_count_to_their_last_character(password: str) -> None:
    stored = passwords.hash_password(password)
    assert passwords.matches(password, stored) == (True, None)
    assert passwords.matches(password[:-1], stored)[0] is False


@pytest.mark.parametrize(
    "password",
    [
        "eleven char",
        "".join(chr(0x4E00 + n) for n in range(129)),
        "a lantern\0by the harbour",
        "a lantern \ud800 by the harbour",
        "password1234",
        "123456789012",
        "",
    ],
)
def test_weak_or_impossible_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.hash_password(password)
    assert set(refusal.value.fields) == {"password"}
    assert not password or password not in str(refusal.value.fields)


def test_a_password_made_of_name_and_email_is_refused() -> None:
    with pytest.raises(Invalid):
        passwords.hash_password("asha.okafor12", about=("asha.okafor@example.org", "Asha Okafor"))
    passwords.hash_password("okafor keeps nine grey geese", about=("", "Asha Okafor"))


def test_a_megabyte_is_refused_before_hashing() -> None:
    with hashes_computed() as computed:
        for attempt in (passwords.hash_password, lambda text: passwords.matches(text, None)):
            with pytest.raises(Invalid):
                attempt("x" * 1_000_000)
        assert computed == []
        passwords.hash_password(GOOD)
    assert len(computed) == 1, "what is hashed is seen here"


def test_hashes_are_argon2id_of_the_chosen_strength() -> None:
    assert passwords.hash_password(GOOD).startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_keyboards_one_password() -> None:
    stored = passwords.hash_password("café by the harbour")
    assert passwords.matches("cafe\u0301 by the harbour", stored)[0]


def test_a_bcrypt_hash_opens_and_is_renewed() -> None:
    old = BCryptSHA256PasswordHasher().encode(GOOD, BCryptSHA256PasswordHasher().salt())
    right, renewed = passwords.matches(GOOD, old)
    assert right
    assert renewed is not None and renewed.startswith("argon2$")
    assert passwords.matches(GOOD, renewed) == (True, None)
    assert passwords.matches("something else", old) == (False, None)


@pytest.mark.parametrize(
    "stored", [None, "", make_password(None)], ids=["none", "empty", "unusable"]
)
def test_nothing_matches_where_there_is_no_password(stored: str | None) -> None:
    assert passwords.matches(GOOD, stored) == (False, None)


def test_no_account_costs_what_a_wrong_password_costs() -> None:
    stored = passwords.hash_password(GOOD)

    def cost(against: str | None) -> list[object]:
        with hashes_computed() as computed:
            passwords.matches("not the password", against)
        return computed

    assert len(cost(stored)) == 1
    assert cost(stored) == cost(None) == cost("") == cost(make_password(None))


def test_only_a_few_hash_at_once_and_the_rest_are_told_when_to_return(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    taken = threading.Barrier(passwords.AT_ONCE + 1)
    done = threading.Event()

    def hold() -> None:
        with passwords._turn():
            taken.wait(5)
            done.wait(5)

    holders = [threading.Thread(target=hold) for _ in range(passwords.AT_ONCE)]
    for holder in holders:
        holder.start()
    taken.wait(5)
    with pytest.raises(Throttled) as told:
        passwords.hash_password(GOOD)
    assert told.value.retry_after >= 1
    done.set()
    for holder in holders:
        holder.join(5)
    passwords.hash_password(GOOD)
