"""Writing appointments: one at a time for a doctor and a patient, and never over somebody's change.

The database refuses an overlap whatever we do (see `models`). The locks here only keep order: on
PostgreSQL two who insert overlapping rows at the same moment would each wait for the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone

from bedside import documents
from bedside.audit import Actor
from bedside.changed import CHANGED_AT
from bedside.clinic.appointments.lifecycle import after
from bedside.clinic.appointments.models import Appointment, AppointmentStep
from bedside.clinic.patients.models import Patient
from bedside.errors import Conflict, Stale
from bedside.locking import hold

PRACTITIONER_ONCE, PATIENT_ONCE = "clinic_practitioner_once", "clinic_patient_once"
"""The constraints, as the database names them."""
_DOCUMENT = ("blob_id", "document_version", "document_schema")


class Taken(Conflict):
    """The doctor has somebody else at this time."""

    detail = "This time is already taken. Choose another one."


def take_turns(patient: UUID, *practitioners: UUID) -> None:
    """Let whoever writes these people's appointments wait until this transaction ends."""
    hold(Patient.objects.filter(id=patient))
    hold(get_user_model().objects.filter(id__in=practitioners))


def insert(row: Appointment, event: str, *, by: Actor) -> None:
    """Store a new appointment and its first step. Raises Taken, and Conflict for the patient."""
    row.kept_record_id = row.patient.replaced_by_id
    with overlap_is_conflict(by):
        row.save(force_insert=True)
    step_of(row, event, by, row.booked_at).save(force_insert=True)


def save_if_unchanged(
    row: Appointment,
    event: str,
    *,
    version: int,
    by: Actor,
    stored: documents.Stored | None = None,
    **changes: Any,
) -> None:
    """Write `changes`, the status after `event` and a document over `version`, and add a step.

    One conditional UPDATE decides between two writers. Raises Taken or Conflict for a time that is
    not free, or when what the faster one did no longer allows the event, and Stale otherwise.
    """
    status, now = after(row.status, event), timezone.now()
    if stored is not None:
        stored.attach(row)
        changes |= {name: getattr(row, name) for name in _DOCUMENT}
    changes |= {"status": status, "version": version + 1, CHANGED_AT: now}
    if status != row.status:
        changes["status_at"] = now
    rows = Appointment.objects.filter(id=row.id)
    with overlap_is_conflict(by):
        written = rows.filter(version=version, status=row.status).update(**changes)
    if not written:
        after(rows.values_list("status", flat=True).get(), event)
        raise Stale
    for name, value in changes.items():
        setattr(row, name, value)
    step_of(row, event, by, now).save(force_insert=True)


def step_of(row: Appointment, event: str, by: Actor, now: datetime) -> AppointmentStep:
    """Return the line of an appointment's history that says what happened to it, to be saved."""
    return AppointmentStep(
        appointment=row,
        event=event,
        at=now,
        by_id=by.user,
        start=row.start,
        practitioner_id=row.practitioner_id,
    )


@contextmanager
def overlap_is_conflict(by: Actor) -> Iterator[None]:
    """Turn what the database refuses into Taken, or Conflict where it is the patient's time."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if PRACTITIONER_ONCE in str(error):
            raise Taken from None
        if PATIENT_ONCE in str(error):
            who = "You have" if by.role == "patient" else "The patient has"
            raise Conflict(f"{who} another appointment at this time.") from None
        raise
