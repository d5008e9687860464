"""Facilities, and who works there now: what administrators run."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from bedside import vault
from bedside.accounts.acts import act
from bedside.accounts.naming import names_of
from bedside.audit import Actor
from bedside.clinic.facilities import rules
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import (
    facilities_in_reach,
    find_facility,
    held_facility,
    memberships_now,
    practising_at,
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
    """Return (account, name) of the doctors who work at a facility now and can sign in, by name.

    One whose name does not open has none.
    """
    named = names_of(practising_at(facility).values_list("user", flat=True))
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
        different = {name: value for name, value in changes.items() if getattr(row, name) != value}
        if not different:
            return row
        for field, value in different.items():
            setattr(row, field, value)
        row.version += 1
        _save(row)
    return row


def _save(facility: Facility) -> None:
    rules.must_be_good_facility(facility)
    try:
        with transaction.atomic():
            facility.save()
    except IntegrityError as error:
        raise Conflict("Another facility has this name.") from error
