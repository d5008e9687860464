"""The same report for those who do not treat anybody: counts only, and no small ones.

No patient is in it: no scores, no oldest and youngest, which are somebody's. What one table shows
must not give back what another hides, so patients who have left or whose profile did not open stand
in the pyramid, and its total is the only total of patients. Diagnoses that few have, or all but
few, are left out by name, because the name alone says that somebody has it. Only a time may be
chosen: with a filter for a doctor, an age or a diagnosis two reports could be subtracted from each
other.

Two reports of different times can be subtracted too. So what administrators read was counted once
for each month and is kept, see `closing`: this is how such counts are shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bedside.errors import Invalid
from bedside.intake.urgency import LEVELS
from bedside.reports.assembling import FacilityReport
from bedside.reports.figures import DiagnosisCount, MonthRow
from bedside.reports.suppressing import Shown, suppressed

USUAL = 5
"""The usual threshold. No source: ours; statistics offices take from 3 to 10."""
UNKNOWN = (None, "")
"""The cell of the pyramid for those whose age and sex are not known."""
QUARTER_OF_AN_HOUR = 900.0
"""Seconds to which a wait is rounded: to the second, a median is what one patient waited."""
Cell = tuple[int | None, str]
"""The first age of a band, and a sex."""
CodeKey = tuple[str, str]
"""The system of a code, and the code."""


@dataclass(frozen=True, slots=True)
class Stock:
    """Who is there, in exact counts: nothing that may be shown yet.

    `known` are those of whose age the average is; `diagnoses` the patients who have one for
    certain, `open_work` the open assessments by how long they have waited.
    """

    total: int
    known: int
    average_age: float | None
    cells: Mapping[Cell, int]
    diagnoses: Mapping[CodeKey, int]
    open_work: Mapping[str, int]


NOBODY = Stock(0, 0, None, {}, {}, {})


@dataclass(frozen=True, slots=True)
class OutsideMonth:
    """One month; None is hidden. `waiting_median` is in seconds, None of few or none."""

    month: date
    new_patients: int | None
    by_level: Shown[str]
    appointments: Shown[str]
    waiting_median: float | None


@dataclass(frozen=True, slots=True)
class OutsideReport:
    """A facility in counts of `threshold` and more (or of none).

    `average_age` is rounded to a tenth of a year, None where the total is hidden or few are known.
    `stock_month` is the month in which the patients were counted, their diagnoses and the open
    work: None of a report that is read once, and where nobody counted them.
    """

    facility: UUID
    made_at: datetime
    threshold: int
    patients: Shown[Cell]
    average_age: float | None
    diagnoses: tuple[DiagnosisCount, ...]
    months: tuple[OutsideMonth, ...]
    open_work: Shown[str]
    stock_month: date | None = None


def for_outside(made: FacilityReport, threshold: int = USUAL) -> OutsideReport:
    """Return what may leave the house of a report that is read once.

    Raises Invalid for a report narrowed by more than a time, and for a threshold that hides
    nothing.
    """
    months = tuple(shown_month(one, threshold) for one in made.months)
    return shown(made.facility, made.made_at, stock_of(made), months, threshold)


def stock_of(made: FacilityReport) -> Stock:
    """Return who is there of a report. Raises Invalid if it is narrowed by more than a time."""
    if made.asked.asks_who or made.asked.doctor is not None:
        raise Invalid("A report for outside can only be narrowed to a time.")
    gone = made.left + made.unopened
    cells: dict[Cell, int] = {
        (band.first, sex): count for band in made.pyramid for sex, count in band.by_sex.items()
    }
    return Stock(
        total=made.total,
        known=made.total - gone,
        average_age=made.ages.average,
        cells={**cells, UNKNOWN: gone},
        diagnoses={(one.system, one.code): one.patients for one in made.diagnoses},
        open_work={one.waited: one.assessments for one in made.open_work},
    )


def shown(
    facility: UUID,
    made_at: datetime,
    stock: Stock,
    months: tuple[OutsideMonth, ...],
    threshold: int,
) -> OutsideReport:
    """Return what may be shown of counts. Raises Invalid for a threshold that hides nothing."""
    patients = suppressed(stock.cells, threshold, least=USUAL)
    return OutsideReport(
        facility=facility,
        made_at=made_at,
        threshold=threshold,
        patients=Shown(patients.cells, None if patients.total is None else stock.total),
        average_age=_average_age(stock, patients, threshold),
        diagnoses=_common(stock, threshold),
        months=months,
        open_work=suppressed(stock.open_work, threshold, least=USUAL),
    )


def _average_age(stock: Stock, patients: Shown[Cell], threshold: int) -> float | None:
    if stock.average_age is None or patients.total is None or stock.known < threshold:
        return None
    return round(stock.average_age, 1)


def _common(stock: Stock, threshold: int) -> tuple[DiagnosisCount, ...]:
    """Return what many have for certain, and many have not; suspected ones are left out.

    How many have not is compared with no higher threshold: choosing among them would count them.
    """
    few = min(threshold, USUAL)
    found = [
        DiagnosisCount(system, code, patients, 0)
        for (system, code), patients in stock.diagnoses.items()
        if patients >= threshold and stock.total - patients >= few
    ]
    return tuple(sorted(found, key=lambda one: (-one.patients, one.code, one.system)))


def shown_month(one: MonthRow, threshold: int) -> OutsideMonth:
    """Return what may be shown of one month."""
    visits = {"kept": one.appointments.kept, "missed": one.appointments.missed}
    median = one.waits.median if one.waits.reviewed >= threshold else None
    return OutsideMonth(
        month=one.month,
        new_patients=None if 0 < one.new_patients < threshold else one.new_patients,
        by_level=suppressed(one.by_level, threshold, least=USUAL),
        appointments=suppressed(visits, threshold, least=USUAL),
        waiting_median=None if median is None else _to_quarters(median),
    )


def hidden_month(month: date) -> OutsideMonth:
    """Return one of which nothing is shown."""
    levels, visits = dict.fromkeys(LEVELS), {"kept": None, "missed": None}
    return OutsideMonth(month, None, Shown(levels, None), Shown(visits, None), None)


def _to_quarters(seconds: float) -> float:
    return round(seconds / QUARTER_OF_AN_HOUR) * QUARTER_OF_AN_HOUR
