"""What somebody with the database's password could do to the log: the triggers are no hindrance."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from bedside import audit
from bedside.audit.hashing import digest
from bedside.audit.models import ChainHead, Event

CHAIN = UUID(int=7)
"""The chain that these tests write and break."""


def write(count: int, chain: UUID = CHAIN) -> None:
    """Append `count` events to the chain."""
    with transaction.atomic():
        for number in range(count):
            audit.append(
                "assessment.read",
                by=audit.Actor(role="doctor", user=UUID(int=11)),
                chain=chain,
                outcome="done",
                subjects=[UUID(int=21), UUID(int=22)],
                details={"number": number},
            )


@contextmanager
def without_triggers() -> Iterator[None]:
    """Drop the log's triggers, as an owner of the database can."""
    with connection.cursor() as cursor:
        for table, trigger in _triggers(cursor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
    yield


def _triggers(cursor: Any) -> list[tuple[str, str]]:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal"
        )
    return list(cursor.fetchall())


def at(seq: int) -> Event:
    """Return an event of the chain by its place."""
    return Event.objects.get(chain=CHAIN, seq=seq)


def edit(seq: int, *, rehash: bool = False, **changed: Any) -> None:
    """Change fields of a row; with `rehash`, let its own hash fit again."""
    Event.objects.filter(chain=CHAIN, seq=seq).update(**changed)
    if rehash:
        Event.objects.filter(chain=CHAIN, seq=seq).update(hash=digest(at(seq)))


def move(seq: int, to: int) -> None:
    """Give a row another number and change nothing else."""
    Event.objects.filter(chain=CHAIN, seq=seq).update(seq=to)


def remove(seq: int) -> None:
    """Delete a row."""
    Event.objects.filter(chain=CHAIN, seq=seq).delete()


def shift(start: int, by: int) -> None:
    """Renumber every row from `start` on."""
    places = Event.objects.filter(chain=CHAIN, seq__gte=start).values_list("seq", flat=True)
    for seq in sorted(places, reverse=by > 0):
        move(seq, to=seq + by)


def set_head(seq: int) -> None:
    """Let the chain's head say that `seq` is the last."""
    ChainHead.objects.filter(chain=CHAIN).update(seq=seq, hash=at(seq).hash)


def rewrite_all() -> None:
    """Give every event another actor, and hashes that fit from the first to the last."""
    previous = "0" * 64
    for event in Event.objects.filter(chain=CHAIN).order_by("seq"):
        event.actor_user, event.previous = UUID(int=666), previous
        previous = event.hash = digest(event)
        event.save()
    set_head(Event.objects.filter(chain=CHAIN).count())
