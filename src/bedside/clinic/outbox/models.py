"""Messages that wait to be delivered: ids and times only, the words are made when one is sent."""

from typing import ClassVar

from django.db import models

from bedside.clinic.patients.models import Patient
from bedside.ids import new_id


class MessageKind(models.TextChoices):
    """`offer`: a freed time is held for them. `moved` and `cancelled`: the clinic did it."""

    REMINDER = "reminder"
    OFFER = "offer"
    MOVED = "moved"
    CANCELLED = "cancelled"


class MessageState(models.TextChoices):
    """`cancelled` when there is nothing to say any more."""

    WAITING = "waiting"
    SENT = "sent"
    CANCELLED = "cancelled"


class Message(models.Model):
    """One thing to tell one patient about one appointment, at `due_at`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    appointment = models.ForeignKey(
        "clinic.Appointment", on_delete=models.CASCADE, related_name="messages"
    )
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="messages")
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=12, choices=MessageState.choices, default=MessageState.WAITING
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment", "kind"], name="clinic_one_message_of_a_kind"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"],
                condition=models.Q(state=MessageState.WAITING),
                name="clinic_messages_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
