"""Opening everything once, after a disk failure or a restored backup, to learn what is damaged.

Rows are read by the order of their ids, a batch at a time: any number needs the same little memory,
and each batch the same few queries. What is written meanwhile is either met as it was or as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.db.models import Model

from bedside import vault
from bedside.documents.models import HasDocument
from bedside.documents.reading import opened
from bedside.vault import HasSealed, Unreadable

BATCH = 200

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Walked:
    """One batch: how many texts were opened or not, and those that were not."""

    read: int
    unreadable: list[Unreadable]


def walk() -> Iterator[Walked]:
    """Open every document that a row names, and every sealed column, batch by batch.

    Nothing is reported here; whoever walks does that. Raises Unavailable when a store is.
    """
    for model in apps.get_models():
        if issubclass(model, HasDocument):
            for rows in _batches(model, blob_id__isnull=False):
                yield _walked(opened(rows))
                yield _walked(vault.open_each([text for row in rows for text in row.beside()]))
        elif issubclass(model, HasSealed):
            for holders in _batches(model):
                texts = [text for holder in holders for text in holder.sealed_texts()]
                yield _walked(vault.open_each_with("accounts", texts))


def _batches(model: type[M], **only: Any) -> Iterator[Sequence[M]]:
    # From a document's row to whose key seals it may lead over another row, which comes along.
    rows = model._base_manager.filter(**only).order_by("pk")
    if issubclass(model, HasDocument) and model.PATIENT_OVER:
        rows = rows.select_related(*model.PATIENT_OVER)
    batch = list(rows[:BATCH])
    while batch:
        yield batch
        batch = list(rows.filter(pk__gt=batch[-1].pk)[:BATCH])


def _walked(found: Sequence[object]) -> Walked:
    return Walked(len(found), [each for each in found if isinstance(each, Unreadable)])
