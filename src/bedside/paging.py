"""A page of a list that knows whether the list goes on.

One row more than shown is asked of the database. Counting what is shown cannot tell: a list that
ends with a full page would offer one page more, with nothing on it.
"""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet

S = TypeVar("S")
T = TypeVar("T")
M = TypeVar("M", bound=Model)


class Page(list[T]):
    """The rows to show; `more` says whether there are others behind the last of them."""

    def __init__(self, rows: Iterable[T], *, more: bool) -> None:
        super().__init__(rows)
        self.more = more

    def shown_as(self, rows: Iterable[S]) -> "Page[S]":
        """Return what is shown of these rows."""
        return Page(rows, more=self.more)


def read_page(rows: QuerySet[M], limit: int) -> Page[M]:
    """Read `limit` rows."""
    found = list(rows[: limit + 1])
    return Page(found[:limit], more=len(found) > limit)
