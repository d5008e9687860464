"""Links to set a new password: sent to whoever has an account, and nobody learns who that is."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.utils import timezone

from bedside import accounts, audit, clinic, jobs
from bedside.accounts import throttle
from bedside.accounts.forgotten import LIFETIME
from bedside.accounts.models import ResetLink, User
from bedside.clinic.models import Facility
from bedside.clinic.patients.profile import Profile
from bedside.errors import NotFound, Throttled
from bedside.outbox import Job
from tests.mail.server import Post, serving
from tests.people import PASSWORD, Person

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"
NEW = "violet ladders in the rain"


@pytest.fixture
def post() -> Iterator[Post]:
    with serving() as post:
        yield post


def ask(email: str = "asha@example.org", address: str = HERE) -> None:
    accounts.ask_for_reset_link(email, address=address)


def work() -> None:
    while jobs.run_next():
        pass


def token_in(post: Post) -> str:
    text = str(post.taken[-1].get_content())
    found = re.search(r"https://clinic.test/reset/(\S+)", text)
    assert found is not None
    return found[1]


def test_the_link_sets_a_password_once(post: Post, asha: Person) -> None:
    ask()
    work()
    (got,) = post.taken
    assert (got["To"], got["Subject"]) == ("asha@example.org", "Set a new password")
    token = token_in(post)
    accounts.reset_password(token, NEW)
    accounts.sign_in(email=asha.email, password=NEW, role="patient", address=HERE)
    with pytest.raises(NotFound):
        accounts.reset_password(token, PASSWORD)


def test_it_is_good_for_an_hour(post: Post, asha: Person) -> None:
    ask()
    work()
    link = ResetLink.objects.get()
    assert timedelta(0) <= timezone.now() + LIFETIME - link.expires_at < timedelta(minutes=1)


def test_the_secret_is_in_the_mail_and_nowhere_else(post: Post, asha: Person) -> None:
    ask()
    work()
    token = token_in(post)
    rows = [str(row) for model in (Job, ResetLink) for row in model.objects.values()]
    rows += [f"{event.details}{event.objects_touched}" for event in audit.Event.objects.all()]
    assert token not in "".join(rows)


def test_asking_for_nobody_leaves_what_asking_for_somebody_leaves(post: Post, asha: Person) -> None:
    ask()
    ask("nobody@example.org")
    one, two = Job.objects.order_by("id").values("kind", "state", "asked_by", "error")
    assert one == two
    events = audit.Event.objects.filter(action="account.ask_reset")
    told = events.values_list("outcome", "subjects", "objects_touched", "details")
    assert told[0] == told[1] == ("done", [], {}, {})
    work()
    assert len(post.taken) == 1
    assert sorted(Job.objects.values_list("state", flat=True)) == ["cancelled", "done"]


def test_a_closed_account_gets_none(post: Post, asha: Person, dana: Person) -> None:
    accounts.disable(asha.user, by=dana.actor)
    ask()
    work()
    assert post.taken == []


def test_who_was_given_a_code_and_has_not_used_it_gets_none(
    post: Post, noa: Person, harbour: Facility
) -> None:
    """The desk may have written down somebody else's address. With the code goes the birth date."""
    profile = Profile("Tilda Brandt", date(1944, 9, 30), "female", "", "07700 900044")
    row = clinic.enrol_patient(profile=profile, facility=harbour.id, by=noa.actor)
    clinic.invite_patient(
        row.id, email="tilda@example.org", checked=["known"], version=row.version, by=noa.actor
    )
    ask("tilda@example.org")
    work()
    assert (post.taken, ResetLink.objects.count()) == ([], 0)


def test_however_often_somebody_asks_one_mail_comes_in_ten_minutes(
    post: Post, asha: Person
) -> None:
    for number in range(3):
        ask(address=f"192.0.2.{number}")
    work()
    assert len(post.taken) == 1


@pytest.mark.parametrize("email", ["asha@example.org", "nobody@example.org"])
def test_asking_is_throttled_the_same_with_and_without_an_account(asha: Person, email: str) -> None:
    for number in range(throttle.PER_ACCOUNT):
        ask(email, address=f"192.0.2.{number}")
    with pytest.raises(Throttled):
        ask(email, address="198.51.100.1")
    accounts.sign_in(email=asha.email, password=PASSWORD, role="patient", address=HERE)


def test_one_place_asks_for_so_many(asha: Person) -> None:
    for number in range(throttle.PER_ADDRESS):
        ask(f"somebody{number}@example.org")
    with pytest.raises(Throttled):
        ask("another@example.org")
    ask("another@example.org", address="198.51.100.1")


def test_killed_before_it_was_sent_another_link_is_made_and_both_are_good(
    post: Post, asha: Person
) -> None:
    post.answer = "450 busy"
    ask()
    work()
    assert ResetLink.objects.count() == 1
    post.answer = "250 OK"
    Job.objects.update(ready_at=timezone.now())
    work()
    assert (ResetLink.objects.filter(used_at=None).count(), len(post.taken)) == (2, 1)
    accounts.reset_password(token_in(post), NEW)
    assert not ResetLink.objects.filter(used_at=None).exists()


def test_an_approved_doctor_is_written_to(post: Post, bello: Person, dana: Person) -> None:
    User.objects.filter(id=bello.user).update(state="pending")
    accounts.approve(bello.user, checked=["licence"], by=dana.actor)
    work()
    (got,) = post.taken
    assert (got["To"], got["Subject"]) == ("bello@example.org", "Your account is open")
    assert "https://clinic.test/sign-in" in str(got.get_content())


def test_an_account_whose_mails_come_back_is_known_for_it(post: Post, asha: Person) -> None:
    post.answer = "550 no such user"
    ask()
    work()
    assert User.objects.get(id=asha.user).undeliverable_since is not None
    assert Job.objects.get().state == "done"
    post.answer = "250 OK"
    Job.objects.all().delete()
    ask()
    work()
    assert User.objects.get(id=asha.user).undeliverable_since is None
