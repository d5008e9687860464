"""When and how somebody was seen."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms

from bedside import limits
from bedside.clinic.encounters.models import EncounterClass
from bedside.clinic.facilities.clocks import NOWHERE
from bedside.clinic.models import Facility
from bedside.web.forms import base

NEVER = "The clocks went forward then, so this time never was. Write the time before or after."
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
                at = datetime.strptime(text.strip()[:40], str(one))
            except ValueError:
                continue
            if not limits.is_on_the_calendar(at):
                raise forms.ValidationError(limits.NO_SUCH_DAY, code="far")
            return at
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


def moments_at(local: datetime, zone: str) -> list[datetime]:
    """Return when a clinic's clock shows a time: once, never, or twice when it is put back."""
    clock = ZoneInfo(zone)
    found = {local.replace(tzinfo=clock, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in found if by_clock(at, zone) == local)


def put_on_clock(form: forms.Form, field: str, zone: str) -> None:
    """Make a form's time on a clinic's clock the moment itself: of two the earlier one.

    A time that the clock never showed is an error of the field.
    """
    local = form.cleaned_data.get(field)
    if local is None:
        return
    found = moments_at(local, zone)
    if found:
        form.cleaned_data[field] = found[0]
    else:
        form.add_error(field, NEVER)


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

    def clean(self) -> dict[str, Any]:
        """Read the time by the clock of the clinic that was chosen."""
        super().clean()
        first = next(iter(self._zones.values()), NOWHERE)
        zone = self._zones.get(self.cleaned_data.get("facility", ""), first)
        put_on_clock(self, "started_at", zone)
        return self.cleaned_data


class ChangeForm(base.PageForm):
    """What kind an encounter was, and when; `zone` is that of its clinic's clock."""

    version = base.version()
    kind = _kind()
    started_at = _started("On the clock of the clinic.", required=True)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone = zone

    def clean(self) -> dict[str, Any]:
        """Read the time by the clinic's clock."""
        super().clean()
        put_on_clock(self, "started_at", self._zone)
        return self.cleaned_data


def by_clock(at: datetime, zone: str) -> datetime:
    """Return what a clinic's clock shows at a moment."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
