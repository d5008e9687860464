"""Facilities and who works there."""

import zoneinfo
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from bedside import accounts, clinic
from bedside.accounts import User
from bedside.audit import Actor
from bedside.clinic.models import Facility
from bedside.errors import Invalid
from bedside.web.admin.base import ActAdmin
from bedside.web.request import actor_of

DETAILS = ("name", "address_line", "city", "phone", "time_zone", "active")


class StaffField(forms.ModelMultipleChoiceField):
    """Doctors by name; names are sealed, and one that does not open is offered all the same."""

    def offer(self, doctors: QuerySet[User]) -> None:
        """Offer these accounts, their names and emails opened all at once."""
        self.queryset = doctors
        accounts.open_all(found := list(doctors))
        self.choices = [(doctor.pk, self.label_from_instance(doctor)) for doctor in found]

    def label_from_instance(self, obj: User) -> str:
        """Return the doctor's name and email."""
        name, email = accounts.open_name(obj), accounts.open_email(obj)
        return f"{accounts.shown(name)} ({email or obj.pk})"


class FacilityForm(forms.ModelForm):
    """A facility with its staff, and the version it was read at."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    time_zone = forms.ChoiceField(choices=lambda: [(z, z) for z in _zones()], initial="UTC")
    doctors = StaffField(
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Who works here and sees this facility's patients.",
    )

    by: Actor
    """Who fills it in; set on the form's class, which Django makes for each request."""

    class Meta:
        model = Facility
        fields = DETAILS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        doctors = accounts.doctors_to_choose_from(by=self.by)
        self.fields["doctors"].offer(doctors)  # type: ignore[attr-defined]
        if self.instance and not self.instance._state.adding:
            self.initial["version"] = self.instance.version
            self.initial["doctors"] = clinic.staff_of(self.instance.pk)

    def clean(self) -> dict[str, Any]:
        """A change must say which version it was made from."""
        cleaned = super().clean() or {}
        if not self.instance._state.adding and not cleaned.get("version"):
            raise forms.ValidationError("This form is out of date. Load it again.")
        return cleaned


class FacilityAdmin(ActAdmin):
    """Opening and changing facilities; closing one is taking its "active" away."""

    form = FacilityForm
    fields = (*DETAILS, "doctors", "version")
    list_display = ("name", "city", "time_zone", "active")
    list_filter = ("active",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Facility]:
        """Return the facilities; the one read path knows the actor."""
        return clinic.facilities_in_reach(actor_of(request))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Return the form as this administrator fills it in."""
        form: Any = super().get_form(request, *args, **kwargs)
        form.by = actor_of(request)
        return form

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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: ARG002
        """Make exactly the ticked doctors the staff."""
        if "doctors" not in form.changed_data:
            return
        users = [user.pk for user in form.cleaned_data["doctors"]]
        clinic.set_staff(form.instance.pk, users, by=actor_of(request))

    def refused(self, request: HttpRequest, error: Any) -> Any:
        """Name the facility's fields in words."""
        if isinstance(error, Invalid) and error.fields:
            error = Invalid(" ".join(error.fields.values()))
        return super().refused(request, error)


def _zones() -> list[str]:
    return sorted(zoneinfo.available_timezones())
