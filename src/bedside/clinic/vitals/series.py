"""One measurement over time, for a small plot and the table beside it.

The two blood pressures are one series, because one says little without the other. The body mass
index is measured by nobody: it comes from weight and height, and only of adults.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from bedside.assessment.age import Age
from bedside.clinic.vitals.acts import FINAL, VitalsView
from bedside.clinic.vitals.measurements import MEASUREMENTS
from bedside.clinic.vitals.ranges import Range, Sign, range_at

PRESSURE, BMI = "blood_pressure", "bmi"
BMI_FROM_AGE = Age.years(18)
"""Until then the index is read by age and sex (general clinical knowledge)."""


@dataclass(frozen=True)
class Point:
    """A value in the measurement's unit, when it was measured, and in which set.

    `text` is how it is shown, without the unit; `sign` says whether it is out of its range (of a
    blood pressure: the systolic). `lower` is the diastolic pressure beneath a systolic one.
    """

    at: datetime
    value: float
    entry: UUID
    text: str
    sign: Sign = ""
    lower: float | None = None


@dataclass(frozen=True)
class Series:
    """One measurement's values, the oldest first; there is at least one.

    `range` is that of the latest value, None where nothing is called low or high: it may be for
    another age than that of earlier values.
    """

    name: str
    label: str
    unit: str
    points: tuple[Point, ...]
    range: Range | None = None

    @property
    def latest(self) -> Point:
        return self.points[-1]


def series_of(views: Iterable[VitalsView], *, born: date | None) -> list[Series]:
    """Return a series for everything that was measured, in the order of MEASUREMENTS.

    Sets that do not open, or were entered in error, are left out. `born` is the patient's birth
    date: without it nothing is called low or high, and there is no body mass index.
    """
    good = [view for view in views if view.body and view.state == FINAL]
    good.sort(key=lambda view: (_when(view), view.id))
    found = [_series(name, good, born) for name in MEASUREMENTS if name != "diastolic"]
    index = Series(BMI, "Body mass index", "kg/m²", tuple(_indices(good, born)))
    return [series for series in (*found, index) if series.points]


def _series(name: str, views: Sequence[VitalsView], born: date | None) -> Series:
    one = MEASUREMENTS[name]
    points = tuple(_points(name, views, born))
    limits = range_at(name, points[-1].at, born) if points else None
    if name == "systolic":
        return Series(PRESSURE, "Blood pressure", one.unit, points, limits)
    return Series(name, one.label, one.unit, points, limits)


def _points(name: str, views: Iterable[VitalsView], born: date | None) -> Iterator[Point]:
    for view in views:
        value = _value(view, name)
        if value is None:
            continue
        limits = range_at(name, _when(view), born)
        lower = _value(view, "diastolic") if name == "systolic" else None
        text = MEASUREMENTS[name].figure(value) if lower is None else f"{value:.0f}/{lower:.0f}"
        sign = limits.sign(value) if limits else ""
        yield Point(_when(view), value, view.id, text, sign, lower)


def _indices(views: Iterable[VitalsView], born: date | None) -> Iterator[Point]:
    """Return kilograms by square metres (the index's definition) at each weighing of an adult.

    The height is the latest until then, or else the first one after it: adults do not grow.
    """
    adult = [view for view in views if _is_grown(_when(view), born)]
    heights = [height for view in adult if (height := _value(view, "height")) is not None]
    if not heights:
        return
    height = heights[0]
    for view in adult:
        height = _value(view, "height") or height
        weight = _value(view, "weight")
        if weight is not None:
            index = round(weight / (height / 100) ** 2, 1)
            yield Point(_when(view), index, view.id, f"{index:.1f}")


def _is_grown(at: datetime, born: date | None) -> bool:
    return born is not None and (at.date() - born).days >= BMI_FROM_AGE.in_days


def _value(view: VitalsView, name: str) -> float | None:
    return view.body.values.get(name) if view.body else None


def _when(view: VitalsView) -> datetime:
    at: datetime = view.told["measured_at"]
    return at
