"""What people do with jobs: begin one anew that failed, call one off, drop what came of it.

All say which version of the job they saw. A worker that begins or ends it makes another one of it,
so nobody calls off, unseen, what has been done meanwhile.
"""

from uuid import UUID

from django.utils import timezone

from bedside import documents
from bedside.errors import Conflict, NotFound, Stale
from bedside.locking import held
from bedside.outbox.models import CALLED_OFF, Job, JobState

BEGUN_ANEW = (JobState.FAILED, JobState.DEAD)


def begin_anew(job: UUID, *, version: int) -> Job:
    """Let a job that failed be done as soon as may be, with all its tries before it again.

    Its occasion stays: a mail that went out unnoticed is the same mail. Raises NotFound, Stale,
    and Conflict for one that has not failed.
    """
    row = _seen(job, version, BEGUN_ANEW)
    row.state, row.ready_at = JobState.WAITING, timezone.now()
    row.attempts, row.error, row.finished_at = 0, "", None
    return _saved(row)


def call_off(job: UUID, *, version: int) -> Job:
    """Cancel a job that is not done; whoever runs it at this moment loses it. Raises as above."""
    row = _seen(job, version, CALLED_OFF)
    row.state, row.lease, row.finished_at = JobState.CANCELLED, None, timezone.now()
    return _saved(row)


def drop_file(job: UUID, *, version: int) -> Job:
    """Forget the file that came of a job. Raises as above, Conflict when there is none."""
    row = _seen(job, version, (JobState.DONE,))
    if row.result is None:
        raise Conflict
    documents.forget_volume(row.result)
    row.result = None
    return _saved(row)


def _seen(job: UUID, version: int, states: tuple[JobState, ...]) -> Job:
    row = held(Job.objects.filter(id=job)).first()
    if row is None:
        raise NotFound
    if row.version != version:
        raise Stale
    if row.state not in states:
        raise Conflict
    return row


def _saved(row: Job) -> Job:
    row.version += 1
    row.save()
    return row
