"""The doctor's side of appointments: the day that is shown, booking, cancelling, hours."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms

from bedside import limits
from bedside.clinic.appointments import REASONS, WeeklyHours
from bedside.web.cursors import MomentField
from bedside.web.forms import base
from bedside.web.forms.appointments import SlotField, WaitForm
from bedside.web.forms.encounters import LocalTime, moments_at

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERYBODY = "all"
_CLOCKS_CHANGE = "The clocks change then. Choose one of the free times instead."


class DiaryForm(forms.Form):
    """Which appointments are shown. Nothing about a patient."""

    facility = forms.UUIDField(required=False)
    day = forms.DateField(required=False)
    days = forms.TypedChoiceField(choices=[(1, "Day"), (7, "Week")], coerce=int, required=False)
    whose = forms.ChoiceField(choices=[("", "Mine"), (EVERYBODY, "All doctors")], required=False)
    after = MomentField(required=False)


class LookForm(forms.Form):
    """For whom a time is looked for, where, with whom and from which day on: ids and a day."""

    patient = forms.UUIDField(required=False)
    facility = forms.UUIDField(required=False)
    doctor = forms.UUIDField(required=False)
    day = forms.DateField(required=False)


class StaffTimeForm(base.PageForm):
    """A time: one of those that are free, or any other one, for so many minutes."""

    slot = SlotField(required=False)
    start = LocalTime(
        label="Another time",
        help_text="Any day and time, also outside of the hours.",
        required=False,
        error_messages={"invalid": "Write a day and a time, such as 2026-03-02 09:15"},
    )
    minutes = forms.IntegerField(
        label="Minutes",
        help_text="Leave it empty for the usual length.",
        required=False,
        min_value=1,
        max_value=999,
        error_messages={"invalid": "Write the minutes in digits"},
    )
    overbook_because = base.line(
        "Overbook because",
        longest=limits.REASON,
        required=False,
        help_text="Only to put the patient on top of somebody else. It is marked and on record.",
    )
    unseen = frozenset({"slot"})

    def __init__(self, *args: Any, zone: str, doctor: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone, self._doctor = zone, doctor

    def clean(self) -> dict[str, Any]:
        """Ask for a time when there is none, and for a clear one when the clocks change."""
        said: dict[str, Any] = super().clean() or {}
        start = said.get("start")
        if not self.errors and not said.get("slot") and start is None:
            self.add_error("start", "Press a free time, or write another one")
        if start is not None and len(moments_at(start, self._zone)) != 1:
            self.add_error("start", _CLOCKS_CHANGE)
        return said

    @property
    def start_at(self) -> datetime:
        """The wanted moment."""
        said = self.cleaned_data
        if said["slot"]:
            pressed: datetime = said["slot"][0]
            return pressed
        return moments_at(said["start"], self._zone)[0]

    @property
    def practitioner(self) -> UUID:
        """The doctor of the pressed time, or the one whose times are shown."""
        slot = self.cleaned_data["slot"]
        return slot[1] if slot else self._doctor


class StaffBookForm(StaffTimeForm):
    """A time for a patient, and why they come."""

    reason = base.line("Why they come", longest=limits.REASON, required=False)
    field_order = ["reason", "start", "minutes", "overbook_because"]


class StaffMoveForm(StaffTimeForm):
    """Another time for an appointment."""

    version = base.version()


class StaffCancelForm(base.PageForm):
    """Why an appointment is cancelled."""

    version = base.version()
    reason = forms.ChoiceField(
        label="Why it is cancelled",
        choices=[(one.value, one.label) for one in REASONS["doctor"]],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    words = base.line(
        "Anything to add", longest=limits.REASON, required=False, help_text="The patient sees this."
    )


class StaffWaitForm(WaitForm):
    """Between which days a patient can come, and how urgent it is."""

    urgency = forms.TypedChoiceField(
        label="How urgent",
        choices=[("", "As it comes"), (2, "Within a day"), (3, "Within days"), (4, "Within weeks")],
        coerce=int,
        empty_value=None,
        required=False,
    )


def _clock(label: str, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=required,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"required": "Write a time", "invalid": "Write a time such as 09:15"},
    )


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(
        label="Minutes for each patient",
        initial=20,
        min_value=0,
        max_value=1440,
        error_messages={"required": "Write the minutes", "invalid": "Write the minutes in digits"},
    )


class HoursForm(base.PageForm):
    """Hours to add to some days of the week."""

    weekdays = forms.TypedMultipleChoiceField(
        label="On",
        choices=list(enumerate(WEEKDAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day"},
    )
    start = _clock("From")
    end = _clock("Until")
    minutes = _minutes()
    valid_from = base.day("First day (empty for at once)", required=False)
    valid_until = base.day("Last day (empty for no end)", required=False)
    version = base.version()

    def rows(self) -> list[WeeklyHours]:
        """Return a row of hours for each chosen day."""
        said = self.cleaned_data
        hours: tuple[time, time, int, date | None, date | None] = (
            said["start"],
            said["end"],
            said["minutes"],
            said["valid_from"],
            said["valid_until"],
        )
        return [WeeklyHours(day, *hours) for day in said["weekdays"]]


class RowForm(forms.Form):
    """One row of the weekly hours that is taken out, by its place on the page."""

    number = forms.IntegerField(min_value=0, max_value=100)
    version = base.version()


class ClosedForm(base.PageForm):
    """A day off, or some hours of it."""

    day = base.day("Day")
    start = _clock("From (empty for the whole day)", required=False)
    end = _clock("Until", required=False)
    version = base.version()


class OpenForm(base.PageForm):
    """Hours on one day beside the weekly ones."""

    day = base.day("Day")
    start = _clock("From")
    end = _clock("Until")
    minutes = _minutes()
    version = base.version()
