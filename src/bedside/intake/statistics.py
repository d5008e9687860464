"""How a clinic does, month by month: numbers about nobody in particular.

Only clear columns are read (states, levels, times, who belongs where); no document is opened. Every
number is exact, and the number of queries is the same whatever the range holds. Months are those of
each facility's own clock.

How urgent assessments were is only for those who see the worklist. An administrator who read it
before and after one assessment, which the audit log dates, would know how urgent that one was; for
them closed months say it (`reports.closing`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils import timezone

from bedside.accounts import permissions
from bedside.accounts.acts import act
from bedside.audit import Actor
from bedside.clinic.facilities.reach import facilities_in_reach
from bedside.clinic.models import Facility
from bedside.errors import Invalid, NotFound
from bedside.intake.tallying import Bin, Tallies, Waits, tallied
from bedside.intake.urgency import LEVELS

LONGEST = 36
"""Months in one answer at most."""
FACILITIES = 200
"""Facilities in one answer at most, by name; the totals are of these."""
_USUAL = 12


@dataclass(frozen=True)
class Figures:
    """What happened in a time: counts, and seconds from sending to review.

    The waiting times are those of assessments sent in that time and reviewed since: the median
    (of an even number the mean of the middle two) and the 90th percentile (nearest rank). Both are
    None when there are none. `staff` are the people who worked here at any moment of it.
    `by_triage` is None for those who may not know how urgent somebody was.
    """

    new_patients: int
    sent: int
    by_triage: Mapping[str, int] | None
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
        found = _put_together(chosen, months, tallied(chosen, months))
        return found if permissions.may("worklist.read", by=by) else _without_urgency(found)


def _months(first: date | None, last: date | None) -> range:
    """Return the months since the year 0 to count: the usual ones up to `last` without `first`."""
    final = last or timezone.now().date()
    end = final.year * 12 + final.month
    begin = first.year * 12 + first.month - 1 if first else end - _USUAL
    if begin >= end:
        raise Invalid(fields={"until": "The last month comes before the first."})
    if end - begin > LONGEST:
        raise Invalid(fields={"from": f"Choose at most {LONGEST} months."})
    return range(begin, end)


def _put_together(chosen: Sequence[Facility], months: range, found: Tallies) -> Statistics:
    none = Waits()
    by_month = tuple(
        MonthFigures(
            date(month // 12, month % 12 + 1, 1),
            _figures(
                found, [(place.id, month) for place in chosen], found.waits_in.get(month, none)
            ),
        )
        for month in months
    )
    by_place = tuple(
        FacilityFigures(
            place.id,
            place.name,
            _figures(
                found, [(place.id, month) for month in months], found.waits_at.get(place.id, none)
            ),
        )
        for place in chosen
    )
    return Statistics(by_month, by_place)


def _without_urgency(found: Statistics) -> Statistics:
    months = tuple(replace(one, figures=_in_total(one.figures)) for one in found.months)
    places = tuple(replace(one, figures=_in_total(one.figures)) for one in found.facilities)
    return Statistics(months, places)


def _in_total(figures: Figures) -> Figures:
    return replace(figures, by_triage=None)


def _figures(found: Tallies, bins: Iterable[Bin], waits: Waits) -> Figures:
    counted: Counter[str] = Counter()
    staff: set[UUID] = set()
    for each in bins:
        counted.update(found.counted.get(each, ()))
        staff |= found.staff.get(each, set())
    return Figures(
        new_patients=counted["new_patients"],
        sent=sum(counted[level] for level in LEVELS),
        by_triage={level: counted[level] for level in LEVELS},
        reviewed=counted["reviewed"],
        waiting_median=waits.median,
        waiting_90th=waits.ninetieth,
        appointments_kept=counted["kept"],
        appointments_missed=counted["missed"],
        encounters=counted["encounters"],
        staff=len(staff),
    )
