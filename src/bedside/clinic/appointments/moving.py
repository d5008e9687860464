"""What becomes of appointments when a patient moves to another facility, or has two records."""

from uuid import UUID

from django.db import IntegrityError, transaction
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
from bedside.clinic.appointments.saving import PATIENT_ONCE, save_if_unchanged, take_turns
from bedside.clinic.messages import MessageKind
from bedside.clinic.patients.transferring import Move
from bedside.errors import Conflict


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


def keep_with(record: UUID, kept: UUID) -> None:
    """Let the appointments of a record that is replaced take the time of the kept one's person too.

    Inside the act that merges them. Raises Conflict when that person would be in two places.
    """
    under_way()
    try:
        with transaction.atomic():
            Appointment.objects.filter(patient=record).update(kept_record=kept)
    except IntegrityError as error:
        if PATIENT_ONCE not in str(error):
            raise
        raise Conflict("The patient would be in two places at once.") from None


def part(record: UUID) -> None:
    """Let the appointments of a record take only its own time again, inside the act."""
    under_way()
    Appointment.objects.filter(patient=record).update(kept_record=None)
