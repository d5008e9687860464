"""Reading appointments: one with what happened to it, and lists of a patient or of a day."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.changed import changed_within
from bedside.clinic.appointments.days import midnight
from bedside.clinic.appointments.finding import by_name
from bedside.clinic.appointments.lifecycle import CANCELLED, TO_COME
from bedside.clinic.appointments.models import Appointment, AppointmentStatus
from bedside.clinic.appointments.offering import settle
from bedside.clinic.appointments.reach import appointments_visible_to, find, find_place
from bedside.clinic.appointments.showing import show, show_one
from bedside.clinic.appointments.views import (
    AppointmentPage,
    AppointmentView,
    DeskDay,
    DoctorsDay,
    Place,
    Practitioner,
)
from bedside.clinic.pages import earlier_than
from bedside.clinic.patients.reading import find_patient
from bedside.clinic.patients.records import records_of
from bedside.clinic.rules import must_be_on_the_calendar
from bedside.errors import Invalid
from bedside.paging import read_page

LARGEST_PAGE = 200
MOST_OF_A_DAY = 500
"""Appointments of one day at one facility that are shown."""


def read(appointment: UUID, *, by: Actor) -> AppointmentView:
    """Open one appointment with its steps. Raises NotFound."""
    with act("appointment.read", by=by) as doing:
        return show_one(find(appointment, doing=doing), by=by, steps=True)


def read_appointments(
    *,
    by: Actor,
    since: datetime | None = None,
    until: datetime | None = None,
    changed_since: datetime | None = None,
    changed_until: datetime | None = None,
    facility: UUID | None = None,
    practitioner: UUID | None = None,
    patient: UUID | None = None,
    status: Collection[str] = (),
    unseen: bool = False,
    newest_first: bool = False,
    after: Place | None = None,
    limit: int = 50,
) -> AppointmentPage:
    """Return appointments within reach that begin from `since` until before `until`, by start.

    `changed_since` and `changed_until` say in the same way when they were changed last. `status`
    keeps some of them, all without it; `unseen` those with news: what the clinic did to
    them, and the patient has not said they have seen. `after` is the `next` of the page before. One
    event names every patient returned. Raises NotFound for a facility or patient out of reach,
    Invalid.
    """
    settle()
    with act("appointment.list", by=by) as doing:
        _must_be_allowed(status, limit)
        rows = appointments_visible_to(by)
        if facility is not None:
            rows = rows.filter(facility=find_place(facility, by=by))
            doing.chain = facility
        if patient is not None:
            rows = rows.filter(patient__in=records_of(find_patient(patient, by=by).id))
        rows = changed_within(_within(rows, since, until), changed_since, changed_until)
        rows = rows.filter(practitioner=practitioner) if practitioner else rows
        rows = rows.filter(status__in=status) if status else rows
        rows = rows.exclude(news="") if unseen else rows
        following = _following(rows, after, newest_first=newest_first)
        page = read_page(following.select_related("patient", "facility"), limit)
        doing.about(*(row.patient_id for row in page))
        doing.note(count=len(page))
        return AppointmentPage(show(page, by=by), _place(page) if page.more else None)


def of_patient(patient: UUID, *, by: Actor, limit: int) -> list[Appointment]:
    """Return a patient's newest appointments within reach, as `show` wants them; for an act."""
    rows = appointments_visible_to(by).filter(patient__in=records_of(patient))
    rows = rows.select_related("patient", "facility")
    return list(rows.order_by("-start", "-id")[:limit])


def coming_of(patient: UUID, *, by: Actor, limit: int) -> list[Appointment]:
    """Return what a patient still has ahead of them within reach, the soonest first; for an act."""
    rows = appointments_visible_to(by).filter(patient__in=records_of(patient), status__in=TO_COME)
    ahead = rows.filter(end__gt=timezone.now()).select_related("patient", "facility")
    return list(ahead.order_by("start", "id")[:limit])


def read_day(facility: UUID, *, day: date | None = None, by: Actor) -> DeskDay:
    """Return who comes to a facility on a local day (today without one), doctor by doctor.

    What was cancelled is left out. One event names every patient. Raises NotFound and Invalid.
    """
    settle()
    with act("appointment.list_day", by=by) as doing:
        place = find_place(facility, by=by)
        doing.chain = place.id
        zone = ZoneInfo(place.time_zone)
        day = day or timezone.now().astimezone(zone).date()
        must_be_on_the_calendar(day=day)
        rows = appointments_visible_to(by).filter(facility=place).exclude(status=CANCELLED)
        rows = _within(rows, midnight(day, zone), midnight(day + timedelta(days=1), zone))
        ordered = rows.select_related("patient", "facility").order_by("start", "id")
        page = read_page(ordered, MOST_OF_A_DAY)
        doing.about(*(row.patient_id for row in page))
        doing.note(count=len(page))
        doctors = _by_doctor(show(page, by=by))
        return DeskDay(place.id, place.name, place.time_zone, day, doctors, page.more)


def _by_doctor(rows: list[AppointmentView]) -> list[DoctorsDay]:
    """Return the appointments of each doctor, the doctors by name."""
    held: dict[UUID, list[AppointmentView]] = {}
    for row in rows:
        held.setdefault(row.practitioner_id, []).append(row)
    whom = by_name(Practitioner(one, found[0].practitioner) for one, found in held.items())
    return [DoctorsDay(one, held[one.id]) for one in whom]


def _must_be_allowed(status: Collection[str], limit: int) -> None:
    if not set(status) <= set(AppointmentStatus.values):
        raise Invalid(fields={"status": "There is no such status."})
    if not 1 <= limit <= LARGEST_PAGE:
        raise Invalid(fields={"limit": f"A page has 1 to {LARGEST_PAGE} rows."})


def _within(
    rows: QuerySet[Appointment], since: datetime | None, until: datetime | None
) -> QuerySet[Appointment]:
    rows = rows.filter(start__gte=since) if since else rows
    return rows.filter(start__lt=until) if until else rows


def _following(
    rows: QuerySet[Appointment], after: Place | None, *, newest_first: bool
) -> QuerySet[Appointment]:
    """Order by start and id, one way or the other, and continue behind the end of a page."""
    return earlier_than(rows, "start", after) if newest_first else in_order(rows, after)


def in_order(rows: QuerySet[Appointment], after: Place | None) -> QuerySet[Appointment]:
    """Return the appointments by start and id, those behind the end of a page."""
    rows = rows.order_by("start", "id")
    if after is not None:
        rows = rows.filter(start__gte=after[0]).exclude(start=after[0], id__lte=after[1])
    return rows


def _place(page: list[Appointment]) -> Place:
    return page[-1].start, page[-1].id
