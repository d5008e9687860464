"""The free times of one day, and the nearest days before and after it that have some too.

People choose a day first and a time then; a page of every free time of two weeks is read by nobody.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.appointments import rules
from bedside.clinic.appointments.finding import whose
from bedside.clinic.appointments.free import Free, Offered, offered
from bedside.clinic.appointments.offering import settle
from bedside.clinic.appointments.reach import find_place
from bedside.clinic.appointments.showing import show_slots
from bedside.clinic.appointments.views import DayOfTimes
from bedside.clinic.appointments.wall_clock import Interval

LOOK_AHEAD, LOOK_BACK = timedelta(days=62), timedelta(days=31)
"""How far from the day a free time is looked for."""
MOST = 3000
"""Times of one day: a hundred doctors with an appointment every twenty minutes."""
_DAY = timedelta(days=1)


def find_day(
    facility: UUID,
    *,
    day: date | None = None,
    practitioner: UUID | None = None,
    patient: UUID | None = None,
    besides: UUID | None = None,
    by: Actor,
) -> DayOfTimes:
    """Return the free times of a day on the facility's clock; without one of the next that has any.

    A day that is over is today, one too far ahead the last that can be booked. What a `patient` is
    shown is said at `find_slots`; the appointment `besides` counts as gone. Raises NotFound.
    """
    settle()
    with act("slot.list", by=by) as doing:
        place = find_place(facility, by=by)
        doing.chain = place.id
        zone, now = ZoneInfo(place.time_zone), timezone.now()
        until = now + rules.bookable_ahead(by)
        today = now.astimezone(zone).date()
        asked = min(max(day or today, today), until.astimezone(zone).date())
        within = Interval(
            max(now, midnight(asked - LOOK_BACK, zone)),
            min(until, midnight(asked + LOOK_AHEAD, zone)),
        )
        found = offered(
            place, within, practitioner=practitioner, patient=whose(patient, doing), besides=besides
        )
        looking = _Looking(found, within, zone, now)
        shown = asked if day else looking.first_from(asked) or asked
        return DayOfTimes(
            facility_id=place.id,
            zone=place.time_zone,
            day=shown,
            today=today,
            slots=show_slots(looking.on(shown)),
            earlier=looking.last_before(shown, today),
            later=looking.first_from(shown + _DAY),
            looked_until=within.end.astimezone(zone).date(),
        )


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a day begins on a clinic's clock."""
    return datetime.combine(day, time(), zone)


class _Looking:
    """Looks for free times by local days, in what was read at once."""

    def __init__(self, found: Offered, within: Interval, zone: ZoneInfo, now: datetime) -> None:
        self._offered, self._within, self._zone, self._now = found, within, zone, now

    def on(self, day: date) -> list[Free]:
        return self._free(day, day + _DAY, MOST)

    def first_from(self, day: date) -> date | None:
        """The first day from this one on that has a free time."""
        end = self._within.end.astimezone(self._zone).date() + _DAY
        soonest = self._free(day, end, 1)
        return soonest[0].start.astimezone(self._zone).date() if soonest else None

    def last_before(self, day: date, today: date) -> date | None:
        """The last day before this one that has a free time."""
        back = (day - ahead * _DAY for ahead in range(1, LOOK_BACK.days + 1))
        return next((one for one in back if one >= today and self._has_some(one)), None)

    def _has_some(self, day: date) -> bool:
        return bool(self._free(day, day + _DAY, 1))

    def _free(self, first: date, until: date, at_most: int) -> list[Free]:
        start = max(self._within.start, midnight(first, self._zone))
        end = min(self._within.end, midnight(until, self._zone))
        if start >= end:
            return []
        return self._offered.free(Interval(start, end), now=self._now, at_most=at_most)
