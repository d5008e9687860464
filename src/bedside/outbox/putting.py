"""Putting work down and taking it back, in the transaction of the act that causes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from bedside.ids import new_id
from bedside.outbox.kinds import KINDS
from bedside.outbox.models import CALLED_OFF, Job, JobState
from bedside.statements import columns, execute

_COLUMNS = columns(Job)
_AGAIN = (
    "subject", "asked_by", "due_at", "ready_at", "state", "attempts", "lease", "occasion", "error",
    "done", "total", "finished_at", "wish", "result", "result_name", "result_type", "result_size",
    "result_expires_at", "sent_at",
)  # fmt: skip
_NAMES = ", ".join(f'"{column.column}"' for column in _COLUMNS)
_PLACES = ", ".join(["%s"] * len(_COLUMNS))
_INSERT = f'INSERT INTO "outbox_job" ({_NAMES}) VALUES ({_PLACES}) ON CONFLICT ("key") DO'  # noqa: S608
_AT_ONCE = 200
"""Rows in one statement."""
_PUT = f"""
    {_INSERT} UPDATE SET {", ".join(f'"{name}" = excluded."{name}"' for name in _AGAIN)},
    "version" = "outbox_job"."version" + 1
"""
_PUT_ONCE = f"{_INSERT} NOTHING"


def put(
    kind: str,
    *,
    key: str,
    subject: Mapping[str, UUID] | None = None,
    due_at: datetime | None = None,
    asked_by: UUID | None = None,
) -> None:
    """Put a job down, due now or at `due_at`; one of this key begins anew, whatever became of it.

    Whoever runs that one at this moment loses it, and with it whatever they have not committed.
    Raises KeyError for a kind that no room declares, TypeError for a subject that is no id, and
    RuntimeError outside a transaction.
    """
    _insert(_PUT, kind, key, subject, due_at, asked_by)


def put_once(
    kind: str,
    *,
    key: str,
    subject: Mapping[str, UUID] | None = None,
    due_at: datetime | None = None,
    asked_by: UUID | None = None,
) -> bool:
    """Put a job down unless there is or was one of this key; whether it was. Raises as `put`."""
    return _insert(_PUT_ONCE, kind, key, subject, due_at, asked_by) > 0


@dataclass(frozen=True)
class New:
    """A job of a key that nobody else can have put down: its subject was made just now."""

    key: str
    subject: Mapping[str, UUID]
    due_at: datetime


def put_new(kind: str, jobs: Iterable[New]) -> None:
    """Put many jobs down in a few statements. Raises as `put`, and for a key that is there."""
    rows = (
        new_job(kind, key=one.key, subject=one.subject, due_at=one.due_at, asked_by=None)
        for one in jobs
    )
    Job.objects.bulk_create(rows, batch_size=_AT_ONCE)


def take_back(*keys: str) -> None:
    """Cancel the jobs of these keys that are not done. Raises RuntimeError outside a transaction.

    Whoever runs one at this moment loses it.
    """
    _must_be_in_a_transaction()
    rows = Job.objects.filter(key__in=keys, state__in=CALLED_OFF)
    rows.update(
        state=JobState.CANCELLED,
        lease=None,
        finished_at=timezone.now(),
        version=F("version") + 1,
    )


def new_job(
    kind: str,
    *,
    key: str,
    subject: Mapping[str, UUID] | None,
    due_at: datetime | None,
    asked_by: UUID | None,
) -> Job:
    """Return a row that is not there yet. Raises as `put`."""
    _must_be_in_a_transaction()
    if kind not in KINDS:
        raise KeyError(kind)
    now = timezone.now()
    return Job(
        id=new_id(),
        kind=kind,
        key=key,
        subject={noun: _id(value) for noun, value in (subject or {}).items()},
        asked_by=asked_by,
        created_at=now,
        due_at=due_at or now,
        ready_at=due_at or now,
    )


def _insert(
    sql: str,
    kind: str,
    key: str,
    subject: Mapping[str, UUID] | None,
    due_at: datetime | None,
    asked_by: UUID | None,
) -> int:
    row = new_job(kind, key=key, subject=subject, due_at=due_at, asked_by=asked_by)
    return execute(sql, *((column, getattr(row, column.attname)) for column in _COLUMNS))


def _id(value: object) -> str:
    """Return an id as it is kept. Raises TypeError: anything else could be about somebody."""
    if not isinstance(value, UUID):
        raise TypeError("A job's subject holds ids only.")
    return str(value)


def _must_be_in_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("A job is put down in the transaction of the change that causes it.")
