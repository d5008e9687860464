"""A patient's lists as forms: what an entry of each says, and what becomes of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from bedside import limits
from bedside.clinic.allergies import SEVERITIES, TYPES
from bedside.clinic.diagnoses import DiagnosisView
from bedside.clinic.flags import CATEGORIES
from bedside.clinic.partial_dates import read_partial_date
from bedside.web.forms import base
from bedside.web.wording import FLAGS

DAYS = "As far as it is known: 2 March 2019, 3/2019 or 2019"


class PartialDateField(forms.CharField):
    """A day as people remember it."""

    def __init__(self, label: str, *, help_text: str = DAYS) -> None:
        super().__init__(
            label=label,
            required=False,
            help_text=help_text,
            widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a day that is stored as people write it."""
        return getattr(value, "in_words", value)

    def to_python(self, value: object) -> Any:
        """Return a PartialDate, or None for nothing. Raises ValidationError."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_partial_date(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class EncounterField(forms.UUIDField):
    """The encounter that something is recorded at, carried along by the form."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=forms.HiddenInput)


class EntryForm(base.PageForm):
    """What an entry says."""

    template_name_div = "web/forms/form.html"

    @property
    def reason_given(self) -> str:
        """Why it is done although something on record stands against it, if that was asked."""
        return str(self.cleaned_data.get("despite", ""))

    @property
    def said(self) -> dict[str, Any]:
        """What was written, by the names of the entry's own fields."""
        beside = {"version", "encounter", "despite"}
        return {name: value for name, value in self.cleaned_data.items() if name not in beside}

    def initial_of(self, body: Any) -> dict[str, Any]:
        """Return the values of an entry's body for this form."""
        return {name: getattr(body, name) for name in self.fields if hasattr(body, name)}


class GuardedForm(EntryForm):
    """What an entry says that may stand against another list. Why it does so all the same is only
    asked once it does."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "despite" not in self.data:
            del self.fields["despite"]

    def ask_why(self) -> None:
        """Ask for the reason, once something was found."""
        self.full_clean()
        self.fields["despite"] = self.base_fields["despite"]
        self.add_error("despite", "Say why it is recorded all the same, or do not record it")


def _despite() -> forms.CharField:
    return base.line("Why it is recorded all the same", longest=limits.REASON, required=False)


class AllergyForm(GuardedForm):
    """To what, how it shows, how badly."""

    substance = base.line("To what", longest=limits.ENTRY)
    reaction = base.line("What happens", longest=limits.REASON, required=False)
    severity = forms.ChoiceField(
        label="How bad the worst reaction was",
        choices=[(one, one.capitalize()) for one in SEVERITIES],
        initial="unknown",
    )
    type = forms.ChoiceField(
        label="Kind", choices=[(one, one.capitalize()) for one in TYPES], initial="allergy"
    )
    since = PartialDateField("Since")
    despite = _despite()


class MedicineForm(GuardedForm):
    """A medicine as written."""

    as_written = base.line("Medicine, as written", longest=limits.ENTRY)
    dose = base.line("Dose", longest=limits.ENTRY, required=False)
    since = PartialDateField("Since")
    until = PartialDateField("Until, if that is planned", help_text="12 March 2026, or 6/2026")
    despite = _despite()


class ProblemForm(EntryForm):
    """A problem as written."""

    title = base.line("Problem", longest=limits.ENTRY)
    since = PartialDateField("Since")
    diagnosis = forms.TypedChoiceField(
        label="Coded diagnosis",
        help_text="If one of this patient's says the same",
        required=False,
        coerce=UUID,
        empty_value=None,
    )
    comment = base.line("Comment, for doctors only", longest=limits.COMMENT, required=False)

    def offer(self, views: Iterable[DiagnosisView]) -> None:
        """Fill the list of diagnoses that a problem may name."""
        offered: Any = self.fields["diagnosis"]
        named = {str(view.id): view.told["code"].display for view in views}
        chosen = self.get_initial_for_field(offered, "diagnosis")
        if chosen:  # it may have been refuted since, and is not to be lost by the way
            named.setdefault(str(chosen), "The one named until now")
        offered.choices = [("", "None"), *named.items()]


class FlagForm(EntryForm):
    """An alert: what must not be missed."""

    title = base.line(
        "Alert",
        longest=limits.ENTRY,
        help_text="A few words for the banner. The patient may "
        "ask for the whole record one day: write what you would say to them.",
    )
    category = forms.ChoiceField(
        label="About", choices=[(one, FLAGS[one]) for one in CATEGORIES], initial="clinical"
    )
    since = PartialDateField("Since")
    comment = base.line("What else to know", longest=limits.COMMENT, required=False)


def adding(form: type[EntryForm]) -> type[EntryForm]:
    """Return the form of a new entry: it may belong to an encounter."""
    return type(f"New{form.__name__}", (form,), {"encounter": EncounterField()})


def changing(form: type[EntryForm], *, is_over: bool) -> type[EntryForm]:
    """Return the form of a change: the version that was read, and of what is over, its end."""
    end = {
        "until": PartialDateField("Ended"),
        "why_ended": base.line("Why", longest=limits.REASON, required=False),
    }
    more = {"version": base.version(), **(end if is_over else {})}
    return type(f"Change{form.__name__}", (form,), more)


class EndForm(base.PageForm):
    """When something ended, and why."""

    version = base.version()
    until = PartialDateField("Since when")
    why = base.line("Why", longest=limits.REASON, required=False)


class ReasonForm(base.PageForm):
    """Why something was an error."""

    version = base.version()
    reason = base.line("What was wrong", longest=limits.REASON, required=False)


class AgainForm(GuardedForm):
    """Why something holds again although the other list stands against it."""

    version = base.version()
    despite = _despite()
