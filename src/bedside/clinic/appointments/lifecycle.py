"""The life of an appointment: which event leads from which status to which, and when it may.

The dict is the rule. What a reader may do next is asked of the same functions that the acts ask, so
that no page offers what would be refused.
"""

from datetime import datetime, timedelta

from bedside.accounts import permissions
from bedside.audit import Actor
from bedside.clinic.appointments.models import Appointment
from bedside.errors import Conflict

PROPOSED, BOOKED, ARRIVED = "proposed", "booked", "arrived"
FULFILLED, CANCELLED, NOSHOW = "fulfilled", "cancelled", "noshow"

LIFECYCLE: dict[str, dict[str, str]] = {
    PROPOSED: {"accept": BOOKED, "decline": CANCELLED, "expire": CANCELLED},
    BOOKED: {"move": BOOKED, "cancel": CANCELLED, "arrive": ARRIVED, "no_show": NOSHOW},
    ARRIVED: {"fulfil": FULFILLED, "cancel": CANCELLED, "undo": BOOKED},
    NOSHOW: {"arrive": ARRIVED, "undo": BOOKED},
    FULFILLED: {"undo": ARRIVED},
    CANCELLED: {},
}

CAN_BE_SEEN = frozenset({BOOKED, ARRIVED, FULFILLED})
"""An encounter can come of these: nobody stayed away, and it was certain."""
TO_COME = frozenset({PROPOSED, BOOKED, ARRIVED})
"""What still lies ahead of a patient until its time is over."""
UNDO_LASTS = timedelta(minutes=10)
"""How long arrived, seen and not come can be taken back."""
ARRIVES_FROM = timedelta(hours=12)
"""Nobody arrives earlier than this before the time."""

_VERBS = {
    "accept": "waiting.accept",
    "decline": "waiting.decline",
    "expire": "waiting.expire",
    "move": "appointment.reschedule",
}
"""The acts of the events that are not called by the event's own name."""
_FULFIL = "appointment.fulfil"
_NOT_NOW = {
    PROPOSED: "This time is only held for the patient: take it or decline it first.",
    BOOKED: "This appointment is booked: that cannot be done with it now.",
    ARRIVED: "The patient has arrived: that cannot be done any more.",
    FULFILLED: "This appointment is over.",
    CANCELLED: "This appointment was cancelled.",
    NOSHOW: "The patient did not come to this appointment.",
}


def after(status: str, event: str) -> str:
    """Return the status that `event` leads to. Raises Conflict when `status` does not allow it."""
    try:
        return LIFECYCLE[status][event]
    except KeyError:
        raise Conflict(_NOT_NOW.get(status)) from None


def must_allow(row: Appointment, event: str, *, by: Actor, now: datetime) -> None:
    """Raise Conflict when status or time do not allow this person the event."""
    after(row.status, event)
    if sentence := _too_early_or_late(row, event, by, now):
        raise Conflict(sentence)


def may(row: Appointment, *, by: Actor, now: datetime) -> frozenset[str]:
    """Return the events that this person could cause now, and whether they could see the patient:
    `start_encounter`."""
    events = {
        event
        for event in LIFECYCLE[row.status]
        if permissions.may(_VERBS.get(event, f"appointment.{event}"), by=by)
        and not _too_early_or_late(row, event, by, now)
    }
    if can_be_seen(row, now) and permissions.may("encounter.start", by=by):
        events.add("start_encounter")
    return frozenset(events)


def can_be_seen(row: Appointment, now: datetime) -> bool:
    """Whether an encounter can begin of an appointment now."""
    return row.status in CAN_BE_SEEN and row.start - ARRIVES_FROM <= now


def is_to_come(row: Appointment, now: datetime) -> bool:
    """Whether the patient still has it ahead of them."""
    return row.status in TO_COME and row.end > now


def _too_early_or_late(row: Appointment, event: str, by: Actor, now: datetime) -> str | None:
    if event in {"accept", "decline"} and row.held_until and row.held_until <= now:
        return "This time was held for a while, which is over."
    if event in {"move", "cancel"} and by.role == "patient" and row.start <= now:
        return "The time of this appointment has come. Call the clinic."
    if event == "cancel" and by.role == "patient" and row.status == ARRIVED:
        return "You have arrived already. Tell the clinic at the desk."
    if event == "no_show" and now < row.start:
        return "The time of this appointment has not come yet."
    if event == "arrive" and now < row.start - ARRIVES_FROM:
        return "This appointment is on a later day."
    if event == "undo" and row.status == FULFILLED and not permissions.may(_FULFIL, by=by):
        return "A doctor said that they were seen, and only a doctor takes it back."
    if event == "undo" and now - row.status_at > UNDO_LASTS:
        return "This can be taken back for ten minutes only."
    return None
