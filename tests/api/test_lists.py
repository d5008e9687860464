"""Lists: pages that join up, and cursors that are nobody else's."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.checks import MARK, assert_refused
from tests.api.conftest import Clinic
from tests.api.test_assessing import ADULT, finish, tag
from tests.clinic.diary import DAY, today


@pytest.fixture(scope="module")
def many(day: Clinic) -> list[str]:
    """Seven more patients of the harbour clinic."""
    return [str(day.new_patient().patient) for _ in range(7)]


def walk(client: TestClient, path: str, **query: Any) -> list[str]:
    """Return the ids of every page."""
    found: list[str] = []
    page: dict[str, Any] = {"next": None}
    while page["next"] or not found:
        cursor = {"cursor": page["next"]} if page["next"] else {}
        page = client.get(path, params={**query, **cursor}).json()
        found += [item["id"] for item in page["items"]]
    return found


def test_pages_join_up_to_the_whole_list(bello: TestClient, many: list[str]) -> None:
    whole = walk(bello, "/api/patients", limit=100)
    assert walk(bello, "/api/patients", limit=3) == whole
    assert set(many) <= set(whole)
    assert len(set(whole)) == len(whole)


def test_accounts_too(dana: TestClient, many: list[str]) -> None:
    whole = walk(dana, "/api/users", limit=100, role="patient")
    assert walk(dana, "/api/users", limit=2, role="patient") == whole


MOST_PAGES = 100


def items(client: TestClient, path: str, **query: Any) -> list[Any]:
    """Return the items of every page, for those that have no id."""
    found: list[Any] = []
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        more = {"cursor": cursor} if cursor else {}
        answer = client.get(path, params={**query, **more})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            return found
    raise AssertionError("the list does not end")


def test_assessments_go_on_and_end(day: Clinic, bello: TestClient) -> None:
    patient = day.new_patient()
    own, of_patient = day.caller(patient), f"/api/patients/{patient.patient}/assessments"
    for _ in range(4):
        done = finish(own, own.post("/api/assessments", json=ADULT))
        path = f"/api/assessments/{done.json()['id']}/submit"
        assert own.post(path, headers=tag(done)).status_code == 200
    for caller, path in ((own, "/api/assessments"), (bello, of_patient)):
        whole = caller.get(path).json()
        assert len(whole["items"]) == 4 and whole["next"] is None
        for limit in (1, 2, 3):
            assert items(caller, path, limit=limit) == whole["items"]
        cursor = caller.get(path, params={"limit": 2}).json()["next"]
        elsewhere = f"/api/patients/{day.asha.patient}/assessments"
        assert_refused(bello.get(elsewhere, params={"cursor": cursor}), 422)


def test_a_list_that_ends_with_a_full_page_offers_no_empty_one(
    day: Clinic, bello: TestClient, dana: TestClient, asha: TestClient, many: list[str]
) -> None:
    place = f"/api/facilities/{day.harbour.id}"
    holiday = {"day": str(today() + 40 * DAY), "name": "Regatta"}
    assert dana.post(f"{place}/holidays", json=holiday).status_code == 201
    for caller, path in (
        (bello, "/api/patients"),
        (dana, "/api/users"),
        (bello, f"{place}/members"),
        (bello, f"{place}/holidays"),
        (bello, "/api/note-templates"),
        (asha, f"/api/patients/{day.asha.patient}/accesses"),
    ):
        count = len(items(caller, path))
        page = caller.get(path, params={"limit": count}).json()
        assert (len(page["items"]), page["next"]) == (count, None), path
        page = caller.get(path, params={"limit": count - 1}).json()
        assert count == 1 or (len(page["items"]) == count - 1 and page["next"]), path


def test_members_holidays_templates_and_accesses_go_on_too(
    day: Clinic, bello: TestClient, dana: TestClient, asha: TestClient
) -> None:
    place = f"/api/facilities/{day.harbour.id}"
    for number in range(1, 6):
        day.new_doctor()
        holiday = {"day": str(today() + number * DAY), "name": f"Fair {number}"}
        assert dana.post(f"{place}/holidays", json=holiday).status_code == 201
        words = {"title": f"Template {number}", "sections": [{"heading": "", "text": "So."}]}
        assert bello.post("/api/note-templates", json=words).status_code == 201
        bello.get(f"/api/patients/{day.asha.patient}")
    for caller, path in (
        (bello, f"{place}/members"),
        (bello, f"{place}/holidays"),
        (bello, "/api/note-templates"),
        (asha, f"/api/patients/{day.asha.patient}/accesses"),
    ):
        whole = caller.get(path).json()
        assert whole["next"] is None and len(whole["items"]) >= 5, path
        for limit in (1, 2, 4):
            assert items(caller, path, limit=limit) == whole["items"], (path, limit)
        cursor = caller.get(path, params={"limit": 2}).json()["next"]
        assert_refused(dana.get(f"{place}/members", params={"cursor": cursor}), 422)
        assert_refused(bello.get("/api/patients", params={"cursor": cursor}), 422)


@pytest.mark.parametrize("limit", ["1000000000", "0", "-1", "2.5", "ten", "1e3", ""])
def test_pages_have_a_size(bello: TestClient, limit: str) -> None:
    for path in ("/api/patients", "/api/worklist"):
        assert_refused(bello.get(path, params={"limit": limit}), 422)


def test_there_is_no_offset(bello: TestClient) -> None:
    assert_refused(bello.get("/api/patients?offset=1000000000000"), 400)


def test_a_cursor_is_the_callers_own(
    day: Clinic, bello: TestClient, dana: TestClient, many: list[str]
) -> None:
    cursor = bello.get("/api/patients?limit=2").json()["next"]
    assert bello.get(f"/api/patients?limit=2&cursor={cursor}").status_code == 200
    assert_refused(dana.get(f"/api/patients?limit=2&cursor={cursor}"), 422)
    colleague = day.caller(day.new_doctor())
    assert_refused(colleague.get(f"/api/patients?limit=2&cursor={cursor}"), 422)


def test_a_cursor_belongs_to_one_list_and_its_filters(dana: TestClient, many: list[str]) -> None:
    cursor = dana.get("/api/users?role=patient&limit=2").json()["next"]
    assert_refused(dana.get(f"/api/users?limit=2&cursor={cursor}"), 422)
    assert_refused(dana.get(f"/api/patients?limit=2&cursor={cursor}"), 422)


@pytest.mark.parametrize("change", ["first", "middle", "last", "cut", "other", "long"])
def test_a_cursor_cannot_be_edited(bello: TestClient, many: list[str], change: str) -> None:
    cursor = bello.get("/api/patients?limit=2").json()["next"]
    key, place, seal = cursor.split(".")
    edited = {
        "first": f"1{key}.{place}.{seal}",
        "middle": f"{key}.{place[:-2]}AA.{seal}",
        "last": f"{key}.{place}.{'B' if seal[0] == 'A' else 'A'}{seal[1:]}",
        "cut": cursor[:-4],
        "other": MARK,
        "long": cursor * 20,
    }[change]
    assert_refused(bello.get("/api/patients", params={"limit": 2, "cursor": edited}), 422)


def test_who_did_what_goes_on_and_a_cursor_is_for_one_asking(
    dana: TestClient, bello: TestClient, asha: TestClient, day: Clinic
) -> None:
    for _ in range(5):
        bello.get(f"/api/patients/{day.asha.patient}")
    asked = {"action": "patient.read", "user": str(day.bello.user), "from": today().isoformat()}
    path = "/api/audit-events"
    whole = walk(dana, path, limit=100, **asked)
    assert walk(dana, path, limit=2, **asked) == whole
    assert len(whole) == len(set(whole)) >= 5
    cursor = dana.get(path, params={"limit": 2, **asked}).json()["next"]
    assert_refused(dana.get(path, params={"cursor": cursor}), 422)
    assert_refused(dana.get(path, params={"action": "nothing.there"}), 422)
    first = dana.get(path, params=asked).json()["items"][0]
    assert (first["who"], first["kinds"]) == ("Dr Amara Bello", [])
    assert [set(one) for one in first["named"]] == [{"number", "facility"}]
    assert day.asha.email not in str(first) and str(day.asha.patient) not in str(first)
