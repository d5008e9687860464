"""How a clinic does, month by month: numbers about nobody in particular.

Only clear columns are read (states, levels, times, who belongs where); no document is opened. Every
number is exact, and the number of queries is the same whatever the range holds. Months are those of
each facility's own clock, which no grouping in the database could say for several at once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils import timezone

from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.models import (
    Appointment,
    AppointmentStatus,
    CareRelation,
    Encounter,
    Facility,
    Membership,
)
from bedside.errors import Invalid, NotFound
from bedside.intake.lifecycle import SENT
from bedside.intake.models import Assessment
from bedside.intake.urgency import LEVELS

LONGEST = 36
"""Months in one answer at most."""
FACILITIES = 200
"""Facilities in one answer at most, by name; the totals are of these."""
_USUAL = 12
_A_DAY = timedelta(days=1)
_KEPT = {AppointmentStatus.FULFILLED, AppointmentStatus.ARRIVED}
_MISSED = {AppointmentStatus.NOSHOW}
Month = tuple[int, int]
Bin = tuple[UUID, Month]


@dataclass(frozen=True)
class Figures:
    """What happened in a time: counts, and seconds from sending to review.

    The waiting times are those of assessments sent in that time and reviewed since: the median
    (of an even number the mean of the middle two) and the 90th percentile (nearest rank). Both are
    None when there are none. `staff` are the people who worked here at any moment of it.
    """

    new_patients: int
    sent: int
    by_triage: Mapping[str, int]
    reviewed: int
    waiting_median: float | None
    waiting_90th: int | None
    appointments_kept: int
    appointments_missed: int
    encounters: int
    staff: int


@dataclass(frozen=True)
class MonthFigures:
    """One month of the chosen facilities together; `month` is its first day."""

    month: date
    figures: Figures


@dataclass(frozen=True)
class FacilityFigures:
    """The whole range at one facility."""

    id: UUID
    name: str
    figures: Figures


@dataclass(frozen=True)
class Statistics:
    """The months from the earliest on, and each facility over all of them, by name."""

    months: tuple[MonthFigures, ...]
    facilities: tuple[FacilityFigures, ...]


@dataclass
class _Tally:
    """What was counted in one bin, before it is put into figures."""

    counted: Counter[str] = field(default_factory=Counter)
    waits: list[int] = field(default_factory=list)
    staff: set[UUID] = field(default_factory=set)


def read_statistics(
    *, facility: UUID | None = None, first: date | None = None, last: date | None = None, by: Actor
) -> Statistics:
    """Count from the month of `first` to that of `last` (this month), LONGEST at most.

    Of one facility, or of all within the actor's reach. Raises NotFound, and Invalid for months
    out of order or too many.
    """
    with act("statistics.read", by=by) as doing:
        reach = facilities_in_reach(by)
        chosen = list((reach.filter(id=facility) if facility else reach)[:FACILITIES])
        if facility:
            if not chosen:
                raise NotFound
            doing.on(facility=facility)
            doing.chain = facility
        months = _months(first, last)
        doing.note(facilities=len(chosen), months=len(months))
        return _put_together(chosen, months, _tallied(chosen, months))


def _months(first: date | None, last: date | None) -> list[Month]:
    final = last or timezone.now().date()
    end = final.year * 12 + final.month
    begin = first.year * 12 + first.month if first else end - _USUAL + 1
    if begin > end:
        raise Invalid(fields={"until": "The last month comes before the first."})
    if end - begin >= LONGEST:
        raise Invalid(fields={"from": f"Choose at most {LONGEST} months."})
    return [divmod(number - 1, 12) for number in range(begin, end + 1)]


def _tallied(chosen: Sequence[Facility], months: list[Month]) -> dict[Bin, _Tally]:
    zones = {place.id: ZoneInfo(place.time_zone) for place in chosen}
    tallies = {(place, month): _Tally() for place in zones for month in months}
    for place, what, at in _events(list(zones), months):
        tally = tallies.get((place, _month_of(at, zones[place])))
        if tally is not None:
            tally.counted[what] += 1
    _tally_assessments(tallies, zones, months)
    _tally_staff(tallies, zones, months)
    return tallies


def _events(places: list[UUID], months: list[Month]) -> Iterator[tuple[UUID, str, datetime]]:
    """What only counts: (facility, what, when)."""
    within = {"facility__in": places}
    since, until = _around(months)
    relations = CareRelation.objects.filter(
        **within, since__range=(since, until), practitioner=None
    )
    yield from _named("new_patients", relations.values_list("facility", "since"))
    encounters = Encounter.objects.filter(**within, started_at__range=(since, until))
    yield from _named("encounters", encounters.values_list("facility", "started_at"))
    booked = Appointment.objects.filter(**within, start__range=(since, until))
    ended = booked.filter(status__in=[*_KEPT, *_MISSED])
    for place, at, status in ended.values_list("facility", "start", "status").iterator():
        yield place, "kept" if status in _KEPT else "missed", at


def _named(what: str, rows: QuerySet[Any, Any]) -> Iterator[tuple[UUID, str, datetime]]:
    return ((place, what, at) for place, at in rows.iterator())


def _tally_assessments(
    tallies: dict[Bin, _Tally], zones: Mapping[UUID, ZoneInfo], months: list[Month]
) -> None:
    rows = Assessment.objects.filter(
        facility__in=list(zones), state__in=SENT, submitted_at__range=_around(months)
    ).values_list("facility", "triage", "submitted_at", "reviewed_at")
    for place, triage, sent, reviewed in rows.iterator():
        tally = tallies.get((place, _month_of(sent, zones[place]))) if sent else None
        if tally is None or sent is None:
            continue
        tally.counted[triage] += 1
        if reviewed is not None:
            tally.waits.append(int((reviewed - sent).total_seconds()))


def _tally_staff(
    tallies: dict[Bin, _Tally], zones: Mapping[UUID, ZoneInfo], months: list[Month]
) -> None:
    since, until = _around(months)
    rows = Membership.objects.filter(
        Q(until=None) | Q(until__gt=since), facility__in=list(zones), since__lte=until
    ).values_list("facility", "user", "since", "until")
    now = timezone.now()
    for place, user, begun, ended in rows.iterator():
        over = min(ended or now, now)
        if over < begun or begun == ended:
            continue
        # The last moment that belongs to it is just before `until`.
        final = _month_of(over - timedelta(microseconds=1) if ended else over, zones[place])
        for month in months:
            if _month_of(begun, zones[place]) <= month <= final:
                tallies[place, month].staff.add(user)


def _month_of(at: datetime, zone: ZoneInfo) -> Month:
    local = at.astimezone(zone)
    return local.year, local.month - 1


def _around(months: list[Month]) -> tuple[datetime, datetime]:
    """A time that holds the months on every clock of the world."""
    (first_year, first), (last_year, last) = months[0], months[-1]
    begin = datetime(first_year, first + 1, 1, tzinfo=ZoneInfo("UTC"))
    after = datetime(last_year + (last == 11), (last + 1) % 12 + 1, 1, tzinfo=ZoneInfo("UTC"))
    return begin - _A_DAY, after + _A_DAY


def _put_together(
    chosen: Sequence[Facility], months: list[Month], tallies: Mapping[Bin, _Tally]
) -> Statistics:
    by_month = tuple(
        MonthFigures(
            date(month[0], month[1] + 1, 1),
            _figures(tallies[place.id, month] for place in chosen),
        )
        for month in months
    )
    by_place = tuple(
        FacilityFigures(
            place.id, place.name, _figures(tallies[place.id, month] for month in months)
        )
        for place in chosen
    )
    return Statistics(by_month, by_place)


def _figures(parts: Iterable[_Tally]) -> Figures:
    counted: Counter[str] = Counter()
    waits: list[int] = []
    staff: set[UUID] = set()
    for part in parts:
        counted.update(part.counted)
        waits += part.waits
        staff |= part.staff
    waits.sort()
    return Figures(
        new_patients=counted["new_patients"],
        sent=sum(counted[level] for level in LEVELS),
        by_triage={level: counted[level] for level in LEVELS},
        reviewed=len(waits),
        waiting_median=float(median(waits)) if waits else None,
        waiting_90th=percentile_90(waits),
        appointments_kept=counted["kept"],
        appointments_missed=counted["missed"],
        encounters=counted["encounters"],
        staff=len(staff),
    )


def percentile_90(ordered: Sequence[int]) -> int | None:
    """Return the least of ordered numbers that at least 90 in 100 do not exceed, None of none."""
    if not ordered:
        return None
    return ordered[-(-len(ordered) * 9 // 10) - 1]
