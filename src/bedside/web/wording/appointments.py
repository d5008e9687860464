"""Appointments: what became of them, and why."""

from collections.abc import Mapping
from datetime import timedelta

from bedside.clinic.appointments import CancelReason

APPOINTMENT_STEPS = {
    "book": "Booked",
    "overbook": "Overbooked",
    "move": "Moved to another time",
    "cancel": "Cancelled",
    "arrive": "Arrived",
    "fulfil": "Seen",
    "no_show": "Did not come",
    "undo": "Taken back",
    "offer": "Offered from the waiting list",
    "accept": "The offered time was taken",
    "decline": "The offered time was let go",
    "expire": "The offered time was not taken in time",
}
CANCELLED = {
    "better": "It is better",
    "cannot-come": "You could not come",
    "elsewhere": "You are seen elsewhere",
    "practitioner-away": "The doctor is away",
    "closed": "The clinic is closed",
    "mistake": "Booked by mistake",
    "other": "Another reason",
    "transferred": "You moved to another clinic",
    "declined": "You let the offered time go",
    "not-answered": "The offered time was not taken in time",
}
"""Why an appointment was cancelled, to its patient; staff read the codes' own labels."""
STAFF_REASONS: Mapping[str, str] = {one.value: str(one.label) for one in CancelReason}
OWN_REASONS = {
    "better": "The problem is better",
    "cannot-come": "I cannot come then",
    "elsewhere": "I am seen elsewhere",
    "mistake": "I booked it by mistake",
    "other": "Another reason",
}
"""Why patients cancel, in their words."""
TOLD = {
    True: "The patient sees this on their page when they sign in next. A mail may reach them, if"
    " they have an address and want mails. If it is soon, call them:",
    False: "The patient has no account. A mail may reach them, if they have an address. Call them:",
}
"""How the patient hears of what the clinic did, by whether they have an account."""
AGAINST = {
    "taken": "The doctor has somebody else at this time.",
    "holiday": "The clinic is closed on this day.",
    "hours": "This time is outside of the doctor's hours.",
}
"""What speaks against a time that staff want to book."""


def can_be_undone(lasts: timedelta) -> str:
    """Say for how long what was just done can be taken back."""
    return f"You can undo this for {lasts // timedelta(minutes=1)} minutes."
