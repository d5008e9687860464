"""What the patient has not seen yet of what the clinic did to their appointments.

The page of the patient says it until they answer that they have seen it, or until the time is past.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.appointments.lifecycle import PROPOSED
from bedside.clinic.appointments.models import Appointment
from bedside.clinic.appointments.reach import appointments_visible_to, find
from bedside.clinic.appointments.showing import show_one
from bedside.clinic.appointments.views import AppointmentView
from bedside.clinic.patients.records import records_of
from bedside.clinic.rules import must_be_current
from bedside.errors import Stale


def acknowledge(appointment: UUID, *, version: int, by: Actor) -> AppointmentView:
    """The patient has seen what the clinic did. Raises NotFound and Stale.

    The appointment itself does not change, so it keeps its version: whoever has it open at the
    clinic loses nothing.
    """
    with act("appointment.acknowledge", by=by) as doing:
        row = find(appointment, doing=doing)
        must_be_current(row, version)
        if not Appointment.objects.filter(id=row.id, version=version).update(news=""):
            raise Stale
        row.news = ""
        return show_one(row, by=by)


def news_of(patient: UUID, *, by: Actor, limit: int) -> QuerySet[Appointment]:
    """Return what a patient should hear of, the soonest first: news, and times held for them."""
    now = timezone.now()
    rows = appointments_visible_to(by).filter(patient__in=records_of(patient), start__gt=now)
    told = rows.filter(~Q(news="") | Q(status=PROPOSED, held_until__gt=now))
    return told.select_related("facility").order_by("start", "id")[:limit]
