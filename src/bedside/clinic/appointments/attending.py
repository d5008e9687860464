"""What becomes of an appointment: cancelled, the patient arrived, was seen, or did not come."""

from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import Act, act, prepared_act
from bedside.audit import Actor
from bedside.clinic import messages
from bedside.clinic.appointments.lifecycle import must_allow
from bedside.clinic.appointments.models import Appointment, CancelReason, News
from bedside.clinic.appointments.offering import offer_places
from bedside.clinic.appointments.reach import find
from bedside.clinic.appointments.rules import checked_words
from bedside.clinic.appointments.saving import save_if_unchanged, take_turns
from bedside.clinic.appointments.showing import show_one
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.appointments.writing import write_words
from bedside.clinic.messages import MessageKind
from bedside.clinic.rules import must_be_current
from bedside.errors import Invalid

REASONS: dict[str, tuple[CancelReason, ...]] = {
    "patient": (
        CancelReason.BETTER,
        CancelReason.CANNOT_COME,
        CancelReason.ELSEWHERE,
        CancelReason.MISTAKE,
        CancelReason.OTHER,
    ),
    "doctor": (
        CancelReason.PRACTITIONER_AWAY,
        CancelReason.CLOSED,
        CancelReason.CANNOT_COME,
        CancelReason.BETTER,
        CancelReason.ELSEWHERE,
        CancelReason.MISTAKE,
        CancelReason.OTHER,
    ),
    "receptionist": (
        CancelReason.PRACTITIONER_AWAY,
        CancelReason.CLOSED,
        CancelReason.CANNOT_COME,
        CancelReason.ELSEWHERE,
        CancelReason.MISTAKE,
        CancelReason.OTHER,
    ),
}
"""Why somebody of a role can cancel. That the problem is better is between patient and doctor."""


def cancel(
    appointment: UUID, *, reason: str, words: str = "", version: int, by: Actor
) -> AppointmentView:
    """Cancel an appointment, for one of REASONS and in words if they like; then it is offered on.

    A patient can until it begins. Raises NotFound, Stale, Invalid and Conflict.
    """
    with prepared_act("appointment.cancel", by=by) as doing:
        row = _allowed(appointment, "cancel", version=version, doing=doing)
        if reason not in REASONS[by.role]:
            raise Invalid(fields={"reason": "Choose one of the listed reasons."})
        said = checked_words(words=words)["words"]
        stored = write_words(row, {"cancelled_because": said}, version=version + 1)
        with doing.commit():
            take_turns(row.patient_id, row.practitioner_id)
            save_if_unchanged(
                row,
                "cancel",
                version=version,
                by=by,
                stored=stored,
                cancel_reason=reason,
                news=News.CANCELLED if by.works_at_a_facility else "",
            )
            messages.take_back(row.id)
            if by.works_at_a_facility:
                messages.tell(MessageKind.CANCELLED, row.id, row.patient_id)
            doing.note(reason=reason)
        shown = show_one(row, by=by)
    offer_places(row.facility_id)
    return shown


def arrive(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """The patient is there. Raises NotFound, Stale, and Conflict days before."""
    return _happened(appointment, "arrive", version=version, by=by)


def fulfil(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """The patient was seen. Raises NotFound, Stale, and Conflict before they arrived."""
    return _happened(appointment, "fulfil", version=version, by=by)


def no_show(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """The patient did not come. Raises NotFound, Stale, and Conflict before the time."""
    return _happened(appointment, "no_show", version=version, by=by)


def undo(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """Take arrived, seen or not come back, for ten minutes.

    Raises NotFound, Stale, and Conflict later, or when the time was given to somebody else.
    """
    return _happened(appointment, "undo", version=version, by=by)


def _happened(appointment: UUID, event: str, *, version: int, by: Actor) -> AppointmentView:
    with act(f"appointment.{event}", by=by) as doing:
        row = _allowed(appointment, event, version=version, doing=doing)
        take_turns(row.patient_id, row.practitioner_id)
        save_if_unchanged(row, event, version=version, by=by)
        return show_one(row, by=by)


def _allowed(appointment: UUID, event: str, *, version: int, doing: Act) -> Appointment:
    row = find(appointment, doing=doing)
    must_be_current(row, version)
    must_allow(row, event, by=doing.by, now=timezone.now())
    return row
