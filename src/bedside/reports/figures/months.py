"""What a clinic did, month by month on its own clock.

An event belongs to the month in which it began: a patient's care, the sending of an assessment
(whenever it was reviewed), an appointment.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bedside.intake.urgency import LEVELS
from bedside.reports.figures.waits import Waits, waits_of
from bedside.reports.rows import AppointmentRow, AssessmentRow


@dataclass(frozen=True, slots=True)
class Kept:
    """Appointments that the patient came to, and those they did not come to."""

    kept: int = 0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month by its first day; `by_level` holds every one of LEVELS, and sums to those sent."""

    month: date
    new_patients: int
    by_level: Mapping[str, int]
    waits: Waits
    appointments: Kept


@dataclass(frozen=True, slots=True)
class Events:
    """What a clinic did, by the first days of months: assessments sent by level and how long they
    waited, appointments."""

    levels: Mapping[date, Mapping[str, int]]
    waits: Mapping[date, Waits]
    kept: Mapping[date, Kept]


def events_of(
    assessments: Collection[AssessmentRow], appointments: Iterable[AppointmentRow], zone: ZoneInfo
) -> Events:
    """Count what happened."""
    return Events(
        sent_by_level(assessments, zone),
        waiting_times(assessments, zone),
        kept_and_missed(appointments, zone),
    )


def by_month(new: Mapping[date, int], events: Events) -> tuple[MonthRow, ...]:
    """Return every month from the first to the last in which anything happened."""
    return tuple(
        MonthRow(
            month,
            new.get(month, 0),
            events.levels.get(month) or dict.fromkeys(LEVELS, 0),
            events.waits.get(month) or waits_of(()),
            events.kept.get(month) or Kept(),
        )
        for month in from_first_to_last({*new, *events.levels, *events.kept})
    )


def new_patients(begins: Iterable[datetime], zone: ZoneInfo) -> Counter[date]:
    """Count by month how often the care of somebody began."""
    found: Counter[date] = Counter()
    for day, number in Counter(at.astimezone(zone).date() for at in begins).items():
        found[day.replace(day=1)] += number
    return found


def sent_by_level(
    assessments: Iterable[AssessmentRow], zone: ZoneInfo
) -> Mapping[date, Mapping[str, int]]:
    """Count by month and level of triage the assessments that were sent: the triage mix."""
    counted = Counter((month_of(row.submitted_at, zone), row.triage) for row in assessments)
    months = {month for month, _ in counted}
    return {month: {level: counted[month, level] for level in LEVELS} for month in months}


def waiting_times(assessments: Iterable[AssessmentRow], zone: ZoneInfo) -> Mapping[date, Waits]:
    """Return by month of sending how long assessments waited for their review."""
    sent: dict[date, list[AssessmentRow]] = defaultdict(list)
    for row in assessments:
        sent[month_of(row.submitted_at, zone)].append(row)
    return {month: waits_of(rows) for month, rows in sent.items()}


def kept_and_missed(appointments: Iterable[AppointmentRow], zone: ZoneInfo) -> Mapping[date, Kept]:
    """Count by month the appointments that were kept and missed; others are neither yet."""
    kept: Counter[date] = Counter()
    missed: Counter[date] = Counter()
    for row in appointments:
        if row.is_kept:
            kept[month_of(row.start, zone)] += 1
        elif row.is_missed:
            missed[month_of(row.start, zone)] += 1
    return {month: Kept(kept[month], missed[month]) for month in kept.keys() | missed.keys()}


def month_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the first day of the month in which a moment is on a clock."""
    return moment.astimezone(zone).date().replace(day=1)


def from_first_to_last(months: Collection[date]) -> list[date]:
    """Return every month from the first of some to the last."""
    if not months:
        return []
    first, last = min(months), max(months)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
