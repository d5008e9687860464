"""What a clinic did, counted by its database: where nobody is asked who they are.

Work and appointments of everybody need no patient's row, and a large clinic has several of each for
every patient. Months are those of the clinic's clock: the database is told at which moments they
begin, and needs no clock of its own. What is counted is what the figures say of the rows one by
one; a test compares the two.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from bedside.clinic.models import Appointment, Facility
from bedside.intake.lifecycle import SENT
from bedside.intake.models import Assessment
from bedside.intake.urgency import LEVELS
from bedside.reports.assembling import Work
from bedside.reports.clocks import Stretch, stretches
from bedside.reports.figures import Events, Waits, open_work_by_age
from bedside.reports.figures.months import Kept
from bedside.reports.figures.waits import nine_tenths
from bedside.reports.filters import Filter, Period
from bedside.reports.loading import load_open_work
from bedside.reports.rows import KEPT, MISSED

_SECOND = timedelta(seconds=1)


def count_work(facility: Facility, asked: Filter, now: datetime) -> Work | None:
    """Return the work and the appointments that a report is about; None where patients have to be
    known for that, or no time is given."""
    if asked.asks_who or asked.period is None:
        return None
    within = stretches(asked.period, ZoneInfo(facility.time_zone))
    sent = _sent(facility, asked, asked.period)
    booked = _booked(facility, asked, asked.period)
    events = Events(_levels(sent, within), _waits(sent, within), _kept(booked, within))
    at_any_time = replace(asked, period=None)
    still = at_any_time.assessments(load_open_work(facility, asked, now), set())
    return Work(events, open_work_by_age(still, now))


def _sent(facility: Facility, asked: Filter, period: Period) -> QuerySet[Assessment]:
    rows = Assessment.objects.filter(facility=facility, state__in=SENT)
    rows = rows.filter(submitted_at__gte=period.begin, submitted_at__lt=period.end)
    if asked.doctor is None:
        return rows
    theirs = Q(reviewed_by=asked.doctor) | Q(reviewed_by=None, claimed_by=asked.doctor)
    return rows.filter(theirs)


def _booked(facility: Facility, asked: Filter, period: Period) -> QuerySet[Appointment]:
    rows = Appointment.objects.filter(facility=facility)
    rows = rows.filter(start__gte=period.begin, start__lt=period.end)
    return rows if asked.doctor is None else rows.filter(practitioner=asked.doctor)


def _levels(
    sent: QuerySet[Assessment], within: Sequence[Stretch]
) -> Mapping[date, Mapping[str, int]]:
    rows = sent.annotate(month=_month("submitted_at", within)).values_list("month", "triage")
    found: dict[date, dict[str, int]] = {}
    for month, level, number in rows.annotate(number=Count("*")):
        found.setdefault(_day(month), dict.fromkeys(LEVELS, 0))[level] = number
    return found


def _waits(sent: QuerySet[Assessment], within: Sequence[Stretch]) -> Mapping[date, Waits]:
    """Only the middle ones and the one at nine tenths are asked for, of each month."""
    waited = ExpressionWrapper(F("reviewed_at") - F("submitted_at"), DurationField())
    rows = sent.exclude(reviewed_at=None).annotate(
        month=_month("submitted_at", within),
        waited=waited,
        place=Window(RowNumber(), partition_by="month", order_by="waited"),
        of=Window(Count("*"), partition_by="month"),
    )
    middle = Q(place=(F("of") + 1) / 2) | Q(place=(F("of") + 2) / 2)
    kept = rows.filter(middle | Q(place=(F("of") * 9 + 9) / 10))
    found: defaultdict[tuple[int, int], dict[int, float]] = defaultdict(dict)
    for month, of, place, long in kept.values_list("month", "of", "place", "waited"):
        found[month, of][place] = long / _SECOND
    return {_day(month): _waits_at(of, places) for (month, of), places in found.items()}


def _waits_at(of: int, places: Mapping[int, float]) -> Waits:
    middle = places[(of + 1) // 2], places[(of + 2) // 2]
    return Waits(of, median(middle), places[nine_tenths(of)])


def _kept(booked: QuerySet[Appointment], within: Sequence[Stretch]) -> Mapping[date, Kept]:
    over = booked.filter(status__in=[*KEPT, MISSED])
    rows = (
        over.annotate(month=_month("start", within))
        .values_list("month")
        .annotate(
            kept=Count("pk", filter=Q(status__in=KEPT)), missed=Count("pk", filter=Q(status=MISSED))
        )
    )
    return {_day(month): Kept(kept, missed) for month, kept, missed in rows}


def _month(column: str, within: Sequence[Stretch]) -> Case:
    """Return the month in which a column's moment is, as a number."""
    whens = [When(**{f"{column}__lt": end}, then=Value(_number(month))) for month, end in within]
    return Case(*whens, output_field=IntegerField())


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1


def _day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
