"""A question to the patient is open exactly while the assessment waits for the reply.

Every way that a sent assessment can go is walked, with each act by each person at each step.
"""

from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from bedside import intake
from bedside.audit import Actor, Event
from bedside.clinic.models import Facility
from bedside.errors import BedsideError, Conflict
from bedside.intake.lifecycle import NEEDS_INFORMATION
from bedside.intake.models import Assessment, Enquiry
from tests.intake.talking import COLD, send
from tests.intake.test_may import ACTS
from tests.people import Person, register_doctor

Stand = tuple[object, ...]
Way = tuple[tuple[str, str], ...]


def stand(row: Assessment) -> Stand:
    """Where an assessment stands, as far as anything that follows can depend on it."""
    enquiries = Enquiry.objects.filter(assessment=row)
    asked = enquiries.filter(replied_at=None, withdrawn_at=None).count()
    return (row.state, row.claimed_by_id, row.reviewed_by_id, asked, enquiries.exists())


def ways(row: Assessment, people: dict[str, Actor]) -> Iterator[tuple[Way, Assessment]]:
    """Yield each stand that can be reached, once, with a way to it; the database stands there."""
    seen: set[Stand] = set()

    def on(way: Way) -> Iterator[tuple[Way, Assessment]]:
        now = Assessment.objects.get(id=row.id)
        if stand(now) in seen:
            return
        seen.add(stand(now))
        yield way, now
        for verb, who in [(verb, who) for verb in ACTS for who in people]:
            before = transaction.savepoint()
            if did(verb, people[who], now):
                yield from on((*way, (who, verb)))
            transaction.savepoint_rollback(before)

    yield from on(())


def did(verb: str, by: Actor, row: Assessment) -> bool:
    """Try an act: it is done, or refused in a way that is foreseen."""
    try:
        ACTS[verb](intake.read(row.id, by=by), by)
    except BedsideError:
        return False
    return True


def test_a_question_is_open_exactly_while_its_reply_is_waited_for(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    okafor = register_doctor("Dr Ines Okafor", "okafor@example.org", harbour)
    people = {"asha": asha.actor, "bello": bello.actor, "okafor": okafor.actor}
    row = Assessment.objects.get(id=send(COLD, asha.actor).id)
    states = set()
    for way, now in ways(row, people):
        states.add(now.state)
        asked = now.enquiries.filter(replied_at=None, withdrawn_at=None).count()
        assert asked == (now.state == NEEDS_INFORMATION), way
        assert ("reply" in intake.read(now.id, by=asha.actor).may) == bool(asked), way
    assert states == {"submitted", "in_review", "needs_information", "reviewed", "closed"}


def test_reviewing_without_the_reply_takes_the_question_back(
    asha: Person, bello: Person, harbour: Facility
) -> None:
    asked = ask(asha, bello)
    done = intake.review(asked.id, version=asked.version, by=bello.actor)
    (question,) = done.enquiries
    assert question.withdrawn_at == done.reviewed_at
    assert [one.event for one in done.steps] == ["submit", "take", "ask", "withdraw", "review"]
    event = Event.objects.get(action="assessment.review", outcome="done")
    assert event.objects_touched["enquiry"] == str(question.id)
    with pytest.raises(Conflict):
        intake.reply(asked.id, "Late.", version=done.version, by=asha.actor)


def test_after_undoing_a_review_the_patient_can_be_asked_again(asha: Person, bello: Person) -> None:
    asked = ask(asha, bello)
    done = intake.review(asked.id, version=asked.version, by=bello.actor)
    back = intake.undo_review(asked.id, version=done.version, by=bello.actor)
    again = intake.ask(asked.id, "Since when?", version=back.version, by=bello.actor)
    mine = intake.read(asked.id, by=asha.actor)
    assert mine.may == {"reply"}
    assert [one.withdrawn_at is None for one in again.enquiries] == [False, True]


def test_a_question_left_open_by_an_earlier_version_is_withdrawn(
    asha: Person, bello: Person
) -> None:
    asked, waits = ask(asha, bello), ask(asha, bello)
    now = timezone.now()
    Assessment.objects.filter(id=asked.id).update(
        state="reviewed", reviewed_by=bello.user, reviewed_at=now
    )
    migration = import_module("bedside.intake.migrations.0005_nobody_waits_for_a_reply")
    migration.withdraw(apps, SimpleNamespace(connection=connection))
    assert Enquiry.objects.get(assessment=asked.id).withdrawn_at is not None
    assert Enquiry.objects.get(assessment=waits.id).withdrawn_at is None


def ask(asha: Person, bello: Person) -> intake.AssessmentView:
    """Asha has sent a cold, Dr Bello has taken it and asks her something."""
    sent = send(COLD, asha.actor)
    taken = intake.take(sent.id, version=sent.version, by=bello.actor)
    return intake.ask(sent.id, "Any fever?", version=taken.version, by=bello.actor)
