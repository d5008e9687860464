"""What takes long, over HTTP: asking, waiting, fetching it in parts, calling it off."""

import csv
import io
import os
from uuid import UUID

import pytest
from starlette.testclient import TestClient

from bedside import jobs
from bedside.documents.volumes import PIECE
from tests.api.checks import assert_refused
from tests.api.conftest import Clinic
from tests.clinic.diary import DAY, at, book, today
from tests.jobs.making import asked_for, give_a_file

TEXT = os.urandom(2 * PIECE + 4567)


def order() -> dict[str, str]:
    return {"first_day": str(today()), "last_day": str(today() + 7 * DAY), "why": "planning"}


def test_a_list_is_asked_for_waited_for_and_fetched(day: Clinic, bello: TestClient) -> None:
    book(day.asha, day.bello, day.harbour, at(9, days=2), by=day.bello)
    path = f"/api/facilities/{day.harbour.id}/appointment-list"
    asked = bello.post(path, json=order())
    assert asked.status_code == 202, asked.text
    at_ = asked.headers["location"]
    assert bello.get(at_).json()["state"] == "waiting"
    assert_refused(bello.get(f"{at_}/file"), 404)
    assert jobs.run_one(UUID(at_.rpartition("/")[2]))
    told = bello.get(at_).json()
    assert (told["state"], told["file"]["name"]) == ("done", "appointments.csv")
    answer = bello.get(f"{at_}/file")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="appointments.csv"'
    assert answer.headers["cache-control"] == "no-store"
    assert len(answer.content) == told["file"]["size"]
    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[1][5] == "Asha Verma"


def test_the_log_is_taken_out_from_a_day_until_a_day(dana: TestClient) -> None:
    wish = {"what": "audit", "why": "review"}
    asked = dana.post(
        "/api/administration/file", json={**wish, "from": str(today()), "until": str(today())}
    )
    assert asked.status_code == 202, asked.text
    refused = dana.post("/api/administration/file", json={**wish, "from": "2026-02-30"})
    assert [one["field"] for one in refused.json()["errors"]] == ["body.from"]


@pytest.fixture(scope="module")
def file(day: Clinic) -> str:
    job = give_a_file(asked_for(day.bello), TEXT)
    return f"/api/jobs/{job.id}/file"


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-99", 0, 100),
        (f"bytes={PIECE - 1}-{PIECE}", PIECE - 1, PIECE + 1),
        (f"bytes={PIECE + 7}-", PIECE + 7, None),
        ("bytes=-100", len(TEXT) - 100, None),
        (f"bytes=5-{10**9}", 5, None),
    ],
)
def test_a_part_is_sent_when_a_part_is_asked_for(
    bello: TestClient, file: str, asked: str, start: int, end: int | None
) -> None:
    answer = bello.get(file, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (206, TEXT[start:end])
    last = (end or len(TEXT)) - 1
    assert answer.headers["content-range"] == f"bytes {start}-{last}/{len(TEXT)}"


def test_a_download_that_broke_goes_on_where_it_was(bello: TestClient, file: str) -> None:
    first = bello.get(file, headers={"Range": "bytes=0-299999"})
    rest = {"Range": "bytes=300000-", "If-Range": first.headers["etag"]}
    assert first.content + bello.get(file, headers=rest).content == TEXT
    other = bello.get(file, headers={**rest, "If-Range": '"another"'})
    assert (other.status_code, other.content) == (200, TEXT)


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "bytes=9-5", "lines=1-2", "bytes=0-1,3-4"])
def test_what_is_no_part_gets_the_whole(bello: TestClient, file: str, asked: str) -> None:
    answer = bello.get(file, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (200, TEXT)


@pytest.mark.parametrize("asked", [f"bytes={len(TEXT)}-", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(bello: TestClient, file: str, asked: str) -> None:
    answer = bello.get(file, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(TEXT)}"


def test_nobody_else_fetches_it(day: Clinic, asha: TestClient, dana: TestClient, file: str) -> None:
    for other in (asha, dana):
        assert_refused(other.get(file), 404)


def test_it_is_called_off_and_deleted_by_the_version_that_was_seen(
    day: Clinic, bello: TestClient
) -> None:
    path = f"/api/jobs/{asked_for(day.bello).id}"
    seen = bello.get(path)
    assert_refused(bello.delete(path), 428)
    assert_refused(bello.delete(path, headers={"If-Match": '"99"'}), 412)
    gone = bello.delete(path, headers={"If-Match": seen.headers["etag"]})
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")

    path = f"/api/jobs/{give_a_file(asked_for(day.bello), b'text').id}"
    seen = bello.get(path)
    left = bello.delete(f"{path}/file", headers={"If-Match": seen.headers["etag"]})
    assert left.json()["file"] is None
    assert_refused(bello.get(f"{path}/file"), 404)


def test_everybody_lists_what_they_asked_for(day: Clinic, asha: TestClient) -> None:
    job = asked_for(day.asha)
    assert [one["id"] for one in asha.get("/api/jobs").json()["items"]] == [str(job.id)]
