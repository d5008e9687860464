"""Record the statements that Bedside executes, in a form another driver can repeat."""

import enum
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.signals import connection_created
from psycopg.types.json import Jsonb

from benchmarks.plan import Statement


@contextmanager
def recorded() -> Iterator[list[Statement]]:
    """Yield a list that fills with every statement of every connection opened meanwhile."""
    statements: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(_portable(sql, list(params or ())))
        return execute(sql, params, many, context)

    def watch(connection: Any, **_: Any) -> None:
        if note not in connection.execute_wrappers:
            connection.execute_wrappers.append(note)

    connection_created.connect(watch)
    for connection in connections.all(initialized_only=True):
        watch(connection)
    try:
        yield statements
    finally:
        connection_created.disconnect(watch)


def _portable(sql: str, parameters: list[Any]) -> Statement:
    """Return the statement for another driver.

    A number right after SELECT becomes part of the text: PostgreSQL cannot tell its type there.
    """
    kept: list[Any] = []

    def place(found: re.Match[str]) -> str:
        value = _plain(parameters.pop(0))
        if found[1]:
            return f"{found[1]}{value}"
        kept.append(value)
        return f"${len(kept)}"

    return Statement(re.sub(r"(SELECT )?%s", place, sql), kept)


def _plain(value: Any) -> Any:
    if isinstance(value, Jsonb):
        return json.dumps(value.obj)
    if isinstance(value, enum.Enum):
        return value.value
    if hasattr(value, "obj"):  # psycopg's wrapper of bytes
        return bytes(value.obj)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
