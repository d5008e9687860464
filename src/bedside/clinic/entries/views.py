"""What the lists show: plain frozen values, already opened for this actor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from bedside import documents
from bedside.accounts import permissions
from bedside.audit import Actor
from bedside.clinic.encounters.views import Names, Person, person
from bedside.clinic.entries.body import B
from bedside.clinic.entries.history import BROUGHT_IN, History
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.models import Entry
from bedside.clinic.pages import Place
from bedside.documents import Body as Document
from bedside.documents import Unreadable


@dataclass(frozen=True)
class ChangeView(Generic[B]):
    """One step of an entry's history."""

    event: str
    at: datetime
    by: Person
    state: str
    body: B
    reason: str
    despite: str = ""


@dataclass(frozen=True)
class EntryView(Generic[B]):
    """One entry as the caller may see it.

    `body` is None for one whose document does not open: it stays in its place. `told` says what is
    known beside it: from the row, whether it opens or not, and what is to be noticed of it. `may`
    are the events that the caller may bring about now, `version` goes back into each. `history` is
    there for doctors who read the one entry, the oldest change first.
    """

    id: UUID
    patient_id: UUID
    encounter_id: UUID | None
    state: str
    body: B | None
    recorded_at: datetime
    recorded_by: Person
    changed_at: datetime
    changed_by: Person
    version: int
    may: frozenset[str]
    told: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[ChangeView[B], ...] = ()

    @property
    def readable(self) -> bool:
        """Whether its document opened."""
        return self.body is not None


@dataclass(frozen=True)
class EntryPage(Generic[B]):
    """A page of a list, the newest first; `next` is None on the last one."""

    items: list[EntryView[B]]
    next: Place | None


def view(
    kind: Kind[B],
    row: Entry,
    document: Document | Unreadable,
    *,
    by: Actor | None = None,
    names: Names | None = None,
    whole: bool = False,
) -> EntryView[B]:
    """Return the view of an entry; with `whole` a doctor's has its history."""
    names = names or {}
    history = None if isinstance(document, Unreadable) else History.from_json(document, kind.body)
    told = history.changes if history and whole and by and by.role == "doctor" else ()
    return EntryView(
        id=row.id,
        patient_id=row.patient_id,
        encounter_id=row.encounter_id,
        state=row.state,
        body=kind.body_for(by, history.now) if history else None,
        recorded_at=row.recorded_at,
        recorded_by=person(row.recorded_by_id, names),
        changed_at=row.changed_at,
        changed_by=person(row.changed_by_id, names),
        version=row.version,
        may=_may(kind, row, by) if history else frozenset(),
        told={
            **kind.told(row),
            **(kind.noticed(row, history.now) if history else {}),
            **(_origin(history) if history else {}),
            **(_among_doctors(history, by) if history else {}),
        },
        history=tuple(
            ChangeView(
                one.event,
                one.at,
                person(one.by, names),
                one.state,
                one.body,
                one.reason,
                one.despite,
            )
            for one in told
        ),
    )


def views_of(
    rows: Mapping[Any, Sequence[Entry]], *, by: Actor, names: Names | None = None
) -> dict[Any, list[Any]]:
    """Open the rows of several nouns in one fetch of documents, inside an act; views by noun."""
    opened = iter(documents.open_each([row for found in rows.values() for row in found]))
    return {
        noun: [noun.view(row, next(opened), by=by, names=names) for row in found]
        for noun, found in rows.items()
    }


def _origin(history: History[Any]) -> Mapping[str, bool]:
    """That it came with a file: whoever recorded it here is not who wrote it."""
    return {"brought_in": True} if history.changes[0].event == BROUGHT_IN else {}


def _among_doctors(history: History[Any], by: Actor | None) -> Mapping[str, str]:
    """Why it stands against what was found, and the reason for its last change; if there is one."""
    last = history.changes[-1]
    said = {"despite": last.despite, "reason": last.reason}
    is_doctor = by is not None and by.role == "doctor"
    return {name: why for name, why in said.items() if why and is_doctor}


def people_in(rows: Sequence[Entry]) -> set[UUID]:
    """Return the accounts whose names the views of `rows` show."""
    return {user for row in rows for user in (row.recorded_by_id, row.changed_by_id)}


def people_of(document: Document | Unreadable) -> set[UUID]:
    """Return the accounts that the history of one entry names."""
    if isinstance(document, Unreadable):
        return set()
    return {UUID(told["by"]) for told in document["changes"]}


def _may(kind: Kind[B], row: Entry, by: Actor | None) -> frozenset[str]:
    if by is None:
        return frozenset()
    events = kind.lifecycle[row.state]
    return frozenset(one for one in events if permissions.may(f"{kind.noun}.{one}", by=by))
