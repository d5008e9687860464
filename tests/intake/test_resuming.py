"""Coming back to a draft: after a day, and after the knowledge has changed."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from bedside import documents, intake
from bedside.errors import Conflict
from bedside.intake.models import Assessment
from bedside.intake.saving import save_if_unchanged
from tests.intake.talking import COLD, HEART, begin, finish, send, turn
from tests.people import Person


def age(assessment: UUID, **time: float) -> None:
    """Let the draft have been written earlier."""
    earlier = timezone.now() - timedelta(**time)
    Assessment.objects.filter(id=assessment).update(updated_at=earlier)


def rewrite_with_other_knowledge(assessment: UUID, question_id: str) -> None:
    """Make a draft look as if older knowledge had asked a question that is gone now."""
    row = Assessment.objects.get(id=assessment)
    body = json.loads(json.dumps(documents.read(row)).replace(f'"{question_id}"', '"long-gone"'))
    body["interview"]["knowledge_version"] = "older"
    stored = documents.write(
        patient=row.patient_id,
        kind="assessment",
        document=row.id,
        version=row.version + 1,
        body=body,
    )
    version = row.version
    stored.attach(row)
    save_if_unchanged(row, "answer", version=version, now=row.updated_at, knowledge_version="older")


def test_a_result_of_today_can_be_sent(asha: Person) -> None:
    view = finish(COLD, asha.actor)
    age(view.id, hours=23)
    assert intake.submit(view.id, version=view.version, by=asha.actor).state == "submitted"


def test_after_a_day_life_threats_are_asked_again_before_it_is_sent(asha: Person) -> None:
    view = finish(COLD, asha.actor)
    age(view.id, hours=25)
    with pytest.raises(Conflict):
        intake.submit(view.id, version=view.version, by=asha.actor)
    again = intake.read(view.id, by=asha.actor)
    assert (again.result, again.step.part) == (None, "life_threats")
    view = turn(again, COLD, asha.actor)
    while view.result is None:
        view = turn(view, COLD, asha.actor)
    assert intake.submit(view.id, version=view.version, by=asha.actor).state == "submitted"


def test_a_life_threat_that_has_come_since_makes_it_an_emergency(asha: Person) -> None:
    view = finish(COLD, asha.actor)
    age(view.id, hours=25)
    view = turn(intake.read(view.id, by=asha.actor), HEART, asha.actor)
    while view.result is None:
        view = turn(view, HEART, asha.actor)
    assert view.result.triage == "emergency"


def test_what_was_sent_is_never_asked_again(asha: Person) -> None:
    view = send(COLD, asha.actor)
    age(view.id, days=30)
    assert intake.read(view.id, by=asha.actor).result == view.result


def test_a_draft_of_older_knowledge_goes_on_and_shows_what_was_dropped(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    while len(view.answers) < 4:
        view = turn(view, COLD, asha.actor)
    gone = view.answers[-1].question_id
    rewrite_with_other_knowledge(view.id, gone)
    resumed = intake.read(view.id, by=asha.actor)
    assert [one.question_id for one in resumed.dropped] == ["long-gone"]
    assert [one.question_id for one in resumed.answers] == [
        one.question_id for one in view.answers[:-1]
    ]
    assert turn(resumed, COLD, asha.actor).version == resumed.version + 1


def test_a_complaint_that_comes_back_within_three_days_is_never_self_care(asha: Person) -> None:
    assert send(COLD, asha.actor).triage == "self-care"
    assert send(COLD, asha.actor).triage == "routine"


def test_after_more_than_three_days_it_is_a_new_one(asha: Person) -> None:
    first = send(COLD, asha.actor)
    long_ago = timezone.now() - timedelta(hours=73)
    Assessment.objects.filter(id=first.id).update(submitted_at=long_ago)
    assert send(COLD, asha.actor).triage == "self-care"
