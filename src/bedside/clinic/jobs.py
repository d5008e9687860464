"""What is done later for facilities and patients."""

from django.utils import timezone

from bedside.clinic import appointments, trail
from bedside.clinic.appointments import taking_out
from bedside.clinic.messages import MessageKind
from bedside.clinic.messages.sending import send
from bedside.clinic.notes import telling
from bedside.outbox.kinds import Kind, Kinds
from bedside.outbox.tasks import Task


def _settle(_: Task) -> None:
    appointments.sweep(timezone.now())


JOBS: Kinds = {
    **{kind.value: Kind(send) for kind in MessageKind},
    "audit.check": Kind(trail.check, one_act=False, every="day"),
    "waiting.settle": Kind(_settle, one_act=False, every="ten minutes"),
    telling.SHARED: Kind(telling.send),
    taking_out.KIND: Kind(taking_out.make_list, still_may=taking_out.still_works_there),
}
