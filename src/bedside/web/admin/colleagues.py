"""Choosing a colleague by name in the administration's forms."""

from django import forms
from django.db.models import QuerySet

from bedside import accounts
from bedside.accounts import User


class ColleagueField(forms.ModelChoiceField):
    """Somebody who can work at a clinic. A name that does not open is offered all the same."""

    def offer(self, people: QuerySet[User]) -> None:
        """Offer these accounts, their names and emails opened all at once."""
        self.queryset = people
        accounts.open_all(found := list(people))
        self.choices = [(one.pk, self.label_from_instance(one)) for one in found]

    def label_from_instance(self, obj: User) -> str:
        """Return the name and the email, and whose place is the desk."""
        desk = " at the desk" if obj.role == accounts.Role.RECEPTIONIST else ""
        return f"{label(obj)}{desk}"


def label(user: User) -> str:
    """Return the name and the email of a colleague, the id in the place of one that is damaged."""
    name, email = accounts.open_name(user), accounts.open_email(user)
    return f"{accounts.shown(name)} ({email or user.pk})"
