"""Lists that show the latest first and go on behind the last row of a page."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
Place = tuple[datetime, UUID]
"""Where a page ended: when its last row happened, and the row's id."""


def earlier_than(
    rows: QuerySet[M], column: str, place: tuple[datetime, UUID | int] | None
) -> QuerySet[M]:
    """Return what comes behind `place`, the latest first by `column` and then by id.

    All of it without a place.
    """
    ordered = rows.order_by(f"-{column}", "-id")
    if place is None:
        return ordered
    at, last = place
    return ordered.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at, "id__lt": last}))
