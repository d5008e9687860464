"""What a password must be, and how one is hashed and compared.

Hashing is slow on purpose, so it is the cheapest way to exhaust a server. At most a few run at
once; the rest wait a moment and are then turned away, and the other pages keep answering. An
account that does not exist costs one hash as well, so time does not tell which emails have one.
"""

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import ceil

from django.contrib.auth import hashers
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    NumericPasswordValidator,
)
from django.core.exceptions import ValidationError

from bedside.errors import Invalid, Throttled
from bedside.limits import PASSWORD, SHORTEST_PASSWORD

AT_ONCE = 4
"""Hashes computed at the same time in one process: 4 x 19 MiB."""
PATIENCE = 3.0
"""Seconds a sign-in waits for its turn before it is told to come back."""


class PasswordHash(str):
    """A password in Django's encoded form, ready for the `password` column.

    A type of its own: a text a person typed can never be stored as if it were a hash.
    """

    __slots__ = ()


_turns = threading.BoundedSemaphore(AT_ONCE)


def check_policy(password: str, *, about: tuple[str, ...] = ()) -> None:
    """Return if `password` may be chosen by the person whose email and name are in `about`.

    Raises Invalid, with the sentence under "password" or "new".
    """
    _require_shape(password)
    problem = _weakness(password, about)
    if problem:
        raise Invalid(fields={"password": problem})


def hash_password(password: str, *, about: tuple[str, ...] = ()) -> PasswordHash:
    """Check the policy and return the hash to store.

    Takes some 20 ms, so compute it before the act: inside, it would hold SQLite's write lock.
    """
    check_policy(password, about=about)
    with _turn():
        return PasswordHash(hashers.make_password(_normal(password)))


def unusable() -> PasswordHash:
    """Return a hash that no password opens, for accounts that wait for a set-password link."""
    return PasswordHash(hashers.make_password(None))


def matches(password: str, stored: str | None) -> tuple[bool, PasswordHash | None]:
    """Compare `password` with a stored hash, or with nothing at the same cost.

    Returns whether it matches, and a renewed hash when the stored one is of an older kind.
    Raises Invalid for what cannot be a password, before any hashing.
    """
    _require_shape(password, shortest=0)
    with _turn():
        # Django hashes something random where there is nothing to compare with.
        right, old = hashers.verify_password(_normal(password), stored or "")
        renewed = PasswordHash(hashers.make_password(_normal(password))) if right and old else None
    return right, renewed


def _normal(password: str) -> str:
    """The same keys pressed on two keyboards may send two forms of one letter; compare one form."""
    return unicodedata.normalize("NFKC", password)


def _require_shape(password: str, *, shortest: int = SHORTEST_PASSWORD) -> None:
    if not shortest <= len(password) <= PASSWORD:
        sentence = f"Use {SHORTEST_PASSWORD} to {PASSWORD} characters."
        raise Invalid(fields={"password": sentence})
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in password):
        raise Invalid(fields={"password": "Leave out control characters."})


def _weakness(password: str, about: tuple[str, ...]) -> str | None:
    """Return why a password would be guessed early, or None."""
    folded = password.casefold()
    parts = {part for text in about for part in text.casefold().replace("@", " ").split()}
    if any(len(part) >= 4 and part in folded and len(folded) - len(part) < 8 for part in parts):
        return "This is too close to your name or email."
    try:
        NumericPasswordValidator().validate(password)
        _common().validate(password)
    except ValidationError:
        return "This is one of the passwords that are tried first. Choose another."
    return None


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise Throttled(retry_after=ceil(PATIENCE))
    try:
        yield
    finally:
        _turns.release()
