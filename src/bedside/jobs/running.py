"""Doing one job: at least once, with one effect.

Where the effect is an act, the job is finished in the act's own transaction: both are kept, or
neither. Killed before the commit, the job's lease runs out and it is begun again; killed after it,
the job is done. Whoever comes late, because they were paused while somebody else took over, finds
the lease lost when the act begins to write, and the act does nothing.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from django.utils import timezone

from bedside import outbox
from bedside.accounts.acts import together_with
from bedside.errors import BedsideError, Conflict, Damaged, Throttled, Unavailable
from bedside.jobs.heartbeat import Stopping, beating
from bedside.outbox import KINDS, LeaseLost, Obsolete, Task

_log = logging.getLogger("bedside.jobs")


def run_next(*, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Do the job that waits longest; False when there is none."""
    return _run(outbox.claim(timezone.now()), stopping)


def run_one(job: UUID, *, stopping: Callable[[], bool] = lambda: False) -> bool:
    """Do this job if it is ready and nobody else does it; whether it was begun."""
    return _run(outbox.claim(timezone.now(), only=job), stopping)


def _run(task: Task | None, stopping: Callable[[], bool]) -> bool:
    if task is None:
        return False
    with beating(task, stopping) as alive:
        try:
            _do(alive)
        except LeaseLost:
            _log.info("job lost: %s %s", task.kind, task.job)
        except Stopping:
            outbox.release(task)
        except Obsolete:
            with suppress(LeaseLost):
                outbox.give_up(task)
        except Exception as error:
            _failed(task, error)
    return True


def _do(task: Task) -> None:
    kind, finished = KINDS[task.kind], []

    def finish() -> None:
        outbox.finish(task)
        finished.append(True)

    if not kind.one_act:
        kind.run(task)
        finish()
        return
    with together_with(finish):
        kind.run(task)
    if not finished:  # there was nothing to change
        finish()


def _failed(task: Task, error: Exception) -> None:
    """Put a failure down by its type alone: its words may hold what somebody wrote."""
    name = type(error).__name__
    state = outbox.fail(task, name, for_good=_is_for_good(error))
    level = logging.ERROR if state == outbox.JobState.DEAD else logging.WARNING
    _log.log(level, "job failed: %s %s", task.kind, task.job, exc_info=error)


def _is_for_good(error: Exception) -> bool:
    """Whether trying again would come to the same: what is out of reach or wrong stays so."""
    if isinstance(error, Damaged):
        return True
    return isinstance(error, BedsideError) and not isinstance(
        error, Unavailable | Throttled | Conflict
    )
