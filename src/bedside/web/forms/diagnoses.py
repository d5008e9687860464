"""Diagnoses as forms: a new one with its code, a change, and how one ended."""

from typing import Any

from django import forms

from bedside import limits
from bedside.clinic.diagnoses import CERTAINTIES, CONFIRMED, SUSPECTED
from bedside.web.forms import base
from bedside.web.forms.entries import EncounterField, EntryForm, PartialDateField

_SURE = [("", "Not said"), *((one, one.capitalize()) for one in CERTAINTIES)]


def _certainty() -> forms.ChoiceField:
    return forms.ChoiceField(label="How sure", required=False, choices=_SURE)


def _comment() -> forms.CharField:
    return base.line("Comment, for doctors only", longest=limits.COMMENT, required=False)


class NewDiagnosisForm(EntryForm):
    """A new diagnosis. Its code is chosen from those that were found, or written as it is."""

    unseen = frozenset({"find", "prefer", "repeated"})
    text = base.line(
        "Code, words, or what people call it",
        longest=limits.LINE,
        required=False,
        help_text="Such as J45.909, asthma, heart attack. A slip of the keys does no harm.",
    )
    code = base.line("Code", longest=limits.LINE, required=False)
    """Chosen from those found."""
    state = forms.ChoiceField(
        label="Is it certain?",
        choices=[(SUSPECTED, "Suspected"), (CONFIRMED, "Confirmed")],
        initial=SUSPECTED,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose suspected or confirmed"},
    )
    onset = PartialDateField("Since")
    comment = _comment()
    encounter = EncounterField()

    def clean(self) -> dict[str, Any]:
        """Ask for a code where none was chosen and none is written: every code has a digit."""
        cleaned = super().clean() or {}
        written = cleaned.get("code") or cleaned.get("text") or ""
        # Whoever knows the code has written it where others write words.
        cleaned["written"] = written
        if "text" in cleaned and not any(sign.isdigit() for sign in written):
            self.add_error("text", "Choose a code")
        return cleaned

    def rest(self) -> list[Any]:
        """Return the fields that stand below the search for the code."""
        return [self[name] for name in ("state", "onset", "comment")]

    @property
    def said(self) -> dict[str, Any]:
        """What was written of the diagnosis beside its code and state."""
        beside = {"text", "code", "state", "written"}
        return {name: value for name, value in super().said.items() if name not in beside}


class DiagnosisForm(EntryForm):
    """What is known of a diagnosis beside its code and state."""

    version = base.version()
    onset = PartialDateField("Since")
    abated = PartialDateField("Resolved")
    certainty = _certainty()
    comment = _comment()

    def fit(self, state: str) -> None:
        """Leave out what a diagnosis in this state does not say."""
        if state != "resolved":
            del self.fields["abated"]
        if state == CONFIRMED:
            del self.fields["certainty"]


class ResolveForm(base.PageForm):
    """When a diagnosis resolved."""

    version = base.version()
    abated = PartialDateField("Since when")
