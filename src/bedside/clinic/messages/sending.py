"""Sending what is due to be said about an appointment, if it is still true by then."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from bedside import mail
from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.clinic.appointments.calendars import file_for
from bedside.clinic.appointments.lifecycle import BOOKED, CANCELLED, PROPOSED
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.messages.delivering import deliver, remember
from bedside.clinic.messages.kinds import TOPICS, MessageKind
from bedside.clinic.messages.writing import words
from bedside.outbox.tasks import Obsolete, Task

_TRUE_WHILE = {
    MessageKind.BOOKED: BOOKED,
    MessageKind.REMINDER: BOOKED,
    MessageKind.OFFER: PROPOSED,
    MessageKind.MOVED: BOOKED,
    MessageKind.CANCELLED: CANCELLED,
}
"""The status in which an appointment must be for a message to be true."""
_WITH_A_FILE = frozenset(_TRUE_WHILE) - {MessageKind.OFFER}
"""What comes with an entry for a calendar. An offer is nobody's plan yet."""


def send(task: Task) -> None:
    """Write the mail of a message, if there is still something to say and somebody to say it to.

    The mail goes out before it is on record: killed in between, the same mail goes again, under
    the same Message-ID. Raises Obsolete, mail.NotSent, and Damaged when the profile does not open.
    """
    kind = MessageKind(task.kind)
    row = _still_true(kind, task.subject["appointment"], timezone.now())
    with prepared_act("message.send", by=Actor.system(), chain=row.facility_id) as doing:
        # Nothing of theirs is changed. Whoever changes this appointment holds the patient before
        # the job, which is held here already: holding the patient too would be the other way round.
        doing.mention(row.patient_id)
        doing.on(appointment=row.id, job=task.job)
        said, files = words(kind, row), _files(kind, row)
        reader = row.patient.replaced_by or row.patient
        outcome = deliver(reader, TOPICS[kind], said, task.occasion, files)
        with doing.commit():
            remember(reader.id, outcome)
            doing.note(kind=kind, outcome=outcome)


def _still_true(kind: MessageKind, appointment: UUID, now: datetime) -> Appointment:
    """Return the appointment. Raises Obsolete when there is nothing to be said about it."""
    rows = Appointment.objects.select_related("facility", "patient__replaced_by").filter(
        id=appointment
    )
    row = rows.filter(status=_TRUE_WHILE[kind], start__gt=now).first()
    if row is None:
        raise Obsolete
    return row


def _files(kind: MessageKind, row: Appointment) -> list[mail.Attachment]:
    if kind not in _WITH_A_FILE:
        return []
    method = "CANCEL" if kind == MessageKind.CANCELLED else "PUBLISH"
    content = file_for(row, "patient")
    return [mail.Attachment("appointment.ics", content, f"text/calendar; method={method}")]
