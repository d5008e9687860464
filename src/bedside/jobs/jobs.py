"""The jobs that belong to no single room, as each room's `jobs.py` declares its own."""

from django.utils import timezone

from bedside import clinic
from bedside.jobs.sweeping import sweep
from bedside.outbox.kinds import Kind, Kinds
from bedside.outbox.tasks import Task


def _sweep(_: Task) -> None:
    sweep(timezone.now())


def _settle(_: Task) -> None:
    clinic.appointments.sweep(timezone.now())


JOBS: Kinds = {
    "house.sweep": Kind(_sweep, one_act=False, every="hour"),
    "waiting.settle": Kind(_settle, one_act=False, every="ten minutes"),
}
