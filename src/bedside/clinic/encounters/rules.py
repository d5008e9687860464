"""What the state of an encounter allows, and to whom of those who can see it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from bedside.clinic.appointments.lifecycle import ARRIVES_FROM, can_be_seen
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.encounters.models import Encounter, EncounterClass, EncounterState
from bedside.clinic.encounters.standing import Standing
from bedside.clinic.patients.births import must_be_born
from bedside.errors import Conflict, Invalid

CLOCKS_DIFFER = timedelta(minutes=2)
"""So far ahead of ours a time may be and still be "now" on somebody's clock."""
OLDEST = timedelta(days=130 * 366)
"""Nobody on record has lived longer, so an earlier time is a slip."""


def must_be_open(encounter: Encounter) -> None:
    """Raise Conflict for a locked encounter, or an error: no door writes to it any more."""
    if encounter.state == EncounterState.ERROR:
        raise Conflict("This encounter was begun by mistake. Begin another one.")
    if encounter.state != EncounterState.OPEN:
        raise Conflict("This encounter is locked. Amend its notes instead.")


def must_work_there(encounter: Encounter, standing: Standing) -> None:
    """Raise Conflict for a doctor who cares for the patient at another clinic than this one's."""
    if not standing.works_at(encounter.facility_id):
        raise Conflict("Only doctors of the clinic where this encounter was can write to it.")


def must_answer_for(encounter: Encounter, standing: Standing) -> None:
    """Raise Conflict unless the actor had this encounter, or whoever had it has left the clinic."""
    must_work_there(encounter, standing)
    if not standing.answers_for(encounter.facility_id, encounter.practitioner_id):
        raise Conflict("Only the doctor who had this encounter can change or lock it.")


def must_be_empty(encounter: Encounter) -> None:
    """Raise Conflict for an encounter at which something was written, unless that was an error.

    What was written there would lose where it was. One question for each table of such things.
    """
    if encounter.notes.exists():
        raise Conflict("A note was written at this encounter. Discard its draft, or amend it.")
    for relation in Encounter._meta.related_objects:
        model = relation.related_model
        if not isinstance(model, str) and hasattr(model, "recorded_by"):
            rows = model._default_manager.filter(encounter=encounter)
            if rows.exclude(state=EncounterState.ERROR).exists():
                raise Conflict(
                    "Something was recorded at this encounter. "
                    "Mark that as entered in error first, or keep the encounter."
                )


def must_be_kept(appointment: Appointment) -> None:
    """Raise Conflict for an appointment to which nobody came, that was never certain, or that is on
    a later day."""
    if not can_be_seen(appointment, timezone.now()):
        raise Conflict(
            "This appointment is not kept, or is on a later day. "
            "Begin an encounter of the patient instead."
        )


def must_be_good(
    kind: str, started_at: datetime, *, patient: UUID, appointment: Appointment | None = None
) -> None:
    """Raise Invalid naming what is wrong with an encounter's kind or time.

    It is not before the patient's birth, and the one of an appointment is at about its time.
    """
    bad = {}
    if kind not in EncounterClass.values:
        bad["kind"] = "Choose one of the listed kinds."
    if not _has_happened(started_at):
        bad["started_at"] = "An encounter begins now or in the past."
    elif appointment and not _is_about_then(appointment, started_at):
        bad["started_at"] = "The appointment was at another time. Say when the encounter began."
    if bad:
        raise Invalid(fields=bad)
    must_be_born(patient, {"started_at": started_at})


def _is_about_then(appointment: Appointment, at: datetime) -> bool:
    return appointment.start - ARRIVES_FROM <= at <= appointment.end + ARRIVES_FROM


def _has_happened(at: datetime) -> bool:
    now = timezone.now()
    return timezone.is_aware(at) and now - OLDEST <= at <= now + CLOCKS_DIFFER
