"""Going through very many rows of a few columns, where making them costs more than finding them.

PostgreSQL is asked for its binary form, which psycopg reads in C; in the text form Django has each
moment read in Python, at ten times the price. A cursor of the server keeps what was not fetched yet
out of this process. Other databases are read as the query builder reads them.

Ids among which a column's have to be, thousands of them, go as one value: written out they would be
a statement of hundred thousand characters, and each would pass through the query builder.
"""

import json
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Lookup, QuerySet, UUIDField

Row = tuple[Any, ...]


def streamed(rows: QuerySet[Any, Row], at_once: int) -> Iterator[Row]:
    """Go through the tuples of a `values_list`, so many fetched together.

    They hold what the columns' types say, bytes for a sealed text. Columns of JSON are not for it.
    """
    if connection.vendor != "postgresql":
        yield from rows.iterator(chunk_size=at_once)
        return
    sql, given = rows.query.get_compiler(connection.alias).as_sql()
    with connection.chunked_cursor() as wrapped:
        cursor = wrapped.cursor
        cursor.execute(sql, given, binary=True)
        while fetched := cursor.fetchmany(at_once):
            yield from fetched


@UUIDField.register_lookup
class Among(Lookup):
    """`patient__among=ids`: as `in`, for very many ids, which travel as one value."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """As the databases say it that have functions for JSON, as SQLite does."""
        column, given = self.process_lhs(compiler, connection)
        ids = json.dumps([one.hex for one in self._ids()])
        return f"{column} IN (SELECT value FROM json_each(%s))", (*given, ids)  # noqa: S608

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, given = self.process_lhs(compiler, connection)
        ids = ",".join(one.hex for one in self._ids())
        return f"{column} = ANY(%s::uuid[])", (*given, f"{{{ids}}}")

    def _ids(self) -> Collection[UUID]:
        return self.rhs
