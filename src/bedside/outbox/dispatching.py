"""Telling a broker what is ready: each job once, whoever looks, and again if nothing comes of it.

The row is the guard: who tells the broker of a job writes that down first. A message that is lost,
or that nobody sends because they were killed in between, is sent again some minutes later. One that
comes twice, or late, finds the job taken or done.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from bedside.locking import held
from bedside.outbox.kinds import KINDS
from bedside.outbox.models import TO_DO, Job

AGAIN = timedelta(minutes=5)
"""After so long a message is taken for lost. Short enough for a reminder, long enough that a queue
which is behind does not fill with second copies."""


def take_to_send(now: datetime, *, limit: int = 100) -> list[UUID]:
    """Return ready jobs that no broker was told of since they became ready; they count as told."""
    untold = Q(sent_at=None) | Q(sent_at__lt=F("ready_at")) | Q(sent_at__lt=now - AGAIN)
    rows = Job.objects.filter(untold, state__in=TO_DO, ready_at__lte=now, kind__in=list(KINDS))
    if not rows.exists():
        return []
    with transaction.atomic():
        found = held(rows.order_by("ready_at", "id"), pass_by=True)
        jobs = list(found.values_list("id", flat=True)[:limit])
        Job.objects.filter(id__in=jobs).update(sent_at=now)
    return jobs


def was_not_sent(jobs: Collection[UUID]) -> None:
    """Say that the broker did not take the messages about these jobs."""
    Job.objects.filter(id__in=jobs).update(sent_at=None)
