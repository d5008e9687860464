"""The tables about the house: their columns, and their rows in batches, so that any length fits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from bedside import accounts
from bedside.accounts.acts import Act
from bedside.accounts.models import Role, User
from bedside.clinic.models import Facility, Membership
from bedside.clinic.pages import earlier_than
from bedside.clinic.trail import EventView, Narrowed, events_of, show_events
from bedside.exports.administration.asking import What
from bedside.exports.records.rows import Row

BATCH = 200
"""Rows that are opened together."""
NAMED = 100
"""Patients of one event who are named by their numbers; how many there are is said beside."""
_NO_NAMES = {Role.PATIENT.value, "anonymous", "system"}


@dataclass(frozen=True)
class Table:
    """One file: its columns, how many rows there may be, and the rows in batches.

    The act is told of the patients whose numbers stand in a batch.
    """

    columns: tuple[str, ...]
    count: Callable[[Narrowed], int]
    batches: Callable[[Narrowed, Act], Iterator[list[Row]]]


def _facilities(_: Narrowed, __: Act) -> Iterator[list[Row]]:
    for batch in _by_id(Facility.objects.all()):
        yield [
            {
                "id": str(row.id),
                "name": row.name,
                "address": row.address_line,
                "city": row.city,
                "phone": row.phone,
                "timeZone": row.time_zone,
                "active": row.active,
            }
            for row in batch
        ]


def _staff(_: Narrowed, __: Act) -> Iterator[list[Row]]:
    for batch in _by_id(_colleagues()):
        accounts.open_all(batch)
        yield [_account(row) for row in batch]


def _account(row: User) -> Row:
    said = accounts.describe(row)
    return {
        "id": said["id"],
        "name": said["name"],
        "email": said["email"],
        "role": said["role"],
        "state": said["state"],
        "created": row.created_at.isoformat(),
        "readable": said["readable"],
    }


def _memberships(_: Narrowed, __: Act) -> Iterator[list[Row]]:
    for batch in _by_id(Membership.objects.select_related("facility")):
        names = accounts.names_of({row.user_id for row in batch})
        yield [
            {
                "facilityId": str(row.facility_id),
                "facility": row.facility.name,
                "accountId": str(row.user_id),
                "name": names.get(row.user_id),
                "since": row.since.isoformat(),
                "until": row.until and row.until.isoformat(),
            }
            for row in batch
        ]


def _events(narrowed: Narrowed, doing: Act) -> Iterator[list[Row]]:
    after = None
    while batch := list(earlier_than(events_of(narrowed), "at", after)[:BATCH]):
        views, patients = show_events(batch, named=NAMED, by=doing.by)
        doing.mention(*patients)
        yield [_event(view) for view in views]
        after = (batch[-1].at, batch[-1].id)


def _event(view: EventView) -> Row:
    """Return an act without what it was done to: kinds of things, and patients by number."""
    is_colleague = view.role not in _NO_NAMES
    return {
        "id": str(view.id),
        "recorded": view.at.isoformat(),
        "role": view.role,
        "accountId": str(view.user) if view.user and is_colleague else None,
        "name": view.who if is_colleague else None,
        "action": view.action,
        "outcome": view.outcome,
        "kinds": list(view.kinds),
        "patients": view.patients,
        "recordNumbers": [f"{one.number} at {one.facility}" for one in view.named],
        "facility": view.facility,
        "address": view.address,
    }


def _colleagues() -> Any:
    return User.objects.exclude(role=Role.PATIENT)


def _by_id(rows: Any) -> Iterator[list[Any]]:
    last: UUID | int | None = None
    found = rows.order_by("pk")
    while batch := list((found.filter(pk__gt=last) if last is not None else found)[:BATCH]):
        yield batch
        last = batch[-1].pk


TABLES: Mapping[What, Table] = {
    What.FACILITIES: Table(
        ("id", "name", "address", "city", "phone", "timeZone", "active"),
        lambda _: Facility.objects.count(),
        _facilities,
    ),
    What.STAFF: Table(
        ("id", "name", "email", "role", "state", "created", "readable"),
        lambda _: _colleagues().count(),
        _staff,
    ),
    What.MEMBERSHIPS: Table(
        ("facilityId", "facility", "accountId", "name", "since", "until"),
        lambda _: Membership.objects.count(),
        _memberships,
    ),
    What.AUDIT: Table(
        (
            "id",
            "recorded",
            "role",
            "accountId",
            "name",
            "action",
            "outcome",
            "kinds",
            "patients",
            "recordNumbers",
            "facility",
            "address",
        ),
        lambda narrowed: events_of(narrowed).count(),
        _events,
    ),
}
"""What each file holds."""
