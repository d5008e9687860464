"""Writing an assessment: the sealed document first, then the row, if nobody was faster."""

from datetime import datetime
from typing import Any

from bedside import documents
from bedside.audit import Actor
from bedside.errors import Stale
from bedside.intake.conversation import Conversation
from bedside.intake.lifecycle import after
from bedside.intake.models import Assessment, Step

_DOCUMENT = ("blob_id", "document_version", "document_schema")


def write_conversation(row: Assessment, conversation: Conversation) -> documents.Stored:
    """Seal and store a conversation for the row's next version; attach it in the transaction."""
    return documents.write(
        patient=row.patient_id,
        kind=Assessment.KIND,
        document=row.id,
        version=row.version if row._state.adding else row.version + 1,
        body=conversation.to_body(),
    )


def must_allow(row: Assessment, event: str, *, version: int) -> None:
    """Raise Conflict when the row's state does not allow `event`, Stale for another `version`."""
    after(row.state, event)
    if row.version != version:
        raise Stale


def save_if_unchanged(
    row: Assessment, event: str, *, version: int, now: datetime, **changes: Any
) -> None:
    """Write `changes`, the attached document and the state after `event` over `version`.

    One conditional UPDATE decides between two writers. Raises Conflict when what the faster one
    did no longer allows the event, and Stale otherwise.
    """
    state = after(row.state, event)
    changes |= {name: getattr(row, name) for name in _DOCUMENT}
    changes |= {"state": state, "version": version + 1, "updated_at": now}
    rows = Assessment.objects.filter(id=row.id)
    if not rows.filter(version=version, state=row.state).update(**changes):
        after(rows.values_list("state", flat=True).get(), event)
        raise Stale
    for name, value in changes.items():
        setattr(row, name, value)


def step(row: Assessment, event: str, *, now: datetime, by: Actor, unread: str = "") -> None:
    """Note a step of a sent assessment, after `save_if_unchanged`."""
    Step.objects.create(
        assessment=row,
        event=event,
        state=row.state,
        unread=unread,
        at=now,
        by_id=None if by.role == "patient" else by.user,
    )
