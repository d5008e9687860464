"""All that an entry ever said: each wording with the time, the person and what happened to it.

The document of an entry is its history; what it says now is its last change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from bedside.clinic.entries.body import B
from bedside.clinic.entries.lifecycle import ERROR
from bedside.errors import Conflict

MOST_CHANGES = 200
"""More is a program gone wrong; every change makes the document longer."""
BROUGHT_IN = "bring_in"
"""The first event of an entry that was written elsewhere, and came with a file."""


@dataclass(frozen=True)
class Change(Generic[B]):
    """One thing that happened to an entry, and what it said from then on.

    `event` is "add", BROUGHT_IN or an event of the lifecycle, `state` the one it led to; `reason`
    says why an entry was marked as an error or reinstated, `despite` why it stands against what was
    found.
    """

    event: str
    at: datetime
    by: UUID
    state: str
    body: B
    reason: str = ""
    despite: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "event": self.event,
            "at": self.at.isoformat(),
            "by": str(self.by),
            "state": self.state,
            "reason": self.reason,
            "despite": self.despite,
            "said": self.body.to_json(),
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any], kind: type[B]) -> "Change[B]":
        return cls(
            told["event"],
            datetime.fromisoformat(told["at"]),
            UUID(told["by"]),
            told["state"],
            kind.from_json(told["said"]),
            told.get("reason", ""),
            told.get("despite", ""),
        )


@dataclass(frozen=True)
class History(Generic[B]):
    """The changes of one entry, the oldest first; there is at least one."""

    changes: tuple[Change[B], ...]

    @property
    def now(self) -> B:
        """What the entry says."""
        return self.changes[-1].body

    @property
    def before_error(self) -> str:
        """The state that it had before it was last marked as an error."""
        states = [change.state for change in self.changes if change.state != ERROR]
        return states[-1]

    def and_then(self, change: Change[B]) -> "History[B]":
        """Return the history with one more change. Raises Conflict when it has got too long."""
        if len(self.changes) >= MOST_CHANGES:
            raise Conflict("This entry was changed too often. End it and add a new one.")
        return History((*self.changes, change))

    def to_json(self) -> dict[str, Any]:
        return {"changes": [change.to_json() for change in self.changes]}

    @classmethod
    def from_json(cls, document: Mapping[str, Any], kind: type[B]) -> "History[B]":
        return cls(tuple(Change.from_json(told, kind) for told in document["changes"]))


def last_words(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the entry of a document says now, as it was kept."""
    said: Mapping[str, Any] = document["changes"][-1]["said"]
    return said
