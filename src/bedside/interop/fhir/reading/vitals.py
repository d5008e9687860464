"""Measurements: from observations to the sets that Bedside keeps, in its units.

What was measured at one time, with one note, is one set. A unit is turned into ours only where that
is arithmetic (UCUM): other substances, methods and places of the body are not the same measurement.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bedside.clinic.vitals import MEASUREMENTS, VitalsBody
from bedside.interop.fhir.reading.element import Concept, Element
from bedside.interop.fhir.reading.findings import LeaveOut
from bedside.interop.fhir.reading.kept import About, Kept
from bedside.interop.fhir.resources.observation import MEASURED
from bedside.interop.fhir.systems import LOINC, UCUM

BY_LOINC: Mapping[str, str] = {one.loinc: name for name, one in MEASURED.items()} | {
    "8331-1": "temperature",  # oral
    "59408-5": "oxygen_saturation",  # by pulse oximetry
    "2339-0": "glucose",  # by mass, in blood
}
PRESSURES = ("85354-9", "55284-4")
"""The panel of today, and that of before 2016."""
BMI = "39156-5"
GRAMS_A_MOLE_OF_GLUCOSE = 180.156
"""C6H12O6 by the standard atomic weights (IUPAC)."""
_INTO_OURS: Mapping[tuple[str, str], Callable[[float], float]] = {
    ("temperature", "[degF]"): lambda value: (value - 32) / 1.8,
    ("weight", "g"): lambda value: value / 1000,
    ("weight", "[lb_av]"): lambda value: value * 0.45359237,
    ("height", "m"): lambda value: value * 100,
    ("height", "[in_i]"): lambda value: value * 2.54,
    ("glucose", "mg/dL"): lambda value: value * 10 / GRAMS_A_MOLE_OF_GLUCOSE,
}
_FINAL = ("final", "amended", "corrected")
ROUNDED = "Rounded to the digits that Bedside keeps, in its unit."
NOT_MEASURED_HERE = "This is not one of the measurements that Bedside keeps."
WORKED_OUT = "Bedside works it out from height and weight."
NO_TIME = "Without a time of day it has no place in the course of a day."
OTHER_UNIT = "It is in a unit that Bedside cannot turn into its own."
NOT_FINAL = "It was not final, or an error."
TURNED = "Turned into Bedside's unit."
NO_NUMBER = "It has no number."
NO_SYSTOLIC = "No systolic pressure above it was measured at that time."


@dataclass(frozen=True)
class _Measured:
    """One observation: when, with which note, and what was measured."""

    path: str
    at: datetime
    note: str
    values: Mapping[str, float]


def read_vitals(observations: Iterable[Element], about: About) -> Iterator[Kept]:
    """Yield the sets of measurements of some observations; the others are left out by name."""
    sets: list[list[_Measured]] = []
    latest: dict[tuple[datetime, str], list[_Measured]] = {}
    for one in observations:
        try:
            measured = _observation(one, about)
        except LeaveOut as error:
            one.findings.leave_out(one.kind, error.what, error.why, one.path)
            continue
        one.finish(is_resource=True)
        together = latest.get((measured.at, measured.note))
        if together is None or _has_one(together, measured):
            together = latest[measured.at, measured.note] = []
            sets.append(together)
        together.append(measured)
    yield from filter(None, (_kept(one, about) for one in sets))


def _kept(measured: list[_Measured], about: About) -> Kept | None:
    """Return a set; a diastolic pressure that no systolic one came with stays out of it."""
    first = measured[0]
    values = {name: value for one in measured for name, value in one.values.items()}
    if values.get("diastolic", 0) >= values.get("systolic", 0) and "diastolic" in values:
        del values["diastolic"]
        label = MEASUREMENTS["diastolic"].label
        about.bundle.findings.leave_out("Observation", label, NO_SYSTOLIC, f"{first.path}.value")
    if not values:
        return None
    body = VitalsBody(measured_at=first.at, note=first.note, **values)
    return Kept(first.path, "vitals", "final", body.checked("final"))


def _has_one(there: Iterable[_Measured], measured: _Measured) -> bool:
    return any(one.values.keys() & measured.values.keys() for one in there)


def _observation(one: Element, about: About) -> _Measured:
    """Return what was measured. Raises LeaveOut."""
    about.must_be_theirs(one, "subject")
    said = one.concept("code", LOINC)
    code = said.codes.get(LOINC, "")
    if code not in BY_LOINC and code not in PRESSURES:
        raise LeaveOut(WORKED_OUT if code == BMI else NOT_MEASURED_HERE, said.words or code)
    if one.text("status") not in _FINAL:
        raise LeaveOut(NOT_FINAL, said.words)
    one.pass_over("category")
    at = one.moment("effectiveDateTime")
    if at is None:
        raise LeaveOut(NO_TIME, said.words)
    note = "\n".join(filter(None, (each.text("text") for each in one.each("note"))))
    values = dict(_pressure(one, said) if code in PRESSURES else [_value(one, BY_LOINC[code])])
    # A diastolic pressure may come without the systolic one, which then stands in another entry.
    beside = {"systolic": MEASUREMENTS["systolic"].most} if [*values] == ["diastolic"] else {}
    body = VitalsBody(measured_at=at, note=note, **values, **beside)
    kept = about.kept(one, "vitals", "final", body, {}).body
    rounded = {name: kept.values[name] for name in values}
    if rounded != values:
        one.findings.leave_out(one.kind, "value", ROUNDED, f"{one.path}.value")
    return _Measured(one.path, kept.measured_at, kept.note, rounded)


def _pressure(one: Element, said: Concept) -> Iterator[tuple[str, float]]:
    found = False
    for part in one.each("component"):
        name = BY_LOINC.get(part.concept("code", LOINC).codes.get(LOINC, ""), "")
        if name in ("systolic", "diastolic") and not part.has("dataAbsentReason"):
            found = True
            yield _value(part, name)
        elif part.has("dataAbsentReason"):
            part.pass_over("dataAbsentReason")
    if not found:
        raise LeaveOut(NO_NUMBER, said.words)


def _value(one: Element, name: str) -> tuple[str, float]:
    """Return a measurement in our unit. Raises LeaveOut."""
    what = MEASUREMENTS[name].label
    quantity = one.child("valueQuantity")
    value = quantity.number("value")
    if value is None or quantity.text("comparator"):
        raise LeaveOut(NO_NUMBER, what)
    quantity.pass_over("unit", "system")
    unit = quantity.text("code") if quantity.value.get("system") == UCUM else ""
    if unit == MEASURED[name].ucum:
        return name, value
    turn = _INTO_OURS.get((name, unit))
    if turn is None:
        raise LeaveOut(OTHER_UNIT, what)
    one.findings.leave_out(one.kind, f"{what} in {unit}", TURNED, f"{one.path}.valueQuantity.code")
    return name, turn(value)
