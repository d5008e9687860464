"""Small plots drawn by the server: a line in a box, for eyes; the table beside it is for everybody.

The content security policy refuses styles in a page, and a plot needs none: it is all attributes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bedside.clinic.vitals import Point, Series

WIDTH, HEIGHT, MARGIN = 240, 48, 4
"""Of the box, in the drawing's own units."""


@dataclass(frozen=True)
class Plot:
    """One measurement over time: `line` is a polyline's points, `last` the place of its end."""

    series: Series
    line: str
    last: tuple[float, float]


def plot(series: Series) -> Plot:
    """Draw a series; the time goes from left to right, the value upwards."""
    places = _places(series.points)
    return Plot(series, " ".join(f"{x:g},{y:g}" for x, y in places), places[-1])


def _places(points: Sequence[Point]) -> list[tuple[float, float]]:
    times = [point.at.timestamp() for point in points]
    values = [point.value for point in points]
    across = _scaled(times, WIDTH)
    up = _scaled(values, HEIGHT)
    return [(x, round(HEIGHT - y, 1)) for x, y in zip(across, up, strict=True)]


def _scaled(numbers: Sequence[float], size: int) -> list[float]:
    """Return numbers laid out between the margins; in the middle where all are the same."""
    least, most = min(numbers), max(numbers)
    room = size - 2 * MARGIN
    if least == most:
        return [size / 2] * len(numbers)
    return [round(MARGIN + room * (one - least) / (most - least), 1) for one in numbers]
