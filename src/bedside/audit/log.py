"""Adding to the log, and asking it about a patient."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bedside.audit.actor import Actor
from bedside.audit.hashing import digest
from bedside.audit.models import ChainHead, Event, Mention, Outcome

SYSTEM_CHAIN = UUID(int=0)
"""The chain of everything that belongs to no facility."""

Code = str | int | bool | None
"""What a detail may be: a code, a count, a flag. Lists of them are allowed too."""

_CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,80}")


def append(
    action: str,
    *,
    by: Actor,
    chain: UUID,
    outcome: str,
    subjects: Iterable[UUID] = (),
    objects: Mapping[str, object] | None = None,
    details: Mapping[str, Code | list[Code]] | None = None,
) -> Event:
    """Add one event at the end of `chain`, inside the caller's transaction, and return it.

    `subjects` are the patients it speaks of, `objects` maps kinds to ids. Raises ValueError when a
    detail is not a code (free text must never get in here) and RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("An event is written in the transaction of the data it speaks of.")
    head = _lock(chain)
    event = Event(
        chain=chain,
        seq=head.seq + 1,
        at=timezone.now(),
        action=action,
        outcome=Outcome(outcome),
        actor_role=by.role,
        actor_user=by.user,
        actor_patient=by.patient,
        session=by.session,
        address=by.address[:64],
        device=by.device[:64],
        subjects=sorted({str(patient) for patient in subjects}),
        objects_touched={kind: _code(str(value)) for kind, value in (objects or {}).items()},
        details={name: _codes(value) for name, value in (details or {}).items()},
        previous=head.hash,
    )
    event.hash = digest(event)
    _store(event, head)
    return event


def events_about(patient: UUID) -> QuerySet[Event]:
    """Return every event that speaks of `patient`, the newest first."""
    mentions = Mention.objects.filter(patient=patient).values("event")
    return Event.objects.filter(id__in=mentions).order_by("-at", "-id")


def _lock(chain: UUID) -> ChainHead:
    # On PostgreSQL the row lock makes writers of one chain take turns; SQLite has let only one
    # writer begin (BEGIN IMMEDIATE).
    heads = ChainHead.objects.select_for_update().filter(chain=chain)
    head = heads.first()
    if head is None:
        ChainHead.objects.bulk_create([ChainHead(chain=chain)], ignore_conflicts=True)
        head = heads.get()
    return head


def _store(event: Event, head: ChainHead) -> None:
    event.save(force_insert=True)
    Mention.objects.bulk_create(
        [Mention(event=event.id, patient=UUID(patient)) for patient in event.subjects]
    )
    ChainHead.objects.filter(chain=head.chain).update(seq=event.seq, hash=event.hash)


def _codes(value: Code | list[Code]) -> Code | list[Code]:
    return [_code(item) for item in value] if isinstance(value, list) else _code(value)


def _code(value: Code) -> Code:
    if isinstance(value, str) and not _CODE.fullmatch(value):
        raise ValueError("The audit log takes codes and ids, never free text.")
    if not isinstance(value, str | int | bool | None):
        raise TypeError("The audit log takes codes, whole numbers and flags only.")
    return value
