"""Holding rows until the transaction ends, the one way; for fixed statements `statements.held`.

It keeps nobody waiting without need. PostgreSQL checks a foreign key at the commit, when the writer
holds the end of an audit chain already. A row that is held FOR UPDATE makes that check wait, and
whoever holds the row waits for the chain: neither can go on. FOR NO KEY UPDATE holds a row against
everybody who would change it, and lets rows that merely point to it pass. SQLite has let only one
writer begin.
"""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


def held(rows: QuerySet[M], *, of: Sequence[str] = (), pass_by: bool = False) -> QuerySet[M]:
    """Return the rows such that reading them holds them; `of` is Django's, for joined tables.

    With `pass_by` those that somebody else holds are left out instead of waited for.
    """
    return rows.select_for_update(of=of, no_key=True, skip_locked=pass_by)


def hold(rows: QuerySet[Any]) -> None:
    """Hold rows, in the order of their keys so that two who want the same ones take turns."""
    if connection.features.has_select_for_update:
        list(held(rows.order_by("pk")).values_list("pk"))
