"""The people of the accounts tests: Asha is a patient, Dr Bello a doctor, Dana administers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from bedside import accounts
from bedside.accounts import SignedIn, User
from bedside.audit import Actor

PASSWORD = "a lantern by the harbour"
EMAILS = {
    "patient": "asha@example.org",
    "doctor": "bello@example.org",
    "administrator": "dana@example.org",
}
NAMES = {"patient": "", "doctor": "Dr Bello", "administrator": "Dana"}
ADDRESS = "192.0.2.7"


def register(role: str, *, state: str = "active", email: str = "") -> User:
    """Store an account as the command line would."""
    return accounts.register_user(
        email=email or EMAILS[role],
        name=NAMES[role],
        password=PASSWORD,
        role=role,
        state=state,
        by=Actor.system(),
    )


@pytest.fixture
def asha(db: None) -> User:
    return register("patient")


@pytest.fixture
def bello(db: None) -> User:
    return register("doctor")


@pytest.fixture
def dana(db: None) -> User:
    return register("administrator")


@pytest.fixture
def sign_in() -> Callable[..., SignedIn]:
    """Sign somebody in by role; keywords replace the usual email, password, address, device."""

    def sign(role: str, **changed: str) -> SignedIn:
        usual = {"email": EMAILS[role], "password": PASSWORD, "address": ADDRESS, "device": ""}
        return accounts.sign_in(role=role, **{**usual, **changed})

    return sign


class Clock:
    """Time as the accounts see it; moves when told."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **time: float) -> None:
        self.ahead += timedelta(**time)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock
