"""Putting damage on record: who met it, in which act, once in an hour for each damaged text.

Whatever does not open in a list is told to `met` by the room that opened it. An act gathers what
is met while it runs and reports it in its own transaction; outside of one it is reported at once.
The same text is reported once in an hour however often its list is read: the log itself is asked,
so this holds for all processes together. Every meeting is counted, without an id.
"""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from threading import Lock
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from bedside.audit.actor import Actor
from bedside.audit.log import SYSTEM_CHAIN, append
from bedside.audit.models import Event
from bedside.errors import Damaged
from bedside.vault.context import Context
from bedside.vault.damage import BrokenSeal, Unreadable

ACTION = "vault.damaged"
QUIET = timedelta(hours=1)
"""For so long after a report the same damaged text is not reported again."""

Gathered = dict[tuple[str, UUID], Unreadable]
"""What was met, by kind and id: a profile that is on a page twice is one damaged document."""

_log = logging.getLogger("bedside.damage")
_gathering: ContextVar[Gathered | None] = ContextVar("damage met in an act", default=None)
_counted: Counter[tuple[str, str]] = Counter()
_counting = Lock()


@contextmanager
def gathering() -> Iterator[Gathered]:
    """Gather what is met within, for `report_met`."""
    gathered: Gathered = {}
    token = _gathering.set(gathered)
    try:
        yield gathered
    finally:
        _gathering.reset(token)


def met(found: Iterable[object]) -> None:
    """Take note of what is Unreadable among `found`, and damage; anything else is passed over."""
    under_way = _gathering.get()
    if under_way is None:
        report_each(found, by=Actor.system(), chain=SYSTEM_CHAIN)
    else:
        under_way.update(_damaged(found))


def report_each(found: Iterable[object], *, by: Actor, chain: UUID) -> None:
    """Record at once what is Unreadable among `found`, and damage; each text once in an hour."""
    report_met(_damaged(found), by=by, chain=chain)


def report_met(gathered: Gathered, *, by: Actor, chain: UUID) -> None:
    """Record what was met, each text once in an hour, in the caller's transaction if there is one.

    What was recorded is taken out of `gathered`.
    """
    if not gathered:
        return
    with transaction.atomic():
        lately = _reported_lately(gathered)
        for key, each in gathered.items():
            if key not in lately:
                _record(each.context, each.reason, by=by, chain=chain)
    gathered.clear()


def report_damage(error: Damaged, *, by: Actor, chain: UUID) -> None:
    """Record that something did not open and an act failed of it, once in an hour like the rest.

    Called by whoever ran the act, after its own transaction was rolled back.
    """
    if not isinstance(error, BrokenSeal):
        _count("unknown", "unknown")
        _record(None, "unknown", by=by, chain=chain)
        return
    place = error.context
    _count(place.kind, error.reason)
    gathered = {(place.kind, place.document): Unreadable(error.reason, place)}
    report_met(gathered, by=by, chain=chain)


def damage_counts() -> dict[tuple[str, str], int]:
    """Return how often this process met damage, by the kind of text and the reason."""
    with _counting:
        return dict(_counted)


def _damaged(found: Iterable[object]) -> Gathered:
    damaged = [each for each in found if isinstance(each, Unreadable) and each.is_damage]
    for each in damaged:
        _count(each.context.kind, each.reason)
    return {(each.context.kind, each.context.document): each for each in damaged}


def _count(kind: str, reason: str) -> None:
    with _counting:
        _counted[kind, reason] += 1


def _reported_lately(texts: Collection[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    reported = Event.objects.filter(
        action=ACTION,
        at__gt=timezone.now() - QUIET,
        objects_touched__in=[{kind: str(document)} for kind, document in texts],
    )
    return {
        (kind, UUID(document))
        for objects in reported.values_list("objects_touched", flat=True)
        for kind, document in objects.items()
    }


def _record(place: Context | None, reason: str, *, by: Actor, chain: UUID) -> None:
    with transaction.atomic():
        append(
            ACTION,
            by=by,
            chain=chain,
            outcome="failed",
            subjects=[place.patient] if place and place.patient else [],
            objects={place.kind: place.document} if place else {},
            details={"reason": reason},
        )
    kind, document = (place.kind, place.document) if place else ("unknown", "unknown")
    _log.error("a sealed text does not open: %s %s, %s", kind, document, reason)
