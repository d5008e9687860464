"""Hostile bodies and values: refused with 400 or 422, repeated nowhere, and nothing is changed."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from bedside.accounts.models import User
from bedside.audit.models import Event
from bedside.clinic.models import Patient
from tests.api.checks import MARK, assert_refused, fields
from tests.api.conftest import Clinic

SQL = ["' OR '1'='1", '"; DROP TABLE accounts_user', "')) UNION SELECT 1--"]
OPERATORS: list[Any] = [
    {"$ne": None},
    {"$gt": ""},
    {"$regex": ".*"},
    {"$where": "sleep(5000)"},
    {f"{MARK}.$set": 1},
    [MARK],
]
NO_DAYS: list[Any] = [
    "0000-00-00",
    "2024-02-30",
    "10000-01-01",
    "2999-01-01",
    "1850-01-01",
    "1990-01-01T00:00:00",
    "1990-01-01T23:59:60Z",
    "٢٠٠٠-٠١-٠١",
    0,
    1e9,
    None,
]
NOT_TEXT = ["a\u0000b", "\ud800", "half \udfff pair"]


def registration(day: Clinic, **changes: Any) -> dict[str, Any]:
    good = {
        "name": "Noor Haddad",
        "birth_date": "1990-05-06",
        "sex": "female",
        "email": "noor@example.org",
        "phone": "07700 900321",
        "facility": str(day.harbour.id),
        "password": "violet ladders in rain",
    }
    return {**good, **changes}


def register(nobody: TestClient, body: Any) -> Any:
    # Written with ASCII escapes, as a lone surrogate has no UTF-8 of its own.
    return nobody.post(
        "/api/auth/register",
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )


@pytest.fixture(autouse=True)
def nobody_registered(day: Clinic) -> Any:
    """Whatever was refused has changed no row."""
    before = User.objects.count(), Patient.objects.count()
    yield
    assert (User.objects.count(), Patient.objects.count()) == before


@pytest.mark.parametrize("text", NOT_TEXT)
@pytest.mark.parametrize("field", ["name", "email", "phone", "password"])
def test_what_no_store_can_keep_is_refused(
    day: Clinic, nobody: TestClient, field: str, text: str
) -> None:
    problem = assert_refused(register(nobody, registration(day, **{field: MARK + text})), 422)
    assert fields(problem) == {f"body.{field}"}


def test_what_is_too_long_is_told_how_long_it_may_be(day: Clinic, nobody: TestClient) -> None:
    problem = assert_refused(register(nobody, registration(day, name="x" * 201)), 422)
    assert [one.detail for one in problem.errors] == ["Write at most 200 letters."]


@pytest.mark.parametrize("value", NO_DAYS)
def test_only_days_on_which_somebody_can_be_born(
    day: Clinic, nobody: TestClient, value: Any
) -> None:
    answer = register(nobody, registration(day, birth_date=value))
    assert fields(assert_refused(answer, 422)) == {"body.birth_date"}


@pytest.mark.parametrize("value", OPERATORS)
@pytest.mark.parametrize("field", ["email", "password", "facility", "sex"])
def test_query_operators_are_not_values(
    day: Clinic, nobody: TestClient, field: str, value: Any
) -> None:
    assert_refused(register(nobody, registration(day, **{field: value})), 422)


@pytest.mark.parametrize("value", OPERATORS)
def test_nobody_signs_in_with_an_operator(day: Clinic, nobody: TestClient, value: Any) -> None:
    for body in ({"email": day.asha.email, "password": value}, {"email": value, "password": "x"}):
        assert_refused(nobody.post("/api/auth/patient/login", json=body), 422)


@pytest.mark.parametrize("text", SQL)
def test_sql_is_just_text(day: Clinic, nobody: TestClient, text: str) -> None:
    body = {"email": f"a{text}@example.org", "password": text}
    assert_refused(nobody.post("/api/auth/patient/login", json=body), 401, 422)
    assert_refused(nobody.get(f"/api/patients/{text.replace('/', '')}"), 401)


@pytest.mark.parametrize("text", SQL)
def test_sql_in_ids_and_filters_is_refused(dana: TestClient, bello: TestClient, text: str) -> None:
    assert_refused(bello.get(f"/api/patients/{text}"), 422)
    assert_refused(bello.get("/api/worklist", params={"facility": text}), 422)
    assert_refused(dana.get("/api/users", params={"role": text}), 422)


@pytest.mark.parametrize(
    "query", ["sort=name;--", "fields=password", "username[$ne]=", "limit=5&limit=6"]
)
def test_unknown_or_repeated_query_parameters_are_refused(dana: TestClient, query: str) -> None:
    assert_refused(dana.get(f"/api/users?{query}"), 400)


@pytest.mark.parametrize(
    "extra",
    ["role", "is_admin", "tenant_id", "verified", "doctor_id", "created_at", "patient_id", MARK],
)
def test_nobody_gives_themselves_more_than_the_form(
    day: Clinic, nobody: TestClient, asha: TestClient, extra: str
) -> None:
    assert_refused(register(nobody, registration(day, **{extra: MARK})), 422)
    answer = asha.patch("/api/me", json={extra: "doctor"}, headers={"If-Match": '"1"'})
    assert_refused(answer, 422)


@pytest.mark.parametrize(
    "body",
    [
        b'{"email": NaN, "password": "x"}',
        b'{"email": Infinity, "password": "x"}',
        b'{"email": -Infinity}',
        b'{"email": ' + b"9" * 5000 + b"}",
        b'{"email": "a@example.org", "email": "b@example.org", "password": "x"}',
        b'{"email": "a@example.org"} trailing',
        b"\xef\xbb\xbf{}",
        '{"email": "a"}'.encode("utf-16"),
        b'{"email": "\xff\xfe"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 40 + b"]" * 40,
        b"",
        b"null",
        b'"text"',
    ],
    ids=lambda body: repr(body[:24]),
)
def test_one_meaning_for_every_body_or_none(nobody: TestClient, body: bytes) -> None:
    answer = nobody.post(
        "/api/auth/patient/login", content=body, headers={"Content-Type": "application/json"}
    )
    assert_refused(answer, 400, 422)


@pytest.mark.parametrize("number", ["1e309", "-0.5", "1" + "0" * 30, "true", '"7"', "7.5"])
def test_numbers_are_whole_and_bounded(nobody: TestClient, number: str) -> None:
    answer = nobody.post(
        "/api/assessments",
        content=f'{{"text": "a headache", "age_years": {number}}}',
        headers={"Content-Type": "application/json"},
    )
    assert fields(assert_refused(answer, 422)) == {"body.age_years"}


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/jsonp",
    ],
)
def test_only_json_in_utf8_is_read(day: Clinic, nobody: TestClient, kind: str | None) -> None:
    headers = {"Content-Type": kind} if kind else {}
    body = json.dumps({"email": day.asha.email, "password": day.asha.password}).encode()
    assert_refused(nobody.post("/api/auth/patient/login", content=body, headers=headers), 415)


def test_a_body_of_megabytes_inside_a_field_is_not_sent_back(nobody: TestClient) -> None:
    answer = nobody.post(
        "/api/auth/patient/login", json={"email": MARK * 60_000, "password": MARK * 10}
    )
    assert_refused(answer, 422)


def test_a_hundred_thousand_keys_are_one_complaint(nobody: TestClient) -> None:
    body = {f"k{number}": 0 for number in range(60_000)}
    problem = assert_refused(nobody.post("/api/auth/patient/login", json=body), 422)
    assert fields(problem) <= {"body", "body.email", "body.password"}


@pytest.mark.parametrize(
    ("password", "good"),
    [("a b" * 24, 72), ("a b" * 24 + "c", 73), ("🌊🪨" * 32, 64), ("xyz " * 32, 128)],
    ids=["72 bytes", "73 bytes", "64 emoji", "128 letters"],
)
def test_long_passwords_are_compared_not_refused(
    day: Clinic, nobody: TestClient, password: str, good: int
) -> None:
    assert len(password) == good
    answer = nobody.post(
        "/api/auth/patient/login", json={"email": "none@example.org", "password": password}
    )
    assert_refused(answer, 401)


@pytest.mark.parametrize("password", ["x" * 129, MARK * 1000])
def test_longer_passwords_are_refused_before_any_hash(
    day: Clinic, nobody: TestClient, password: str
) -> None:
    assert_refused(register(nobody, registration(day, password=password)), 422)
    body = {"email": day.asha.email, "password": password}
    assert_refused(nobody.post("/api/auth/patient/login", json=body), 422)


def test_a_bad_request_of_somebody_known_is_on_record(bello: TestClient, day: Clinic) -> None:
    answer = bello.get("/api/patients", params={"limit": "many"})
    assert_refused(answer, 422)
    last = Event.objects.filter(actor_user=day.bello.user).order_by("-at").first()
    assert (last.action, last.outcome) == ("patient.list", "refused")


def test_who_may_not_at_all_learns_nothing_about_the_form(
    nobody: TestClient, asha: TestClient
) -> None:
    assert_refused(nobody.post("/api/facilities", json={"wrong": 1}), 401)
    assert_refused(asha.post("/api/facilities", json={"wrong": 1}), 403)


@pytest.mark.parametrize("text", [*NOT_TEXT, "", "x" * 4001, *OPERATORS, None])
def test_a_complaint_is_a_text_that_can_be_kept(nobody: TestClient, text: Any) -> None:
    body = json.dumps({"text": text, "age_years": 34})
    headers = {"Content-Type": "application/json"}
    answer = nobody.post("/api/assessments", content=body, headers=headers)
    assert fields(assert_refused(answer, 422)) == {"body.text"}


@pytest.mark.parametrize(
    "answer",
    [
        *OPERATORS[:5],
        *NOT_TEXT,
        True,
        None,
        "x" * 4001,
        ["x"] * 100_000,
        [["x"]],
        ["' OR 1=1--"],
        1e9,
        10**30,
    ],
    ids=lambda answer: repr(answer)[:30],
)
def test_an_answer_is_a_word_a_number_or_a_few_words(asha: TestClient, answer: Any) -> None:
    started = asha.post("/api/assessments", json={"text": "a headache", "age_years": 34})
    step = started.json()["step"]
    sent = asha.post(
        f"/api/assessments/{started.json()['id']}/answers",
        content=json.dumps({"question_id": step["id"], "answer": answer}),
        headers={"Content-Type": "application/json", "If-Match": started.headers["etag"]},
    )
    assert_refused(sent, 422)


@pytest.mark.parametrize("question", ["", "../../etc/passwd", "a" * 200, "Q\u0000", {"$ne": 1}])
def test_a_question_is_named_by_its_id(asha: TestClient, question: Any) -> None:
    started = asha.post("/api/assessments", json={"text": "a headache", "age_years": 34})
    sent = asha.post(
        f"/api/assessments/{started.json()['id']}/answers",
        json={"question_id": question, "answer": "yes"},
        headers={"If-Match": started.headers["etag"]},
    )
    assert fields(assert_refused(sent, 422)) == {"body.question_id"}


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-02T00:00:00+14:00"]
)
@pytest.mark.parametrize("end", ["since", "until"])
def test_a_time_at_the_end_of_the_calendar_is_refused_by_name(
    day: Clinic, bello: TestClient, at: str, end: str
) -> None:
    for path in ("/api/appointments", f"/api/facilities/{day.harbour.id}/slots"):
        answer = bello.get(path, params={end: at})
        assert_refused(answer, 422)
        assert end in answer.text and "1850" in answer.text


@pytest.mark.parametrize("far", ["0001-01-01", "9999-12-31", "2201-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused_by_name(
    day: Clinic, bello: TestClient, dana: TestClient, far: str
) -> None:
    where = f"/api/availability/{day.harbour.id}"
    version = {"If-Match": bello.get(where).headers["etag"]}
    hours = {"day": far, "start": "09:00", "end": "10:00", "minutes": 10}
    answers = [
        dana.post(
            f"/api/facilities/{day.harbour.id}/holidays", json={"day": far, "name": "Far away"}
        ),
        bello.post(f"{where}/closures", json={"day": far}, headers=version),
        bello.post(f"{where}/openings", json=hours, headers=version),
    ]
    for answer in answers:
        assert_refused(answer, 422)
        assert "day" in answer.text
