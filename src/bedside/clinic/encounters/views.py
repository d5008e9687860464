"""What is shown of an encounter. Nothing of it is sealed but the names of people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bedside.clinic.encounters.models import Encounter, EncounterState
from bedside.clinic.encounters.standing import Standing

WRITE = frozenset({"write"})
"""What stands in a view's `may` for everything that is written to an encounter."""
Names = Mapping[UUID, str | None]
"""What people are called, by account: see `accounts.names_of`."""


@dataclass(frozen=True)
class Person:
    """Somebody who did something; `name` is None when it could not be opened."""

    id: UUID
    name: str | None


@dataclass(frozen=True)
class EncounterView:
    """One encounter. `kind` is an EncounterClass, `state` open, locked or entered-in-error.

    `zone` is the clinic's time zone. `started_at` is when it happened, `recorded_at` when it was
    entered, `changed_at` when it was changed last. `may` holds the verbs that its reader may do to
    it now.
    """

    id: UUID
    patient_id: UUID
    facility_id: UUID
    facility: str
    zone: str
    practitioner: Person
    kind: str
    state: str
    started_at: datetime
    recorded_at: datetime
    locked_at: datetime | None
    locked_by: Person | None
    appointment_id: UUID | None
    version: int
    changed_at: datetime
    may: frozenset[str]


def people_of(rows: Iterable[Encounter]) -> set[UUID]:
    """Return the accounts whose names the views of these encounters show."""
    ids = {row.practitioner_id for row in rows} | {row.locked_by_id for row in rows}
    return {user for user in ids if user}


def view(row: Encounter, *, names: Names, standing: Standing) -> EncounterView:
    """Return the view of an encounter, whose `facility` is loaded."""
    return EncounterView(
        id=row.id,
        patient_id=row.patient_id,
        facility_id=row.facility_id,
        facility=row.facility.name,
        zone=row.facility.time_zone,
        practitioner=person(row.practitioner_id, names),
        kind=row.kind,
        state=row.state,
        started_at=row.started_at,
        recorded_at=row.recorded_at,
        locked_at=row.locked_at,
        locked_by=person(row.locked_by_id, names) if row.locked_by_id else None,
        appointment_id=row.appointment_id,
        version=row.version,
        changed_at=row.changed_at,
        may=_may(row, standing),
    )


def person(user: UUID, names: Names) -> Person:
    """Return who somebody is by the names that were looked up for a whole list."""
    return Person(user, names.get(user))


def _may(row: Encounter, standing: Standing) -> frozenset[str]:
    if row.state != EncounterState.OPEN or not standing.works_at(row.facility_id):
        return frozenset()
    if not standing.answers_for(row.facility_id, row.practitioner_id):
        return WRITE
    return WRITE | {"change", "lock", "mark_as_error"}
