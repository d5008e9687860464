"""When a doctor can be seen: published by the doctor, for the facilities they belong to.

Appointments that are booked already stay when hours change. The view counts those that now lie
outside of the hours, so that somebody tells the patients.
"""

from collections.abc import Sequence
from datetime import date, time
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone

from bedside.accounts.acts import Act, act
from bedside.audit import Actor
from bedside.clinic.appointments.availability import (
    Availability,
    Closure,
    ExtraHours,
    WeeklyHours,
    must_be_good_closure,
    must_be_good_extra,
    must_be_good_weekly,
)
from bedside.clinic.appointments.models import (
    Appointment,
    AppointmentStatus,
    ExceptionKind,
    Holiday,
    Schedule,
    ScheduleException,
    ScheduleHours,
)
from bedside.clinic.appointments.offering import offer_places
from bedside.clinic.appointments.opening import (
    closures,
    extra_hours,
    weekly_hours,
)
from bedside.clinic.appointments.slots import is_open
from bedside.clinic.appointments.views import ExceptionView, HolidayView, ScheduleView
from bedside.clinic.appointments.wall_clock import Interval
from bedside.clinic.facilities.models import Facility
from bedside.clinic.facilities.reach import find_facility
from bedside.clinic.rules import account_of, must_be_current, must_be_on_the_calendar
from bedside.errors import Conflict, Invalid, NotFound, Stale
from bedside.locking import held
from bedside.paging import Page, read_page

MOST_EXCEPTIONS = 400
"""Days ahead that one doctor can mark as different at one facility."""
MOST_CHECKED = 200
"""Coming appointments that are compared with the hours."""
MOST_HOLIDAYS = 200
HOLIDAY_NAME = 80


def read_schedule(facility: UUID, *, by: Actor) -> ScheduleView:
    """Return the doctor's own hours at a facility they belong to. Raises NotFound."""
    with act("schedule.read", by=by) as doing:
        place = _own_place(facility, doing)
        row = Schedule.objects.filter(facility=place, practitioner=account_of(by)).first()
        return _shown(row or Schedule(facility=place, practitioner_id=account_of(by)))


def publish(
    facility: UUID, weekly: Sequence[WeeklyHours], *, version: int, by: Actor
) -> ScheduleView:
    """Make these rows the doctor's own weekly hours; none withdraws them.

    `version` is 1 before there are any. Raises NotFound, Stale, and Invalid naming each bad field,
    as `weekly.2.end`.
    """
    with act("schedule.publish", by=by) as doing:
        place = _own_place(facility, doing)
        must_be_good_weekly(weekly)
        row = _changed(place, version, doing)
        row.hours.all().delete()
        ScheduleHours.objects.bulk_create(
            [
                ScheduleHours(
                    schedule=row,
                    weekday=one.weekday,
                    start=one.start,
                    end=one.end,
                    minutes=one.minutes,
                    valid_from=one.valid_from,
                    valid_until=one.valid_until,
                )
                for one in weekly
            ]
        )
        doing.note(rows=len(weekly))
        shown = _shown(row)
    offer_places(facility)
    return shown


def close(
    facility: UUID,
    day: date,
    *,
    start: time | None = None,
    end: time | None = None,
    version: int,
    by: Actor,
) -> ScheduleView:
    """The doctor is away on a day, or for some hours of it. Raises NotFound, Stale and Invalid."""
    with act("schedule.close", by=by) as doing:
        place = _own_place(facility, doing)
        _must_be_ahead(day, place)
        must_be_good_closure(Closure(day, start, end))
        row = _changed(place, version, doing)
        _add(row, kind=ExceptionKind.CLOSED, day=day, start=start, end=end)
        return _shown(row)


def open_extra(
    facility: UUID, day: date, start: time, end: time, minutes: int, *, version: int, by: Actor
) -> ScheduleView:
    """The doctor is there on a day beside the weekly hours. Raises NotFound, Stale and Invalid."""
    with act("schedule.open", by=by) as doing:
        place = _own_place(facility, doing)
        _must_be_ahead(day, place)
        must_be_good_extra(ExtraHours(day, start, end, minutes))
        row = _changed(place, version, doing)
        _add(row, kind=ExceptionKind.OPEN, day=day, start=start, end=end, minutes=minutes)
        shown = _shown(row)
    offer_places(facility)
    return shown


def remove_exception(facility: UUID, exception: UUID, *, version: int, by: Actor) -> ScheduleView:
    """The day is like every other again. Raises NotFound and Stale."""
    with act("schedule.restore", by=by) as doing:
        place = _own_place(facility, doing)
        row = _changed(place, version, doing)
        if not row.exceptions.filter(id=exception).delete()[0]:
            raise NotFound
        shown = _shown(row)
    offer_places(facility)
    return shown


def list_holidays(
    facility: UUID, *, after: date | None = None, limit: int = MOST_HOLIDAYS, by: Actor
) -> Page[HolidayView]:
    """Return a facility's coming holidays by day, those after a day if one is given.

    At most `limit` (MOST_HOLIDAYS at most). Raises NotFound.
    """
    with act("holiday.list", by=by) as doing:
        place = find_facility(facility, doing=doing)
        return _holidays(place, after, limit)


def add_holiday(facility: UUID, day: date, name: str, *, by: Actor) -> HolidayView:
    """Close a facility on a day. Raises NotFound, Invalid, and Conflict when it is closed then."""
    with act("holiday.add", by=by) as doing:
        place = find_facility(facility, doing=doing)
        name = name.strip()
        if not 1 <= len(name) <= HOLIDAY_NAME or not name.isprintable():
            raise Invalid(fields={"name": f"Write a name of at most {HOLIDAY_NAME} letters."})
        _must_be_ahead(day, place)
        if len(_holidays(place)) >= MOST_HOLIDAYS:
            raise Invalid(fields={"day": f"A facility has at most {MOST_HOLIDAYS} holidays ahead."})
        row = Holiday(facility=place, day=day, name=name)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            raise Conflict("This day is a holiday already.") from None
        doing.on(holiday=row.id)
        return HolidayView(row.id, place.id, row.day, row.name)


def remove_holiday(facility: UUID, holiday: UUID, *, by: Actor) -> None:
    """Open a facility on a day again. Raises NotFound."""
    with act("holiday.remove", by=by) as doing:
        place = find_facility(facility, doing=doing)
        doing.on(holiday=holiday)
        if not Holiday.objects.filter(id=holiday, facility=place).delete()[0]:
            raise NotFound
    offer_places(facility)


def _own_place(facility: UUID, doing: Act) -> Facility:
    """A facility that the doctor belongs to, with the act on its chain."""
    place = find_facility(facility, doing=doing)
    doing.on(facility=place.id)
    return place


def _changed(place: Facility, version: int, doing: Act) -> Schedule:
    """The doctor's schedule with its next version, made if there is none. Raises Stale."""
    mine = Schedule.objects.filter(facility=place, practitioner=account_of(doing.by))
    row = held(mine).first()
    if row is None:
        return _begun(place, version, doing)
    must_be_current(row, version)
    row.version += 1
    row.save(update_fields=["version"])
    return row


def _begun(place: Facility, version: int, doing: Act) -> Schedule:
    row = Schedule(facility=place, practitioner_id=account_of(doing.by))
    must_be_current(row, version)
    row.version += 1
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Stale from None
    return row


def _must_be_ahead(day: date, place: Facility) -> None:
    """Raise Invalid for a day that is over on the facility's clock, or centuries away."""
    must_be_on_the_calendar(day=day)
    if day < _today(place):
        raise Invalid(fields={"day": "This day is over. Choose one from today on."})


def _add(row: Schedule, **exception: object) -> None:
    coming = row.exceptions.filter(day__gte=_today(row.facility))
    if coming.count() >= MOST_EXCEPTIONS:
        raise Invalid(fields={"day": f"Mark at most {MOST_EXCEPTIONS} days ahead."})
    row.exceptions.create(**exception)


def _shown(row: Schedule) -> ScheduleView:
    place, today = row.facility, _today(row.facility)
    hours = [weekly_hours(one) for one in _stored_hours(row)]
    exceptions = list(
        ScheduleException.objects.filter(schedule=row.id, day__gte=today).order_by("day", "start")
    )
    holidays = _holidays(place)
    availability = Availability(
        zone=ZoneInfo(place.time_zone),
        weekly=tuple(hours),
        closures=closures(exceptions),
        extra=extra_hours(exceptions),
        holidays=frozenset(one.day for one in holidays),
    )
    return ScheduleView(
        facility_id=place.id,
        facility=place.name,
        zone=place.time_zone,
        practitioner_id=row.practitioner_id,
        weekly=hours,
        exceptions=[
            ExceptionView(one.id, one.kind, one.day, one.start, one.end, one.minutes)
            for one in exceptions
        ],
        holidays=holidays,
        booked_outside=_booked_outside(row, availability),
        version=row.version,
    )


def _stored_hours(row: Schedule) -> Sequence[ScheduleHours]:
    return list(ScheduleHours.objects.filter(schedule=row.id).order_by("weekday", "start", "id"))


def _booked_outside(row: Schedule, availability: Availability) -> int:
    booked = Appointment.objects.filter(
        practitioner=row.practitioner_id,
        facility=row.facility,
        status=AppointmentStatus.BOOKED,
        start__gt=timezone.now(),
    ).order_by("start")
    times = booked.values_list("start", "end")[:MOST_CHECKED]
    return sum(not is_open(availability, Interval(start, end)) for start, end in times)


def _holidays(
    place: Facility, after: date | None = None, limit: int = MOST_HOLIDAYS
) -> Page[HolidayView]:
    rows = Holiday.objects.filter(facility=place, day__gte=_today(place)).order_by("day")
    page = read_page(rows.filter(day__gt=after) if after else rows, min(limit, MOST_HOLIDAYS))
    return page.shown_as(HolidayView(row.id, place.id, row.day, row.name) for row in page)


def _today(place: Facility) -> date:
    return timezone.now().astimezone(ZoneInfo(place.time_zone)).date()
