"""What can be measured at the bedside: units, and the bounds within which a figure is no slip.

The bounds are those of what devices show and of bodies that have lived; there is no source. They
catch a slip of the finger, never an alarming value: what is dangerous is not decided here.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """One thing to measure: its unit, the least and most that is taken, digits after the point.

    Where it is not `padded`, zeros at the end of those are not shown: "70.50 kg" says that somebody
    weighed to ten grams, and of a zero too many a dose is made.
    """

    label: str
    unit: str
    least: float
    most: float
    digits: int = 0
    padded: bool = True

    def figure(self, value: float) -> str:
        """Return a value as it is shown, without its unit."""
        text = f"{value:.{self.digits}f}"
        return text if self.padded or not self.digits else text.rstrip("0").rstrip(".")


MEASUREMENTS: Mapping[str, Measurement] = {
    "temperature": Measurement("Temperature", "°C", 25, 45, 1),
    "pulse": Measurement("Pulse", "/min", 15, 350),
    "systolic": Measurement("Systolic blood pressure", "mmHg", 30, 320),
    "diastolic": Measurement("Diastolic blood pressure", "mmHg", 10, 220),
    "breathing_rate": Measurement("Breathing rate", "/min", 2, 120),
    "oxygen_saturation": Measurement("Oxygen saturation", "%", 30, 100),
    "weight": Measurement("Weight", "kg", 0.2, 650, 2, padded=False),
    "height": Measurement("Height", "cm", 20, 275, 1, padded=False),
    "glucose": Measurement("Blood glucose", "mmol/L", 0.5, 60, 1),
}


def written(name: str, value: float) -> str:
    """Return a measured value as it is shown, such as "38.5 °C"."""
    return f"{MEASUREMENTS[name].figure(value)} {MEASUREMENTS[name].unit}"
