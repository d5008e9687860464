"""What a patient is told about an appointment."""

from enum import StrEnum


class MessageKind(StrEnum):
    """`booked` confirms a time, `offer` says that one is held for them; `moved` and `cancelled` say
    what the clinic did. The values name the jobs, one for each appointment and kind."""

    BOOKED = "appointment.booked"
    REMINDER = "appointment.reminder"
    OFFER = "appointment.offer"
    MOVED = "appointment.moved"
    CANCELLED = "appointment.cancelled"


class Topic(StrEnum):
    """What a patient can choose to be written about, or not."""

    APPOINTMENTS = "appointments"
    REMINDERS = "reminders"
    ANSWERS = "answers"
    NOTES = "notes"


TOPICS = {
    MessageKind.BOOKED: Topic.APPOINTMENTS,
    MessageKind.REMINDER: Topic.REMINDERS,
    MessageKind.OFFER: Topic.APPOINTMENTS,
    MessageKind.MOVED: Topic.APPOINTMENTS,
    MessageKind.CANCELLED: Topic.APPOINTMENTS,
}
