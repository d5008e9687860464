"""The part of a facility's page about the days on which it is closed.

Nothing about a holiday is ever changed: it is added or taken away, by its id, so neither needs the
version of a page that was read. Of two who take the same one away, the second is told that it is
gone.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest

from bedside.clinic import appointments
from bedside.errors import Invalid
from bedside.web.forms.base import Day, Returning
from bedside.web.request import actor_of


class HolidayForm(Returning, forms.Form):
    """A day and what it is called."""

    day = Day(label="Day")
    name = forms.CharField(label="Name")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="holiday")


def about(facility: UUID, request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows of a facility's coming holidays, which is on the record."""
    return {
        "holidays": appointments.list_holidays(facility, by=actor_of(request)),
        "holiday_form": HolidayForm(),
    }


def add(facility: UUID, form: HolidayForm, request: HttpRequest) -> object:
    """Close the facility on the day of the form. Raises Invalid for a form that does not read."""
    if not form.is_valid():
        raise Invalid(
            fields={
                name: f"{form.fields[name].label}: {errors[0]}"
                for name, errors in form.errors.items()
            }
        )
    said = form.cleaned_data
    return appointments.add_holiday(facility, said["day"], said["name"], by=actor_of(request))


def remove(facility: UUID, holiday: UUID, request: HttpRequest) -> None:
    """Open the facility on a day again."""
    appointments.remove_holiday(facility, holiday, by=actor_of(request))
