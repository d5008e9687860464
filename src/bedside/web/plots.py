"""Small plots drawn by the server: a line in a box, for eyes; the table beside it is for everybody.

The content security policy refuses styles in a page, and a plot needs none: it is all attributes.
The scale stands to the left, the first and the last time below. What is low or high is a triangle
that points there, so that nobody has to see a colour.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bedside.clinic.vitals import RANGES, SOURCE, Point, Series
from bedside.clinic.vitals.series import PRESSURE

WIDTH, HEIGHT = 320, 120
"""Of the drawing, in its own units."""
LEFT, RIGHT, TOP, BOTTOM = 56, 312, 12, 88
"""Where the lines are; the scale is to the left of them, the times are below."""
_TEXT = 4
"""From the middle of a line of text down to its foot."""

Place = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """Where a value out of its range stands, and the triangle that says which way it is out."""

    point: Point
    shape: str


@dataclass(frozen=True)
class Plot:
    """One measurement over time.

    `lines` are the points of a polyline each (two for blood pressure, the upper one first), `ends`
    where they end. `scale` is what stands to the left: how far down, and the words. `band` is the
    top and the height of the part within the range, None where none is drawn.
    """

    series: Series
    lines: Sequence[str]
    ends: Sequence[Place]
    marks: Sequence[Mark]
    scale: Sequence[tuple[float, str]]
    band: tuple[float, float] | None
    is_within_a_day: bool

    @property
    def is_pressure(self) -> bool:
        return self.series.name == PRESSURE


@dataclass(frozen=True)
class _Scale:
    """From the least value to the most, each with its words, and up from BOTTOM to TOP."""

    least: Place
    most: Place
    words: tuple[str, str]

    @classmethod
    def of(cls, values: Iterable[tuple[float, str]]) -> "_Scale":
        ordered = sorted(values)
        (least, low), (most, high) = ordered[0], ordered[-1]
        return cls((least, BOTTOM), (most, TOP), (low, high))

    def place(self, value: float) -> float:
        """Return how far down a value is; in the middle where all are the same."""
        (least, bottom), (most, top) = self.least, self.most
        if least == most:
            return (bottom + top) / 2
        return round(bottom - (bottom - top) * (value - least) / (most - least), 1)

    def labels(self, unit: str) -> list[tuple[float, str]]:
        middle = (TOP + BOTTOM) / 2 + _TEXT
        if self.least[0] == self.most[0]:
            return [(middle, self.words[1]), (middle + 18, unit)]
        return [(TOP + _TEXT, self.words[1]), (middle, unit), (BOTTOM + _TEXT, self.words[0])]


def plots_of(found: Sequence[Series]) -> Mapping[str, Any]:
    """Return what a page of plots shows: each plot, and what its ranges are or why it has none.

    `source` is whose ranges they are; `is_unjudged` says that something has a range, but not for
    somebody of this age.
    """
    ranged = [series for series in found if series.name in (*RANGES, PRESSURE)]
    return {
        "plots": [plot(series) for series in found],
        "source": SOURCE if any(series.range for series in ranged) else "",
        "is_unjudged": any(series.range is None for series in ranged),
    }


def plot(series: Series) -> Plot:
    """Draw a series; the time goes from left to right, the value upwards."""
    points = series.points
    lower = [point for point in points if point.lower is not None]
    scale = _Scale.of(_figures(points))
    across = _across(points)
    upper_line = [(across[point], scale.place(point.value)) for point in points]
    lower_line = [(across[point], scale.place(point.lower or 0)) for point in lower]
    lines = [line for line in (upper_line, lower_line) if line]
    return Plot(
        series=series,
        lines=[" ".join(f"{x:g},{y:g}" for x, y in line) for line in lines],
        ends=[line[-1] for line in lines],
        marks=[
            Mark(point, _triangle(place, point.sign == "high"))
            for point, place in zip(points, upper_line, strict=True)
            if point.sign
        ],
        scale=scale.labels(series.unit),
        band=_band(series, scale),
        is_within_a_day=points[-1].at - points[0].at < timedelta(days=1),
    )


def _figures(points: Iterable[Point]) -> Iterable[tuple[float, str]]:
    """Return every value with its words, each of a blood pressure's two by itself."""
    for point in points:
        upper, _, lower = point.text.partition("/")
        yield point.value, upper
        if point.lower is not None:
            yield point.lower, lower


def _across(points: Sequence[Point]) -> Mapping[Point, float]:
    """Return how far to the right each point is; in the middle where there is one time only."""
    first, whole = points[0].at, points[-1].at - points[0].at
    if not whole:
        return dict.fromkeys(points, (LEFT + RIGHT) / 2)
    return {p: round(LEFT + (RIGHT - LEFT) * ((p.at - first) / whole), 1) for p in points}


def _band(series: Series, scale: _Scale) -> tuple[float, float] | None:
    """Return the part of the scale within the range; none of a scale with one value only."""
    (least, _), (most, _) = scale.least, scale.most
    if series.range is None or least == most:
        return None
    bottom, top = max(series.range.least, least), min(series.range.most, most)
    if bottom >= top:
        return None
    return scale.place(top), round(scale.place(bottom) - scale.place(top), 1)


def _triangle(place: Place, is_high: bool) -> str:
    """Return the path of a triangle around a place, which points up or down."""
    x, y = place
    tip = -7 if is_high else 7
    return f"M{x:g} {y + tip:g} {x + 6:g} {y - tip * 0.6:g} {x - 6:g} {y - tip * 0.6:g}z"
