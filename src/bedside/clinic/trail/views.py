"""What an administrator sees of the log."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bedside.clinic.pages import Place
from bedside.paging import Page


@dataclass(frozen=True)
class Check:
    """The last time that every chain was walked: how many, and how many of them are broken."""

    at: datetime
    chains: int
    broken: int


@dataclass(frozen=True)
class Numbered:
    """A patient: their record number, and the facility where it is theirs."""

    number: str
    facility: str


@dataclass(frozen=True)
class EventView:
    """One act. `who` is the name of the account, NOT_OPENED for one that is damaged and None for
    a patient, for nobody and for whoever has no account any more.

    `kinds` are the kinds of things it was done to. It speaks of so many `patients`, of whom the
    first few are `named`. `facility` is the name of the one whose chain has the event, None for
    what belongs to none.
    """

    id: UUID
    at: datetime
    action: str
    outcome: str
    role: str
    user: UUID | None
    who: str | None
    kinds: tuple[str, ...]
    facility: str | None
    patients: int
    named: tuple[Numbered, ...]
    address: str


@dataclass(frozen=True)
class Trail:
    """A page of acts, the latest first, and how the chains stood when they were last checked."""

    events: Page[EventView]
    checked: Check | None

    @property
    def next(self) -> Place | None:
        """Where the list goes on, None at its end."""
        return (self.events[-1].at, self.events[-1].id) if self.events.more else None
