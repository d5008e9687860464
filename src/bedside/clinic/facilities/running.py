"""Facilities and who works there: what administrators run."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from bedside import vault
from bedside.accounts.acts import act
from bedside.accounts.naming import names_of
from bedside.audit import Actor
from bedside.clinic.facilities import rules
from bedside.clinic.facilities.models import Facility, Membership
from bedside.clinic.facilities.reach import (
    facilities_in_reach,
    find_facility,
    held_facility,
    memberships_now,
)
from bedside.clinic.patients.names import sort_key
from bedside.clinic.rules import must_be_current
from bedside.errors import Conflict, Invalid

CHANGEABLE = frozenset({"name", "address_line", "city", "phone", "time_zone", "active"})


def list_facilities() -> list[Facility]:
    """Return the facilities that take patients, by name. Their names are public."""
    return list(Facility.objects.filter(active=True))


def facilities_of(by: Actor) -> list[Facility]:
    """Return where the actor works, by name; every facility for an administrator."""
    return list(facilities_in_reach(by))


def read_facility(facility: UUID, *, by: Actor) -> Facility:
    """Return one facility with its version, open or closed. Raises NotFound out of reach."""
    with act("facility.read", by=by) as doing:
        doing.on(facility=facility)
        return find_facility(facility, doing=doing)


def staff_of(facility: UUID) -> list[UUID]:
    """Return the accounts of whoever works at a facility now."""
    return list(memberships_now().filter(facility=facility).values_list("user", flat=True))


def doctors_of(facility: UUID) -> list[tuple[UUID, str]]:
    """Return (account, name) of whoever works at a facility now, by name.

    One whose name does not open has none.
    """
    named = names_of(staff_of(facility))
    return sorted(((user, name or "") for user, name in named.items()), key=_by_name)


def _by_name(one: tuple[UUID, str]) -> tuple[str, str, UUID]:
    user, name = one
    return (*sort_key(name), user)


def create_facility(
    *,
    name: str,
    address_line: str = "",
    city: str = "",
    phone: str = "",
    time_zone: str = "UTC",
    by: Actor,
) -> Facility:
    """Open a facility, with its own key. Raises Invalid, or Conflict for a name in use."""
    facility = Facility(
        name=name.strip(), address_line=address_line, city=city, phone=phone, time_zone=time_zone
    )
    with act("facility.create", by=by) as doing:
        doing.on(facility=facility.id)
        _save(facility)
        doing.chain = facility.id
        vault.create_key("facility", owner=facility.id)
    return facility


def change_facility(
    facility: UUID, changes: dict[str, Any], *, version: int, by: Actor
) -> Facility:
    """Change some of CHANGEABLE. Raises NotFound, Stale, Invalid or Conflict (name in use)."""
    with act("facility.change", by=by) as doing:
        doing.on(facility=facility)
        row = held_facility(facility)
        doing.chain = row.id
        must_be_current(row, version)
        if not CHANGEABLE.issuperset(changes):
            raise Invalid("Only the details of a facility can be changed.")
        for field, value in changes.items():
            setattr(row, field, value)
        row.version += 1
        _save(row)
    return row


def set_staff(facility: UUID, users: Collection[UUID], *, by: Actor) -> None:
    """Make exactly these doctors the staff. Raises NotFound, or Invalid when one is no doctor."""
    with act("facility.staff", by=by) as doing:
        doing.on(facility=facility)
        row = held_facility(facility)
        doing.chain = row.id
        wanted = set(users)
        doctors = get_user_model().objects.filter(id__in=wanted, role="doctor")
        if doctors.count() != len(wanted):
            raise Invalid(fields={"staff": "Only doctors can work at a facility."})
        now = timezone.now()
        working = memberships_now().filter(facility=row)
        present = set(working.values_list("user", flat=True))
        working.filter(user__in=present - wanted).update(until=now, version=F("version") + 1)
        _begin(row, wanted - present, now)
        doing.note(added=len(wanted - present), removed=len(present - wanted))


def _begin(facility: Facility, users: set[UUID], now: datetime) -> None:
    """Let them work from now on; what was agreed on for later, the first of it, begins now."""
    agreed = Membership.objects.filter(facility=facility, user__in=users, since__gt=now)
    coming = agreed.exclude(until=F("since")).order_by("-since").values_list("user", "id")
    early = dict(coming)
    agreed.filter(id__in=early.values()).update(since=now, version=F("version") + 1)
    Membership.objects.bulk_create(
        [Membership(facility=facility, user_id=user, since=now) for user in users - early.keys()]
    )


def _save(facility: Facility) -> None:
    rules.must_be_good_facility(facility)
    try:
        with transaction.atomic():
            facility.save()
    except IntegrityError as error:
        raise Conflict("Another facility has this name.") from error
