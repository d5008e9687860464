"""Adding to the log, and asking it about a patient."""

import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bedside.audit.actor import Actor
from bedside.audit.hashing import digest
from bedside.audit.models import GENESIS, ChainHead, Event, Mention, Outcome
from bedside.statements import columns, execute, fetch, holding, insert

SYSTEM_CHAIN = UUID(int=0)
"""The chain of everything that belongs to no facility."""

LATELY = 500
"""Events of one account that are looked through for what it did lately."""
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
    last, previous = _lock(chain)
    event = Event(
        chain=chain,
        seq=last + 1,
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
        previous=previous,
    )
    event.hash = digest(event)
    _store(event)
    return event


def how_many() -> int:
    """Return the number of events in all chains."""
    return Event.objects.count()


def events_about(*records: UUID) -> QuerySet[Event]:
    """Return every event that speaks of a patient, the newest first; of all `records` of theirs."""
    mentions = Mention.objects.filter(patient__in=records).values("event")
    return Event.objects.filter(id__in=mentions).order_by("-at", "-id")


def subjects_lately(by: Actor, actions: Collection[str]) -> list[UUID]:
    """Return the patients of whom an account's latest events of these actions speak, in that order.

    So many events are looked through, and no more: what somebody did long ago is not lately.
    """
    if by.user is None:
        return []
    events = Event.objects.filter(actor_user=by.user, outcome=Outcome.DONE).order_by("-at")
    latest = events.values_list("action", "subjects")[:LATELY]
    found = (UUID(one) for action, subjects in latest if action in actions for one in subjects)
    return list(dict.fromkeys(found))


_CHAIN, _SEQ, _HASH = columns(ChainHead)
_READ = 'SELECT "seq", "hash" FROM "audit_chainhead" WHERE "chain" = %s'
_MOVE = 'UPDATE "audit_chainhead" SET "seq" = %s, "hash" = %s WHERE "chain" = %s'
# Of two who begin a chain, the later one waits here for the other's transaction to end.
_BEGIN = """
    INSERT INTO "audit_chainhead" ("chain", "seq", "hash") VALUES (%s, %s, %s)
    ON CONFLICT DO NOTHING
"""


def _lock(chain: UUID) -> tuple[int, str]:
    """Return the place and the hash of the chain's last event, with the chain locked."""
    # On PostgreSQL the row lock makes writers of one chain take turns; SQLite has let only one
    # writer begin (BEGIN IMMEDIATE).
    sql = _READ + holding()
    found = fetch(sql, (_CHAIN, chain), wanted=(_SEQ, _HASH))
    if not found:
        execute(_BEGIN, (_CHAIN, chain), (_SEQ, 0), (_HASH, GENESIS))
        found = fetch(sql, (_CHAIN, chain), wanted=(_SEQ, _HASH))
    seq, last = found[0]
    return seq, last


def _store(event: Event) -> None:
    insert([event])
    insert([Mention(event=event.id, patient=UUID(patient)) for patient in event.subjects])
    execute(_MOVE, (_SEQ, event.seq), (_HASH, event.hash), (_CHAIN, event.chain))


def _codes(value: Code | list[Code]) -> Code | list[Code]:
    return [_code(item) for item in value] if isinstance(value, list) else _code(value)


def _code(value: Code) -> Code:
    if isinstance(value, str) and not _CODE.fullmatch(value):
        raise ValueError("The audit log takes codes and ids, never free text.")
    if not isinstance(value, str | int | bool | None):
        raise TypeError("The audit log takes codes, whole numbers and flags only.")
    return value
