"""Asking the log who did what: by verb, by account, by role, by outcome and by time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from bedside.audit.models import Event

CHECKED = "audit.verify"
"""The verb of a check of all chains, which `last_check` looks for."""


@dataclass(frozen=True)
class Wanted:
    """Which events to find: all of them, but for what is named here.

    From `since` on until before `until`; `user` is an account.
    """

    action: str | None = None
    user: UUID | None = None
    role: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def events_like(wanted: Wanted) -> QuerySet[Event]:
    """Return the events that are `wanted`, of all chains and in no order."""
    asked = {
        "action": wanted.action,
        "actor_user": wanted.user,
        "actor_role": wanted.role,
        "outcome": wanted.outcome,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return Event.objects.filter(**{name: said for name, said in asked.items() if said is not None})


def last_check() -> Event | None:
    """Return the event of the last time that all chains were walked to their ends, if ever."""
    return events_like(Wanted(action=CHECKED, outcome="done")).order_by("-at", "-id").first()
