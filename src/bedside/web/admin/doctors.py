"""Choosing a doctor by name in the administration's forms."""

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
        name, email = accounts.open_name(obj), accounts.open_email(obj)
        return f"{accounts.shown(name)} ({email or obj.pk})"
