"""Who does a job: one worker at a time, for as long as it says that it is alive.

Taking a job gives a `lease` of a minute, which its worker renews. Whoever finishes a job must hold
its lease still; a worker that was paused, killed or cut off for longer finds it lost, and what it
has not committed goes with that.
"""

from datetime import datetime, timedelta
from random import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from bedside.errors import Conflict
from bedside.ids import new_id
from bedside.locking import held
from bedside.outbox.kinds import ATTEMPTS, KINDS
from bedside.outbox.models import TO_DO, Job, JobState
from bedside.outbox.tasks import Task

LEASE = timedelta(minutes=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=6)
KEPT = timedelta(days=40)
"""Longer than the longest period, whose job must be there for as long as the period lasts."""
LOST = "Lost"
"""The error of a job whose worker did not come back."""
_chance = SystemRandom()


class LeaseLost(Conflict):
    """The job was cancelled, put down anew, or given to somebody else."""

    detail = "Somebody else does this now, or nobody has to any more."


def claim(now: datetime, *, only: UUID | None = None) -> Task | None:
    """Take the job that waits longest, or this one if it is ready; None when there is nothing.

    Kinds that this process does not know are left to one that does. A job that was begun too often
    without an end is dead.
    """
    while _ready(now, only).exists():
        with transaction.atomic():
            rows = _ready(now, only).order_by("ready_at", "id")
            row = held(rows, pass_by=True).first()
            if row is None:
                return None
            if row.attempts < KINDS[row.kind].attempts:
                return _begin(row, now)
            _lost(row, now)
    return None


def renew(task: Task) -> bool:
    """Hold a job for another minute; False when the lease is lost."""
    return bool(_held(task).update(ready_at=timezone.now() + LEASE))


def say(task: Task, done: int, total: int) -> bool:
    """Write down how far a job has come; False when the lease is lost."""
    return bool(_held(task).update(done=done, total=total))


def finish(task: Task) -> None:
    """Say that a job is done, in the transaction of its effect. Raises LeaseLost."""
    _settle(task, JobState.DONE, error="")


def give_up(task: Task) -> None:
    """Say that there is nothing to do any more. Raises LeaseLost."""
    _settle(task, JobState.CANCELLED)


def release(task: Task) -> None:
    """Give a job back untouched, to be begun again at once; its try does not count."""
    _held(task).update(
        state=JobState.WAITING,
        lease=None,
        attempts=F("attempts") - 1,
        ready_at=timezone.now(),
        version=F("version") + 1,
    )


def fail(task: Task, error: str, *, for_good: bool = False) -> JobState | None:
    """Say that a try failed, by the name of its error; return what the job is now.

    It is tried again, later each time, until it was tried as often as its kind allows, or never
    when it failed `for_good`. None when the lease is lost, which leaves the job as it is.
    """
    now = timezone.now()
    allowed = KINDS[task.kind].attempts if task.kind in KINDS else ATTEMPTS
    dead = for_good or task.attempt >= allowed
    state = JobState.DEAD if dead else JobState.FAILED
    written = _held(task).update(
        state=state,
        lease=None,
        error=error[:64],
        ready_at=now + waits_for(task.attempt),
        finished_at=now if dead else None,
        version=F("version") + 1,
    )
    return state if written else None


def waits_for(attempt: int) -> timedelta:
    """Return how long to wait after a failed try: twice as long each time, and not all at once.

    From a quarter of a minute on, six hours at most, by chance up to a quarter more or less: jobs
    that failed together because a server was away do not come back to it together. Twelve attempts
    have eleven waits, the last of about 4 hours and 16 minutes: eight and a half hours in all.
    """
    doubled = FIRST_WAIT * 2 ** min(attempt - 1, 20)
    return min(doubled, LONGEST_WAIT) * _chance.uniform(0.75, 1.25)


def forget_old(now: datetime) -> int:
    """Delete what was done or cancelled long ago; return how many. What is dead stays."""
    over = Job.objects.filter(
        finished_at__lt=now - KEPT, state__in=[JobState.DONE, JobState.CANCELLED]
    )
    return over.delete()[0]


def _ready(now: datetime, only: UUID | None) -> QuerySet[Job]:
    rows = Job.objects.filter(state__in=TO_DO, ready_at__lte=now, kind__in=list(KINDS))
    return rows.filter(id=only) if only else rows


def _begin(row: Job, now: datetime) -> Task:
    row.state, row.lease, row.ready_at = JobState.RUNNING, new_id(), now + LEASE
    row.attempts += 1
    row.version += 1
    row.save(update_fields=["state", "lease", "ready_at", "attempts", "version"])
    return Task(
        job=row.id,
        kind=row.kind,
        subject=row.subject_ids,
        asked_by=row.asked_by,
        due_at=row.due_at,
        occasion=row.occasion,
        lease=row.lease,
        attempt=row.attempts,
    )


def _lost(row: Job, now: datetime) -> None:
    row.state, row.lease, row.error, row.finished_at = JobState.DEAD, None, LOST, now
    row.version += 1
    row.save(update_fields=["state", "lease", "error", "finished_at", "version"])


def _settle(task: Task, state: JobState, **more: str) -> None:
    now = timezone.now()
    changes = {"lease": None, "finished_at": now, "version": F("version") + 1, **more}
    if not _held(task).update(state=state, **changes):
        raise LeaseLost


def _held(task: Task) -> QuerySet[Job]:
    return Job.objects.filter(id=task.job, lease=task.lease, state=JobState.RUNNING)
