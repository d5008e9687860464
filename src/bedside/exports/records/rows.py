"""Reading a record's parts in batches: constant memory, one fetch of documents for each batch."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from bedside import accounts, documents
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.watching import latest_accesses
from bedside.exports.records.parts import Part, word_for

BATCH = 200
"""Rows that are opened together."""
Row = dict[str, Any]
"""One row, by the names of its part's columns. All values are JSON's own, `document` the whole."""


def rows_of(part: Part, patients: QuerySet[Patient]) -> QuerySet[Model]:
    """Return a part's rows of some patients."""
    wanted = {f"{part.path}__in": patients.values("id")}
    return part.model._default_manager.filter(**wanted).exclude(**part.but_not or {"pk": None})


def batches(part: Part, patients: QuerySet[Patient]) -> Iterator[list[Model]]:
    """Yield a part's rows of some patients by their ids, BATCH at a time."""
    over = sorted({path.partition("__")[0] for path in part.beside.values()})
    found = rows_of(part, patients).select_related(*over, *_of_whom(part)).order_by("pk")
    last: Any = None
    while batch := list((found.filter(pk__gt=last) if last is not None else found)[:BATCH]):
        yield batch
        last = batch[-1].pk


def _of_whom(part: Part) -> list[str]:
    """Return the relation over which a document's seal finds its patient, if it is another's."""
    over = part.path.rpartition("__")[0]
    return [over] if over else []


def opened(part: Part, batch: list[Any]) -> Iterator[Row]:
    """Yield what a batch says. What does not open is there, not readable and without its words."""
    if not part.has_document:
        yield from (_clear(part, row) for row in batch)
        return
    without = [row for row in batch if row.blob_id is None]
    held = [row for row in batch if row.blob_id is not None]
    bodies = dict(zip((row.pk for row in held), documents.open_each(held), strict=True))
    bodies |= {row.pk: {} for row in without}
    for row in batch:
        body = bodies[row.pk]
        is_open = not isinstance(body, documents.Unreadable)
        said = part.reading(body) if is_open and body else {}
        texts = {word_for(name): said.get(name) for name in part.texts}
        document = body if is_open else None
        yield {**_clear(part, row), **texts, "readable": is_open, "document": document}


def _clear(part: Part, row: Any) -> Row:
    clear = {word_for(one.attname): plain(getattr(row, one.attname)) for one in part.fields()}
    return {**clear, **{word_for(name): _beside(row, path) for name, path in part.beside.items()}}


def _beside(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return plain(row)


def plain(value: Any) -> Any:
    """Return a value as JSON has it: times in ISO 8601 with their zone."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def people_in(part: Part, batch: list[Any]) -> set[UUID]:
    """Return the accounts that a batch refers to."""
    to_people = [one.attname for one in part.fields() if _is_of_account(one)]
    found = (getattr(row, name) for row in batch for name in to_people)
    return {one for one in found if one is not None}


def _is_of_account(field: Any) -> bool:
    return bool(field.is_relation and field.related_model._meta.label == "accounts.User")


def named(people: set[UUID]) -> Iterator[Row]:
    """Yield who the accounts are that a record refers to; some hundreds in a clinic's life."""
    names = accounts.names_of(people)
    for user in sorted(people):
        yield {"id": str(user), "name": names.get(user), "readable": names.get(user) is not None}


def looks_at(patient: UUID) -> Iterator[Row]:
    """Yield who read or changed a patient's record, the latest first."""
    after = None
    while True:
        page = latest_accesses(patient, BATCH, after=after)
        for one in page:
            yield {
                "id": str(one.event),
                "recorded": one.at.isoformat(),
                "agent": one.who,
                "role": one.role,
                "action": one.action,
            }
        if not page or not page.more:
            return
        after = (page[-1].at, page[-1].event)


def as_json(row: Mapping[str, Any]) -> str:
    """Return one row as one line of JSON."""
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
