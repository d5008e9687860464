"""Documents in a table beside the core: the default, with nothing else to install."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from bedside.documents.models import Blob
from bedside.errors import Unavailable
from bedside.statements import columns, fetch_each, insert

PAGE = 500
_READ = columns(Blob, "id", "body")

P = ParamSpec("P")
T = TypeVar("T")


def _reaching_sql(method: Callable[P, T]) -> Callable[P, T]:
    @wraps(method)
    def reach(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(*args, **kwargs)
        except (DatabaseError, InterfaceError) as error:
            raise Unavailable("The document table cannot be reached right now.") from error

    return reach


class SqlStore:
    """The `Store` on Django's default database."""

    kind = "A table of the database"

    @_reaching_sql
    def put(self, blob: UUID, body: bytes) -> None:
        # Outside a transaction this statement is one of its own: returning means committed.
        insert([Blob(id=blob, body=body, stored_at=timezone.now())])

    @_reaching_sql
    def get_many(self, blobs: Collection[UUID]) -> dict[UUID, bytes]:
        if not blobs:
            return {}
        return {blob: bytes(body) for blob, body in fetch_each(_READ, blobs)}

    @_reaching_sql
    def delete(self, blobs: Collection[UUID]) -> None:
        Blob.objects.filter(id__in=blobs).delete()

    def older_than(self, at: datetime) -> Iterator[UUID]:
        # Page by page, from where the last one ended: the caller deletes while we go on.
        start: tuple[datetime, UUID] | None = None
        while page := self._page(at, start):
            yield from (blob for _, blob in page)
            start = page[-1]

    @_reaching_sql
    def check(self) -> None:
        Blob.objects.exists()

    @_reaching_sql
    def _page(
        self, at: datetime, start: tuple[datetime, UUID] | None
    ) -> list[tuple[datetime, UUID]]:
        rows = Blob.objects.filter(stored_at__lt=at)
        if start is not None:
            rows = rows.filter(stored_at__gte=start[0]).exclude(
                stored_at=start[0], id__lte=start[1]
            )
        return list(rows.order_by("stored_at", "id").values_list("stored_at", "id")[:PAGE])
