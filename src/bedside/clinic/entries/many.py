"""Entries for the lists of many patients at once, such as a list kept elsewhere, and the way back.

One by one they would cost some queries each, and half of them could be there when the rest fails.
They are what `acts.add` and `mark_as_error` would have made of them, but for how they begin
(`history.BROUGHT_IN`), within one act that has found the patients and holds them.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils import timezone

from bedside import documents
from bedside.accounts.acts import under_way
from bedside.clinic.entries.acts import write_history
from bedside.clinic.entries.body import B
from bedside.clinic.entries.history import BROUGHT_IN, Change, History
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lifecycle import ERROR, after
from bedside.clinic.entries.models import Entry
from bedside.clinic.rules import account_of
from bedside.locking import held

BATCH = 200
"""Rows in one statement."""


@dataclass(frozen=True)
class New(Generic[B]):
    """An entry to be made: what it says is checked, and `despite` is why it stands all the same."""

    patient: UUID
    body: B
    state: str
    despite: str = ""


def add_each(
    kind: Kind[B],
    new: Sequence[New[B]],
    *,
    prepare: Callable[[Sequence[Entry]], object] = lambda _: None,
) -> list[Entry]:
    """Add entries to the lists of patients whom the act under way holds; in their order.

    `prepare` is given the rows before they are saved. Their documents are stored within the
    transaction; the store has acknowledged each of them before the commit all the same.
    """
    doing, now = under_way(), timezone.now()
    user = account_of(doing.by)
    rows = [_row(kind, one, user, now) for one in new]
    prepare(rows)
    for row, one in zip(rows, new, strict=True):
        change = Change(BROUGHT_IN, now, user, one.state, one.body, despite=one.despite)
        write_history(row, History((change,)), version=1).attach(row)
    kind.model._default_manager.bulk_create(rows, batch_size=BATCH)
    return rows


def mark_each_as_error(kind: Kind[Any], entries: Collection[UUID]) -> None:
    """Say of entries that they were never true, as `mark_as_error` does, in the act that holds
    their patients. Raises Damaged for one that does not open, and Conflict as `after` does."""
    user, now = account_of(under_way().by), timezone.now()
    rows = list(held(kind.model._default_manager.filter(id__in=entries).order_by("id")))
    for row, body in zip(rows, documents.open_each(rows), strict=True):
        if isinstance(body, documents.Unreadable):
            raise body.error()
        history = History.from_json(body, kind.body)
        after(kind.lifecycle, row.state, "mark_as_error", before_error=history.before_error)
        row.state, row.changed_by_id, row.changed_at = ERROR, user, now
        change = Change("mark_as_error", now, user, ERROR, history.now)
        write_history(row, history.and_then(change), version=row.version + 1).attach(row)
    kind.model._default_manager.bulk_update(rows, _CHANGED, batch_size=BATCH)


def built_on(kind: Kind[Any], entries: Collection[UUID]) -> set[UUID]:
    """Return of new entries those that were changed since, or that other rows point to.

    Every table that points to them is asked, also one that did not exist when this was written.
    """
    model: type[Model] = kind.model
    rows: QuerySet[Any] = kind.model._default_manager.filter(id__in=entries)
    touched = set(rows.exclude(version=1).values_list("id", flat=True))
    for relation in model._meta.related_objects:
        name = relation.field.name
        others = relation.related_model._default_manager.filter(**{f"{name}__in": entries})
        touched.update(others.values_list(name, flat=True))
    return touched


_CHANGED = (
    "state",
    "changed_by",
    "changed_at",
    "version",
    "blob_id",
    "document_version",
    "document_schema",
)


def _row(kind: Kind[B], one: New[B], user: UUID, now: Any) -> Entry:
    row = kind.model(
        patient_id=one.patient,
        state=one.state,
        recorded_by_id=user,
        recorded_at=now,
        changed_by_id=user,
        changed_at=now,
    )
    kind.in_the_clear(row, one.body)
    return row
