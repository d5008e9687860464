"""A guard in the tests' database: no row changes without saying when.

It stands under every act that any test calls, on SQLite and on PostgreSQL, so there is no list of
acts that somebody has to keep. What nobody reads of a row (`UNSEEN`) may change in silence.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from bedside.changed import CHANGED_AT, HasChangedAt

HIDDEN = "a row was changed and does not say when"

_SQLITE = """
CREATE TRIGGER {table}_says_when BEFORE UPDATE ON {table}
WHEN NEW.{moment} IS OLD.{moment} AND ({differ})
BEGIN SELECT RAISE(ABORT, '{hidden}'); END
"""
_POSTGRESQL = """
CREATE FUNCTION {table}_says_when() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.{moment} = OLD.{moment} AND (to_jsonb(NEW) - ARRAY[{unseen}]::text[])
        IS DISTINCT FROM (to_jsonb(OLD) - ARRAY[{unseen}]::text[])
    THEN RAISE integrity_constraint_violation USING MESSAGE = '{hidden}'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_says_when BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_says_when()
"""


def models() -> list[Any]:
    """Return the models whose rows say when they were changed."""
    return [model for model in apps.get_models() if issubclass(model, HasChangedAt)]


def guard() -> None:
    """Let the database refuse a change that does not say when it was."""
    form = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        for model in models():
            cursor.execute(
                form.format(
                    table=model._meta.db_table,
                    moment=CHANGED_AT,
                    hidden=HIDDEN,
                    differ=" OR ".join(f'NEW."{one}" IS NOT OLD."{one}"' for one in _seen(model)),
                    unseen=", ".join(f"'{one}'" for one in _unseen(model)),
                )
            )


def unguard() -> None:
    """Take the guard away, for a test that goes back to the tables of before."""
    with connection.cursor() as cursor:
        for model in models():
            table = model._meta.db_table
            where = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_says_when{where}")


def _unseen(model: Any) -> Iterator[str]:
    for name in sorted(model.UNSEEN):
        yield model._meta.get_field(name).column


def _seen(model: Any) -> list[str]:
    unseen = {*_unseen(model), CHANGED_AT}
    return [field.column for field in model._meta.local_fields if field.column not in unseen]
