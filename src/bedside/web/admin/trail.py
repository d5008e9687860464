"""The log as a page: who did what, when, and on which kind of record.

An address of this page holds codes, days and an account of the staff: never a patient.
"""

from datetime import UTC
from typing import Any, get_args
from uuid import UUID

from django import forms
from django.http import HttpRequest, QueryDict

from bedside import accounts, clinic
from bedside.audit import Actor, Role
from bedside.audit.models import Outcome
from bedside.clinic.trail import EventView
from bedside.errors import Invalid
from bedside.web.admin.colleagues import label
from bedside.web.cursors import MomentField, asked, moment_text
from bedside.web.forms.base import Day
from bedside.web.request import actor_of
from bedside.web.wording import ACTS, GROUPS, KINDS

PAGE = 50
_ANY = ("", "All")
ROLES: dict[Role, str] = {
    "patient": "Patients",
    "doctor": "Doctors",
    "receptionist": "Receptionists",
    "administrator": "Administrators",
    "anonymous": "Visitors who are not signed in",
    "system": "Bedside itself",
}
NOBODY: dict[str, str] = {
    "patient": "A patient",
    "anonymous": "A visitor",
    "system": "Bedside",
}
"""What stands in the place of a name, by role; who else has none has no account any more."""


class Narrowing(forms.Form):
    """What the log is narrowed to."""

    role = forms.ChoiceField(label="Who", required=False)
    user = forms.TypedChoiceField(
        label="Which colleague", required=False, coerce=UUID, empty_value=None
    )
    action = forms.ChoiceField(label="What", required=False)
    outcome = forms.ChoiceField(label="How it ended", required=False)
    first = Day(label="From (UTC)", required=False)
    last = Day(label="Until (UTC)", required=False)

    def __init__(self, data: QueryDict | None = None, *, by: Actor, **more: Any) -> None:
        super().__init__(data, **more)
        offered: dict[str, list[tuple[str, Any]]] = {
            "role": [(role, ROLES[role]) for role in get_args(Role)],
            "user": [(str(one.pk), label(one)) for one in accounts.staff_to_choose_from(by=by)],
            "action": [(group, list(acts.items())) for group, acts in GROUPS.items()],
            "outcome": [(one.value, one.label) for one in Outcome],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [_ANY, *choices]  # type: ignore[attr-defined]


class Chosen(Narrowing):
    """And where the list goes on."""

    after = MomentField(required=False, widget=forms.HiddenInput)


def trail(request: HttpRequest) -> dict[str, Any]:
    """Return what the page shows, which is on the record."""
    by = actor_of(request)
    form = Chosen(request.GET, by=by)
    told: dict[str, Any] = {"title": "Who did what", "form": form}
    try:
        chosen = asked(form)
        found = _read(chosen, by)
    except Invalid as error:
        return {**told, "problems": _problems(form, error), "status": 422}
    return {
        **told,
        "rows": [_row(each) for each in found.events],
        "checked": found.checked,
        "is_first": not chosen["after"],
        "next": _address(request, moment_text(found.next)) if found.next else "",
    }


def _read(chosen: dict[str, Any], by: Actor) -> clinic.trail.Trail:
    names = ("role", "user", "action", "outcome", "first", "last", "after")
    asked_for: dict[str, Any] = {name: chosen[name] or None for name in names}
    return clinic.trail.read_trail(**asked_for, limit=PAGE, by=by)


def _problems(form: Chosen, error: Invalid) -> list[str]:
    """Say what was asked that cannot be answered."""
    own = [
        f"{form.fields[name].label or 'Address'}: {errors[0]}"
        for name, errors in form.errors.items()
    ]
    return own or list(error.fields.values()) or [error.detail]


def _row(event: EventView) -> dict[str, Any]:
    return {
        "at": event.at.astimezone(UTC),
        "who": event.who or NOBODY.get(event.role, "An account that is gone"),
        "role": event.role,
        "user": event.user if event.who else None,
        "what": ACTS.get(event.action, event.action),
        "outcome": Outcome(event.outcome).label,
        "kinds": ", ".join(KINDS.get(kind, kind) for kind in event.kinds),
        "named": event.named,
        "others": event.patients - len(event.named),
        "facility": event.facility,
        "address": event.address,
    }


def _address(request: HttpRequest, after: str) -> str:
    query = request.GET.copy()
    query["after"] = after
    return f"?{query.urlencode()}"
