"""Going through very many rows of a few columns, where making them costs more than finding them.

PostgreSQL is asked for its binary form, which psycopg reads in C; in the text form Django has each
moment read in Python, at ten times the price. A cursor of the server keeps what was not fetched yet
out of this process. Other databases are read as the query builder reads them.

Several such readings that come in the order of the same ids are gone through side by side: nothing
has to be kept by id and looked up.

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


def streamed(
    rows: QuerySet[Any, Row], at_once: int, *, ids: type[UUID] | type[bytes] = UUID
) -> Iterator[Row]:
    """Go through the tuples of a `values_list`, so many fetched together.

    They hold what the columns' types say, bytes for a sealed text. Columns of JSON are not for it.
    Ids come as their 16 bytes if asked for so: a UUID costs as much as the rest of its row.
    """
    if connection.vendor != "postgresql":
        found = rows.iterator(chunk_size=at_once)
        yield from found if ids is UUID else map(_with_raw_ids, found)
        return
    sql, given = rows.query.get_compiler(connection.alias).as_sql()
    with connection.chunked_cursor() as wrapped:
        cursor = wrapped.cursor
        if ids is bytes:
            cursor.adapters.register_loader("uuid", _loader_of_bytes())
        cursor.execute(sql, given, binary=True)
        while fetched := cursor.fetchmany(at_once):
            yield from fetched


def _with_raw_ids(row: Row) -> Row:
    return tuple(one.bytes if isinstance(one, UUID) else one for one in row)


def _loader_of_bytes() -> Any:
    from psycopg.types.string import ByteaBinaryLoader

    return ByteaBinaryLoader


class InOrder:
    """Rows in the order of their first column, an id, for whoever asks for ids in that order.

    Rows of an id that nobody asked for are passed by. All their ids are bytes.
    """

    def __init__(self, rows: QuerySet[Any, Row], at_once: int) -> None:
        """`rows` are a `values_list`; so many of them are fetched together."""
        self._rows = streamed(rows, at_once, ids=bytes)
        self._next = next(self._rows, None)

    def of(self, id: UUID) -> list[Row]:
        """Return the rows of an id; nobody asks for one before it after this."""
        row, wanted, found = self._next, id.bytes, []
        while row is not None and row[0] < wanted:
            row = next(self._rows, None)
        while row is not None and row[0] == wanted:
            found.append(row)
            row = next(self._rows, None)
        self._next = row
        return found


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
