"""Looking at jobs: what there is to do, how far one has come, and what failed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from bedside import outbox
from bedside.accounts import permissions
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.pages import Place, earlier_than
from bedside.errors import Invalid, NotFound
from bedside.outbox import Job, JobState
from bedside.outbox.models import CALLED_OFF
from bedside.outbox.settling import BEGUN_ANEW
from bedside.paging import read_page

LARGEST_PAGE = 100


@dataclass(frozen=True)
class FileView:
    """The file that came of a job: `size` in bytes, and until when it can be fetched."""

    name: str
    media_type: str
    size: int
    expires_at: datetime


@dataclass(frozen=True)
class JobView:
    """A job, without what it is about. Times are in UTC.

    `ready_at` is when it is tried (again), None when it is not. `error` names the type of the last
    failure. `done` of `total` says how far it has come, 0 of 0 while nobody knows. `own` is whether
    the caller asked for it, and `file` what came of it, for them alone. `may` names what the caller
    could do: `cancel`, `retry`, `drop_file`. `version` goes back with that.
    """

    id: UUID
    kind: str
    state: str
    attempts: int
    error: str
    done: int
    total: int
    created_at: datetime
    due_at: datetime
    ready_at: datetime | None
    finished_at: datetime | None
    own: bool
    file: FileView | None
    may: frozenset[str]
    version: int

    @property
    def is_over(self) -> bool:
        """Whether nobody does anything about it any more."""
        return self.state in (JobState.DONE, JobState.DEAD, JobState.CANCELLED)


@dataclass(frozen=True)
class JobPage:
    """A page of jobs, those put down last first; `next` is None on the last page."""

    items: list[JobView]
    next: Place | None


@dataclass(frozen=True)
class JobCounts:
    """How many jobs there are by kind and state, and how late the oldest one is that is ready."""

    kinds: dict[str, dict[str, int]]
    late: timedelta

    def of(self, state: str) -> int:
        """Return how many there are in a state."""
        return sum(states.get(state, 0) for states in self.kinds.values())


def list_jobs(
    *,
    by: Actor,
    states: Collection[str] = (),
    kind: str | None = None,
    own: bool = False,
    after: Place | None = None,
    limit: int = 50,
) -> JobPage:
    """Return jobs within reach, those put down last first; of these states, or of any.

    An administrator reaches all, everybody else what they asked for, as does who asks for their
    `own`. Raises Invalid.
    """
    with act("job.list", by=by) as doing:
        _must_be_allowed(states, limit)
        rows = jobs_asked_by(by) if own else jobs_visible_to(by)
        rows = rows.filter(state__in=states) if states else rows
        rows = rows.filter(kind=kind) if kind else rows
        page = read_page(earlier_than(rows, "created_at", after), limit)
        doing.note(count=len(page))
        last = (page[-1].created_at, page[-1].id) if page.more else None
        return JobPage([show(row, by=by) for row in page], last)


def read_counts(*, by: Actor) -> JobCounts:
    """Count all jobs."""
    with act("job.read_counts", by=by):
        found = outbox.count(timezone.now())
    kinds: dict[str, dict[str, int]] = {}
    for (kind, state), number in found.jobs.items():
        kinds.setdefault(kind, {})[state] = number
    return JobCounts(kinds, found.late)


def read_job(job: UUID, *, by: Actor) -> JobView:
    """Return a job within reach. Raises NotFound, on record.

    Looking is not: a page that waits asks every few seconds, and learns nothing about anybody.
    """
    permissions.require("job.read", by=by)
    row = jobs_visible_to(by).filter(id=job).first()
    if row is None:
        with act("job.read", by=by) as doing:
            doing.on(job=job)
            raise NotFound
    return show(row, by=by)


def jobs_visible_to(by: Actor) -> QuerySet[Job]:
    """Return the jobs within the actor's reach; what is not in it is *not found*."""
    if by.role in ("administrator", "system"):
        return Job.objects.all()
    return jobs_asked_by(by)


def jobs_asked_by(by: Actor) -> QuerySet[Job]:
    """Return what the actor asked for: what came of it is theirs, and no administrator's."""
    return Job.objects.filter(asked_by=by.user) if by.user else Job.objects.none()


def show(row: Job, *, by: Actor) -> JobView:
    """Return what the caller sees of a job in reach."""
    own = row.asked_by is not None and row.asked_by == by.user
    file = _file(row) if own else None
    events = {"retry": BEGUN_ANEW, "cancel": CALLED_OFF}
    possible = {event for event, states in events.items() if row.state in states}
    possible |= {"drop_file"} if file else set()
    return JobView(
        id=row.id,
        kind=row.kind,
        state=row.state,
        attempts=row.attempts,
        error=row.error,
        done=row.done,
        total=row.total,
        created_at=row.created_at,
        due_at=row.due_at,
        ready_at=row.ready_at if row.state in (JobState.WAITING, JobState.FAILED) else None,
        finished_at=row.finished_at,
        own=own,
        file=file,
        may=frozenset(e for e in possible if permissions.may(f"job.{e}", by=by)),
        version=row.version,
    )


def _file(row: Job) -> FileView | None:
    if row.result is None or row.result_expires_at is None:
        return None
    if row.result_expires_at <= timezone.now():
        return None
    return FileView(row.result_name, row.result_type, row.result_size, row.result_expires_at)


def _must_be_allowed(states: Collection[str], limit: int) -> None:
    if not set(states) <= set(JobState.values):
        raise Invalid(fields={"state": "There is no such state."})
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid(fields={"limit": f"A page has 1 to {LARGEST_PAGE} rows."})
