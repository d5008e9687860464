"""How much is to be done, for whoever watches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from bedside.outbox.models import TO_DO, Job


@dataclass(frozen=True)
class Counts:
    """`jobs` counts by kind and state; `late` is for how long the oldest one has been ready."""

    jobs: dict[tuple[str, str], int]
    late: timedelta


def count(now: datetime) -> Counts:
    """Count the jobs, in two queries."""
    rows = Job.objects.values_list("kind", "state").annotate(Count("id")).order_by("kind", "state")
    ready = Job.objects.filter(state__in=TO_DO, ready_at__lte=now)
    oldest = ready.aggregate(Min("ready_at"))["ready_at__min"]
    return Counts(
        jobs={(kind, state): number for kind, state, number in rows},
        late=now - oldest if oldest else timedelta(0),
    )
