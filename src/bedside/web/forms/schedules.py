"""The staff's side of appointments: the day that is shown, booking, cancelling, hours."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django import forms

from bedside import accounts, limits
from bedside.clinic.appointments import CancelReason, Practitioner, WeeklyHours
from bedside.web.cursors import AfterForm
from bedside.web.forms import appointments, base
from bedside.web.forms.appointments import (
    MoveForm,
    Slot,
    TimeForm,
    VisitForm,
    WaitForm,
)
from bedside.web.forms.encounters import LocalTime, moments_at
from bedside.web.wording import URGENCIES

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
EVERYBODY = "all"
_CLOCKS_CHANGE = "The clocks change then. Choose one of the free times instead."


class DiaryForm(AfterForm):
    """Which appointments are shown. Nothing about a patient."""

    facility = forms.UUIDField(required=False)
    day = base.Day(required=False)
    days = forms.TypedChoiceField(choices=[(1, "Day"), (7, "Week")], coerce=int, required=False)
    whose = forms.ChoiceField(choices=[("", "Mine"), (EVERYBODY, "All doctors")], required=False)


class LookForm(appointments.LookForm):
    """Which free times are shown, beside that for whom, where, how long, and what it follows: ids
    and a number."""

    patient = forms.UUIDField(required=False)
    facility = forms.UUIDField(required=False)
    minutes = forms.IntegerField(required=False, min_value=1, max_value=999)
    assessment = forms.UUIDField(required=False)
    encounter = forms.UUIDField(required=False)


class OtherTimeForm(base.PageForm):
    """Any other time than those that are free; it only leads to the page that asks."""

    start = LocalTime(
        label="Day and time",
        error_messages={
            "required": "Write a day and a time",
            "invalid": "Write a day and a time, such as 2026-03-02 09:15",
        },
    )
    minutes = forms.IntegerField(
        label="Minutes",
        help_text="Leave it empty for the usual length.",
        required=False,
        min_value=1,
        max_value=999,
        error_messages={"invalid": "Write the minutes in digits"},
    )
    practitioner = forms.ChoiceField(label="With")

    def __init__(
        self, *args: Any, zone: str, doctors: Sequence[Practitioner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone
        known = [(str(one.id), accounts.shown(one.name)) for one in doctors]
        self.fields["practitioner"].choices = known  # type: ignore[attr-defined]

    def clean_start(self) -> datetime:
        """Return the moment; ask for a clear one when the clocks change."""
        found = moments_at(self.cleaned_data["start"], self._zone)
        if len(found) != 1:
            raise forms.ValidationError(_CLOCKS_CHANGE)
        return found[0]

    @property
    def slot(self) -> Slot:
        """The wished time, and with whom."""
        said = self.cleaned_data
        return said["start"], UUID(said["practitioner"])


class _AgainstForm(TimeForm):
    """A chosen time, and why it is booked although something speaks against it."""

    for_minutes = forms.IntegerField(
        required=False, min_value=1, max_value=999, widget=forms.HiddenInput
    )
    overbook_because = base.prose(
        "Why it is booked all the same",
        longest=limits.REASON,
        rows=2,
        help_text="It is marked and on record.",
    )

    def ask_why(self, against: Sequence[str]) -> None:
        """Ask why only where something speaks against the time."""
        if not against:
            del self.fields["overbook_because"]


class StaffBookForm(VisitForm, _AgainstForm):
    """A time for a patient, and why they come."""

    field_order = ("reason", "overbook_because")

    def ask_at_the_desk(self) -> None:
        """Leave out why the patient comes: they tell the doctor."""
        del self.fields["reason"]


class StaffMoveForm(MoveForm, _AgainstForm):
    """Another time for an appointment."""


class StaffCancelForm(base.PageForm):
    """Why an appointment is cancelled."""

    version = base.version()
    reason = forms.ChoiceField(
        label="Why it is cancelled",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    words = base.line(
        "Anything to add",
        longest=limits.REASON,
        required=False,
        help_text="The patient sees this on their page.",
    )

    def offer(self, reasons: Sequence[CancelReason]) -> None:
        """Fill the list with what whoever cancels can say."""
        field = self.fields["reason"]
        field.choices = [(one.value, one.label) for one in reasons]  # type: ignore[attr-defined]


class StaffWaitForm(WaitForm):
    """Between which days a patient can come, and how urgent it is."""

    urgency = forms.TypedChoiceField(
        label="How urgent",
        choices=[("", "As it comes"), *((rank, URGENCIES[rank]) for rank in (2, 3, 4))],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def ask_at_the_desk(self) -> None:
        """Leave out how urgent it is: a doctor says that."""
        del self.fields["urgency"]


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
