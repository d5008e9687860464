"""Which jobs there are: each room declares its own, as it does its verbs, and nothing else is put.

A room's `jobs.py` has the table `JOBS`. The functions are called by whoever runs jobs, which lies
above all rooms, so that this room need not know any of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from bedside.audit.actor import Actor
from bedside.outbox.tasks import Subject, Task

Period = Literal["ten minutes", "hour", "day", "month"]
ATTEMPTS = 12
"""Spread over eight and a half hours (`leasing.waits_for`): a night without a mail server is no
dead letter."""


@dataclass(frozen=True)
class Kind:
    """What a job of one kind does.

    `one_act` says that the whole effect is one act, in whose transaction the job is finished.
    Without it the job is finished afterwards, and may be done twice: doing it again must do no
    harm. `every` lets it come by itself, once in each period. `still_may` is asked before the file
    that came of a job is handed out: it raises what an act would when its subject is out of reach
    by now.
    """

    run: Callable[[Task], None]
    one_act: bool = True
    every: Period | None = None
    attempts: int = ATTEMPTS
    still_may: Callable[[Subject, Actor], object] | None = None


Kinds = Mapping[str, Kind]
KINDS: dict[str, Kind] = {}


def declare(*tables: Kinds) -> None:
    """Put the rooms' tables together, in place of what was declared before.

    Raises ValueError for a kind that two rooms declare.
    """
    names = [name for table in tables for name in table]
    if len(set(names)) < len(names):
        raise ValueError("Two rooms declare the same kind of job.")
    KINDS.clear()
    for table in tables:
        KINDS.update(table)


def beginning_of(period: Period, now: datetime) -> datetime:
    """Return when the period began in which `now` lies, by UTC."""
    now = now.astimezone(UTC)
    hour = now.replace(minute=0, second=0, microsecond=0)
    match period:
        case "ten minutes":
            return hour + timedelta(minutes=now.minute // 10 * 10)
        case "hour":
            return hour
        case "day":
            return hour.replace(hour=0)
        case "month":
            return hour.replace(hour=0, day=1)
