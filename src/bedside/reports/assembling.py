"""The report of a facility: every figure of one filter, put together from the rows.

It is about patients, score by score, and for those who treat them. What others may read is made
from it in `outside.py`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

from bedside.reports import figures
from bedside.reports.figures import (
    Ages,
    Band,
    Diagnoses,
    DiagnosisCount,
    Events,
    MonthRow,
    OpenWork,
    Risks,
    TopRisks,
)
from bedside.reports.figures.people import AgesAndSexes
from bedside.reports.figures.risks import USUAL
from bedside.reports.filters import Filter
from bedside.reports.rows import AppointmentRow, AssessmentRow, PatientRow

AT_ONCE = 500
"""Patients counted together."""


@dataclass(frozen=True, slots=True)
class Rows:
    """All that a report of one facility is counted from; `zone` is the facility's clock.

    They are gone through in their order, and of a large clinic read meanwhile, each time anew: they
    are never all in memory.
    """

    facility: UUID
    zone: ZoneInfo
    patients: Iterable[PatientRow]
    assessments: Iterable[AssessmentRow]
    appointments: Iterable[AppointmentRow]


@dataclass(frozen=True, slots=True)
class Work:
    """What the clinic did, and what no doctor has finished with yet."""

    events: Events
    open: tuple[OpenWork, ...]


@dataclass(frozen=True, slots=True)
class FacilityReport:
    """One facility through one filter, as of `made_at`.

    Of the `total`, `left` have left the facility since and `unopened` could not be opened; they are
    in no figure that needs a birth date or a sex. `diagnoses` are all of them, the commonest first.
    """

    facility: UUID
    asked: Filter
    made_at: datetime
    total: int
    left: int
    unopened: int
    ages: Ages
    pyramid: tuple[Band, ...]
    diagnoses: tuple[DiagnosisCount, ...]
    top_risks: TopRisks
    months: tuple[MonthRow, ...]
    open_work: tuple[OpenWork, ...]


def report(
    rows: Rows, asked: Filter, now: datetime, top: int = USUAL, work: Work | None = None
) -> FacilityReport:
    """Return the report with the `top` highest risks; ages are those on the day `asked.on`.

    `work` is what was counted elsewhere, of the same rows: then these are not gone through.
    """
    counted = _counted(rows, asked, now, top)
    work = work or _work(rows, asked, counted, now)
    return FacilityReport(
        facility=rows.facility,
        asked=asked,
        made_at=now,
        total=counted.total,
        left=counted.left,
        unopened=counted.unopened,
        ages=figures.ages(counted.people),
        pyramid=figures.age_pyramid(counted.people),
        diagnoses=counted.diagnoses.counts(),
        top_risks=counted.risks.top_risks(),
        months=figures.by_month(counted.new, work.events),
        open_work=work.open,
    )


@dataclass
class _Counted:
    """What was counted of the patients so far; `who` are those whose events count, if it matters,
    and `who_now` those whose open work does: a diagnosis may have been recorded since."""

    risks: Risks
    total: int = 0
    left: int = 0
    unopened: int = 0
    people: AgesAndSexes = field(default_factory=Counter)
    diagnoses: Diagnoses = field(default_factory=Diagnoses)
    new: Counter[date] = field(default_factory=Counter)
    who: set[UUID] = field(default_factory=set)
    who_now: set[UUID] = field(default_factory=set)


def _counted(rows: Rows, asked: Filter, now: datetime, top: int) -> _Counted:
    """Go through the patients, some hundreds in memory at a time."""
    counted, each = _Counted(Risks(asked.on, top)), iter(rows.patients)
    while batch := list(islice(each, AT_ONCE)):
        if asked.asks_who:
            counted.who |= asked.who(batch)
            counted.who_now |= replace(asked, period=None).who(batch)
        _count(asked.patients(batch), counted, asked, now, rows.zone)
    return counted


def _count(
    patients: list[PatientRow], counted: _Counted, asked: Filter, now: datetime, zone: ZoneInfo
) -> None:
    counted.total += figures.total(patients)
    counted.left += figures.left(patients, now)
    counted.unopened += figures.unopened(patients, now)
    counted.people.update(figures.by_age_and_sex(patients, asked.on))
    counted.diagnoses.add(patients)
    counted.risks.add(patients)
    counted.new.update(figures.new_patients(asked.begins(patients), zone))


def _work(rows: Rows, asked: Filter, counted: _Counted, now: datetime) -> Work:
    """Count row by row. What is open now is open whatever time the report is about."""
    sent = replace(asked, period=None).assessments(rows.assessments, counted.who_now)
    events = figures.events_of(
        asked.assessments(sent, counted.who),
        asked.appointments(rows.appointments, counted.who),
        rows.zone,
    )
    return Work(events, figures.open_work_by_age(sent, now))
