"""Bringing patients in over HTTP, as a program that moves a register would."""

import base64
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from bedside import jobs
from tests.api.checks import assert_refused
from tests.api.conftest import Clinic
from tests.api.test_assessing import tag
from tests.imports.bundles import WHOLE, bundle, condition
from tests.imports.making import FIELDS, HEAD, MIA
from tests.people import ASHA

ASHA_AGAIN = f"19,Asha Verma,{ASHA.birth_date},female,{ASHA.phone},\n"
COLUMNS = [{"place": place, "field": code} for place, code in FIELDS.items()]


def file(text: str | bytes) -> dict[str, str]:
    said = text if isinstance(text, bytes) else text.encode()
    return {"file": base64.b64encode(said).decode()}


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


def test_a_record_of_another_system_moves_in(day: Clinic, bello: TestClient) -> None:
    place = f"/api/facilities/{day.harbour.id}/imports"
    begun = bello.post(place, json=file(bundle(*WHOLE)))
    assert begun.status_code == 201, begun.text
    at = begun.headers["location"]
    seen = bello.get(at).json()
    record = seen["preview"]["record"]
    assert (seen["brought"]["sheet"], seen["columns"], record["name"]) == (
        "records",
        [],
        "Mia Ane Sørensen",
    )
    assert record["counts"]["medicine"] == 2 and record["against_allergies"] == 0
    claim = next(one for one in record["left_out"] if one["type"] == "Claim")
    assert (claim["what"], claim["whole"]) == ("", True)
    assert claim["first"] == "Bundle.entry[12].resource"
    assert_refused(
        bello.patch(f"{at}/columns", json={"columns": [], "order": "ymd"}, headers=tag(begun)), 422
    )
    started = bello.post(f"{at}/start", headers=tag(begun))
    assert started.status_code == 202 and jobs.run_one(UUID(started.json()["job"]))
    done = bello.get(at)
    assert done.json()["brought"]["made"] == 1
    assert bello.post(f"{at}/undo", headers=tag(done)).json()["state"] == "undone"


def test_a_record_that_is_wrong_is_refused_by_path_and_nothing_of_it_repeated(
    day: Clinic, bello: TestClient
) -> None:
    place = f"/api/facilities/{day.harbour.id}/imports"
    begun = bello.post(place, json=file(bundle(condition(onsetDateTime="Quetzal"))))
    answer = bello.get(begun.headers["location"])
    (bad,) = answer.json()["preview"]["bad"]
    assert bad["field"] == "Bundle.entry[1].resource.onsetDateTime"
    assert "Quetzal" not in answer.text
    assert_refused(bello.post(place, json=file(b'{"resourceType": "Patient"}')), 422)


def test_the_desk_and_others_bring_no_record(day: Clinic) -> None:
    place = f"/api/facilities/{day.harbour.id}/imports"
    assert_refused(day.caller(day.noa).post(place, json=file(bundle())), 403)
    assert_refused(day.caller(day.chen).post(place, json=file(bundle())), 404)
