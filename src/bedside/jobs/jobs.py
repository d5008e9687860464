"""The jobs that belong to no single room, as each room's `jobs.py` declares its own."""

from django.utils import timezone

from bedside.jobs.sweeping import sweep
from bedside.outbox.kinds import Kind, Kinds
from bedside.outbox.tasks import Task


def _sweep(_: Task) -> None:
    sweep(timezone.now())


JOBS: Kinds = {
    "house.sweep": Kind(_sweep, one_act=False, every="hour"),
}
