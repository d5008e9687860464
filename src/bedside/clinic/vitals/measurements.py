"""What can be measured at the bedside: units, and the bounds within which a figure is no slip.

The bounds are those of what devices show and of bodies that have lived; there is no source. They
catch a slip of the finger, never an alarming value: what is dangerous is not decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """One thing to measure: its unit, the least and most that is taken, digits after the point."""

    label: str
    unit: str
    least: float
    most: float
    digits: int = 0


MEASUREMENTS: Mapping[str, Measurement] = {
    "temperature": Measurement("Temperature", "°C", 25, 45, 1),
    "pulse": Measurement("Pulse", "/min", 15, 350),
    "systolic": Measurement("Systolic blood pressure", "mmHg", 30, 320),
    "diastolic": Measurement("Diastolic blood pressure", "mmHg", 10, 220),
    "breathing_rate": Measurement("Breathing rate", "/min", 2, 120),
    "oxygen_saturation": Measurement("Oxygen saturation", "%", 30, 100),
    "weight": Measurement("Weight", "kg", 0.2, 650, 2),
    "height": Measurement("Height", "cm", 20, 275, 1),
    "glucose": Measurement("Blood glucose", "mmol/L", 0.5, 60, 1),
}


def written(name: str, value: float) -> str:
    """Return a measured value as it is shown, such as "38.5 °C"."""
    return f"{value:.{MEASUREMENTS[name].digits}f} {MEASUREMENTS[name].unit}"
