"""Bringing in records that were kept elsewhere: rows as they were there, and the words that belong
to them, many patients at once.

The acts of the nouns say what a person did here and now. A clinic's past was not done here, so it
keeps the times and the people that it had; who brought it in, when, and about whom, is one event
on record for each call. Only `system` may: whoever runs the command.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Model

from bedside import documents
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.facilities.models import Facility
from bedside.documents.models import HasDocument
from bedside.errors import NotFound

BATCH = 200
"""Rows in one statement."""


@dataclass(frozen=True)
class Brought:
    """A new row, and what its document says, if it has one."""

    row: Model
    body: Mapping[str, Any] | None = None


def bring_in(
    brought: Sequence[Brought], *, facility: UUID, patients: Iterable[UUID], by: Actor
) -> None:
    """Keep the past of some patients of a facility, all of it or nothing.

    A row comes after those that it refers to. Raises NotFound for a facility or a data key that is
    not there.
    """
    with prepared_act("record.bring_in", by=by) as doing:
        doing.on(facility=facility)
        if not Facility.objects.filter(id=facility).exists():
            raise NotFound
        doing.chain = facility
        # The documents are stored within the transaction, which takes a third of the time; the
        # store has acknowledged each of them before the commit all the same.
        with doing.commit():
            keep(brought)
            doing.mention(*patients)
            doing.note(count=len(brought))


def keep(brought: Sequence[Brought]) -> None:
    """Store documents and rows within an act's transaction; a row after those it refers to."""
    for one in brought:
        _attach(one)
    for model, rows in groupby((one.row for one in brought), key=_model):
        model._default_manager.bulk_create(rows, batch_size=BATCH)


def _model(row: Model) -> type[Model]:
    return type(row)


def _attach(one: Brought) -> None:
    """Store the document of a row; the row's own version may be a later one."""
    row = one.row
    if one.body is None or not isinstance(row, HasDocument):
        return
    version = row.version
    stored = documents.write(
        patient=row.document_patient(),
        kind=row.KIND,
        document=row.pk,
        version=row.document_version,
        body=one.body,
    )
    stored.attach(row)
    row.version = version
