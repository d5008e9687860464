"""A place in the worklist as text in an address.

It holds an urgency rank, a time and an assessment's id. It only moves the start of a page within
what the doctor may see anyway, so it needs no signature; what is not well formed is refused.
"""

from datetime import UTC, datetime
from uuid import UUID

from django import forms

from bedside.intake.views import Place


def place_text(place: Place) -> str:
    """Return `place` for an address."""
    rank, at, last = place
    return f"{rank}~{at.isoformat()}~{last}"


class PlaceField(forms.Field):
    """Reads what `place_text` wrote."""

    def to_python(self, value: object) -> Place | None:
        """Return the place, or None for nothing. Raises ValidationError."""
        if not value:
            return None
        try:
            rank, at, last = str(value)[:100].split("~")
            moment = datetime.fromisoformat(at)
            if moment.tzinfo is None:
                raise ValueError
            # At the ends of the calendar there are local times without a time in UTC.
            return int(rank[:2]), moment.astimezone(UTC), UUID(last)
        except (ValueError, OverflowError):
            raise forms.ValidationError("not a place in the list") from None
