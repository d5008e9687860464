"""The counting behind the statistics, done where the rows are.

The database groups by facility and by the month on the facility's own clock, so what comes back is
as long as the answer and not as the history. Medians and percentiles are order statistics, which no
sum of groups can give: the database numbers the waiting times of a group from the shortest on and
returns the two or three rows in the middle and at nine tenths. They are exact, on SQLite, which has
no percentile function, as on PostgreSQL.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    When,
    Window,
)
from django.db.models.functions import RowNumber, TruncMonth
from django.utils import timezone

from bedside.clinic.models import (
    Appointment,
    AppointmentStatus,
    CareRelation,
    Encounter,
    EncounterState,
    Facility,
    Membership,
)
from bedside.clinic.patients.relations import MERGED
from bedside.intake.lifecycle import SENT
from bedside.intake.models import Assessment

_KEPT = (AppointmentStatus.FULFILLED, AppointmentStatus.ARRIVED)
_MISSED = (AppointmentStatus.NOSHOW,)
_INSTANT = timedelta(microseconds=1)
Month = int
"""Months since the year 0: twelve times the year, and 0 for January."""
Bin = tuple[UUID, Month]


@dataclass(frozen=True)
class Waits:
    """Seconds from sending to review: the middle (of an even number the mean of the middle two)
    and the least that 9 in 10 did not exceed (nearest rank). None when nothing was reviewed."""

    median: float | None = None
    ninetieth: int | None = None


@dataclass
class Tallies:
    """What was counted: by facility and month, and the waiting times by either."""

    counted: dict[Bin, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    staff: dict[Bin, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    waits_in: dict[Month, Waits] = field(default_factory=dict)
    waits_at: dict[UUID, Waits] = field(default_factory=dict)


def tallied(chosen: Sequence[Facility], months: range) -> Tallies:
    """Count what happened at some facilities in some months, in a fixed number of queries."""
    found = Tallies()
    if not chosen:
        return found
    clock = _Clock(chosen, months)
    for place, month, what, number in _counts(clock):
        found.counted[place, month][what] += number
    found.waits_in = {_month(at): waits for at, waits in _waits(clock, "month")}
    found.waits_at = dict(_waits(clock, "facility"))
    for place, month, user in _staff(clock):
        found.staff[place, month].add(user)
    return found


class _Clock:
    """The clocks of some facilities, and when some months begin and end on each of them."""

    def __init__(self, chosen: Sequence[Facility], months: range) -> None:
        self.months = months
        self.zones = {place.id: ZoneInfo(place.time_zone) for place in chosen}
        self._places: dict[ZoneInfo, list[UUID]] = defaultdict(list)
        for place, zone in self.zones.items():
            self._places[zone].append(place)

    def within(self, rows: QuerySet[Any], column: str) -> QuerySet[Any]:
        """Return the rows whose `column` lies in the months, with the `month` that it lies in."""
        inside = Q()
        cases = []
        for zone, places in self._places.items():
            here = Q(facility__in=places)
            begin, end = _begin_of(self.months.start, zone), _begin_of(self.months.stop, zone)
            inside |= here & Q(**{f"{column}__gte": begin, f"{column}__lt": end})
            cases.append(When(here, then=TruncMonth(column, tzinfo=zone)))
        return rows.filter(inside).annotate(month=Case(*cases, output_field=DateTimeField()))


def _counts(clock: _Clock) -> Iterator[tuple[UUID, Month, str, int]]:
    """Yield (facility, month, what, how many); levels of triage by their codes."""
    joined = CareRelation.objects.filter(practitioner=None).exclude(reason=MERGED)
    yield from _named("new_patients", clock.within(joined, "since"))
    seen = Encounter.objects.exclude(state=EncounterState.ERROR)
    yield from _named("encounters", clock.within(seen, "started_at"))
    for what, statuses in (("kept", _KEPT), ("missed", _MISSED)):
        ended = Appointment.objects.filter(status__in=statuses)
        yield from _named(what, clock.within(ended, "start"))
    sent = clock.within(Assessment.objects.filter(state__in=SENT), "submitted_at")
    levels = sent.order_by().values_list("facility", "month", "triage")
    for place, at, triage, number, reviewed in levels.annotate(Count("id"), Count("reviewed_at")):
        yield place, _month(at), triage, number
        yield place, _month(at), "reviewed", reviewed


def _named(what: str, rows: QuerySet[Any]) -> Iterator[tuple[UUID, Month, str, int]]:
    groups = rows.order_by().values_list("facility", "month").annotate(Count("id"))
    return ((place, _month(at), what, number) for place, at, number in groups)


def _waits(clock: _Clock, group: str) -> Iterator[tuple[Any, Waits]]:
    """Yield the waiting times of each group that has any.

    Of `of` waiting times, in order and numbered from 1, the middle ones have the numbers
    (of + 1) // 2 and (of + 2) // 2, the same one when `of` is odd; the least that at least nine
    tenths do not exceed is number ceil(of * 9 / 10). Databases divide whole numbers as // does.
    """
    reviewed = Assessment.objects.filter(state__in=SENT, reviewed_at__isnull=False)
    waited = ExpressionWrapper(F("reviewed_at") - F("submitted_at"), DurationField())
    of = F("of")
    chosen = (
        clock.within(reviewed, "submitted_at")
        .annotate(waited=waited)
        .annotate(
            number=Window(RowNumber(), partition_by=F(group), order_by=["waited", "id"]),
            of=Window(Count("id"), partition_by=F(group)),
        )
        .filter(Q(number=(of + 1) / 2) | Q(number=(of + 2) / 2) | Q(number=(of * 9 + 9) / 10))
    )
    found: dict[Any, dict[int, int]] = defaultdict(dict)
    sizes: dict[Any, int] = {}
    for key, wait, number, size in chosen.values_list(group, "waited", "number", "of"):
        found[key][number] = int(wait.total_seconds())
        sizes[key] = size
    for key, numbered in found.items():
        size = sizes[key]
        middle = median([numbered[(size + 1) // 2], numbered[(size + 2) // 2]])
        yield key, Waits(float(middle), numbered[(size * 9 + 9) // 10])


def _staff(clock: _Clock) -> Iterator[tuple[UUID, Month, UUID]]:
    """Yield (facility, month, who) for everybody who worked there at any moment of the month.

    A person counts once however often they came and went, so people and not rows are counted; there
    are as many memberships as colleagues, whatever the history of the patients.
    """
    now = timezone.now()
    rows = Membership.objects.filter(facility__in=list(clock.zones), since__lte=now).exclude(
        until=F("since")
    )
    for place, user, begun, ended in rows.values_list("facility", "user", "since", "until"):
        zone = clock.zones[place]
        # The last moment that belongs to it is just before `until`.
        last = min(ended - _INSTANT, now) if ended else now
        for month in _overlap(clock.months, _month_on(begun, zone), _month_on(last, zone)):
            yield place, month, user


def _overlap(months: range, first: Month, last: Month) -> Iterable[Month]:
    return range(max(months.start, first), min(months.stop, last + 1))


def _begin_of(month: Month, zone: ZoneInfo) -> datetime:
    year, number = divmod(month, 12)
    return datetime(year, number + 1, 1, tzinfo=zone)


def _month_on(at: datetime, zone: ZoneInfo) -> Month:
    return _month(at.astimezone(zone))


def _month(at: datetime) -> Month:
    return at.year * 12 + at.month - 1
