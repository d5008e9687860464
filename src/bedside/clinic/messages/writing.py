"""The words of the mails about appointments: where and when, and nothing else.

They do not say who is to come, to whom, or why: a mail is read on the way, and over a shoulder. The
subject line, which a locked phone shows, does not even name the clinic.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bedside import mail
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.messages.kinds import MessageKind


@dataclass(frozen=True)
class Words:
    """The subject and the text of a mail."""

    subject: str
    text: str


_SUBJECTS = {
    MessageKind.BOOKED: "Your appointment is booked",
    MessageKind.REMINDER: "A reminder of your appointment",
    MessageKind.OFFER: "A time has become free for you",
    MessageKind.MOVED: "Your appointment was moved",
    MessageKind.CANCELLED: "Your appointment was cancelled",
}
_SENTENCES = {
    MessageKind.BOOKED: "Your appointment at {place} is booked for {when}.",
    MessageKind.REMINDER: "You have an appointment at {place} on {when}.",
    MessageKind.OFFER: "A time at {place} has become free: {when}.\n"
    "It is held for you until {until}.",
    MessageKind.MOVED: "The clinic moved your appointment at {place}. It is now on {when}.",
    MessageKind.CANCELLED: "The clinic cancelled your appointment at {place} on {when}.",
}
_ASKS = {
    MessageKind.OFFER: "To take it or let it go, sign in:",
    MessageKind.CANCELLED: "To book another time, sign in:",
}


def words(kind: MessageKind, row: Appointment) -> Words:
    """Return what to write about an appointment, whose facility is at hand."""
    zone = ZoneInfo(row.facility.time_zone)
    sentence = _SENTENCES[kind].format(
        place=row.facility.name,
        when=on_the_clock(row.start, zone),
        until=on_the_clock(row.held_until, zone) if row.held_until else "",
    )
    asks = _ASKS.get(kind, "To see, move or cancel it, sign in:")
    call = f"Or call the clinic: {row.facility.phone}" if row.facility.phone else ""
    return written(_SUBJECTS[kind], sentence, f"{asks}\n{mail.link('/home/appointments')}", call)


def written(subject: str, *parts: str) -> Words:
    """Return a mail of these parts, which says at its end how to get fewer."""
    choose = f"To choose what you are written about, sign in:\n{mail.link('/account/mails')}"
    text = "\n\n".join(part for part in (*parts, choose, _FOOT) if part)
    return Words(subject, f"{text}\n")


def on_the_clock(moment: datetime, zone: ZoneInfo) -> str:
    """Return a day and a time as people say it, on their clinic's clock."""
    here = moment.astimezone(zone)
    return f"{here:%A} {here.day} {here:%B %Y} at {here:%H:%M}"


_FOOT = "Nobody reads answers to this address."
