"""Facilities, who works there, and when they are closed."""

import zoneinfo
from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from bedside import clinic
from bedside.clinic.models import Facility
from bedside.errors import BedsideError, Conflict, Invalid, Stale
from bedside.web.admin import holidays, members
from bedside.web.admin.base import ActAdmin
from bedside.web.forms.base import Returning
from bedside.web.request import actor_of

DETAILS = ("name", "address_line", "city", "phone", "time_zone", "active")


class FacilityForm(Returning, forms.ModelForm):
    """The details of a facility, and the version they were read at.

    Who works there is not among them: each membership has a version and an end of its own, so that
    two who change different ones do not undo each other's.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    time_zone = forms.ChoiceField(choices=lambda: [(z, z) for z in _zones()], initial="UTC")

    class Meta:
        model = Facility
        fields = DETAILS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance and not self.instance._state.adding:
            self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        """A change must say which version it was made from."""
        cleaned = super().clean() or {}
        if not self.instance._state.adding and not cleaned.get("version"):
            raise forms.ValidationError("This form is out of date. Load it again.")
        return cleaned


class FacilityAdmin(ActAdmin):
    """Opening and changing facilities; closing one is taking its "active" away."""

    form = FacilityForm
    fields = (*DETAILS, "version")
    change_form_template = "web/admin/facility.html"
    list_display = ("name", "city", "time_zone", "active")
    list_filter = ("active",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Facility]:
        """Return the facilities; the one read path knows the actor."""
        return clinic.facilities_in_reach(actor_of(request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Show or change one facility, who works there since when, and its holidays."""
        here = self.get_object(request, object_id)
        told: dict[str, Any] = {}
        if here and request.method == "GET":
            told = members.about(here.pk, request) | holidays.about(here.pk, request)
        return super().change_view(request, object_id, form_url, {**told, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        """Add the paths of the forms about members and holidays."""
        guarded = self.admin_site.admin_view
        forms: dict[str, Callable[..., HttpResponse]] = {
            "members/add": self.add_member,
            "members/<uuid:user>/end": self.end_member,
            "holidays/add": self.add_holiday,
            "holidays/<uuid:holiday>/remove": self.remove_holiday,
        }
        own = [
            path(f"<uuid:facility>/{at}/", guarded(require_POST(view)))
            for at, view in forms.items()
        ]
        return [*own, *super().get_urls()]

    def add_member(self, request: HttpRequest, facility: UUID) -> HttpResponse:
        """Let a doctor work here."""
        form = members.MemberForm(request.POST, by=actor_of(request))
        if form.is_shown_again:
            return self._page_with(request, facility, member_form=form)
        return self._tried(request, facility, partial(members.add, facility, form, request))

    def end_member(self, request: HttpRequest, facility: UUID, user: UUID) -> HttpResponse:
        """End somebody's membership."""
        form = members.EndForm(request.POST)
        if form.is_shown_again:
            return self._page_with(request, facility, ending=user, end_form=form)
        return self._tried(request, facility, partial(members.end, facility, user, form, request))

    def add_holiday(self, request: HttpRequest, facility: UUID) -> HttpResponse:
        """Close a facility on a day."""
        form = holidays.HolidayForm(request.POST)
        if form.is_shown_again:
            return self._page_with(request, facility, holiday_form=form)
        return self._tried(request, facility, partial(holidays.add, facility, form, request))

    def remove_holiday(self, request: HttpRequest, facility: UUID, holiday: UUID) -> HttpResponse:
        """Open a facility on a day again."""
        return self._tried(request, facility, partial(holidays.remove, facility, holiday, request))

    def _page_with(self, request: HttpRequest, facility: UUID, **typed: Any) -> Any:
        """Show the facility's page with what was typed in one of its smaller forms."""
        path = f"/admin/clinic/facility/{facility}/change/"
        read = copy(request)
        read.method, read.POST = "GET", QueryDict()
        return self.change_view(read, str(facility), path, typed)

    def _tried(
        self, request: HttpRequest, facility: UUID, step: Callable[[], object]
    ) -> HttpResponse:
        """Take a step and say how it went, on the facility's page."""
        try:
            step()
        except (Conflict, Invalid, Stale) as error:
            self.message_user(request, in_sentences(error), messages.ERROR)
        else:
            self.message_user(request, "Done.")
        return redirect(f"/admin/clinic/facility/{facility}/change/")

    def save_model(self, request: HttpRequest, obj: Facility, form: Any, change: bool) -> None:
        """Create or change the facility by its act."""
        by, cleaned = actor_of(request), form.cleaned_data
        details = {name: cleaned[name] for name in DETAILS}
        if change:
            changed = {name: details[name] for name in DETAILS if name in form.changed_data}
            if changed:
                clinic.change_facility(obj.pk, changed, version=cleaned["version"], by=by)
            return
        active = details.pop("active")
        made = clinic.create_facility(**details, by=by)
        if not active:
            clinic.change_facility(made.pk, {"active": False}, version=made.version, by=by)
        obj.pk = made.pk

    def response_add(
        self,
        request: HttpRequest,
        obj: Facility,
        post_url_continue: Any = None,  # noqa: ARG002
    ) -> Any:
        """Go on to the facility's own page: who works there comes next."""
        self.message_user(request, "Opened. Now say who works here.")
        return redirect(f"/admin/clinic/facility/{obj.pk}/change/")

    def refused(self, request: HttpRequest, error: Any) -> Any:
        """Name the facility's fields in words."""
        if isinstance(error, Invalid) and error.fields:
            error = Invalid(in_sentences(error))
        return super().refused(request, error)


def in_sentences(error: BedsideError) -> str:
    """Say what was refused; of bad fields, what is wrong with each."""
    fields = error.fields.values() if isinstance(error, Invalid) else ()
    return " ".join(fields) or error.detail


def _zones() -> list[str]:
    return sorted(zoneinfo.available_timezones())
