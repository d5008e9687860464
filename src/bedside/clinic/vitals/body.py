"""What a set of measurements says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from bedside import limits
from bedside.clinic.entries.body import OLDEST, Body
from bedside.clinic.vitals.measurements import MEASUREMENTS
from bedside.errors import Invalid

_CLOCKS_DIFFER = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class VitalsBody(Body):
    """What was measured at one time, in the units of MEASUREMENTS; None for what was not.

    `measured_at` is when, with its zone; it may be long before it is entered here.
    """

    READ = {"measured_at": datetime.fromisoformat}

    measured_at: datetime
    temperature: float | None = None
    pulse: float | None = None
    systolic: float | None = None
    diastolic: float | None = None
    breathing_rate: float | None = None
    oxygen_saturation: float | None = None
    weight: float | None = None
    height: float | None = None
    glucose: float | None = None
    note: str = ""

    @property
    def values(self) -> Mapping[str, float]:
        """What was measured, by name, in the order of MEASUREMENTS."""
        found = {name: getattr(self, name) for name in MEASUREMENTS}
        return {name: value for name, value in found.items() if value is not None}

    def checked(self, state: str) -> "VitalsBody":  # noqa: ARG002 - whatever the state
        rounded = {
            name: round(value, MEASUREMENTS[name].digits) for name, value in self.values.items()
        }
        tidy = replace(self, **rounded, note=limits.tidied(self.note))  # type: ignore[arg-type]
        bad = {**dict(self._problems()), **dict(tidy._problems())}
        if bad:
            raise Invalid(fields=bad)
        return tidy

    def _problems(self) -> Iterator[tuple[str, str]]:
        if not self.values:
            yield "temperature", "Write at least one measurement."
        for name, value in self.values.items():
            one = MEASUREMENTS[name]
            if not one.least <= value <= one.most:
                yield name, f"Write a number from {one.least:g} to {one.most:g} {one.unit}."
        yield from self._problems_of_pressure()
        if len(self.note) > limits.REASON:
            yield "note", limits.at_most(limits.REASON)
        now = timezone.now()
        if self.measured_at.tzinfo is None:
            yield "measured_at", "Say in which time zone this was."
        elif not now - OLDEST < self.measured_at < now + _CLOCKS_DIFFER:
            yield "measured_at", "This must be a time in the past."

    def _problems_of_pressure(self) -> Iterator[tuple[str, str]]:
        if self.diastolic is None:
            return
        if self.systolic is None:
            yield "systolic", "Write the systolic pressure as well."
        elif self.diastolic >= self.systolic:
            yield "diastolic", "The diastolic pressure is lower than the systolic."
