"""Measurements at the bedside, in the units that their names are given with here."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Incoming, Outgoing, example
from bedside.schemas.entries import Entry, entry
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Moment, Reason

_SAID = {"temperature": 38.5, "pulse": 92, "systolic": 128, "diastolic": 84}
_NOT_MEASURED = dict.fromkeys(
    ("breathing_rate", "oxygen_saturation", "weight", "height", "glucose")
)
Measured = Annotated[float, Field(ge=0, le=1000)]
"""A measured value; the clinic's room knows the bounds of each."""


class NewVitals(Incoming):
    """What was measured at one time: at least one value.

    Temperature in °C, pulse and breathing rate per minute, pressure in mmHg, oxygen saturation in
    %, weight in kg, height in cm, blood glucose in mmol/L.
    """

    model_config = example(measured_at="2026-03-02T09:15:00Z", **_SAID)

    measured_at: Moment
    temperature: Measured | None = None
    pulse: Measured | None = None
    systolic: Measured | None = None
    diastolic: Measured | None = None
    breathing_rate: Measured | None = None
    oxygen_saturation: Measured | None = None
    weight: Measured | None = None
    height: Measured | None = None
    glucose: Measured | None = None
    note: Reason = ""
    encounter: GivenId | None = None


class VitalsWords(Outgoing):
    """What was measured; null for what was not. Patients get no note."""

    temperature: float | None
    pulse: float | None
    systolic: float | None
    diastolic: float | None
    breathing_rate: float | None
    oxygen_saturation: float | None
    weight: float | None
    height: float | None
    glucose: float | None
    note: str


class Vitals(Entry[VitalsWords]):
    """A set of measurements. `measured_at` is when, `recorded_at` when it was entered here."""

    model_config = entry(
        {**_SAID, **_NOT_MEASURED, "note": ""},
        state="final",
        may=["mark_as_error"],
        measured_at="2026-03-02T09:15:00Z",
    )

    state: Literal["final", "entered-in-error"]
    measured_at: datetime


class VitalsList(Listing):
    """A page of measurements, the latest first."""

    items: list[Vitals]
