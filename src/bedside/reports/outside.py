"""The same report for those who do not treat anybody: counts only, and no small ones.

No patient is in it: no scores, no oldest and youngest, which are somebody's. What one table shows
must not give back what another hides, so patients who have left or whose profile did not open stand
in the pyramid, and its total is the only total of patients. Diagnoses that few have, or all but
few, are left out by name, because the name alone says that somebody has it. Only a time may be
chosen: with a filter for a doctor, an age or a diagnosis two reports could be subtracted from each
other.

What it cannot hide: whoever compares two reports of different times sees what changed between
them. That takes rounding or noise, and the figures would not be exact any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bedside.errors import Invalid
from bedside.reports.assembling import FacilityReport
from bedside.reports.figures import DiagnosisCount, MonthRow
from bedside.reports.suppressing import Shown, suppressed

USUAL = 5
"""The usual threshold. No source: ours; statistics offices take from 3 to 10."""
UNKNOWN = (None, "")
"""The cell of the pyramid for those whose age and sex are not known."""
Cell = tuple[int | None, str]
"""The first age of a band, and a sex."""


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
    """

    facility: UUID
    made_at: datetime
    threshold: int
    patients: Shown[Cell]
    average_age: float | None
    diagnoses: tuple[DiagnosisCount, ...]
    months: tuple[OutsideMonth, ...]
    open_work: Shown[str]


def for_outside(made: FacilityReport, threshold: int = USUAL) -> OutsideReport:
    """Return what may leave the house.

    Raises Invalid for a report narrowed by more than a time, and for a threshold that hides
    nothing.
    """
    if made.asked.asks_who or made.asked.doctor is not None:
        raise Invalid("A report for outside can only be narrowed to a time.")
    patients = suppressed(_cells(made), threshold)
    return OutsideReport(
        facility=made.facility,
        made_at=made.made_at,
        threshold=threshold,
        patients=patients,
        average_age=_average_age(made, patients, threshold),
        diagnoses=_common(made, threshold),
        months=tuple(_month(one, threshold) for one in made.months),
        open_work=suppressed({one.waited: one.assessments for one in made.open_work}, threshold),
    )


def _cells(made: FacilityReport) -> Mapping[Cell, int]:
    cells: dict[Cell, int] = {
        (band.first, sex): count for band in made.pyramid for sex, count in band.by_sex.items()
    }
    return {**cells, UNKNOWN: made.left + made.unopened}


def _average_age(made: FacilityReport, patients: Shown[Cell], threshold: int) -> float | None:
    known = made.total - made.left - made.unopened
    if made.ages.average is None or patients.total is None or known < threshold:
        return None
    return round(made.ages.average, 1)


def _common(made: FacilityReport, threshold: int) -> tuple[DiagnosisCount, ...]:
    """Return what many have for certain, and many have not; suspected ones are left out."""
    return tuple(
        DiagnosisCount(one.system, one.code, one.patients, 0)
        for one in made.diagnoses
        if one.patients >= threshold and made.total - one.patients >= threshold
    )


def _month(one: MonthRow, threshold: int) -> OutsideMonth:
    visits = {"kept": one.appointments.kept, "missed": one.appointments.missed}
    return OutsideMonth(
        month=one.month,
        new_patients=None if 0 < one.new_patients < threshold else one.new_patients,
        by_level=suppressed(one.by_level, threshold),
        appointments=suppressed(visits, threshold),
        waiting_median=one.waits.median if one.waits.reviewed >= threshold else None,
    )
