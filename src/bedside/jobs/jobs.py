"""The jobs that belong to no single room, as each room's `jobs.py` declares its own."""

from django.utils import timezone

from bedside.jobs.sweeping import forget_expired
from bedside.outbox.kinds import Kind, Kinds
from bedside.outbox.tasks import Task


def _sweep(_: Task) -> None:
    forget_expired(timezone.now())


JOBS: Kinds = {
    "house.sweep": Kind(_sweep, one_act=False, every="hour"),
}
