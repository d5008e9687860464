"""A place in a list as text in an address.

It holds a time and an id, in the worklist an urgency rank too, and of a search how near what was
found last was, where, and its record number. It only moves the start of a page
within what the doctor may see anyway, so it needs no signature; what is not well formed is refused.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms

from bedside.clinic.search.views import Place as FoundPlace
from bedside.errors import Invalid
from bedside.intake.views import Place

Moment = tuple[datetime, UUID]


def asked(form: forms.Form) -> dict[str, Any]:
    """Return what an address asks of a list. Raises Invalid for one that was not written by us."""
    if not form.is_valid():
        raise Invalid("This is not an address that a list gave you. Open the list anew.")
    return form.cleaned_data


def place_text(place: Place) -> str:
    """Return `place` for an address."""
    rank, at, last = place
    return f"{rank}~{at.isoformat()}~{last}"


def moment_text(place: Moment) -> str:
    """Return a place in a list ordered by time for an address."""
    at, last = place
    return f"{at.isoformat()}~{last}"


class PlaceField(forms.Field):
    """Reads what `place_text` wrote."""

    def to_python(self, value: object) -> Place | None:
        """Return the place, or None for nothing. Raises ValidationError."""
        if not value:
            return None
        rank, _, rest = str(value)[:100].partition("~")
        try:
            return int(rank[:2]), *_moment(rest)
        except (ValueError, OverflowError):
            raise forms.ValidationError(_NOT_A_PLACE) from None


class MomentField(forms.Field):
    """Reads what `moment_text` wrote."""

    def to_python(self, value: object) -> Moment | None:
        """Return the place, or None for nothing. Raises ValidationError."""
        if not value:
            return None
        try:
            return _moment(str(value)[:100])
        except (ValueError, OverflowError):
            raise forms.ValidationError(_NOT_A_PLACE) from None


def found_text(place: FoundPlace) -> str:
    """Return a place in what a search found, for a hidden field."""
    return f"{place.nearness}~{place.facility}~{place.number}"


class FoundField(forms.Field):
    """Reads what `found_text` wrote."""

    def to_python(self, value: object) -> FoundPlace | None:
        """Return the place, or None for nothing. Raises ValidationError."""
        if not value:
            return None
        try:
            nearness, facility, number = str(value)[:100].split("~")
            return FoundPlace(int(nearness[:2]), UUID(facility), int(number[:12]))
        except ValueError:
            raise forms.ValidationError(_NOT_A_PLACE) from None


_NOT_A_PLACE = "not a place in the list"


class AfterForm(forms.Form):
    """Where a list ordered by time goes on, for `asked`: a time and a random id."""

    after = MomentField(required=False)


def _moment(text: str) -> Moment:
    at, last = text.split("~")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError
    # At the ends of the calendar there are local times without a time in UTC.
    return moment.astimezone(UTC), UUID(last)
