"""The way of an assessment, on every store: whole, at the same moment, and killed half-way."""

import signal
from dataclasses import replace

import pytest
from django.utils import timezone

from bedside import audit, clinic, documents, intake, vault
from bedside.audit import Actor
from bedside.clinic.models import Facility, Patient
from bedside.intake.models import Assessment
from bedside.intake.rules import DRAFT_LASTS
from tests import databases, people
from tests.contract.dying import STEPS
from tests.contract.together import at_once, kinds
from tests.intake.talking import COLD, HEART, begin, finish, send, turn
from tests.people import ASHA, PASSWORD, Person

pytestmark = pytest.mark.usefixtures("live_database")


def test_from_a_draft_without_an_account_to_the_review(harbour: Facility, bello: Person) -> None:
    _, holder = intake.begin_draft(address="192.0.2.9")
    view = finish(HEART, holder, age=34)
    patient = clinic.register_patient(
        profile=ASHA, facility=harbour.id, password=PASSWORD, by=holder
    )
    asha = Actor(role="patient", patient=patient.id)
    sent = intake.submit(view.id, version=view.version, by=asha)
    vault.forget_keys()
    (row,) = intake.worklist(by=bello.actor).rows
    assert (row.id, row.name, row.triage) == (sent.id, "Asha Verma", "emergency")
    taken = intake.take(row.id, version=sent.version, by=bello.actor)
    done = intake.review(row.id, version=taken.version, by=bello.actor)
    assert (done.state, done.complaint) == ("reviewed", HEART.text)
    assert clinic.accesses(patient.id, by=asha)[0].who == "Dr Amara Bello"
    assert audit.verify() == []


def test_a_draft_is_taken_along_by_signing_in(asha: Person) -> None:
    token, holder = intake.begin_draft(address="192.0.2.9")
    view = turn(begin(COLD, holder, age=30), COLD, holder)
    assert intake.claim(token, by=asha.actor) == [view.id]
    vault.forget_keys()
    assert intake.read(view.id, by=asha.actor).answers == view.answers


def test_expired_drafts_open_nowhere(live_database: None) -> None:
    _, holder = intake.begin_draft(address="192.0.2.9")
    view = begin(COLD, holder, age=30)
    row = Assessment.objects.get(id=view.id)
    assert intake.expire_drafts(timezone.now() + DRAFT_LASTS) == 1
    vault.forget_keys()
    with pytest.raises(vault.KeyDestroyed):
        documents.read(row)


def test_of_many_reviews_at_once_one_counts(asha: Person, harbour: Facility) -> None:
    sent = send(COLD, asha.actor)
    doctors = [
        people.register_doctor(f"Dr {n}", f"d{n}@example.org", harbour).actor for n in range(6)
    ]
    results = at_once(6, lambda n: intake.review(sent.id, version=sent.version, by=doctors[n]))
    assert kinds(results) == {"AssessmentView": 1, "Conflict": 5}
    (winner,) = [n for n, result in enumerate(results) if not isinstance(result, Exception)]
    row = Assessment.objects.get(id=sent.id)
    assert (row.reviewed_by_id, row.version) == (doctors[winner].user, sent.version + 1)


def test_of_many_answers_at_once_one_counts(asha: Person) -> None:
    view = begin(COLD, asha.actor)
    results = at_once(6, lambda _: turn(view, COLD, asha.actor))
    assert kinds(results) == {"AssessmentView": 1, "Stale": 5}
    now = intake.read(view.id, by=asha.actor)
    assert (now.version, len(now.answers)) == (view.version + 1, 1)


def test_sending_and_going_back_at_once_end_in_one_of_the_two(asha: Person) -> None:
    view = finish(HEART, asha.actor)
    acts = (intake.submit, intake.back)
    results = at_once(2, lambda n: acts[n](view.id, version=view.version, by=asha.actor))
    refused = [result for result in results if isinstance(result, Exception)]
    assert len(refused) == 1
    now = intake.read(view.id, by=asha.actor)
    assert (now.state == "submitted") == (now.result is not None)


def test_of_many_registrations_of_one_draft_one_counts(harbour: Facility) -> None:
    _, holder = intake.begin_draft(address="192.0.2.9")
    begin(COLD, holder, age=34)

    def register(n: int) -> Patient:
        profile = replace(ASHA, email=f"asha{n}@example.org")
        return clinic.register_patient(
            profile=profile, facility=harbour.id, password=None, by=holder
        )

    assert kinds(at_once(4, register)) == {"Patient": 1, "Conflict": 3}
    assert Patient.objects.get(id=holder.patient).state == "registered"


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_each_step_of_an_answer(
    step: str, asha: Person, real_database: dict[str, str]
) -> None:
    view = begin(COLD, asha.actor)
    program = f"""
import django
django.setup()
from uuid import UUID
from bedside import intake
from bedside.audit import Actor
from tests.contract.dying import kill_at
from tests.intake.talking import COLD, turn
by = Actor(role="patient", user=UUID("{asha.user}"), patient=UUID("{asha.patient}"))
view = intake.read(UUID("{view.id}"), by=by)
kill_at("{step}")
turn(view, COLD, by)
"""
    done = databases.run(program, real_database)
    assert done.returncode == -signal.SIGKILL, done.stderr

    vault.forget_keys()
    now = intake.read(view.id, by=asha.actor)
    answered = 1 if step == "committed" else 0
    assert (now.version, len(now.answers)) == (view.version + answered, answered)
    assert turn(now, COLD, asha.actor).version == now.version + 1
    assert audit.verify() == []
