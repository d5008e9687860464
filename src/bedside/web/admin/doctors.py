"""Choosing a colleague by name in the administration's forms."""

from django import forms
from django.db.models import QuerySet

from bedside import accounts
from bedside.accounts import User


class DoctorField(forms.ModelChoiceField):
    """One doctor. Names are sealed, and one that does not open is offered all the same."""

    def offer(self, doctors: QuerySet[User]) -> None:
        """Offer these accounts, their names and emails opened all at once."""
        self.queryset = doctors
        accounts.open_all(found := list(doctors))
        self.choices = [(doctor.pk, self.label_from_instance(doctor)) for doctor in found]

    def label_from_instance(self, obj: User) -> str:
        """Return the doctor's name and email."""
        return label(obj)


def label(user: User) -> str:
    """Return the name and the email of a colleague, the id in the place of one that is damaged."""
    name, email = accounts.open_name(user), accounts.open_email(user)
    return f"{accounts.shown(name)} ({email or user.pk})"
