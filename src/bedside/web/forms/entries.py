"""A patient's lists as forms: allergies, medicines, problems, diagnoses and measurements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from bedside import limits
from bedside.assessment.written import NotUnderstood, Wanted, read_measure
from bedside.clinic.allergies import SEVERITIES, TYPES
from bedside.clinic.diagnoses import CERTAINTIES, CONFIRMED, SUSPECTED
from bedside.clinic.partial_dates import PartialDate
from bedside.clinic.vitals import MEASUREMENTS, VitalsBody
from bedside.web.forms import base

_DAYS = "A day, a month or a year: 2019-03-02, 2019-03 or 2019"


class PartialDateField(forms.CharField):
    """A day as people remember it."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            help_text=_DAYS,
            widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        )

    def to_python(self, value: object) -> Any:
        """Return a PartialDate, or None for nothing. Raises ValidationError."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return PartialDate.parse(text)
        except ValueError:
            raise forms.ValidationError(f"Write it as {_DAYS.lower()}") from None


class EntryForm(base.PageForm):
    """What an entry says; a changed one carries the version that it was read at."""

    @property
    def said(self) -> dict[str, Any]:
        """What was written, by the names of the entry's own fields."""
        return dict(self.cleaned_data)

    @classmethod
    def initial_of(cls, body: Any) -> dict[str, Any]:
        """Return the values of an entry's body for this form."""
        names = cls.base_fields
        return {name: getattr(body, name) for name in names if hasattr(body, name)}


class AllergyForm(EntryForm):
    """To what, how it shows, how badly."""

    substance = base.line("To what", longest=limits.ENTRY)
    reaction = base.line("What happens", longest=limits.REASON, required=False)
    severity = forms.ChoiceField(
        label="How bad the worst reaction was",
        choices=[(one, one.capitalize()) for one in SEVERITIES],
        initial="unknown",
    )
    type = forms.ChoiceField(
        label="Kind", choices=[(one, one.capitalize()) for one in TYPES], initial="allergy"
    )
    since = PartialDateField("Since")


class MedicineForm(EntryForm):
    """A medicine as written."""

    as_written = base.line("Medicine, as written", longest=limits.ENTRY)
    dose = base.line("Dose", longest=limits.ENTRY, required=False)
    since = PartialDateField("Since")
    until = PartialDateField("Planned until")


class ProblemForm(EntryForm):
    """A problem as written."""

    title = base.line("Problem", longest=limits.ENTRY)
    since = PartialDateField("Since")
    comment = base.line("Comment, for doctors only", longest=limits.COMMENT, required=False)


class EndForm(base.PageForm):
    """When something ended, and why."""

    version = base.version()
    until = PartialDateField("Ended")
    why = base.line("Why", longest=limits.REASON, required=False)


class ReasonForm(base.PageForm):
    """Why something is taken back."""

    version = base.version()
    reason = base.line("Why", longest=limits.REASON, required=False)


class DiagnosisForm(EntryForm):
    """What is known of a diagnosis beside its code."""

    onset = PartialDateField("Since")
    certainty = forms.ChoiceField(
        label="How sure",
        required=False,
        choices=[("", "As goes without saying"), *((one, one.capitalize()) for one in CERTAINTIES)],
    )
    comment = base.line("Comment, for doctors only", longest=limits.COMMENT, required=False)


class NewDiagnosisForm(DiagnosisForm):
    """A new diagnosis; the code is found by its words."""

    code = base.line(
        "Code of ICD-10-CM",
        longest=20,
        help_text="Such as J45.909; write words below to find it",
        required=False,
    )
    state = forms.ChoiceField(
        label="State",
        choices=[(SUSPECTED, "Suspected"), (CONFIRMED, "Confirmed")],
        initial=SUSPECTED,
        widget=forms.RadioSelect,
    )
    field_order = ["code", "state", "onset", "certainty", "comment"]


def with_version(form: type[EntryForm]) -> type[EntryForm]:
    """Return the form of a change: the same fields, and the version they were read at."""
    return type(f"Change{form.__name__}", (form,), {"version": base.version()})


class MeasureField(forms.CharField):
    """A measurement as people write it, with its unit or without."""

    def __init__(self, name: str) -> None:
        one = MEASUREMENTS[name]
        self._wanted = Wanted(one.unit, one.least, one.most)
        super().__init__(
            label=f"{one.label} ({one.unit})",
            required=False,
            widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        )

    def to_python(self, value: object) -> Any:
        """Return the number in the measurement's unit, None for nothing."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_measure(text, self._wanted)
        except NotUnderstood as error:
            raise forms.ValidationError(error.detail) from None


class VitalsForm(base.PageForm):
    """A set of measurements."""

    measured_at = forms.DateTimeField(
        label="When it was measured",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={
            "required": "Say when it was measured",
            "invalid": "Write a day and a time that exist",
        },
    )
    note = base.line("Remark", longest=limits.REASON, required=False)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = ZoneInfo(zone)
        remark = self.fields.pop("note")
        self.fields |= {name: MeasureField(name) for name in MEASUREMENTS}
        self.fields["note"] = remark

    def body(self) -> VitalsBody:
        """Return what was measured; the time is that of the clinic's wall."""
        said: Mapping[str, Any] = self.cleaned_data
        at: datetime = said["measured_at"]
        values = {name: said[name] for name in MEASUREMENTS}
        local = at.replace(tzinfo=self._zone)
        return VitalsBody(measured_at=local, note=said["note"], **values)
