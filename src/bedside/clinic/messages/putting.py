"""Putting messages into the outbox, moving them and taking them back.

Every function belongs into the transaction of the act that causes it: whoever sees the appointment
sees its message. A worker sends what is due (`sending`).
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from bedside import outbox
from bedside.accounts.acts import under_way
from bedside.clinic.messages.kinds import MessageKind

AHEAD = timedelta(hours=24)
FIRST_HOUR, LAST_HOUR = time(9), time(19)
"""Nobody is reminded earlier or later than this on their clinic's clock (no source)."""
EVENING = time(18)


def remind(appointment: UUID, patient: UUID, *, start: datetime, zone: str) -> None:
    """Put the reminder of an appointment, or move it to the appointment's new time.

    None is put for one that begins so soon that its reminder would be due already.
    """
    under_way()
    due_at = reminder_due(start, ZoneInfo(zone))
    if due_at > timezone.now():
        _put(MessageKind.REMINDER, appointment, patient, due_at)
    else:
        take_back(appointment, MessageKind.REMINDER)


def remind_each(appointments: Iterable[tuple[UUID, UUID, datetime]], *, zone: str) -> None:
    """Put the reminders of new appointments of one clinic: their ids, patients and beginnings.

    As `remind` does, in one statement for all.
    """
    under_way()
    due = [
        (appointment, patient, reminder_due(start, ZoneInfo(zone)))
        for appointment, patient, start in appointments
    ]
    outbox.put_new(
        MessageKind.REMINDER,
        [
            outbox.New(
                _key(MessageKind.REMINDER, appointment),
                {"appointment": appointment, "patient": patient},
                due_at,
            )
            for appointment, patient, due_at in due
            if due_at > timezone.now()
        ],
    )


def tell(kind: MessageKind, appointment: UUID, patient: UUID) -> None:
    """Put a message that is due now."""
    under_way()
    _put(kind, appointment, patient, timezone.now())


def take_back(appointment: UUID, *kinds: MessageKind) -> None:
    """Cancel what is still to be said about an appointment: these kinds, or all of them."""
    under_way()
    outbox.take_back(*(_key(kind, appointment) for kind in kinds or MessageKind))


def take_back_each(appointments: Iterable[UUID]) -> None:
    """Cancel all that is still to be said about some appointments."""
    under_way()
    outbox.take_back(*(_key(kind, one) for one in appointments for kind in MessageKind))


def reminder_due(start: datetime, zone: ZoneInfo) -> datetime:
    """Return when to remind somebody: a day before, moved to an hour at which people are up."""
    wished = (start - AHEAD).astimezone(zone)
    if wished.time() > LAST_HOUR:
        return wished.replace(hour=EVENING.hour, minute=0, second=0, microsecond=0, fold=0)
    if wished.time() < FIRST_HOUR:
        return datetime.combine(wished.date() - timedelta(days=1), EVENING, zone)
    return wished


def _put(kind: MessageKind, appointment: UUID, patient: UUID, due_at: datetime) -> None:
    """Put it, or let the one of this kind wait again."""
    outbox.put(
        kind,
        key=_key(kind, appointment),
        subject={"appointment": appointment, "patient": patient},
        due_at=due_at,
    )


def _key(kind: MessageKind, appointment: UUID) -> str:
    return f"{kind}:{appointment}"
