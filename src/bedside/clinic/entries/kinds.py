"""The kinds of entry: each is a table, a body and a life; everything else they have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic
from uuid import UUID

from django.db.models import Q, QuerySet

from bedside.audit import Actor
from bedside.clinic.entries.body import B
from bedside.clinic.entries.lifecycle import ACTIVE, ENDED, LIFECYCLE, Lifecycle
from bedside.clinic.entries.models import Entry

Inside = Callable[[Entry], object]
"""What else the same transaction does, given the row as it will be saved."""


def nothing_else(_: Entry) -> None:
    """Do nothing else in the transaction."""


@dataclass(frozen=True)
class Step(Generic[B]):
    """What an act is about to make of an entry. `before` is what it said while it was active, or
    None; `despite` the reason that was given against what a guard might find. `entry` and `was` are
    its id and the state that it was in, of one that is there already."""

    patient: UUID
    state: str
    body: B
    before: B | None = None
    despite: str = ""
    entry: UUID | None = None
    was: str = ""


@dataclass(frozen=True)
class Guarded:
    """That a step may be taken: the reason to be kept with it (None: what was said before still
    stands), and what the same transaction looks at once more."""

    despite: str | None = None
    inside: Inside = nothing_else


Guard = Callable[[Step[Any]], Guarded]
"""Asked before an entry is written; raises what refuses the step."""


def _unguarded(_: Step[Any]) -> Guarded:
    return Guarded()


def _nothing(row: Any, body: Any) -> None: ...


def _nothing_noticed(row: Any, body: Any) -> Mapping[str, Any]:  # noqa: ARG001
    return {}


def _nothing_told(row: Any) -> Mapping[str, Any]:  # noqa: ARG001
    return {}


@dataclass(frozen=True)
class Kind(Generic[B]):
    """One kind of entry. Its verbs are its noun and an event: `allergy.add`, `allergy.end`."""

    noun: str
    model: type[Entry]
    body: type[B]
    lifecycle: Lifecycle = field(default_factory=lambda: LIFECYCLE)
    first: str = ACTIVE
    """The state of a new entry, unless its act is given another one."""
    patients_see: Q = field(default_factory=lambda: Q(state__in=[ACTIVE, ENDED]))
    """Which entries are shown to the patient themselves."""
    for_doctors: Mapping[str, Any] = field(default_factory=dict)
    """The fields that only doctors see, and what patients get instead."""
    happened: str = "recorded_at"
    """The column by which lists are ordered, the newest first."""
    in_the_clear: Callable[[Any, B], None] = _nothing
    """Copies to the row's columns what queries need of the body."""
    told: Callable[[Any], Mapping[str, Any]] = _nothing_told
    """What a view says from the row's columns, whether the document opens or not."""
    noticed: Callable[[Any, B], Mapping[str, Any]] = _nothing_noticed
    """What a view says besides, of the row and its words; nothing where they do not open."""
    guard: Guard = _unguarded
    """What may stand against a step, such as the allergies against a medicine."""
    related: tuple[str, ...] = ()
    """The rows that `told` reads, to be fetched along."""

    def rows_for(self, by: Actor) -> QuerySet[Entry]:
        """Return the entries that exist for `by`, of whichever patient."""
        rows = self.model._default_manager.select_related(*self.related)
        if by.role == "doctor":
            return rows.filter(state__in=self.lifecycle)
        return rows.filter(self.patients_see) if by.role == "patient" else rows.none()

    def body_for(self, by: Actor | None, body: B) -> B:
        """Return what `by` may read of a body; without anybody, what the patient may."""
        return body if by and by.role == "doctor" else replace(body, **self.for_doctors)
