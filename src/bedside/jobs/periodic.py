"""What comes by itself: one job for each period, whoever puts it down first.

A period's job has the period in its key, which is unique: of any number of workers that look at the
same moment one puts it down. A period during which nobody worked is left out: whatever comes by
itself does what is due by then, and not what would have been.
"""

import time
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from bedside.outbox import KINDS, Job, put_once
from bedside.outbox.kinds import beginning_of

LOOK_AT_THE_CLOCK = 20.0
"""Seconds between looking whether a new period has begun."""


class Clock:
    """What a worker looks at in passing, to see that a new period has begun."""

    def __init__(self) -> None:
        self._looked = float("-inf")

    def look(self) -> None:
        """Put down what comes by itself, unless that was done a moment ago. Raises Error."""
        if time.monotonic() - self._looked < LOOK_AT_THE_CLOCK:
            return
        put_due(timezone.now())
        self._looked = time.monotonic()


def put_due(now: datetime) -> int:
    """Put down the job of every period that has none yet; return how many these were."""
    wanted = {
        f"{kind}:{beginning_of(how.every, now):%Y-%m-%dT%H:%M}": kind
        for kind, how in KINDS.items()
        if how.every
    }
    there = set(Job.objects.filter(key__in=wanted).values_list("key", flat=True))
    if there == set(wanted):
        return 0
    with transaction.atomic():
        missing = sorted(set(wanted) - there)
        return sum(put_once(wanted[key], key=key, due_at=now) for key in missing)
