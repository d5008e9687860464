"""Reading who works where: for patients at the facilities that care for them, for staff at their
own, for administrators everywhere. Names and places of work are no health data.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from bedside.accounts.acts import act
from bedside.accounts.models import State
from bedside.accounts.naming import names_of
from bedside.audit import Actor
from bedside.clinic.appointments.reach import places_to_book
from bedside.clinic.facilities.models import Membership
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.practitioners.views import PractitionerView, RoleView
from bedside.errors import NotFound
from bedside.paging import Page, read_page

T = TypeVar("T")
PAGE = 100
"""Practitioners, or roles of theirs, returned at once at most."""


def read(practitioner: UUID, *, by: Actor) -> PractitionerView:
    """Return somebody who works, worked or will work in the actor's reach. Raises NotFound."""
    with act("practitioner.read", by=by) as doing:
        doing.on(user=practitioner)
        found = _people(by).filter(id=practitioner)
        return _only(_shown(read_page(found, 1)))


def read_all(
    *,
    among: Collection[UUID] | None = None,
    after: UUID | None = None,
    limit: int = PAGE,
    by: Actor,
) -> Page[PractitionerView]:
    """Return those who work, worked or will work in the actor's reach, in the order of their ids.

    With `among` only these; from behind `after`; at most `limit` (PAGE at most).
    """
    with act("practitioner.list", by=by) as doing:
        found = _people(by).order_by("id")
        found = found if among is None else found.filter(id__in=list(among)[:PAGE])
        found = found.filter(id__gt=after) if after else found
        page = _shown(read_page(found, min(limit, PAGE)))
        doing.note(returned=len(page))
        return page


def read_role(role: int, *, by: Actor) -> RoleView:
    """Return one membership in the actor's reach, by its number. Raises NotFound."""
    with act("practitioner.read", by=by):
        return _only(_roles(read_page(_memberships(by).filter(id=role), 1)))


def read_roles(
    *,
    facility: UUID | None = None,
    practitioner: UUID | None = None,
    after: int | None = None,
    limit: int = PAGE,
    by: Actor,
) -> Page[RoleView]:
    """Return the memberships in the actor's reach, in the order they were entered.

    Of one facility or person, if these are given; from behind `after`; at most `limit`.
    """
    with act("practitioner.list", by=by) as doing:
        found = _memberships(by).order_by("id")
        found = found.filter(facility=facility) if facility else found
        found = found.filter(user=practitioner) if practitioner else found
        found = found.filter(id__gt=after) if after else found
        page = _roles(read_page(found, min(limit, PAGE)))
        doing.note(returned=len(page))
        return page


def _memberships(by: Actor) -> QuerySet[Membership]:
    places = places_to_book(by) if by.role == "patient" else facilities_in_reach(by)
    return Membership.objects.filter(facility__in=places).select_related("facility", "user")


def _people(by: Actor) -> QuerySet:
    worked = _memberships(by).select_related(None).filter(user=OuterRef("pk"))
    return get_user_model().objects.filter(Exists(worked))


def _shown(rows: Page) -> Page[PractitionerView]:
    names = names_of([row.id for row in rows])
    return rows.shown_as(
        PractitionerView(row.id, names.get(row.id), row.state == State.ACTIVE) for row in rows
    )


def _roles(rows: Page[Membership]) -> Page[RoleView]:
    names, now = names_of({row.user_id for row in rows}), timezone.now()
    return rows.shown_as(_role(row, names.get(row.user_id), now) for row in rows)


def _role(row: Membership, name: str | None, now: datetime) -> RoleView:
    return RoleView(
        id=row.id,
        practitioner_id=row.user_id,
        name=name,
        role=row.user.role,
        facility_id=row.facility_id,
        facility=row.facility.name,
        since=row.since,
        until=row.until,
        active=row.since <= now and (row.until is None or row.until > now),
        version=row.version,
    )


def _only(page: Page[T]) -> T:
    if not page:
        raise NotFound
    return page[0]
