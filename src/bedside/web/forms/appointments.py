"""Booking: with whom, when, and why not after all."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django import forms

from bedside import accounts, limits
from bedside.clinic.appointments import REASONS, Practitioner
from bedside.limits import is_on_the_calendar
from bedside.web.forms import base
from bedside.web.wording import OWN_REASONS

Slot = tuple[datetime, uuid.UUID]
"""When, and with whom."""


def slot_text(start: datetime, practitioner: uuid.UUID) -> str:
    """Return a free time as a form's value."""
    return f"{start.astimezone(UTC).isoformat()}~{practitioner}"


class SlotField(forms.Field):
    """Reads what `slot_text` wrote."""

    def to_python(self, value: object) -> Slot | None:
        """Return the time and the doctor. Raises ValidationError."""
        if not value:
            return None
        try:
            start, practitioner = str(value)[:100].split("~")
            moment = datetime.fromisoformat(start)
            if moment.tzinfo is None or not is_on_the_calendar(moment):
                raise ValueError
            return moment.astimezone(UTC), uuid.UUID(practitioner)
        except (ValueError, OverflowError):
            raise forms.ValidationError("Choose one of the times") from None


class LookForm(forms.Form):
    """Which free times are shown: of which day, with whom; or which one is chosen. Nothing about a
    person."""

    doctor = forms.UUIDField(required=False)
    day = base.Day(required=False)
    slot = SlotField(required=False)


class TimeForm(base.PageForm):
    """A chosen time, carried along."""

    slot = SlotField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Ask for a time when none came along."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("slot"):
            self.add_error(None, "Choose one of the times")
        return said


class BookForm(TimeForm):
    """A chosen time, and why the patient comes."""

    reason = base.prose("Why you come (optional)", longest=limits.REASON, rows=2)


class VisitForm(TimeForm):
    """A chosen time and why a patient comes, in the words of staff."""

    reason = base.prose("Reason for the visit (optional)", longest=limits.REASON, rows=2)


class MoveForm(TimeForm):
    """Another time for an appointment."""

    version = base.version()


class CancelForm(base.PageForm):
    """Why an appointment is not kept."""

    version = base.version()
    reason = forms.ChoiceField(
        label="Why you cancel",
        choices=[(one.value, OWN_REASONS[one.value]) for one in REASONS["patient"]],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why"},
    )
    words = base.line("Anything to add", longest=limits.REASON, required=False)


class WaitForm(base.PageForm):
    """Between which days a freed time would suit."""

    first_day = base.day("From", missing="Choose the first day")
    last_day = base.day("Until", missing="Choose the last day")
    doctor = forms.ChoiceField(label="With", required=False)

    def offer(self, doctors: Sequence[Practitioner]) -> None:
        """Fill the list of doctors."""
        known = [(str(one.id), accounts.shown(one.name)) for one in doctors]
        self.fields["doctor"].choices = [("", "Any doctor"), *known]  # type: ignore[attr-defined]

    @property
    def practitioner(self) -> uuid.UUID | None:
        """The chosen doctor, None for any."""
        chosen = self.cleaned_data["doctor"]
        return uuid.UUID(chosen) if chosen else None
