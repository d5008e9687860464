"""Who looked into a patient's record: the log, put in words a patient can read."""

from uuid import UUID

from django.db.models import QuerySet

from bedside import accounts
from bedside.accounts.acts import act
from bedside.audit import Actor, Event, events_about
from bedside.clinic.pages import Place, earlier_than
from bedside.clinic.patients.reach import patients_visible_to
from bedside.clinic.patients.records import records_of
from bedside.clinic.patients.views import Access
from bedside.errors import NotFound
from bedside.paging import Page, read_page

NEWEST = 200
"""Accesses on one page at most."""


def accesses(
    patient: UUID, *, after: Place | None = None, limit: int = NEWEST, by: Actor
) -> Page[Access]:
    """Return who read or changed this record, the newest first, without the patient's own visits.

    From behind `after`, the time and the event of an access; at most `limit` (NEWEST at most).
    Raises NotFound for anybody but the patient.
    """
    with act("audit.read", by=by) as doing:
        if by.role != "patient" or not patients_visible_to(by).filter(id=patient).exists():
            raise NotFound
        doing.about(patient)
        return latest_accesses(patient, min(limit, NEWEST), after=after)


def read_access(event: UUID, *, by: Actor) -> Access:
    """Return one access to the caller's own record, by its event. Raises NotFound."""
    with act("audit.read", by=by) as doing:
        if by.role != "patient" or by.patient is None:
            raise NotFound
        doing.about(by.patient)
        found = _by_others(by.patient).filter(id=event).first()
        if found is None:
            raise NotFound
        user = found.actor_user
        return _access(found, accounts.names_of({user} if user else set()))


def latest_accesses(patient: UUID, most: int, *, after: Place | None = None) -> Page[Access]:
    """Return who read or changed a record last, inside an act that may tell."""
    events = read_page(earlier_than(_by_others(patient), "at", after), most)
    names = accounts.names_of({event.actor_user for event in events if event.actor_user})
    return events.shown_as(_access(event, names) for event in events)


def _by_others(patient: UUID) -> QuerySet[Event]:
    records = records_of(patient).values_list("id", flat=True)
    return events_about(*records).filter(outcome="done").exclude(actor_patient=patient)


def _access(event: Event, names: dict[UUID, str | None]) -> Access:
    user = event.actor_user
    who = accounts.shown(names.get(user, "")) if user else "Bedside"
    return Access(event=event.id, at=event.at, who=who, role=event.actor_role, action=event.action)
