"""Removing blobs that no row names: what a crash or a newer version left behind."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.apps import apps

from bedside.documents.current import store
from bedside.documents.models import HasDocument, Piece

GRACE = timedelta(hours=24)
"""Far longer than a write may take, so a blob on its way to its row is never removed."""
BATCH = 500


def sweep(now: datetime) -> int:
    """Remove the blobs stored more than a day before `now` that no row names; return how many."""
    removed = 0
    for batch in _batches(store().older_than(now - GRACE)):
        orphans = batch - _named(batch)
        if orphans:
            store().delete(orphans)
            removed += len(orphans)
    return removed


def _named(blobs: set[UUID]) -> set[UUID]:
    named: set[UUID] = set()
    for model in apps.get_models():
        if issubclass(model, HasDocument | Piece):
            rows = model._default_manager.filter(blob_id__in=blobs)
            named.update(blob for blob in rows.values_list("blob_id", flat=True) if blob)
    return named


def _batches(blobs: Iterable[UUID]) -> Iterator[set[UUID]]:
    going = iter(blobs)
    while batch := set(islice(going, BATCH)):
        yield batch
