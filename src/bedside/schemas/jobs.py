"""Work that outlives a request: what it is, how far it has come, and how it ended."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.lists import Listing
from bedside.schemas.text import Day, Reason

State = Literal["waiting", "running", "done", "failed", "dead", "cancelled"]


class File(Outgoing):
    """The file that came of a job: `size` in bytes, and until when it can be fetched."""

    name: str
    media_type: str
    size: int
    expires_at: datetime


class Job(Outgoing):
    """A job, without what it is about.

    `failed` is tried again at `ready_at`, `dead` only when an administrator asks for it.
    """

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e10",
        kind="appointment.reminder",
        state="dead",
        attempts=12,
        error="NotSent",
        done=0,
        total=0,
        created_at="2026-11-29T08:00:00Z",
        due_at="2026-11-29T18:00:00Z",
        ready_at=None,
        finished_at="2026-11-30T06:12:00Z",
        own=False,
        file=None,
        may=["cancel", "retry"],
        version=25,
    )

    id: UUID
    kind: str
    state: State
    attempts: Annotated[int, Field(description="How often it was begun.")]
    error: Annotated[str, Field(description="The type of the last failure, or empty.")]
    done: Annotated[int, Field(description="How far it has come, of `total`.")]
    total: Annotated[int, Field(description="0 while nobody knows.")]
    created_at: datetime
    due_at: datetime
    ready_at: Annotated[datetime | None, Field(description="When it is tried (again).")]
    finished_at: datetime | None
    own: Annotated[bool, Field(description="Whether the caller asked for it.")]
    file: Annotated[
        File | None, Field(description="What came of it, for whoever asked: GET .../file.")
    ]
    may: list[str]
    version: int


class Jobs(Listing):
    """Those put down last first."""

    items: list[Job]


class KindCount(Outgoing):
    """How many jobs of one kind there are in each state."""

    kind: str
    states: dict[State, int]


class JobCounts(Outgoing):
    """How many jobs there are, and for how many seconds the oldest one has been ready."""

    kinds: list[KindCount]
    late_seconds: int


class ListOrder(Incoming):
    """Which appointments of a facility are taken out as a file, and why. Both days are included."""

    model_config = example(first_day="2026-12-01", last_day="2026-12-31", why="planning")

    first_day: Day
    last_day: Day
    why: Literal["planning", "calling", "billing", "reporting", "other"]
    words: Annotated[Reason, Field(description="What it is for; needed with `other`.")] = ""
