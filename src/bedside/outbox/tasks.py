"""What a job is to the function that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

Subject = Mapping[str, UUID]
"""What a job is about: an id for each noun."""


class Obsolete(Exception):
    """There is nothing to do any more: the job is cancelled, and nobody has to look at it."""


def _nobody_watches(done: int, total: int) -> None:
    pass


@dataclass(frozen=True)
class Task:
    """A job that was begun: `lease` proves who runs it, `attempt` counts from 1."""

    job: UUID
    kind: str
    subject: Subject
    asked_by: UUID | None
    due_at: datetime
    occasion: UUID
    lease: UUID
    attempt: int
    progress: Callable[[int, int], None] = field(default=_nobody_watches, compare=False)
    """Say how far it has come, `progress(done, total)`, every second or so.

    Raises when it was cancelled, given to somebody else or has to stop: let that pass.
    """
