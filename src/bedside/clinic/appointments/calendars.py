"""Appointments in somebody's own calendar: one as a file, or all of them by a secret address.

Calendars ask again and again without a cookie or a password, so the address itself is the proof: 32
random bytes, of which only the hash is kept. It opens times and places, nothing else. Its owner can
take it back at any time; a new password or a closed account does so too. Whoever asks with a wrong
one learns nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from bedside.accounts import User, proofs
from bedside.accounts.acts import act
from bedside.audit import Actor, Role
from bedside.clinic.appointments.ics import Entry, calendar
from bedside.clinic.appointments.models import Appointment, AppointmentStatus, CalendarFeed
from bedside.clinic.appointments.reach import appointments_visible_to, find
from bedside.clinic.appointments.showing import address_of
from bedside.clinic.rules import account_of
from bedside.errors import NotFound, Throttled

BACK, AHEAD = timedelta(days=30), timedelta(days=400)
"""What a subscribed calendar shows, from now."""
MOST_ENTRIES = 500
MOST_FETCHES = 60
"""In one hour; calendars ask a few times an hour."""
HOUR = timedelta(hours=1)
_TITLES = {"patient": "Appointment", "doctor": "Booked", "receptionist": "Appointment"}
_SUBSCRIBERS = ("patient", "doctor")
"""Who has appointments of their own."""
_KEPT = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.FULFILLED)


@dataclass(frozen=True)
class CalendarView:
    """That somebody has a calendar address: since when. The address itself is shown once."""

    created_at: datetime


def file_of(appointment: UUID, *, by: Actor) -> bytes:
    """Return one appointment as a calendar file; a cancelled one takes its entry back.

    Raises NotFound.
    """
    with act("appointment.read", by=by) as doing:
        row = find(appointment, doing=doing)
        return file_for(row, by.role)


def file_for(row: Appointment, role: str) -> bytes:
    """Return an appointment as a calendar file for somebody of this role who may have it."""
    gone = row.status in {AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW}
    method = "CANCEL" if gone else "PUBLISH"
    return calendar([_entry(row, role)], method=method, name=_TITLES[role])


def create_calendar(*, by: Actor) -> str:
    """Make a new secret for the actor's calendar, in place of the one before, and return it.

    Nobody can read it again: only its hash is kept.
    """
    with act("calendar.create", by=by):
        token = proofs.new()
        not_revoked = CalendarFeed.objects.filter(user=account_of(by), revoked_at=None)
        not_revoked.update(revoked_at=timezone.now())
        CalendarFeed.objects.create(token_hash=proofs.fingerprint(token), user_id=account_of(by))
        return token


def own_calendar(*, by: Actor) -> CalendarView | None:
    """Return whether the actor's calendar can be subscribed to; None when it cannot."""
    with act("calendar.show", by=by):
        row = _own(by).first()
        return CalendarView(row.created_at) if row else None


def revoke_calendar(*, by: Actor) -> None:
    """Let the address open nothing any more. Raises NotFound when there is none."""
    with act("calendar.revoke", by=by):
        if not _own(by).update(revoked_at=timezone.now()):
            raise NotFound


def read_calendar(token: str, *, address: str) -> bytes:
    """Return the calendar that a secret opens: the act of its owner, from that address.

    Raises NotFound for anything but an open secret of an active account, and Throttled.
    """
    feed, owner = _opened(token)
    by = Actor(role=cast(Role, owner.role), user=owner.id, patient=owner.patient, address=address)
    _must_not_be_too_many(feed)
    with act("calendar.read", by=by) as doing:
        _count(feed)
        rows = list(_rows(by))
        # A doctor's calendar says nothing about a patient, so it is no reading of their records.
        if by.patient is not None:
            doing.about(by.patient)
        doing.note(count=len(rows))
        entries = [_entry(row, by.role) for row in rows]
        return calendar(entries, method="PUBLISH", name="Appointments")


def _own(by: Actor) -> QuerySet[CalendarFeed]:
    return _open_feeds().filter(user=account_of(by))


def _open_feeds() -> QuerySet[CalendarFeed]:
    """Return the feeds neither taken back nor made before their account was shut."""
    since_then = Q(user__shut_at=None) | Q(created_at__gt=F("user__shut_at"))
    return CalendarFeed.objects.filter(since_then, revoked_at=None)


def _opened(token: str) -> tuple[CalendarFeed, User]:
    if not proofs.looks_like_one(token):
        raise NotFound
    feed = _open_feeds().filter(token_hash=proofs.fingerprint(token)).first()
    owners = get_user_model().objects.filter(state="active", role__in=_SUBSCRIBERS)
    owner = owners.filter(id=feed.user_id).first() if feed else None
    if feed is None or owner is None:
        raise NotFound
    return feed, owner


def _must_not_be_too_many(feed: CalendarFeed) -> None:
    passed = timezone.now() - feed.counted_since
    if passed < HOUR and feed.fetched >= MOST_FETCHES:
        raise Throttled(int((HOUR - passed).total_seconds()) + 1)


def _count(feed: CalendarFeed) -> None:
    now = timezone.now()
    rows = CalendarFeed.objects.filter(token_hash=feed.token_hash)
    if not rows.filter(counted_since__gt=now - HOUR).update(fetched=F("fetched") + 1):
        rows.update(counted_since=now, fetched=1)


def _rows(by: Actor) -> QuerySet[Appointment]:
    now = timezone.now()
    rows = appointments_visible_to(by).filter(
        status__in=_KEPT, start__gt=now - BACK, start__lt=now + AHEAD
    )
    if by.role == "doctor":
        rows = rows.filter(practitioner=by.user)
    return rows.select_related("facility").order_by("start", "id")[:MOST_ENTRIES]


def _entry(row: Appointment, role: str) -> Entry:
    place = row.facility
    return Entry(
        id=row.id,
        title=_TITLES[role],
        start=row.start,
        end=row.end,
        place=", ".join(part for part in (place.name, address_of(place)) if part),
        status=row.status,
        sequence=row.version - 1,
    )
