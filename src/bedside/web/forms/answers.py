"""The one question of a page as a form, for every kind of question the interview knows.

The answer leaves as the interview's own value: yes, no or not_sure, an option's id, a list of
them (of lines to confirm, each with its answer), or a text, which for a number is read by the
interview.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from bedside.assessment import Question
from bedside.assessment.written import has_other_units
from bedside.limits import ANSWER
from bedside.web.forms import base

NOT_SURE = "not_sure"
NONE = "none"


class AnswerForm(base.PageForm):
    """One question. `question` says which one was on the page, so no answer goes astray."""

    unseen = frozenset({"unsure"})
    version = base.version()
    question = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(self, asked: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        self.fields["answer"] = _FIELDS[asked.kind](asked)

    def full_clean(self) -> None:
        """A pressed "I don't know" needs no answer beside it."""
        self.fields["answer"].required = not self.is_unsure and self.asked.kind != "confirm"
        super().full_clean()

    @property
    def is_unsure(self) -> bool:
        """Whether the "I don't know" button was pressed."""
        return self.data.get("unsure") == "1"

    @property
    def answer(self) -> Any:
        """The answer in the interview's words; valid forms only."""
        if self.is_unsure:
            return NOT_SURE
        return self.cleaned_data["answer"]

    def clean_answer(self) -> Any:
        """ "None of these" stands alone."""
        value = self.cleaned_data["answer"]
        if isinstance(value, list) and NONE in value and len(value) > 1:
            raise forms.ValidationError("Either tick what fits or choose “None of these”")
        return value


def initial_for(asked: Question, answer: Any) -> dict[str, Any]:
    """Return the form's initial values for an answer that was given before."""
    if answer == NOT_SURE and asked.kind != "yes_no":
        return {}
    if isinstance(answer, float):
        return {"answer": f"{answer:g}"}
    if asked.kind == "confirm":
        return {"answer": answer}
    return {"answer": [NONE] if answer == [] else answer}


def initial_first(asked: Question) -> dict[str, Any]:
    """Return the initial values of a question asked anew: what the complaint already said."""
    if asked.kind == "confirm":
        return {"answer": [f"{line}={said}" for line, said in asked.proposed.items()]}
    return {"answer": list(asked.preselected)} if asked.preselected else {}


_YES_NO = [("yes", "Yes"), ("no", "No"), (NOT_SURE, "I'm not sure")]


def _yes_no(asked: Question) -> forms.Field:
    return _one_of(asked, _YES_NO, "Choose yes, no or “I'm not sure”")


def _choice(asked: Question) -> forms.Field:
    return _one_of(asked, _options(asked), "Choose one of the answers, or “I don't know”")


def _one_of(asked: Question, choices: list[tuple[str, str]], sentence: str) -> forms.Field:
    return forms.ChoiceField(
        label=asked.text,
        help_text=asked.help,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": sentence, "invalid_choice": sentence},
    )


def _many(asked: Question) -> forms.Field:
    sentence = "Tick what fits, or “None of these”"
    return forms.MultipleChoiceField(
        label=asked.text,
        help_text=asked.help,
        choices=_options(asked),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": sentence, "invalid_choice": sentence},
    )


class LinesToConfirm(forms.Widget):
    """What was understood, line by line with the words it was heard in: yes, no or not sure.

    Its value is a list of ``line=answer``; a line that nobody answered is not in it.
    """

    template_name = "web/forms/lines.html"
    use_fieldset = True

    def __init__(self, asked: Question) -> None:
        super().__init__()
        self.asked = asked

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the lines, each with its three answers."""
        context = super().get_context(name, value, attrs)
        given = dict(one.rsplit("=", 1) for one in value or () if "=" in one)
        context["lines"] = [
            {
                "name": f"{name}-{place}",
                "id": f"{(attrs or {}).get('id', name)}_{place}",
                "label": option.label,
                "quote": self.asked.quotes.get(option.id, ""),
                "answers": [(code, words, given.get(option.id) == code) for code, words in _YES_NO],
            }
            for place, option in enumerate(self.asked.options)
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        """Return what was answered; anything else than the three answers is left out."""
        del files
        known = {code for code, _ in _YES_NO}
        given = (
            (option.id, data.get(f"{name}-{place}"))
            for place, option in enumerate(self.asked.options)
        )
        return [f"{line}={said}" for line, said in given if said in known]


def _confirm(asked: Question) -> forms.Field:
    return forms.Field(
        label=asked.text, help_text=asked.help, required=False, widget=LinesToConfirm(asked)
    )


def _number(asked: Question) -> forms.Field:
    """Free text: the interview reads numbers as people write them, and asks back by name."""
    told = "" if not asked.unit or asked.unit in asked.text else f"In {asked.unit}."
    keys = {} if has_other_units(asked.unit) else {"inputmode": "decimal"}
    return forms.CharField(
        label=asked.text,
        help_text=" ".join(part for part in (asked.help, told) if part),
        widget=forms.TextInput(attrs={**keys, "class": "short"}),
        error_messages={"required": "Write a number, or choose “I don't know”"},
    )


def _text(asked: Question) -> forms.Field:
    return base.prose(
        asked.text,
        help_text=asked.help,
        longest=ANSWER,
        required="Write an answer, or choose “I don't know”",
    )


_FIELDS: dict[str, Callable[[Question], forms.Field]] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "many": _many,
    "confirm": _confirm,
    "number": _number,
    "text": _text,
}


def _options(asked: Question) -> list[tuple[str, str]]:
    return [(option.id, option.label) for option in asked.options]
