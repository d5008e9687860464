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


def by_month(
    begins: Collection[datetime],
    assessments: Collection[AssessmentRow],
    appointments: Collection[AppointmentRow],
    zone: ZoneInfo,
) -> tuple[MonthRow, ...]:
    """Return every month from the first to the last in which anything happened."""
    new = new_patients(begins, zone)
    levels = sent_by_level(assessments, zone)
    waits = waiting_times(assessments, zone)
    kept = kept_and_missed(appointments, zone)
    return tuple(
        MonthRow(
            month,
            new.get(month, 0),
            levels.get(month) or dict.fromkeys(LEVELS, 0),
            waits.get(month) or waits_of(()),
            kept.get(month) or Kept(),
        )
        for month in _from_first_to_last({*new, *levels, *kept})
    )


def new_patients(begins: Iterable[datetime], zone: ZoneInfo) -> Mapping[date, int]:
    """Count by month how often the care of somebody began."""
    return Counter(_month(at, zone) for at in begins)


def sent_by_level(
    assessments: Iterable[AssessmentRow], zone: ZoneInfo
) -> Mapping[date, Mapping[str, int]]:
    """Count by month and level of triage the assessments that were sent: the triage mix."""
    counted = Counter((_month(row.submitted_at, zone), row.triage) for row in assessments)
    months = {month for month, _ in counted}
    return {month: {level: counted[month, level] for level in LEVELS} for month in months}


def waiting_times(assessments: Iterable[AssessmentRow], zone: ZoneInfo) -> Mapping[date, Waits]:
    """Return by month of sending how long assessments waited for their review."""
    sent: dict[date, list[AssessmentRow]] = defaultdict(list)
    for row in assessments:
        sent[_month(row.submitted_at, zone)].append(row)
    return {month: waits_of(rows) for month, rows in sent.items()}


def kept_and_missed(appointments: Iterable[AppointmentRow], zone: ZoneInfo) -> Mapping[date, Kept]:
    """Count by month the appointments that were kept and missed; others are neither yet."""
    kept: Counter[date] = Counter()
    missed: Counter[date] = Counter()
    for row in appointments:
        if row.is_kept:
            kept[_month(row.start, zone)] += 1
        elif row.is_missed:
            missed[_month(row.start, zone)] += 1
    return {month: Kept(kept[month], missed[month]) for month in kept.keys() | missed.keys()}


def _month(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date().replace(day=1)


def _from_first_to_last(months: Collection[date]) -> list[date]:
    if not months:
        return []
    first, last = min(months), max(months)
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]
