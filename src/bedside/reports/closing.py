"""Closing months: what administrators read of one is counted once, and the same ever after.

Two readings of the same month around one new diagnosis would tell it, however small counts are
hidden. So the first reading of a month that is over counts it and keeps that. Each month is a block
of its own: two times that overlap show the same of the months that are in both. Who is there, and
with which diagnoses, is counted for the last month only, as it closes: for an earlier one it would
be today's knowledge, and could be taken from what was read then. It is counted anew when at least
STEP people came, left or had a diagnosis changed since the last time, and moves as `holding` says;
until then the count before stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from bedside.accounts import acts
from bedside.clinic.models import CareRelation, Diagnosis, Facility
from bedside.reports.asking import Asked, Days, filter_of
from bedside.reports.assembling import FacilityReport, report
from bedside.reports.counted import Counted, nothing_in, open_each, seal
from bedside.reports.counting import count_work
from bedside.reports.holding import STEP, held
from bedside.reports.loading import load
from bedside.reports.models import ClosedMonth
from bedside.reports.outside import (
    NOBODY,
    OutsideMonth,
    OutsideReport,
    Stock,
    hidden_month,
    shown,
    shown_month,
    stock_of,
)
from bedside.reports.suppressing import Shown
from bedside.vault import Unreadable


def count_missing(facility: Facility, days: Days, now: datetime) -> list[ClosedMonth]:
    """Count those of some months that nobody has read yet, and return rows to `keep`.

    `days` are whole months that are over.
    """
    missing = _missing(facility, days)
    if not missing:
        return []
    span = Days(missing[0], _last_day(missing[-1]))
    made = _report(facility, span, now)
    happened = {one.month: one for one in made.months}
    counted = [Counted(happened.get(month, nothing_in(month)), None) for month in missing]
    if _is_last(missing[-1], facility, now):
        counted[-1] = replace(counted[-1], stock=_stock(made, facility, missing[-1], now))
    return [_row(facility, one, now) for one in counted]


def keep(rows: list[ClosedMonth]) -> None:
    """Keep what was counted; of two who count a month at once, the first has counted it.

    Only inside an act.
    """
    acts.under_way()
    ClosedMonth.objects.bulk_create(rows, ignore_conflicts=True)


def read_closed(facility: Facility, days: Days, threshold: int) -> OutsideReport:
    """Return what may be shown of whole months, all of which were counted.

    Months come from the first to the last in which anything happened.
    """
    closed = ClosedMonth.objects.filter(facility=facility, month__lte=days.last)
    rows = list(closed.filter(month__gte=days.first).order_by("month"))
    last, stock = _latest_stock(closed)
    closed_at, months = max(row.closed_at for row in rows), _shown_months(rows, threshold)
    made = shown(facility.id, closed_at, stock or NOBODY, months, threshold)
    if last is None or stock is None:
        return replace(made, patients=Shown({}, None))
    return replace(made, stock_month=last.month)


def _missing(facility: Facility, days: Days) -> list[date]:
    """Return the first days of the months that were not counted yet."""
    there = ClosedMonth.objects.filter(facility=facility).values_list("month", flat=True)
    known = set(there.filter(month__range=(days.first, days.last)))
    return [month for month in _months(days) if month not in known]


def _months(days: Days) -> Iterator[date]:
    month = days.first
    while month <= days.last:
        yield month
        month = _last_day(month) + timedelta(days=1)


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _is_last(month: date, facility: Facility, now: datetime) -> bool:
    """Whether no later month of the clinic's clock is over."""
    return _last_day(month) + timedelta(days=1) == now.astimezone(
        ZoneInfo(facility.time_zone)
    ).date().replace(day=1)


def _report(facility: Facility, days: Days, now: datetime) -> FacilityReport:
    asked = filter_of(Asked(), days, facility, now)
    rows = load(facility, asked, now)
    return report(rows, asked, now, 0, count_work(facility, asked, now))


def _stock(made: FacilityReport, facility: Facility, month: date, now: datetime) -> Stock | None:
    """Count who is there, as far as it may be told after what was told before.

    None as long as there are few whom a change might be about. `made` says it already where it is
    the report of this month alone, as it is every month; else everybody is gone through once more.
    """
    row, before = _latest_stock(ClosedMonth.objects.filter(facility=facility, month__lt=month))
    if row is not None and _crowd(facility, row.closed_at) < STEP:
        return None
    of_month = Days(month, _last_day(month))
    is_of_it = made.asked == filter_of(Asked(), of_month, facility, now)
    stock = stock_of(made if is_of_it else _report(facility, of_month, now))
    return held(before, stock) if before else stock


def _shown_months(rows: Sequence[ClosedMonth], threshold: int) -> tuple[OutsideMonth, ...]:
    """Return the months from the first to the last in which anything happened."""
    each = list(zip(rows, open_each(rows), strict=True))
    full = [
        number
        for number, (row, one) in enumerate(each)
        if isinstance(one, Unreadable) or one.happened != nothing_in(row.month)
    ]
    return tuple(
        hidden_month(row.month)
        if isinstance(one, Unreadable)
        else shown_month(one.happened, threshold)
        for row, one in (each[full[0] : full[-1] + 1] if full else ())
    )


def _latest_stock(
    closed: QuerySet[ClosedMonth],
) -> tuple[ClosedMonth | None, Stock | None]:
    """Return the last of some months for which it was counted who was there, and who was."""
    row = closed.filter(has_stock=True).order_by("-month").first()
    if row is None:
        return None, None
    (one,) = open_each([row])
    return row, None if isinstance(one, Unreadable) else one.stock


def _crowd(facility: Facility, since: datetime) -> int:
    """Count the people who came, left or had a diagnosis changed since then, up to STEP."""
    here = CareRelation.objects.filter(facility=facility)
    moved = here.filter(Q(since__gt=since) | Q(until__gt=since)).values_list("patient", flat=True)
    changed = Diagnosis.objects.filter(patient__in=here.values("patient"), changed_at__gt=since)
    people = changed.values_list("patient", flat=True)
    return len({*moved.distinct()[:STEP], *people.distinct()[:STEP]})


def _row(facility: Facility, counted: Counted, now: datetime) -> ClosedMonth:
    row = ClosedMonth(
        facility=facility,
        month=counted.happened.month,
        closed_at=now,
        has_stock=counted.stock is not None,
    )
    row.counts = seal(counted, row)
    return row
