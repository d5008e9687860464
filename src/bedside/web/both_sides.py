"""Two have changed the same thing: what is stored beside what was written, and the person decides.

Whoever sends a form from an old version gets it back with what they wrote in it, the present
version, and a table of the fields in which the two differ. Sending it again decides.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.dateformat import format as formatted

from bedside.clinic.partial_dates import PartialDate


@dataclass(frozen=True)
class Side:
    """One field from both sides, as people read it."""

    label: str
    theirs: str
    mine: str


def sides_of(
    form: forms.Form, stored: Mapping[str, Any], *, names: Iterable[str] | None = None
) -> list[Side]:
    """Return both sides of the fields `names`, or of all in which a valid form differs."""
    mine = form.cleaned_data
    differing = [name for name in stored if name in mine and stored[name] != mine[name]]
    return [
        Side(str(field.label), _in_words(field, stored[name]), _in_words(field, mine[name]))
        for name in (differing if names is None else names)
        for field in [form.fields[name]]
    ]


def _in_words(field: forms.Field, value: Any) -> str:
    if value in (None, "", [], ()):
        return "Nothing"
    if isinstance(value, PartialDate):
        return value.in_words
    if isinstance(value, list | tuple):
        return ", ".join(_in_words(field, one) for one in value)
    if isinstance(value, date):
        return formatted(value, "j F Y")
    offered: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    choices: dict[Any, Any] = dict(offered)
    return str(choices.get(value, choices.get(str(value), value)))
