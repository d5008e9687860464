"""Signing in, registering, and changing one's details."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from bedside import limits
from bedside.clinic import IDENTITY, Profile
from bedside.clinic.models import Facility
from bedside.clinic.patients.profile import CHANGEABLE, LANGUAGES, NEEDS, NextOfKin
from bedside.web.forms import base

PASSWORD_HELP = "At least 12 characters. A few words in a row are good and easy to remember."  # noqa: S105
KIN = ("kin_name", "kin_relationship", "kin_phone")
BETWEEN_NAMES = "; "
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


CALLING_THEM = "Where the clinic reaches them"


class DetailsForm(base.PageForm):
    """Who a patient is."""

    name = base.line("Full name", longest=limits.NAME, autocomplete="name")
    birth_date = base.Day(
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
        longest=limits.PHONE,
        autocomplete="tel",
        help_text="So that the clinic can call you",
    )


class ChangeDetailsForm(DetailsForm):
    """All that is known of who somebody is, the version it was read at, and what it was then."""

    version = base.version()
    preferred_name = base.line(
        "What to call you",
        longest=limits.NAME,
        required=False,
        help_text="If it is not the full name",
    )
    former_names = base.line(
        "Former names",
        longest=limits.FORMER_NAMES * (limits.NAME + 2),
        required=False,
        help_text="Names from before, such as a birth name; a semicolon between two of them",
    )
    gender = base.line("Gender, in your own words", longest=limits.LINE, required=False)
    language = forms.ChoiceField(
        label="Language you prefer",
        choices=[("", "Not said"), *sorted(LANGUAGES.items(), key=lambda one: one[1].casefold())],
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label="What you need when you come",
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    kin_name = base.line("Next of kin: name", longest=limits.NAME, required=False)
    kin_relationship = base.line(
        "Next of kin: relationship",
        longest=limits.LINE,
        required=False,
        help_text="Such as mother, partner, neighbour",
    )
    kin_phone = base.line("Next of kin: phone number", longest=limits.PHONE, required=False)
    field_order = [
        "name",
        "preferred_name",
        "former_names",
        "birth_date",
        "sex",
        "gender",
        "phone",
        "language",
        "needs",
        *KIN,
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].show_hidden_initial = name != "version"

    @classmethod
    def of(cls, profile: Profile) -> dict[str, Any]:
        """Return the values of a profile, as the form's fields have them."""
        kin = profile.next_of_kin
        told = {name: getattr(profile, name) for name in cls.base_fields if name in CHANGEABLE}
        return {
            **told,
            "needs": list(profile.needs),
            "former_names": BETWEEN_NAMES.join(profile.former_names),
            "kin_name": kin.name if kin else "",
            "kin_relationship": kin.relationship if kin else "",
            "kin_phone": kin.phone if kin else "",
        }

    def speak_to(self, *, is_own: bool) -> None:
        """Ask staff in other words than the person themselves."""
        if not is_own:
            for name, label in _TO_STAFF.items():
                self.fields[name].label = label
            self.fields["phone"].help_text = CALLING_THEM

    def changes(self) -> dict[str, Any]:
        """Return the details that differ from what the page showed, as a profile has them."""
        said = self.cleaned_data
        changed = {name: said[name] for name in self.changed_data if name in CHANGEABLE}
        if "needs" in changed:
            changed["needs"] = tuple(sorted(said["needs"]))
        if "former_names" in changed:
            names = said["former_names"].split(BETWEEN_NAMES.strip())
            changed["former_names"] = tuple(filter(None, map(str.strip, names)))
        if set(KIN) & set(self.changed_data):
            kin = [said[name] for name in KIN]
            changed["next_of_kin"] = NextOfKin(*kin) if any(kin) else None
        return changed

    def again(self, stored: Mapping[str, Any], version: int) -> "ChangeDetailsForm":
        """Return the form as if it had been loaded now: what was changed here, over what is stored
        by now (`of`)."""
        data = QueryDict(mutable=True)
        data["version"] = str(version)
        for name, present in stored.items():
            mine = self.cleaned_data[name] if name in self.changed_data else present
            data.setlist(name, _as_sent(mine))
            data.setlist(self.add_initial_prefix(name), _as_sent(present))
        return type(self)(data)


_TO_STAFF = {
    "preferred_name": "Preferred name",
    "gender": "Gender, in the patient's words",
    "language": "Preferred language",
    "needs": "What they need when they come",
}


def fields_of(detail: str) -> tuple[str, ...]:
    """Return the form's fields for one detail of a profile."""
    return KIN if detail == "next_of_kin" else (detail,)


def _as_sent(value: Any) -> list[str]:
    return list(value) if isinstance(value, (list, tuple)) else [str(value)]


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


class JoinForm(FacilityChoice):
    """Somebody who works at a clinic and asks to be let in; an administrator decides."""

    name = base.line("Full name", longest=limits.NAME, autocomplete="name")
    email = base.email()
    facility = _facility_choice()
    password = base.password("Password", autocomplete="new-password", help_text=PASSWORD_HELP)


class EnrolForm(DetailsForm, FacilityChoice):
    """Somebody at the desk; the email is optional."""

    unseen = frozenset({"looked"})
    looked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """That whoever may be the same person was shown."""
    facility = _facility_choice()
    email = forms.EmailField(
        label="Email address",
        help_text="Leave it empty for somebody who will have no account, such as a newborn",
        required=False,
        max_length=limits.EMAIL,
        error_messages={"invalid": "Write an email address like name@example.org"},
    )
    field_order = ["name", "birth_date", "sex", "phone", "email", "facility"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = CALLING_THEM

    def profile(self) -> Profile:
        """Return the profile that was written."""
        said = self.cleaned_data
        return Profile(said["name"], said["birth_date"], said["sex"], said["email"], said["phone"])


class InviteForm(base.PageForm):
    """With which email a patient signs in, and how staff made sure who they are."""

    version = base.version()
    email = base.email()
    checked = forms.MultipleChoiceField(
        label="How you made sure who they are",
        choices=list(IDENTITY.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Say how you made sure who they are"},
    )


class OpenAccountForm(NewPasswordForm):
    """A code from the clinic, the birth date, and a password of one's own."""

    code = base.line(
        "Code from your clinic",
        longest=limits.LINE,
        autocomplete="off",
        help_text="Twenty letters and digits, in groups of four",
    )
    birth_date = base.Day(
        label="Your birth date",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "autocomplete": "bday"}),
        error_messages={
            "required": "Fill in: your birth date",
            "invalid": "Write your birth date as a day that exists",
        },
    )
    field_order = ["code", "birth_date", "new", "again"]


class CareForm(base.PageForm):
    """Which doctor answers for a patient's care."""

    version = base.version()
    responsible = forms.ChoiceField(label="Responsible doctor", required=False)

    def offer(self, doctors: Sequence[tuple[uuid.UUID, str]]) -> None:
        """Fill the list with the doctors of the patient's facility."""
        field = self.fields["responsible"]
        field.choices = [("", "Nobody"), *((str(doctor), name) for doctor, name in doctors)]  # type: ignore[attr-defined]

    @property
    def doctor(self) -> uuid.UUID | None:
        """The chosen doctor, or None for nobody."""
        chosen = self.cleaned_data["responsible"]
        return uuid.UUID(chosen) if chosen else None


class TransferForm(FacilityChoice):
    """Where a patient moves to."""

    version = base.version()
    facility = _facility_choice()
