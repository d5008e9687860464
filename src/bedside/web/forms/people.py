"""Signing in, registering, and changing one's details."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from bedside.clinic import Profile
from bedside.clinic.models import Facility
from bedside.web.forms import base

PASSWORD_HELP = "At least 12 characters. A few words in a row are good and easy to remember."  # noqa: S105
SEXES = [("female", "Female"), ("male", "Male"), ("other", "Other")]


class SignInForm(base.PageForm):
    """One form for every role."""

    email = base.email()
    password = base.password("Password", autocomplete="current-password")


class NewPasswordForm(base.PageForm):
    """A password, twice, so that a typing slip does not lock anybody out."""

    new = base.password("New password", autocomplete="new-password", help_text=PASSWORD_HELP)
    again = base.password("New password again", autocomplete="new-password")

    def clean(self) -> dict[str, Any]:
        """Refuse two different passwords."""
        cleaned = super().clean() or {}
        if "new" in cleaned and "again" in cleaned and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "The two passwords differ")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """Changing a password needs the present one, even when signed in."""

    current = base.password("Present password", autocomplete="current-password")
    field_order = ["current", "new", "again"]


class DetailsForm(base.PageForm):
    """Who a patient is."""

    name = base.line("Full name", longest=200, autocomplete="name")
    birth_date = forms.DateField(
        label="Birth date",
        help_text="Day, month and year",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
        error_messages={
            "required": "Fill in: birth date",
            "invalid": "Write the birth date as a day that exists",
        },
    )
    sex = forms.ChoiceField(
        label="Sex",
        help_text="Some illnesses differ between the sexes",
        choices=SEXES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose female, male or other"},
    )
    phone = base.line(
        "Phone number",
        longest=32,
        autocomplete="tel",
        help_text="So that the clinic can call you",
    )

    @staticmethod
    def of(profile: Profile) -> dict[str, Any]:
        """Return the present values of a profile, for `initial`."""
        return {
            "name": profile.name,
            "birth_date": profile.birth_date,
            "sex": profile.sex,
            "phone": profile.phone,
        }


SHOWN = ("name", "birth_date", "sex", "phone")


class ChangeDetailsForm(DetailsForm):
    """The details with the version they were read at, and what they were then."""

    version = base.version()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SHOWN:
            self.fields[name].show_hidden_initial = True

    def changes(self) -> dict[str, Any]:
        """Return the fields that differ from what the page showed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in SHOWN}

    def shown(self, name: str) -> Any:
        """Return what the page showed for a field when it was loaded."""
        return self.fields[name].to_python(self.data.get(self.add_initial_prefix(name)))


def _facility_choice() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Clinic",
        error_messages={"required": "Choose a clinic", "invalid_choice": "Choose a clinic"},
    )


class FacilityChoice(base.PageForm):
    """A form that asks for one of the facilities, by name."""

    def offer(self, facilities: Sequence[Facility]) -> None:
        """Fill the list; a single clinic is chosen already."""
        field = self.fields["facility"]
        choices = [(str(facility.id), facility.name) for facility in facilities]
        if len(choices) == 1:
            field.initial = choices[0][0]
        else:
            choices.insert(0, ("", "Choose a clinic"))
        field.choices = choices  # type: ignore[attr-defined]

    @property
    def facility_id(self) -> uuid.UUID:
        """The chosen facility."""
        return uuid.UUID(self.cleaned_data["facility"])


class RegisterForm(DetailsForm, FacilityChoice):
    """A new patient."""

    email = base.email()
    facility = _facility_choice()
    password = base.password("Password", autocomplete="new-password", help_text=PASSWORD_HELP)
    field_order = ["name", "birth_date", "sex", "email", "phone", "facility", "password"]

    def profile(self) -> Profile:
        """Return the profile that was written."""
        cleaned = self.cleaned_data
        born: date = cleaned["birth_date"]
        return Profile(cleaned["name"], born, cleaned["sex"], cleaned["email"], cleaned["phone"])


class RegisterDoctorForm(FacilityChoice):
    """A doctor who asks to be let in; an administrator decides."""

    name = base.line("Full name", longest=200, autocomplete="name")
    email = base.email()
    facility = _facility_choice()
    password = base.password("Password", autocomplete="new-password", help_text=PASSWORD_HELP)
