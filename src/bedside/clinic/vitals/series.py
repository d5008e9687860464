"""One measurement over time, for a small plot and the table beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bedside.clinic.vitals.acts import FINAL, VitalsView
from bedside.clinic.vitals.measurements import MEASUREMENTS


@dataclass(frozen=True)
class Point:
    """A value in the measurement's unit, when it was measured, and in which set."""

    at: datetime
    value: float
    entry: UUID


@dataclass(frozen=True)
class Series:
    """One measurement's values, the oldest first; there is at least one."""

    name: str
    label: str
    unit: str
    points: tuple[Point, ...]

    @property
    def latest(self) -> Point:
        return self.points[-1]


def series_of(views: Iterable[VitalsView]) -> list[Series]:
    """Return a series for everything that was measured, in the order of MEASUREMENTS.

    Sets that do not open, or were entered in error, are left out.
    """
    good = [view for view in views if view.body and view.state == FINAL]
    good.sort(key=lambda view: (_when(view), view.id))
    found = {name: tuple(_points(name, good)) for name in MEASUREMENTS}
    return [
        Series(name, MEASUREMENTS[name].label, MEASUREMENTS[name].unit, points)
        for name, points in found.items()
        if points
    ]


def _points(name: str, views: Iterable[VitalsView]) -> Iterable[Point]:
    for view in views:
        value = view.body.values.get(name) if view.body else None
        if value is not None:
            yield Point(_when(view), value, view.id)


def _when(view: VitalsView) -> datetime:
    at: datetime = view.told["measured_at"]
    return at
