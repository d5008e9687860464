"""Fixed statements, for the few that most requests execute: the session, the log, a document, who
works where, a name, a row to hold.

Django's query builder takes several times as long to write such a statement as the database takes
to execute it. Values still pass through the model's fields, so each database is given, and gives
back, what the query builder would have agreed with it. Everything else is better off with the query
builder.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model

if TYPE_CHECKING:
    Column: TypeAlias = Field[Any, Any]
else:
    Column = Field
M = TypeVar("M", bound=Model)


def columns(model: type[Model], *names: str) -> tuple[Column, ...]:
    """Return some of the model's columns, in the model's order; all of them without names."""
    found: Iterable[Column] = model._meta.concrete_fields
    return tuple(field for field in found if not names or field.name in names)


def listed(wanted: Iterable[Column]) -> str:
    """Return columns as they stand in a statement, with their tables."""
    return ", ".join(f'"{column.model._meta.db_table}"."{column.column}"' for column in wanted)


def execute(sql: str, *given: tuple[Column, object]) -> int:
    """Execute a statement with values for its columns; return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _sent(given))
        return int(cursor.rowcount)


def execute_each(sql: str, given: Sequence[Column], rows: Iterable[Sequence[object]]) -> None:
    """Execute a statement once for each row of values, all for the same columns."""
    with connection.cursor() as cursor:
        cursor.executemany(sql, [_sent(zip(given, row, strict=True)) for row in rows])


def fetch(
    sql: str, *given: tuple[Column, object], wanted: Sequence[Column]
) -> list[tuple[Any, ...]]:
    """Execute a query with values for its columns; return its rows, which hold `wanted`."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _sent(given))
        return _received(wanted, cursor.fetchall())


def fetch_each(wanted: Sequence[Column], ids: Iterable[UUID]) -> list[tuple[Any, ...]]:
    """Return rows by the first of `wanted`, an id, in no order; they hold `wanted`.

    For hundreds of ids. They travel as one value, which is quicker than each by itself.
    """
    hexes = [one.hex for one in ids]
    key, table = wanted[0].column, wanted[0].model._meta.db_table
    sql = f'SELECT {listed(wanted)} FROM "{table}" WHERE "{key}"'  # noqa: S608
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{sql} = ANY(%s::uuid[])", [f"{{{','.join(hexes)}}}"])
        else:
            among = "IN (SELECT value FROM json_each(%s))"
            cursor.execute(f"{sql} {among}", [json.dumps(hexes)])
        return _received(wanted, cursor.fetchall())


def held(model: type[M], key: object) -> M | None:
    """Return the row with this primary key as it is now, held until the transaction ends.

    None when there is none. Raises RuntimeError outside a transaction, where nothing can be held.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A row is held within a transaction.")
    kept, meta = columns(model), model._meta
    sql = f"SELECT {listed(kept)} FROM {meta.db_table} WHERE {meta.pk.column} = %s{holding()}"  # noqa: S608
    rows = fetch(sql, (meta.pk, key), wanted=kept)
    return instance(model, kept, rows[0]) if rows else None


def holding() -> str:
    """Return what at the end of a query holds its rows as `locking.held` does."""
    return " FOR NO KEY UPDATE" if connection.features.has_select_for_update else ""


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model with all they hold; no signal is sent, no key is given back."""
    if not rows:
        return
    kept = [column for column in columns(type(rows[0])) if not column.db_returning]
    names = ", ".join(f'"{column.column}"' for column in kept)
    places = ", ".join([f"({', '.join(['%s'] * len(kept))})"] * len(rows))
    execute(
        f'INSERT INTO "{rows[0]._meta.db_table}" ({names}) VALUES {places}',  # noqa: S608
        *((column, getattr(row, column.attname)) for row in rows for column in kept),
    )


def instance(model: type[M], held: Sequence[Column], values: Sequence[Any]) -> M:
    """Return a row from some of its columns; the others are read should somebody ask for them."""
    return model.from_db(connection.alias, [column.attname for column in held], values)


def _sent(given: Iterable[tuple[Column, object]]) -> list[Any]:
    return [column.get_db_prep_value(value, connection) for column, value in given]


@cache
def _place(column: Column) -> Any:
    """Return the column as the query builder selects it: a reference has the type of its target."""
    return column.get_col(column.model._meta.db_table)


def _received(wanted: Sequence[Column], rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Rows as the query builder gives them back; PostgreSQL's need nothing done to them."""
    if not any(map(_converters, wanted)):
        return rows
    return [tuple(map(_converted, wanted, row)) for row in rows]


def _converters(column: Column) -> list[Any]:
    return list(connection.ops.get_db_converters(_place(column)))


def _converted(column: Column, value: Any) -> Any:
    place = _place(column)
    for convert in connection.ops.get_db_converters(place):
        value = convert(value, place, connection)
    return value
