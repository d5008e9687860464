"""Booking over HTTP: what a program sends, and that one time is given away once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from bedside import clinic
from bedside.clinic.models import Appointment
from tests.api.checks import assert_refused, fields
from tests.api.conftest import ORIGIN, Clinic
from tests.clinic.diary import DAY, at, publish, today

MANY = 100


@pytest.fixture(scope="module")
def hours(day: Clinic) -> None:
    """Dr Bello can be seen from eight to eighteen."""
    publish(day.bello, day.harbour)


def wish(day: Clinic, start: Any, **more: Any) -> dict[str, Any]:
    said = {"facility": str(day.harbour.id), "practitioner": str(day.bello.user)}
    return {**said, "start": start.isoformat(), **more}


def tag(answer: Any) -> dict[str, str]:
    return {"If-Match": answer.headers["etag"]}


def test_a_patient_finds_books_moves_and_cancels(
    hours: None, day: Clinic, asha: TestClient
) -> None:
    slots = asha.get(f"/api/facilities/{day.harbour.id}/slots", params={"limit": 2}).json()
    first = slots["items"][0]
    assert (slots["time_zone"], first["practitioner"]["name"]) == ("UTC", "Dr Amara Bello")
    said = {"facility": slots["facility"], "practitioner": first["practitioner"]["id"]}
    booked = asha.post(
        "/api/appointments", json={**said, "start": first["start"], "reason": "Rash"}
    )
    assert booked.status_code == 201
    path = booked.headers["location"]
    assert booked.json()["may"] == ["cancel", "move"]
    second = slots["items"][1]["start"]
    moved = asha.post(f"{path}/reschedule", json={"start": second}, headers=tag(booked))
    assert (moved.status_code, moved.json()["start"]) == (200, second)
    body = {"reason": "better", "words": "It went away"}
    assert_refused(asha.post(f"{path}/cancel", json=body), 428)
    assert_refused(asha.post(f"{path}/cancel", json=body, headers=tag(booked)), 412)
    gone = asha.post(f"{path}/cancel", json=body, headers=tag(moved))
    assert (gone.json()["status"], gone.json()["cancel_reason"]) == ("cancelled", "better")
    steps = asha.get(path).json()["steps"]
    assert [step["event"] for step in steps] == ["book", "move", "cancel"]


@pytest.mark.parametrize("did", ["moved", "cancelled"])
def test_what_the_clinic_did_is_news_until_the_patient_has_seen_it(
    hours: None, day: Clinic, did: str
) -> None:
    who = day.new_patient()
    own, bello = day.caller(who), day.caller(day.bello)
    booked = own.post("/api/appointments", json=wish(day, at(9, days=9)))
    path = booked.headers["location"]
    assert booked.json()["news"] is None
    verb, said = {
        "moved": ("reschedule", {"start": at(11, days=9).isoformat()}),
        "cancelled": ("cancel", {"reason": "practitioner-away"}),
    }[did]
    done = bello.post(f"{path}/{verb}", json=said, headers=tag(booked))
    assert done.json()["news"] == did
    asked: dict[str, Any] = {"params": {"unseen": True, "patient": str(who.patient)}}
    for reader in (own, bello):
        (news,) = reader.get("/api/appointments", **asked).json()["items"]
        assert (news["id"], news["news"]) == (booked.json()["id"], did)
    seen = f"{path}/acknowledge"
    assert_refused(own.post(seen), 428)
    assert_refused(own.post(seen, headers=tag(booked)), 412)
    assert_refused(bello.post(seen, headers=tag(done)), 403)
    assert_refused(day.caller(day.ravi).post(seen, headers=tag(done)), 404)
    answer = own.post(seen, headers=tag(done))
    assert (answer.json()["news"], answer.headers["etag"]) == (None, done.headers["etag"])
    assert own.get("/api/appointments", **asked).json()["items"] == []


def test_of_a_hundred_requests_for_one_time_one_wins_and_the_others_are_409(
    hours: None, day: Clinic
) -> None:
    people = [day.new_patient() for _ in range(10)]
    callers = [day.caller(person) for person in people]
    body = wish(day, at(9, days=5))
    start = Barrier(MANY)

    def send(number: int) -> Any:
        start.wait()
        return callers[number % 10].post("/api/appointments", json=body)

    with ThreadPoolExecutor(MANY) as threads:
        answers = list(threads.map(send, range(MANY)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: MANY - 1}
    assert Appointment.objects.filter(start=at(9, days=5)).count() == 1
    for answer in answers:
        if answer.status_code == 409:
            assert_refused(answer, 409)


def test_a_request_sent_twice_books_once(hours: None, day: Clinic, asha: TestClient) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    body = wish(day, at(10, days=6))
    one, two = (asha.post("/api/appointments", json=body, headers=key) for _ in range(2))
    assert (one.status_code, one.json()) == (two.status_code, two.json()) == (201, one.json())


def test_staff_overbook_with_a_reason_and_a_patient_never(
    hours: None, day: Clinic, asha: TestClient, bello: TestClient
) -> None:
    other = day.new_patient()
    taken = wish(day, at(11, days=7))
    theirs = {**taken, "patient": str(other.patient)}
    assert bello.post("/api/appointments", json=theirs).status_code == 201
    mine = {**taken, "patient": str(day.asha.patient)}
    assert_refused(bello.post("/api/appointments", json=mine), 409)
    assert_refused(asha.post("/api/appointments", json={**taken, "overbook_because": "Hurry"}), 403)
    on_top = bello.post("/api/appointments", json={**mine, "overbook_because": "Fever"})
    assert (on_top.status_code, on_top.json()["overbooked"]) == (201, True)
    assert on_top.json()["patient_name"] == "Asha Verma"
    seen = asha.get(on_top.headers["location"]).json()
    assert (seen["overbooked_because"], seen["patient_name"]) == ("", None)


def test_pages_of_free_times_and_appointments_join_up(
    hours: None, day: Clinic, bello: TestClient
) -> None:
    path = f"/api/facilities/{day.harbour.id}/slots"
    two_days = {"since": at(0).isoformat(), "until": (at(0) + 2 * DAY).isoformat()}
    colleague = day.new_doctor()
    publish(colleague, day.harbour)
    found, page = [], {"next": None}
    while page["next"] or not found:
        cursor = {"cursor": page["next"]} if page["next"] else {}
        page = bello.get(path, params={**two_days, "limit": 7, **cursor}).json()
        found += [(one["start"], one["practitioner"]["id"]) for one in page["items"]]
    assert found == sorted(set(found))
    assert len(found) == len(set(found)) == 2 * 2 * 30
    assert_refused(bello.get(path, params={"cursor": "1.WzFd.AAAA"}), 422)


def test_a_list_of_appointments_is_filtered_from_an_allow_list(
    hours: None, day: Clinic, bello: TestClient
) -> None:
    for query in ("status=lost", "order=name", "limit=0", "since=yesterday"):
        assert_refused(bello.get(f"/api/appointments?{query}"), 422)
    assert_refused(bello.get("/api/appointments?sort=name"), 400)
    assert_refused(bello.get(f"/api/appointments?facility={day.millfield.id}"), 404)
    assert_refused(bello.get(f"/api/appointments?patient={day.ravi.patient}"), 404)


def test_nothing_of_another_clinic_is_reached_by_a_field_of_the_body(
    hours: None, day: Clinic, asha: TestClient, bello: TestClient
) -> None:
    body = wish(day, at(12, days=8))
    for wrong in (
        {"facility": str(day.millfield.id)},
        {"patient": str(day.ravi.patient)},
        {"facility": str(uuid4())},
        {"patient": str(uuid4())},
    ):
        assert_refused(asha.post("/api/appointments", json=body | wrong), 404)
        mine = {"patient": str(day.asha.patient)}
        assert_refused(bello.post("/api/appointments", json=body | mine | wrong), 404)
    chens = body | {"practitioner": str(day.chen.user)}
    assert_refused(asha.post("/api/appointments", json=chens), 422)
    assert_refused(asha.post("/api/appointments", json=body | {"status": "arrived"}), 422)


def test_hours_are_published_and_closed(day: Clinic, bello: TestClient) -> None:
    path = f"/api/availability/{day.harbour.id}"
    before = bello.get(path)
    row = {"weekday": 0, "start": "09:00", "end": "12:00", "minutes": 20}
    published = bello.put(path, json={"weekly": [row]}, headers=tag(before))
    assert published.json()["weekly"][0]["start"] == "09:00:00"
    bad = {"weekly": [row, {**row, "weekday": 1, "minutes": 999}]}
    refused = assert_refused(bello.put(path, json=bad, headers=tag(published)), 422)
    assert fields(refused) == {"body.weekly.1.minutes"}
    tomorrow = str(today() + DAY)
    closed = bello.post(f"{path}/closures", json={"day": tomorrow}, headers=tag(published))
    (exception,) = closed.json()["exceptions"]
    assert (exception["day"], exception["kind"]) == (tomorrow, "closed")
    again = bello.delete(f"{path}/exceptions/{exception['id']}", headers=tag(closed))
    assert again.json()["exceptions"] == []
    opening = {"day": tomorrow, "start": "18:00", "end": "19:00", "minutes": 30}
    opened = bello.post(f"{path}/openings", json=opening, headers=tag(again))
    assert opened.json()["exceptions"][0]["minutes"] == 30
    publish(day.bello, day.harbour)


def test_a_calendar_address_is_given_once_and_taken_back(day: Clinic, asha: TestClient) -> None:
    made = asha.post("/api/calendars")
    url = made.json()["url"]
    assert url.startswith(f"{ORIGIN}/calendar/") and url.endswith(".ics")
    assert url not in asha.get("/api/calendars").text
    token = url.removeprefix(f"{ORIGIN}/calendar/").removesuffix(".ics")
    text = clinic.appointments.read_calendar(token, address="192.0.2.1")
    assert Calendar.from_ical(text)["version"] == "2.0"
    assert asha.delete("/api/calendars").status_code == 204
    assert asha.get("/api/calendars").json() == {"created_at": None}
    assert_refused(asha.delete("/api/calendars"), 404)


def test_waiting_over_http(day: Clinic, bello: TestClient) -> None:
    publish(day.bello, day.harbour)
    patient = day.new_patient()
    caller = day.caller(patient)
    body = {
        "facility": str(day.harbour.id),
        "first_day": str(today() + DAY),
        "last_day": str(today() + 2 * DAY),
    }
    place = caller.post("/api/waiting-list", json=body)
    assert (place.status_code, place.json()["state"]) == (201, "offered")
    assert_refused(caller.post("/api/waiting-list", json=body), 409)
    held = caller.get(f"/api/appointments/{place.json()['offer']}")
    assert (held.json()["status"], held.json()["may"]) == ("proposed", ["accept", "decline"])
    listed = bello.get("/api/waiting-list", params={"facility": str(day.harbour.id)}).json()
    assert place.json()["id"] in [one["id"] for one in listed["items"]]
    taken = caller.post(f"/api/appointments/{held.json()['id']}/accept", headers=tag(held))
    assert taken.json()["status"] == "booked"
    assert caller.get("/api/waiting-list").json()["items"] == []


def test_words_are_bounded_alike_for_every_door(day: Clinic, asha: TestClient) -> None:
    body = wish(day, at(13, days=9), reason="x" * 501)
    assert_refused(asha.post("/api/appointments", json=body), 422)
