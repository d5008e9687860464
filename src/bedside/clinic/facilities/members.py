"""Who works at a facility from when until when: what was, what is, and what is agreed on.

A person has at most one membership of a facility that has not ended; ended ones stay, because
"who could see this patient last spring?" is asked years later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from bedside.accounts.acts import act
from bedside.accounts.naming import names_of
from bedside.audit import AT_A_FACILITY, Actor
from bedside.clinic.facilities.models import Facility, Membership
from bedside.clinic.facilities.reach import find_facility, held_facility
from bedside.clinic.pages import earlier_than
from bedside.clinic.rules import must_be_current
from bedside.errors import Conflict, Invalid, NotFound
from bedside.paging import Page, read_page

SHOWN = 500
"""Memberships in one answer at most, the latest first."""
_FURTHEST = timedelta(days=366 * 60)
"""A working life. No source: it keeps a slip of the keyboard from standing for centuries."""
Place = tuple[datetime, int]
"""Where a page ended: since when the last one works there, and the number of the row."""
Standing = Literal["coming", "now", "ended"]


@dataclass(frozen=True)
class MembershipView:
    """Somebody's time at a facility; the name is None when it does not open."""

    id: int
    facility: UUID
    facility_name: str
    time_zone: str
    user: UUID
    name: str | None
    since: datetime
    until: datetime | None
    standing: Standing
    version: int


def read_members(
    facility: UUID, *, after: Place | None = None, limit: int = SHOWN, by: Actor
) -> Page[MembershipView]:
    """Return who works, worked and will work at a facility, the latest first.

    From behind `after`, a time since when and the id of its row; `limit` (SHOWN at most).
    """
    with act("membership.list", by=by) as doing:
        doing.on(facility=facility)
        place = find_facility(facility, doing=doing)
        found = _views(Membership.objects.filter(facility=place), after, limit)
        doing.note(returned=len(found))
        return found


def own_memberships(*, by: Actor) -> list[MembershipView]:
    """Return where the actor works, worked and will work, the latest first (SHOWN at most)."""
    with act("membership.list", by=by) as doing:
        found = _views(Membership.objects.filter(user=by.user))
        doing.note(returned=len(found))
        return found


def add_member(
    facility: UUID,
    user: UUID,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    by: Actor,
) -> MembershipView:
    """Let a colleague work at a facility from `since` (now) until (exclusive) `until`, if any.

    Raises NotFound, Conflict when they have a membership there that has not ended, and Invalid
    naming the field that is wrong.
    """
    with act("membership.add", by=by) as doing:
        doing.on(facility=facility, user=user)
        place = held_facility(facility)
        doing.chain = place.id
        _must_be_staff(user)
        now = timezone.now()
        begins = since or now
        _must_be_in_order(begins, until, now)
        _must_not_overlap(place, user, begins)
        row = Membership.objects.create(facility=place, user_id=user, since=begins, until=until)
        return _views(Membership.objects.filter(pk=row.pk))[0]


def end_member(
    facility: UUID, user: UUID, *, until: datetime | None = None, version: int, by: Actor
) -> MembershipView:
    """End somebody's membership at `until` (now); before it began, it never takes effect.

    Raises NotFound without a membership that has not ended, Stale, Invalid for a time that is
    over (what somebody could see before cannot be changed afterwards), and Conflict for one at
    which their next membership has begun.
    """
    with act("membership.end", by=by) as doing:
        doing.on(facility=facility, user=user)
        place = held_facility(facility)
        doing.chain = place.id
        now = timezone.now()
        row = _unfinished(place, user, now).first()
        if row is None:
            raise NotFound
        must_be_current(row, version)
        if until is not None and not now <= until <= now + _FURTHEST:
            raise Invalid(fields={"until": "Choose a time from now on."})
        row.until = max(until or now, row.since)
        _must_end_before_the_next(row, row.until)
        row.version += 1
        row.save(update_fields=["until", "version"])
        return _views(Membership.objects.filter(pk=row.pk))[0]


def _must_be_staff(user: UUID) -> None:
    if not get_user_model().objects.filter(id=user, role__in=AT_A_FACILITY).exists():
        raise Invalid(fields={"user": "Only doctors and receptionists can work at a facility."})


def _must_be_in_order(since: datetime, until: datetime | None, now: datetime) -> None:
    if not now - _FURTHEST <= since <= now + _FURTHEST:
        raise Invalid(fields={"since": "Choose a time within a working life."})
    if until is not None and not since < until <= now + _FURTHEST:
        raise Invalid(fields={"until": "Choose a time after the beginning."})


def _must_not_overlap(place: Facility, user: UUID, since: datetime) -> None:
    """One at a time: whoever is here, or is about to be, is not added again."""
    if _unfinished(place, user, since).exists():
        raise Conflict("They have a membership of this facility that has not ended by then.")


def _must_end_before_the_next(row: Membership, until: datetime) -> None:
    later = Membership.objects.filter(
        facility=row.facility_id, user=row.user_id, since__gte=row.since, since__lt=until
    )
    if later.exclude(until=F("since")).exclude(id=row.id).exists():
        raise Conflict("Their next membership of this facility begins before then.")


def _unfinished(place: Facility, user: UUID, at: datetime) -> QuerySet[Membership]:
    rows = Membership.objects.filter(facility=place, user=user).exclude(until=F("since"))
    return rows.filter(Q(until=None) | Q(until__gt=at)).order_by("since")


def _views(
    rows: QuerySet[Membership], after: Place | None = None, limit: int = SHOWN
) -> Page[MembershipView]:
    latest = earlier_than(rows.select_related("facility"), "since", after)
    found = read_page(latest, min(limit, SHOWN))
    names, now = names_of([row.user_id for row in found]), timezone.now()
    return found.shown_as(_view(row, names.get(row.user_id), now) for row in found)


def _view(row: Membership, name: str | None, now: datetime) -> MembershipView:
    return MembershipView(
        id=row.id,
        facility=row.facility_id,
        facility_name=row.facility.name,
        time_zone=row.facility.time_zone,
        user=row.user_id,
        name=name,
        since=row.since,
        until=row.until,
        standing=_standing(row, now),
        version=row.version,
    )


def _standing(row: Membership, now: datetime) -> Standing:
    if row.until is not None and row.until <= max(now, row.since):
        return "ended"
    return "now" if row.since <= now else "coming"
