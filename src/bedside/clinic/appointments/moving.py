"""What becomes of the appointments of a patient who moves to another facility."""

from django.db.models import F
from django.utils import timezone

from bedside.accounts.acts import under_way
from bedside.audit import Actor
from bedside.clinic import messages
from bedside.clinic.appointments.lifecycle import BOOKED, PROPOSED
from bedside.clinic.appointments.models import (
    Appointment,
    CancelReason,
    News,
    WaitingPlace,
    WaitingState,
)
from bedside.clinic.appointments.saving import save_if_unchanged, take_turns
from bedside.clinic.messages import MessageKind
from bedside.clinic.patients.transferring import Move


def follow(move: Move) -> None:
    """Cancel what is ahead at the facility that the patient leaves, inside the act, and tell them.

    Nobody there may see the patient any more, and a time at another place is for them to choose.
    """
    by, now = under_way().by, timezone.now()
    places = WaitingPlace.objects.filter(patient=move.patient, facility=move.left)
    places.filter(state__in=[WaitingState.WAITING, WaitingState.OFFERED]).update(
        state=WaitingState.LEFT, version=F("version") + 1
    )
    ahead = Appointment.objects.filter(
        patient=move.patient, facility=move.left, status__in=[BOOKED, PROPOSED], start__gt=now
    )
    rows = list(ahead)
    take_turns(move.patient, *(row.practitioner_id for row in rows))
    for row in rows:
        _cancel(row, "cancel" if row.status == BOOKED else "decline", by=by)


def _cancel(row: Appointment, event: str, *, by: Actor) -> None:
    save_if_unchanged(
        row,
        event,
        version=row.version,
        by=by,
        cancel_reason=CancelReason.TRANSFERRED,
        news=News.CANCELLED,
    )
    messages.take_back(row.id)
    if event == "cancel":
        messages.tell(MessageKind.CANCELLED, row.id, row.patient_id)
