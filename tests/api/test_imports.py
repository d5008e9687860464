"""Bringing patients in over HTTP, as a program that moves a register would."""

import base64
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from bedside import jobs
from tests.api.checks import assert_refused
from tests.api.conftest import Clinic
from tests.api.test_assessing import tag
from tests.imports.making import FIELDS, HEAD, MIA
from tests.people import ASHA

ASHA_AGAIN = f"19,Asha Verma,{ASHA.birth_date},female,{ASHA.phone},\n"
COLUMNS = [{"place": place, "field": code} for place, code in FIELDS.items()]


def file(text: str) -> dict[str, str]:
    return {"file": base64.b64encode(text.encode()).decode()}


def test_a_register_moves_in_and_out_again(day: Clinic, bello: TestClient) -> None:
    place = f"/api/facilities/{day.harbour.id}/imports"
    begun = bello.post(place, json=file(HEAD + ASHA_AGAIN + MIA))
    assert begun.status_code == 201, begun.text
    at = begun.headers["location"]
    seen = bello.get(at).json()
    assert [one["field"] for one in seen["columns"]] == list(FIELDS.values())
    assert (seen["charset"], seen["separator"], seen["order"], seen["preview"]) == (
        "utf-8", "comma", "ymd", None,
    )  # fmt: skip
    said = {"columns": COLUMNS, "order": "ymd"}
    confirmed = bello.patch(f"{at}/columns", json=said, headers=tag(begun))
    assert confirmed.status_code == 200, confirmed.text
    assert_refused(bello.patch(f"{at}/columns", json=said, headers=tag(begun)), 412)
    preview = bello.get(at).json()["preview"]
    assert (preview["rows"], preview["undecided"], preview["ready"]) == (2, 1, False)
    assert preview["likely"][0]["likely"][0]["patient"] == str(day.asha.patient)
    assert_refused(bello.post(f"{at}/start", headers=tag(confirmed)), 409)
    link = {"row": 2, "choice": "link", "patient": str(day.asha.patient)}
    decided = bello.patch(f"{at}/decisions", json={"decisions": [link]}, headers=tag(confirmed))
    started = bello.post(f"{at}/start", headers=tag(decided))
    assert started.status_code == 202 and jobs.run_one(UUID(started.json()["job"]))
    done = bello.get(at)
    told = done.json()["brought"]
    assert (told["state"], told["made"], told["linked"]) == ("done", 1, 1)
    undone = bello.post(f"{at}/undo", headers=tag(done))
    assert undone.json()["state"] == "undone"
    assert bello.get("/api/imports").json()["items"][0]["state"] == "undone"


def test_bad_rows_are_named_and_nothing_of_them_repeated(day: Clinic, bello: TestClient) -> None:
    place = f"/api/facilities/{day.harbour.id}/imports"
    begun = bello.post(place, json=file(HEAD + "1,Quetzal,31.02.1980,?,none,\n"))
    at = begun.headers["location"]
    bello.patch(f"{at}/columns", json={"columns": COLUMNS, "order": "dmy"}, headers=tag(begun))
    answer = bello.get(at)
    bad = answer.json()["preview"]["bad"]
    assert {(one["row"], one["field"]) for one in bad} == {
        (2, "birth_date"), (2, "sex"), (2, "phone"),
    }  # fmt: skip
    assert "Quetzal" not in answer.text


@pytest.mark.parametrize("text", ["", "====", "UEsDBA==", "!"])
def test_what_is_no_table_is_refused(text: str, day: Clinic, bello: TestClient) -> None:
    place = f"/api/facilities/{day.harbour.id}/imports"
    assert_refused(bello.post(place, json={"file": text}), 422)


def test_a_file_is_deleted(day: Clinic, bello: TestClient) -> None:
    begun = bello.post(f"/api/facilities/{day.harbour.id}/imports", json=file(HEAD + MIA))
    at = begun.headers["location"]
    assert bello.delete(at, headers=tag(begun)).status_code == 204
    assert_refused(bello.get(at), 404)
