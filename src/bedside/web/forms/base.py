"""How our forms look and speak: one template for a field, errors beside it and in a summary.

What the browser checks, the server checks again; the browser's own bubbles are turned off
(`novalidate`), since they vanish, are not translated and are missed by some screen readers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any, Self, cast

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, QueryDict

from bedside.errors import Invalid, Stale
from bedside.limits import (
    EMAIL,
    NO_SUCH_DAY,
    PASSWORD,
    at_most,
    is_on_the_calendar,
    normal_newlines,
)

_shown_again: ContextVar[list["Returning"] | None] = ContextVar("forms shown again", default=None)


@contextmanager
def shown_again() -> Iterator[list["Returning"]]:
    """Within this, no form is taken: each comes back as if something were still to be corrected.

    Yields the forms that hold what was sent, as they are made.
    """
    shown: list[Returning] = []
    token = _shown_again.set(shown)
    try:
        yield shown
    finally:
        _shown_again.reset(token)


class PageRenderer(DjangoTemplates):
    """Django's widgets in our own frame."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class Returning(forms.BaseForm):
    """A form that comes back with what was typed when the session had ended meanwhile."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = _shown_again.get()
        if shown is not None and self.is_bound:
            shown.append(self)

    @property
    def is_shown_again(self) -> bool:
        """Whether nothing is to be done with what was sent but showing it."""
        return _shown_again.get() is not None

    def is_valid(self) -> bool:
        """Whether what was sent can be taken; never while it is only shown again."""
        return not self.is_shown_again and super().is_valid()


class PageForm(Returning, forms.Form):
    """A form on a plain page."""

    default_renderer = PageRenderer()
    use_required_attribute = False
    unseen: frozenset[str] = frozenset()
    """Fields that are sent with the form and that nobody writes in: buttons that say something."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def take(self, error: Invalid, **names: str) -> None:
        """Show the sentences of a room's error at their fields, or above them all.

        `names` says which of our fields answers to which of the room's.
        """
        for theirs, sentence in error.fields.items():
            name = names.get(theirs, theirs)
            self.add_error(name if name in self.fields else None, sentence)
        if not error.fields:
            self.add_error(None, error.detail)

    def renewed(self, version: int) -> Self:
        """Return this form with all that was written, for the version that is stored now.

        Whoever was refused as late sees what changed and can send it again; with the old version
        they would be refused for ever.
        """
        sent = cast(QueryDict, self.data).copy()
        sent[self.add_prefix("version")] = str(version)
        self.data = sent
        return self

    def problems(self) -> list[tuple[str, str]]:
        """Return (id of the control, sentence) for each problem, in the order of the page."""
        listed = [("", str(sentence)) for sentence in self.non_field_errors()]
        for field in self.visible_fields():
            listed += [(control_id(field), str(sentence)) for sentence in field.errors]
        return listed


def control_id(field: BoundField) -> str:
    """Return the id of the first control of a field, where a link in the summary leads."""
    grouped = isinstance(field.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple))
    return f"{field.auto_id}_0" if grouped else str(field.auto_id)


class TextField(forms.CharField):
    """Text that is counted as the rooms count it; see `bedside.limits` for why there is no
    `maxlength`."""

    def to_python(self, value: Any) -> Any:
        """Make every line break one sign before the letters are counted."""
        return super().to_python(normal_newlines(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Leave the counting to the server."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        return {name: value for name, value in attrs.items() if name != "maxlength"}


def too_long(longest: int) -> str:
    """Return the sentence for a text that is too long, with how long it is."""
    return f"{at_most(longest)} Now there are %(show_value)d."


def prose(
    label: str, *, longest: int, required: str = "", rows: int = 5, **kwargs: Any
) -> TextField:
    """Return a field for a text of several lines; `required` is said when it is empty, if at all.

    Enter begins a line in it and never sends the form.
    """
    return TextField(
        label=label,
        required=bool(required),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": too_long(longest)},
        **kwargs,
    )


def line(label: str, *, longest: int, autocomplete: str = "", **kwargs: Any) -> forms.CharField:
    """Return a field for one line of text."""
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    return TextField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs=attributes),
        error_messages={
            "required": f"Fill in: {label.lower()}",
            "max_length": too_long(longest),
        },
        **kwargs,
    )


class Day(forms.DateField):
    """A day of the calendar, none of centuries away; every form's days are such fields."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        """Return the day. Raises ValidationError, also for one that nobody may name."""
        day = super().to_python(value)
        if day is not None and not is_on_the_calendar(day):
            raise forms.ValidationError(NO_SUCH_DAY, code="far")
        return day


def day(label: str, *, missing: str = "Choose a day", required: bool = True) -> Day:
    """Return a field for a day of the calendar; `missing` is said when it is empty."""
    return Day(
        label=label,
        required=required,
        error_messages={"required": missing, "invalid": "Write a day that exists"},
    )


def email(label: str = "Email address") -> forms.EmailField:
    """Return the field for the sign-in email."""
    return forms.EmailField(
        label=label,
        max_length=EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": "Write your email address",
            "invalid": "Write an email address like name@example.org",
        },
    )


def password(label: str, *, autocomplete: str, help_text: str = "") -> forms.CharField:
    """Return a password field; never trimmed and never sent back."""
    return TextField(
        label=label,
        max_length=PASSWORD,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}, render_value=False),
        error_messages={
            "required": f"Fill in: {label.lower()}",
            "max_length": f"A password has at most {PASSWORD} characters",
        },
    )


def version() -> forms.IntegerField:
    """Return the hidden version that a change must still find."""
    return forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """A button that acts on what its page showed, and on nothing newer."""

    version = version()


def stated_version(request: HttpRequest) -> int:
    """Return the version that a button's form carried. Raises Stale when there is none."""
    form = VersionForm(request.POST)
    if not form.is_valid():
        raise Stale
    stated: int = form.cleaned_data["version"]
    return stated
