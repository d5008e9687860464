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
