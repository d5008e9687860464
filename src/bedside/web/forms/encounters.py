"""When and how somebody was seen."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from bedside.clinic.encounters.models import EncounterClass
from bedside.clinic.models import Facility
from bedside.web.forms import base

_FORMAT = "%Y-%m-%dT%H:%M"


class LocalTime(forms.DateTimeField):
    """A time on the clinic's clock, as the browser's own control writes it; nothing is now."""

    widget = forms.DateTimeInput(format=_FORMAT, attrs={"type": "datetime-local"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[_FORMAT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """Return a time without a zone: which clock it is on, the form knows."""
        return None if value in self.empty_values else self.strptime_any(str(value))

    def strptime_any(self, text: str) -> datetime:
        """Return the time that a text says. Raises ValidationError."""
        for one in self.input_formats or ():
            try:
                return datetime.strptime(text.strip()[:40], str(one))
            except ValueError:
                continue
        raise forms.ValidationError(self.error_messages["invalid"], code="invalid")


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="How",
        choices=EncounterClass.choices,
        error_messages={"required": "Choose how", "invalid_choice": "Choose how"},
    )


def _started(help_text: str, *, required: bool) -> LocalTime:
    return LocalTime(
        label="When it began",
        help_text=help_text,
        required=required,
        error_messages={
            "required": "Say when it began",
            "invalid": "Write the time as a day and a time, such as 2026-03-02 09:15",
        },
    )


class StartForm(base.PageForm):
    """An encounter to begin; it begins now unless a time is written."""

    kind = _kind()
    started_at = _started("Leave it empty for now.", required=False)
    facility = forms.ChoiceField(label="Where", required=False)
    appointment = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def offer(self, places: Sequence[Facility]) -> None:
        """Name the clinics to choose from; with only one there is nothing to choose."""
        self._zones = {str(place.id): place.time_zone for place in places}
        if len(places) == 1:
            self.fields["facility"].widget = forms.HiddenInput()
        self.fields["facility"].choices = [  # type: ignore[attr-defined]
            (str(place.id), place.name) for place in places
        ]

    @property
    def facility_id(self) -> UUID | None:
        """The clinic that was chosen, None where there is only one."""
        chosen = self.cleaned_data["facility"]
        return UUID(chosen) if chosen else None

    @property
    def moment(self) -> datetime | None:
        """When it began, by the clock of that clinic."""
        zone = self._zones.get(self.cleaned_data["facility"]) or next(iter(self._zones.values()))
        return on_clock(self.cleaned_data["started_at"], zone)


class ChangeForm(base.PageForm):
    """What kind an encounter was, and when."""

    version = base.version()
    kind = _kind()
    started_at = _started("On the clock of the clinic.", required=True)


def on_clock(local: datetime | None, zone: str) -> datetime | None:
    """Return the moment at which a clinic's clock shows a time."""
    return local.replace(tzinfo=ZoneInfo(zone)) if local else None


def by_clock(at: datetime, zone: str) -> datetime:
    """Return what a clinic's clock shows at a moment."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
