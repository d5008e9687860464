"""The main job over HTTP: from a complaint in plain words to a reviewed assessment."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from bedside.audit.models import Event
from tests.api.checks import assert_refused
from tests.api.conftest import ORIGIN, Clinic

COMPLAINT = "I've had a pounding headache for three days, 8 out of 10, light hurts"
ADULT = {"text": COMPLAINT, "age_years": 34, "sex": "female", "speaker": "self"}


def tag(answer: Any) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


def plain_answer(question: dict[str, Any]) -> Any:
    """Answer as somebody with a headache and nothing else."""
    if question["preselected"]:
        return question["preselected"]
    match question["kind"]:
        case "yes_no":
            return "no"
        case "many":
            return []
        case "choice":
            return question["options"][0]["id"]
        case "number":
            return question["min"] or 1
        case _:
            return "not_stated"


def finish(client: TestClient, answer: Any, **headers: str) -> Any:
    """Answer until there is a result; return the last answer."""
    path = f"/api/assessments/{answer.json()['id']}/answers"
    while (step := answer.json()["step"])["type"] == "question":
        body = {"question_id": step["id"], "answer": plain_answer(step)}
        answer = client.post(path, json=body, headers={**tag(answer), **headers})
        assert answer.status_code == 200, answer.text
    return answer


@pytest.fixture(scope="module")
def sent(day: Clinic, asha: TestClient) -> dict[str, Any]:
    """An assessment that Asha finished and sent."""
    done = finish(asha, asha.post("/api/assessments", json=ADULT))
    answer = asha.post(f"/api/assessments/{done.json()['id']}/submit", headers=tag(done))
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_patient_reads_what_to_do_and_no_diagnosis(sent: dict[str, Any]) -> None:
    assert sent["state"] == "submitted"
    assert sent["complaint"] == COMPLAINT
    result = sent["result"]
    assert result["patient"]["headline"]
    assert sent["triage"] == "emergency" and result["patient"]["if_no_better"]
    assert result["patient"]["worsening"] == [], "nothing calls for more hurry than this"
    assert result["conditions"] is None
    assert result["summary"] is None
    assert "{emergency_number}" not in str(sent)


def test_the_doctor_finds_it_reads_it_and_is_on_record(
    day: Clinic, bello: TestClient, sent: dict[str, Any]
) -> None:
    page = bello.get("/api/worklist").json()
    row = next(row for row in page["items"] if row["id"] == sent["id"])
    assert (row["name"], row["triage"]) == ("Asha Verma", sent["triage"])
    assert page["counts"][sent["triage"]] >= 1
    read = bello.get(f"/api/assessments/{sent['id']}")
    assert read.json()["patient"]["phone"] == "07700 900017"
    assert read.json()["result"]["summary"]["complaint"] == COMPLAINT
    event = Event.objects.filter(action="assessment.read", actor_user=day.bello.user).latest("at")
    assert event.subjects == [str(day.asha.patient)]


def test_the_patient_sees_who_looked(
    day: Clinic, asha: TestClient, bello: TestClient, sent: dict[str, Any]
) -> None:
    bello.get(f"/api/assessments/{sent['id']}")
    accesses = asha.get(f"/api/patients/{day.asha.patient}/accesses").json()["items"]
    assert {"who": "Dr Amara Bello", "role": "doctor", "action": "assessment.read"}.items() <= (
        accesses[0].items()
    )


def test_reviewed_and_taken_back(bello: TestClient, sent: dict[str, Any]) -> None:
    path = f"/api/assessments/{sent['id']}"
    read = bello.get(path)
    assert read.json()["may"] == ["take"] and sent["may"] == []
    assert_refused(bello.put(f"{path}/review", headers=tag(read)), 409)
    taken = bello.post(f"{path}/take", headers=tag(read))
    assert taken.json()["may"] == ["ask", "release", "review"]
    reviewed = bello.put(f"{path}/review", headers=tag(taken))
    assert reviewed.json()["may"] == ["close", "undo_review"]
    assert reviewed.json()["reviewed_by"] == "Dr Amara Bello"
    assert_refused(bello.put(f"{path}/review", headers=tag(taken)), 409)
    back = bello.delete(f"{path}/review", headers=tag(reviewed))
    assert (back.json()["state"], back.json()["reviewed_by"]) == ("in_review", None)


def test_what_was_sent_stays_as_it_is(asha: TestClient, sent: dict[str, Any]) -> None:
    read = asha.get(f"/api/assessments/{sent['id']}")
    body = {"question_id": "headache", "answer": "no"}
    path = f"/api/assessments/{sent['id']}"
    assert_refused(asha.post(f"{path}/answers", json=body, headers=tag(read)), 409)
    assert_refused(asha.post(f"{path}/back", headers=tag(read)), 409)
    assert_refused(asha.delete(path, headers=tag(read)), 409)


def test_going_back_and_changing_an_answer(asha: TestClient) -> None:
    started = asha.post("/api/assessments", json=ADULT)
    path = f"/api/assessments/{started.json()['id']}"
    assert started.headers["location"] == path
    first = started.json()["step"]
    body = {"question_id": first["id"], "answer": plain_answer(first)}
    second = asha.post(f"{path}/answers", json=body, headers=tag(started))
    changed = asha.patch(
        f"{path}/answers/{first['id']}", json={"answer": "not_sure"}, headers=tag(second)
    )
    assert changed.json()["answers"][0]["answer"] == "not_sure"
    back = asha.post(f"{path}/back", headers=tag(changed))
    assert back.json()["step"]["id"] == first["id"]
    assert asha.delete(path, headers=tag(back)).status_code == 204
    assert_refused(asha.get(path), 404)


def test_somebody_without_an_account_keeps_their_draft_by_registering(day: Clinic) -> None:
    newcomer = day.caller(None, Origin=ORIGIN)
    started = newcomer.post("/api/assessments", json=ADULT)
    assert started.status_code == 201, started.text
    cookie = started.headers["set-cookie"]
    assert cookie.startswith("draft=")
    for attribute in ("HttpOnly", "SameSite=lax", "Secure"):
        assert attribute in cookie
    done = finish(newcomer, started)
    path = f"/api/assessments/{done.json()['id']}"
    assert_refused(newcomer.post(f"{path}/submit", headers=tag(done)), 401)
    body = {
        "name": "Noor Haddad",
        "birth_date": "1990-05-06",
        "sex": "female",
        "email": "noor@example.org",
        "phone": "07700 900321",
        "facility": str(day.harbour.id),
        "password": "violet ladders in rain",
    }
    assert newcomer.post("/api/auth/register", json=body).status_code == 201
    assert "draft" not in newcomer.cookies
    tokens = newcomer.post(
        "/api/auth/patient/login", json={"email": body["email"], "password": body["password"]}
    ).json()
    noor = day.caller(None, Authorization=f"Bearer {tokens['access']}")
    read = noor.get(path)
    assert read.json()["complaint"] == COMPLAINT
    assert noor.post(f"{path}/submit", headers=tag(read)).status_code == 200


def test_signing_in_takes_the_draft_along(day: Clinic, asha: TestClient) -> None:
    newcomer = day.caller(None, Origin=ORIGIN)
    started = newcomer.post("/api/assessments", json=ADULT).json()
    day.sign_in(day.asha, newcomer)
    assert "draft" not in newcomer.cookies
    assert started["id"] in {line["id"] for line in asha.get("/api/assessments").json()["items"]}


def test_a_draft_that_is_over_does_not_keep_anybody_from_signing_in(day: Clinic) -> None:
    late = day.caller(None, Origin=ORIGIN)
    late.cookies.set("draft", "a" * 43)
    credentials = {"email": day.asha.email, "password": day.asha.password}
    answer = late.post("/api/auth/patient/login", json=credentials)
    assert answer.status_code == 200
    assert 'draft=""; HttpOnly; Max-Age=0' in answer.headers["set-cookie"]


def test_a_draft_is_nobody_elses(day: Clinic, asha: TestClient, bello: TestClient) -> None:
    started = day.caller().post("/api/assessments", json=ADULT).json()
    for other, status in ((asha, 404), (bello, 404), (day.caller(None, Origin=ORIGIN), 401)):
        assert_refused(other.get(f"/api/assessments/{started['id']}"), status)


def test_a_draft_that_is_over_does_not_stand_in_the_way(day: Clinic) -> None:
    late = day.caller(None, Origin=ORIGIN)
    late.cookies.set("draft", "a" * 43)
    assert_refused(late.get("/api/assessments"), 401)
    assert late.post("/api/assessments", json=ADULT).status_code == 201


@pytest.mark.parametrize("given", [None, "*", '"99"', 'W/"1"', "1", '"0"', '"1", "2"'])
def test_a_write_names_the_version_it_knows(asha: TestClient, given: str | None) -> None:
    started = asha.post("/api/assessments", json=ADULT).json()
    headers = {"If-Match": given} if given else {}
    answer = asha.post(f"/api/assessments/{started['id']}/back", headers=headers)
    expected = {None: 428, "*": 428, "1": 400, '"1", "2"': 400}.get(given, 412)
    assert_refused(answer, expected)


def test_a_number_may_be_sent_as_it_was_written(nobody: TestClient) -> None:
    answer = nobody.post("/api/assessments", json={"text": COMPLAINT})
    path, here = f"/api/assessments/{answer.json()['id']}/answers", {"Origin": ORIGIN}
    while (step := answer.json()["step"])["id"] != "about.age":
        body = {"question_id": step["id"], "answer": plain_answer(step)}
        answer = nobody.post(path, json=body, headers={**tag(answer), **here})
    body = {"question_id": "about.age", "answer": "very old"}
    problem = assert_refused(nobody.post(path, json=body, headers={**tag(answer), **here}), 422)
    assert "number, in years" in str(problem)
    body["answer"] = "34 years"
    answer = nobody.post(path, json=body, headers={**tag(answer), **here})
    assert answer.json()["answers"][-1]["answer"] == 34


def test_a_program_is_told_whom_to_call_after_alarming_words(asha: TestClient) -> None:
    alarming = {**ADULT, "text": "I can't breathe and I want to kill myself"}
    notice = asha.post("/api/assessments", json=alarming).json()["notice"]
    assert "112" in notice["emergency"]
    assert "116 123" in notice["crisis"]
    assert asha.post("/api/assessments", json=ADULT).json()["notice"] is None
