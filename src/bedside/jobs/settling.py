"""What people do with a job: have it tried again, or call it off."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from bedside import outbox
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.errors import NotFound
from bedside.jobs.watching import JobView, jobs_asked_by, jobs_visible_to, show
from bedside.outbox import Job


def retry(job: UUID, *, version: int, by: Actor) -> JobView:
    """Let a job that failed be tried again at once. Raises NotFound, Conflict, Stale."""
    return _settled("job.retry", job, outbox.begin_anew, version=version, by=by)


def cancel(job: UUID, *, version: int, by: Actor) -> JobView:
    """Call a job off that is not done yet; whoever does it now stops. Raises as `retry`."""
    return _settled("job.cancel", job, outbox.call_off, version=version, by=by)


def drop_file(job: UUID, *, version: int, by: Actor) -> JobView:
    """Forget the file that came of what the caller asked for. Raises as `retry`."""
    return _settled(
        "job.drop_file", job, outbox.drop_file, version=version, by=by, reach=jobs_asked_by
    )


def _settled(
    verb: str,
    job: UUID,
    settle: Callable[..., Job],
    *,
    version: int,
    by: Actor,
    reach: Callable[[Actor], QuerySet[Job]] = jobs_visible_to,
) -> JobView:
    with act(verb, by=by) as doing:
        doing.on(job=job)
        if not reach(by).filter(id=job).exists():
            raise NotFound
        row = settle(job, version=version)
        doing.note(kind=row.kind)
        return show(row, by=by)
