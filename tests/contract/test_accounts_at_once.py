"""What must hold when many do the same at the same moment, on every database."""

import pytest

from bedside import accounts, audit
from bedside.accounts import Session, User
from bedside.accounts.models import Attempt, RefreshToken
from bedside.audit import Actor
from tests.contract.together import at_once, kinds

PASSWORD = "a lantern by the harbour"


def register(email: str, password: accounts.PasswordHash, role: str = "doctor") -> User:
    by = Actor.system()
    with accounts.act("account.register", by=by):
        return accounts.create_user(
            email=email, name="", password=password, role=role, state="active", by=by
        )


@pytest.fixture
def hashed() -> accounts.PasswordHash:
    return accounts.hash_password(PASSWORD)


def sign_in(password: str = PASSWORD) -> accounts.SignedIn:
    return accounts.sign_in(
        email="bello@example.org", password=password, role="doctor", address="192.0.2.1"
    )


@pytest.mark.usefixtures("live_database")
def test_many_registrations_of_one_email_make_one_account(hashed: accounts.PasswordHash) -> None:
    ways = ["asha@example.org", "ASHA@example.org", "Asha@EXAMPLE.org", " asha@example.org"]
    results = at_once(50, lambda n: register(ways[n % 4], hashed, "patient"))
    assert kinds(results) == {"User": 1, "Conflict": 49}
    assert User.objects.count() == 1
    assert not audit.verify()


@pytest.mark.usefixtures("live_database")
def test_parallel_refreshes_rotate_once_and_agree(hashed: accounts.PasswordHash) -> None:
    register("bello@example.org", hashed)
    signed_in = sign_in()
    results = at_once(5, lambda n: accounts.refresh(signed_in.refresh, address="192.0.2.1"))
    assert kinds(results) == {"Refreshed": 5}
    assert len({result.refresh for result in results}) == 1
    assert RefreshToken.objects.count() == 2
    assert Session.objects.get().ended_at is None


@pytest.mark.usefixtures("live_database")
def test_guesses_at_once_stay_within_the_allowance(hashed: accounts.PasswordHash) -> None:
    register("bello@example.org", hashed)
    results = kinds(at_once(12, lambda n: sign_in("a wrong password")))
    assert results["Unauthenticated"] <= 5
    assert results["Throttled"] == 12 - results["Unauthenticated"]
    assert Attempt.objects.count() == results["Unauthenticated"]


@pytest.mark.usefixtures("live_database")
def test_two_administrators_cannot_disable_each_other(hashed: accounts.PasswordHash) -> None:
    two = [register(f"{name}@example.org", hashed, "administrator") for name in ("dana", "eli")]

    def disable_the_other(n: int) -> User:
        return accounts.disable(two[1 - n].id, by=Actor(role="administrator", user=two[n].id))

    assert kinds(at_once(2, disable_the_other)) == {"User": 1, "Conflict": 1}
    assert User.objects.filter(role="administrator", state="active").count() == 1


@pytest.mark.usefixtures("live_database")
def test_one_link_sets_one_password(hashed: accounts.PasswordHash) -> None:
    user = register("bello@example.org", hashed)
    token = accounts.issue_reset_link(user=user.id, by=Actor.system())
    results = at_once(3, lambda n: accounts.reset_password(token, f"{PASSWORD} {n}"))
    assert kinds(results) == {"NoneType": 1, "NotFound": 2}
