"""The patient's acts: starting an assessment, answering, going back, sending it.

Each turn seals the whole conversation as a new document, which the store has acknowledged before
the transaction that makes the row point to it. The transaction changes the row only if it is
still the one that was read.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import act, prepared_act
from bedside.audit import Actor
from bedside.clinic.patients.relations import relate
from bedside.clinic.patients.rules import must_have_clinic
from bedside.intake.conversation import Conversation
from bedside.intake.drafts import count_draft
from bedside.intake.engine import knowledge
from bedside.intake.models import Assessment
from bedside.intake.opening import Told, opening_for
from bedside.intake.reach import find, own_patient
from bedside.intake.resuming import continued
from bedside.intake.rules import must_be_ready
from bedside.intake.saving import must_allow, save_if_unchanged, step, write_conversation
from bedside.intake.showing import show
from bedside.intake.urgency import urgency_of
from bedside.intake.views import AssessmentView

Turn = Callable[[Conversation, datetime], Conversation]


def start(
    *,
    text: str,
    age_years: int | None = None,
    sex: str | None = None,
    speaker: str | None = None,
    by: Actor,
) -> AssessmentView:
    """Begin an assessment from the patient's own words.

    For a registered patient age and sex come from the profile unless given. Raises
    Unauthenticated for an actor who is nobody's patient and holds no draft, Throttled when
    strangers begin too many, and Invalid.
    """
    with prepared_act("assessment.start", by=by) as doing:
        patient = own_patient(doing=doing)
        if by.role == "anonymous":
            count_draft(by.address)
        told = Told(text, age_years, sex, speaker)
        conversation = Conversation.opened(opening_for(patient, told, timezone.now()))
        row = Assessment(patient=patient, knowledge_version=knowledge().version)
        doing.on(assessment=row.id)
        stored = write_conversation(row, conversation)
        with doing.commit():
            stored.attach(row)
            row.save(force_insert=True)
        return show(row, conversation.to_body(), by=by)


def answer(
    assessment: UUID, question_id: str, answer: Any, *, version: int, by: Actor
) -> AssessmentView:
    """Answer the question being asked. Raises NotFound, Stale, Conflict or Invalid."""
    return _turn(
        "answer", assessment, lambda talk, _: talk.answered(question_id, answer), version, by
    )


def back(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Take the last answer back. Raises NotFound, Stale or Conflict."""
    return _turn("back", assessment, lambda talk, now: talk.gone_back(now), version, by)


def change(
    assessment: UUID, question_id: str, answer: Any, *, version: int, by: Actor
) -> AssessmentView:
    """Replace an earlier answer. Raises NotFound, Stale, Conflict or Invalid."""
    return _turn(
        "change", assessment, lambda talk, now: talk.changed(question_id, answer, now), version, by
    )


def submit(assessment: UUID, *, version: int, by: Actor) -> AssessmentView:
    """Send a finished assessment to the patient's clinic; from now on it stays as it is.

    Raises NotFound, Stale, and Conflict when there is no result or it is older than a day.
    """
    with prepared_act("assessment.submit", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "submit", version=version)
        must_have_clinic(row.patient)
        now = timezone.now()
        conversation = continued(row, documents.read(row), now)
        urgency = urgency_of(must_be_ready(conversation), now)
        stored = write_conversation(row, conversation)
        with doing.commit():
            # Where the patient belongs now: they may have moved while this was prepared.
            row.patient.refresh_from_db(fields=["facility"])
            doing.chain = clinic = must_have_clinic(row.patient)
            stored.attach(row)
            save_if_unchanged(
                row,
                "submit",
                version=version,
                now=now,
                knowledge_version=knowledge().version,
                submitted_at=now,
                facility_id=clinic,
                triage=urgency.triage,
                when_code=urgency.when,
                triage_rank=urgency.rank,
                due_at=urgency.due_at,
            )
            step(row, "submit", now=now, by=by)
            relate(row.patient, clinic, reason="assessment")
            doing.note(triage=urgency.triage, when=urgency.when)
        return show(row, conversation.to_body(), by=by)


def discard(assessment: UUID, *, version: int, by: Actor) -> None:
    """Throw a draft away. Raises NotFound, Stale or Conflict (it was sent)."""
    with act("assessment.discard", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, "discard", version=version)
        row.blob_id = None
        save_if_unchanged(row, "discard", version=version, now=timezone.now())


def _turn(event: str, assessment: UUID, turn: Turn, version: int, by: Actor) -> AssessmentView:
    """Do one turn of the interview: read, compute, seal and store, then the row and its event."""
    with prepared_act(f"assessment.{event}", by=by) as doing:
        row = find(assessment, doing=doing)
        must_allow(row, event, version=version)
        now = timezone.now()
        conversation = turn(continued(row, documents.read(row), now), now)
        stored = write_conversation(row, conversation)
        with doing.commit():
            stored.attach(row)
            save_if_unchanged(
                row, event, version=version, now=now, knowledge_version=knowledge().version
            )
        return show(row, conversation.to_body(), by=by)
