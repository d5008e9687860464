"""The part of a facility's page about who works there from when until when.

Days are typed and shown on the facility's own clock: "until 31 May" is over at the midnight that
ends the 31st there.
"""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest

from bedside import accounts, clinic
from bedside.audit import Actor
from bedside.clinic import MembershipView
from bedside.errors import Invalid
from bedside.web.admin.colleagues import ColleagueField
from bedside.web.forms.base import Day, Returning
from bedside.web.request import actor_of

STANDING = {"coming": "Agreed", "now": "Works here", "ended": "Ended"}
_DAY = timedelta(days=1)


class MemberForm(Returning, forms.Form):
    """A colleague and the days between which they work here, both included."""

    user = ColleagueField(queryset=None, label="Who")
    since = Day(required=False, label="First day")
    until = Day(required=False, label="Last day")

    def __init__(self, data: Any = None, *, by: Actor) -> None:
        super().__init__(data, prefix="member")
        self.fields["user"].offer(accounts.colleagues_to_choose_from(by=by))  # type: ignore[attr-defined]


class EndForm(Returning, forms.Form):
    """The last day of a membership, today's when empty, and the version it was read at."""

    until = Day(required=False)
    version = forms.IntegerField()


def about(facility: UUID, request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows of a facility's members, which is on the record."""
    by = actor_of(request)
    members = clinic.read_members(facility, by=by)
    zone = clinic.zone_of(facility)
    return {
        "members": [(one, accounts.shown(one.name), STANDING[one.standing]) for one in members],
        "zone": zone,
        "member_form": MemberForm(by=by),
    }


def add(facility: UUID, form: MemberForm, request: HttpRequest) -> MembershipView:
    """Let whoever the form names work here. Raises Invalid for a form that does not read."""
    if not form.is_valid():
        raise Invalid(fields=_first_errors(form))
    said = form.cleaned_data
    return clinic.add_member(
        facility,
        said["user"].pk,
        since=_midnight(said["since"], facility),
        until=_end_of(said["until"], facility),
        by=actor_of(request),
    )


def end(facility: UUID, user: UUID, form: EndForm, request: HttpRequest) -> MembershipView:
    """End a membership, at the end of the day of the form or now."""
    if not form.is_valid():
        raise Invalid(fields=_first_errors(form))
    said = form.cleaned_data
    until = _end_of(said["until"], facility)
    return clinic.end_member(
        facility, user, until=until, version=said["version"], by=actor_of(request)
    )


def _first_errors(form: forms.Form) -> dict[str, str]:
    return {name: f"{name.capitalize()}: {errors[0]}" for name, errors in form.errors.items()}


def _end_of(day: date | None, facility: UUID) -> datetime | None:
    return _midnight(day + _DAY, facility) if day else None


def _midnight(day: date | None, facility: UUID) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(clinic.zone_of(facility))) if day else None
