"""Measurements as a form: figures as people write them, with their unit or without."""

from typing import Any

from django import forms

from bedside import limits
from bedside.assessment.written import NotUnderstood, Wanted, read_measure, read_pressure
from bedside.clinic.vitals import MEASUREMENTS, VitalsBody
from bedside.web.forms import base
from bedside.web.forms.encounters import LocalTime, put_on_clock
from bedside.web.forms.entries import EncounterField

_SAID_AS = {"pulse": "beats a minute", "breathing_rate": "breaths a minute"}
"""The units that the reader of figures knows by another name."""
_PRESSURES = ("systolic", "diastolic")


def _short() -> forms.TextInput:
    return forms.TextInput(attrs={"class": "short", "autocomplete": "off"})


class MeasureField(forms.CharField):
    """A measurement as people write it."""

    def __init__(self, name: str) -> None:
        one = MEASUREMENTS[name]
        self._wanted = Wanted(_SAID_AS.get(name, one.unit), one.least, one.most)
        super().__init__(label=f"{one.label} ({one.unit})", required=False, widget=_short())

    def to_python(self, value: object) -> Any:
        """Return the number in the measurement's unit, None for nothing."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_measure(text, self._wanted)
        except NotUnderstood as error:
            raise forms.ValidationError(error.detail) from None


class PressureField(forms.CharField):
    """A blood pressure as people write it: "120/80"."""

    def __init__(self) -> None:
        label = "Blood pressure (mmHg), such as 120/80"
        super().__init__(label=label, required=False, widget=_short())

    def to_python(self, value: object) -> Any:
        """Return (systolic, diastolic), None for nothing."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_pressure(text)
        except NotUnderstood as error:
            raise forms.ValidationError(error.detail) from None


class VitalsForm(base.PageForm):
    """A set of measurements; `zone` is that of the clinic's wall."""

    measured_at = LocalTime(
        label="When it was measured",
        error_messages={
            "required": "Say when it was measured",
            "invalid": "Write a day and a time that exist",
        },
    )
    encounter = EncounterField()

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone
        for name in MEASUREMENTS:
            if name == _PRESSURES[0]:
                self.fields["pressure"] = PressureField()
            elif name not in _PRESSURES:
                self.fields[name] = MeasureField(name)
        self.fields["note"] = base.line("Remark", longest=limits.REASON, required=False)

    def clean(self) -> dict[str, Any]:
        """Read the time by the clock on the clinic's wall."""
        super().clean()
        put_on_clock(self, "measured_at", self._zone)
        return self.cleaned_data

    def body(self) -> VitalsBody:
        """Return what was measured."""
        said = self.cleaned_data
        values = {name: said[name] for name in MEASUREMENTS if name not in _PRESSURES}
        if said["pressure"]:
            values |= dict(zip(_PRESSURES, said["pressure"], strict=True))
        return VitalsBody(measured_at=said["measured_at"], note=said["note"], **values)
