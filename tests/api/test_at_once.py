"""Many requests at the same moment: real threads, real commits."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from starlette.testclient import TestClient

from bedside import vault
from bedside.accounts import proofs
from bedside.accounts.models import RefreshToken, RememberedAnswer, User
from bedside.audit.models import Event
from bedside.intake.models import Assessment
from tests.api.checks import assert_refused
from tests.api.conftest import ORIGIN, Clinic
from tests.api.test_assessing import ADULT, plain_answer, tag


def at_once(times: int, send: Callable[[int], Any]) -> list[Any]:
    """Send `times` requests from as many threads that start together."""
    start = Barrier(times)

    def one(number: int) -> Any:
        start.wait()
        return send(number)

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(one, range(times)))


def statuses(answers: list[Any]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


def test_two_writers_from_one_version(asha: TestClient) -> None:
    started = asha.post("/api/assessments", json=ADULT)
    step = started.json()["step"]
    path = f"/api/assessments/{started.json()['id']}/answers"
    body = {"question_id": step["id"], "answer": plain_answer(step)}
    answers = at_once(4, lambda _: asha.post(path, json=body, headers=tag(started)))
    assert statuses(answers) == {200: 1, 412: 3}


def test_two_changes_of_the_profile_from_one_version(day: Clinic) -> None:
    patient = day.caller(day.new_patient())
    read = patient.get("/api/me")
    answers = at_once(
        4, lambda n: patient.patch("/api/me", json={"name": f"Name {n}"}, headers=tag(read))
    )
    assert statuses(answers) == {200: 1, 412: 3}
    kept = next(answer for answer in answers if answer.status_code == 200)
    assert patient.get("/api/me").json()["name"] == kept.json()["name"]


def test_fifty_registrations_of_one_email_make_one_account(day: Clinic) -> None:
    def register(number: int) -> Any:
        email = "twin@example.org"
        letters = [c.upper() if number >> i & 1 else c for i, c in enumerate(email)]
        client = TestClient(day.app, base_url=ORIGIN, client=(f"192.0.2.{number}", 1))
        body = {
            "name": "Twin",
            "birth_date": "1990-05-06",
            "sex": "other",
            "email": "".join(letters),
            "phone": "07700 900321",
            "facility": str(day.harbour.id),
            "password": "violet ladders in rain",
        }
        return client.post("/api/auth/register", json=body)

    before = User.objects.count()
    answers = at_once(50, register)
    found = statuses(answers)
    assert found[201] == 1
    assert set(found) <= {201, 409, 429}, found
    assert User.objects.count() == before + 1


def test_five_refreshes_with_one_token_are_one_rotation(day: Clinic) -> None:
    tokens = day.sign_in(day.asha)
    rotated = RefreshToken.objects.count()
    answers = at_once(
        5, lambda _: day.caller().post("/api/auth/refresh", json={"refresh": tokens["refresh"]})
    )
    assert statuses(answers) == {200: 5}
    successors = {answer.json()["refresh"] for answer in answers}
    assert len(successors) == 1
    assert RefreshToken.objects.count() == rotated + 1
    again = day.caller().post("/api/auth/refresh", json={"refresh": successors.pop()})
    assert again.status_code == 200


def test_one_key_twenty_times_is_one_assessment(day: Clinic, asha: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    before = Assessment.objects.count()
    answers = at_once(20, lambda _: asha.post("/api/assessments", json=ADULT, headers=key))
    assert statuses(answers) == {201: 20}
    assert len({answer.content for answer in answers}) == 1
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert Assessment.objects.count() == before + 1
    done = Event.objects.filter(
        action="assessment.start",
        outcome="done",
        objects_touched__assessment=answers[0].json()["id"],
    )
    assert done.count() == 1


def test_one_key_twenty_times_is_one_answer(asha: TestClient) -> None:
    started = asha.post("/api/assessments", json=ADULT)
    step = started.json()["step"]
    path = f"/api/assessments/{started.json()['id']}"
    body = {"question_id": step["id"], "answer": plain_answer(step)}
    headers = {**tag(started), "Idempotency-Key": str(uuid4())}
    answers = at_once(20, lambda _: asha.post(f"{path}/answers", json=body, headers=headers))
    assert statuses(answers) == {200: 20}
    assert len({answer.content for answer in answers}) == 1
    assert len(asha.get(path).json()["answers"]) == 1


def test_a_key_for_another_request_is_refused(asha: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    assert asha.post("/api/assessments", json=ADULT, headers=key).status_code == 201
    other = {**ADULT, "text": "a cough"}
    assert_refused(asha.post("/api/assessments", json=other, headers=key), 422)


def test_a_key_of_another_person_is_another_key(asha: TestClient, ravi: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    mine = asha.post("/api/assessments", json=ADULT, headers=key).json()
    theirs = ravi.post("/api/assessments", json=ADULT, headers=key).json()
    assert mine["id"] != theirs["id"]


def test_a_refusal_is_not_remembered(asha: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    started = asha.post("/api/assessments", json=ADULT)
    path = f"/api/assessments/{started.json()['id']}/back"
    assert_refused(asha.post(path, headers={**tag(started), **key}), 409)
    step = started.json()["step"]
    asha.post(
        f"/api/assessments/{started.json()['id']}/answers",
        json={"question_id": step["id"], "answer": plain_answer(step)},
        headers=tag(started),
    )
    again = asha.post(path, headers={"If-Match": '"2"', **key})
    assert again.status_code == 200


def newcomer(day: Clinic, device: str = "") -> TestClient:
    """Somebody without an account, with the random cookie of their browser if they have one."""
    client = day.caller()
    if device:
        client.cookies.set("device", device)
    return client


def test_a_draft_is_given_again_to_its_own_browser(day: Clinic) -> None:
    """The answer was lost on the way; nobody but this browser knows its `device` cookie."""
    key, device = {"Idempotency-Key": str(uuid4())}, proofs.new()
    one, two = (
        newcomer(day, device).post("/api/assessments", json=ADULT, headers=key) for _ in range(2)
    )
    assert one.json() == two.json()
    assert one.headers["set-cookie"] == two.headers["set-cookie"]


@pytest.mark.parametrize(
    ("first", "second"),
    [("", ""), (proofs.new(), ""), ("", proofs.new()), (proofs.new(), proofs.new()), ("a", "a")],
    ids=["none", "lost", "later", "another", "one-that-could-be-guessed"],
)
def test_nobody_else_is_given_a_draft(day: Clinic, first: str, second: str) -> None:
    """The same address, key and words: a waiting room, and a program with a key built in."""
    key, before = {"Idempotency-Key": str(uuid4())}, Assessment.objects.count()
    mine = newcomer(day, first).post("/api/assessments", json=ADULT, headers=key)
    assert mine.status_code == 201 and "draft=" in mine.headers["set-cookie"]
    theirs = newcomer(day, second).post("/api/assessments", json=ADULT, headers=key)
    assert_refused(theirs, 409)
    assert "set-cookie" not in theirs.headers and mine.json()["id"] not in theirs.text
    assert Assessment.objects.count() == before + 1


def test_a_cookie_that_is_kept_opens_with_the_browsers_secret_only(day: Clinic) -> None:
    """Even for whoever has the database and the keys of this house."""
    key, device = {"Idempotency-Key": str(uuid4())}, proofs.new()
    given = newcomer(day, device).post("/api/assessments", json=ADULT, headers=key)
    row = RememberedAnswer.objects.latest("created_at")
    context = vault.Context(None, "remembered", row.id, None, 1, 1)
    opened = vault.open(bytes(row.sealed), purpose="accounts", context=context).decode()
    assert given.json()["id"] in opened
    assert given.cookies["draft"] not in opened and device not in opened


def test_a_newcomers_key_is_good_from_their_address_only(day: Clinic) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = day.caller()
    second = TestClient(day.app, base_url=ORIGIN, client=("192.0.2.200", 4000))
    one, two = (who.post("/api/assessments", json=ADULT, headers=key) for who in (first, second))
    assert (one.status_code, two.status_code) == (201, 201)
    assert one.json()["id"] != two.json()["id"]
    assert one.cookies["draft"] != two.cookies["draft"]


def test_what_is_remembered_is_sealed(day: Clinic, asha: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    asha.post("/api/assessments", json=ADULT, headers=key)
    row = RememberedAnswer.objects.latest("created_at")
    assert b"headache" not in bytes(row.sealed)
    assert key["Idempotency-Key"] not in row.name


def test_a_key_is_forgotten_after_a_day(asha: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    first = asha.post("/api/assessments", json=ADULT, headers=key).json()
    RememberedAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    second = asha.post("/api/assessments", json=ADULT, headers=key).json()
    assert first["id"] != second["id"]
    assert RememberedAnswer.objects.count() == 1


@pytest.mark.parametrize(
    "key", ["1", "x" * 200, "' OR 1=1--", "{00000000-0000-4000-8000-000000000000}"]
)
def test_a_key_is_one_random_uuid(asha: TestClient, key: str) -> None:
    answer = asha.post("/api/assessments", json=ADULT, headers={"Idempotency-Key": key})
    assert_refused(answer, 400)


def test_an_answer_lost_in_a_crash_is_not_done_twice(
    day: Clinic, asha: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the act's commit and before its answer is written down."""
    key = {"Idempotency-Key": str(uuid4())}
    monkeypatch.setattr("bedside.accounts.repeats._remember", _die)
    monkeypatch.setattr("bedside.accounts.repeats.WAIT_SECONDS", 0.1)
    before = Assessment.objects.count()
    assert_refused(asha.post("/api/assessments", json=ADULT, headers=key), 500)
    monkeypatch.undo()
    monkeypatch.setattr("bedside.accounts.repeats.WAIT_SECONDS", 0.1)
    problem = assert_refused(asha.post("/api/assessments", json=ADULT, headers=key), 409)
    assert "already done" in problem.detail
    assert Assessment.objects.count() == before + 1


def _die(*_: Any) -> None:
    raise RuntimeError("the process died here")
