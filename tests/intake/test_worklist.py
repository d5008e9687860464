"""The worklist of a doctor's facilities: the most urgent first, then whoever waited longest."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bedside import clinic, intake, vault
from bedside.audit import Actor, Event
from bedside.clinic.models import Facility
from bedside.errors import Forbidden, Invalid, NotFound
from bedside.intake.models import Assessment
from tests.intake.talking import COLD, HEART, KIDNEY, begin, send
from tests.people import ASHA, SYSTEM, Person, register_patient, staff


def shift(assessment: UUID, *, hours: int) -> None:
    """Let an assessment have been sent earlier."""
    earlier = F("submitted_at") - timedelta(hours=hours)
    Assessment.objects.filter(id=assessment).update(submitted_at=earlier)


def test_urgency_comes_first_then_waiting(asha: Person, bello: Person) -> None:
    cold, late, early = (send(story, asha.actor) for story in (COLD, HEART, HEART))
    kidney = send(KIDNEY, asha.actor)
    shift(early.id, hours=2)
    shift(cold.id, hours=70)
    page = intake.worklist(by=bello.actor)
    assert [row.id for row in page.rows] == [early.id, late.id, kidney.id, cold.id]
    assert page.rows[0].waiting >= 7200
    assert page.next is None


def test_an_infant_is_not_nought_years_old(harbour: Facility, bello: Person) -> None:
    born = timezone.now().date() - timedelta(days=40)
    infant = register_patient(replace(ASHA, birth_date=born, email="ida@example.org"), harbour)
    send(COLD, infant.actor)
    (row,) = intake.worklist(by=bello.actor).rows
    assert (row.age, row.age_text) == (0, "5 weeks")


def test_a_row_says_who_and_what(asha: Person, bello: Person, harbour: Facility) -> None:
    sent = send(HEART, asha.actor)
    (row,) = intake.worklist(by=bello.actor).rows
    assert (row.name, row.sex, row.facility) == ("Asha Verma", "female", harbour.name)
    assert (row.patient_id, row.triage, row.when) == (asha.patient, "emergency", sent.when)
    assert row.complaint == HEART.text


def test_levels_are_counted(asha: Person, bello: Person) -> None:
    for story in (COLD, HEART, HEART):
        send(story, asha.actor)
    counts = intake.worklist(by=bello.actor, limit=1).counts
    assert counts == {"emergency": 2, "urgent": 0, "routine": 0, "self-care": 1}


def test_only_what_waits_is_on_it(asha: Person, bello: Person) -> None:
    begin(COLD, asha.actor)
    waiting, done = send(HEART, asha.actor), send(COLD, asha.actor)
    intake.review(done.id, version=done.version, by=bello.actor)
    assert [row.id for row in intake.worklist(by=bello.actor).rows] == [waiting.id]
    reviewed = intake.worklist(by=bello.actor, state="reviewed")
    assert [row.id for row in reviewed.rows] == [done.id]


def test_pages_follow_without_gap_or_repeat(asha: Person, bello: Person) -> None:
    sent = {send(story, asha.actor).id for story in (COLD, HEART, KIDNEY, HEART, COLD)}
    seen: list[UUID] = []
    page = intake.worklist(by=bello.actor, limit=2)
    seen += [row.id for row in page.rows]
    while page.next:
        page = intake.worklist(by=bello.actor, after=page.next, limit=2)
        seen += [row.id for row in page.rows]
    assert (len(seen), set(seen)) == (5, sent)
    assert seen == [row.id for row in intake.worklist(by=bello.actor).rows]


def test_dr_chen_sees_only_his_own(
    asha: Person, ravi: Person, chen: Person, millfield: Facility, harbour: Facility
) -> None:
    send(HEART, asha.actor)
    his = send(COLD, ravi.actor)
    assert [row.id for row in intake.worklist(by=chen.actor).rows] == [his.id]
    assert intake.worklist(by=chen.actor).counts["emergency"] == 0
    with pytest.raises(NotFound):
        intake.worklist(by=chen.actor, facility=harbour.id)


def test_one_of_two_facilities_can_be_chosen(
    asha: Person, ravi: Person, bello: Person, dana: Person, harbour: Facility, millfield: Facility
) -> None:
    staff(millfield, bello, by=dana)
    hers, his = send(HEART, asha.actor), send(HEART, ravi.actor)
    assert {row.id for row in intake.worklist(by=bello.actor).rows} == {hers.id, his.id}
    page = intake.worklist(by=bello.actor, facility=millfield.id)
    assert [row.id for row in page.rows] == [his.id]


def test_one_event_names_every_patient_returned(
    asha: Person, ravi: Person, bello: Person, dana: Person, millfield: Facility
) -> None:
    staff(millfield, bello, by=dana)
    send(HEART, asha.actor)
    send(HEART, ravi.actor)
    intake.worklist(by=bello.actor)
    event = Event.objects.get(action="worklist.read")
    assert set(event.subjects) == {str(asha.patient), str(ravi.patient)}
    assert event.details["count"] == 2


@pytest.mark.parametrize("wrong", [{"state": "draft"}, {"limit": 0}, {"limit": 10**9}])
def test_other_states_and_sizes_are_refused(bello: Person, wrong: dict) -> None:
    with pytest.raises(Invalid):
        intake.worklist(by=bello.actor, **wrong)


def test_only_doctors_have_one(asha: Person, dana: Person) -> None:
    for nobody in (asha, dana):
        with pytest.raises(Forbidden):
            intake.worklist(by=nobody.actor)


def test_a_page_of_fifty_takes_as_many_statements_as_a_page_of_two(
    bello: Person, harbour: Facility
) -> None:
    send_many(harbour, 50)
    few, many = statements(bello, limit=2), statements(bello, limit=50)
    assert many == few <= 14


def send_many(facility: Facility, number: int) -> None:
    """Let many patients send the same complaint."""
    for place in range(number):
        profile = replace(ASHA, name=f"Patient {place}", email=f"p{place}@example.org")
        patient = clinic.register_patient(
            profile=profile, facility=facility.id, password=None, by=SYSTEM
        )
        send(HEART, Actor(role="patient", patient=patient.id))


def statements(doctor: Person, *, limit: int) -> int:
    """Count the statements of one page, with no key at hand."""
    vault.forget_keys()
    with CaptureQueriesContext(connection) as captured:
        page = intake.worklist(by=doctor.actor, limit=limit)
    assert len(page.rows) == limit
    return len(captured)
