"""The words of a note or of a template, as a form with a field for each section."""

from typing import Any

from django import forms
from django.http import HttpRequest

from bedside import limits
from bedside.clinic.notes import NoteText, Section
from bedside.clinic.notes.text import MOST_SECTIONS
from bedside.web.forms import base

SAVE, SIGN, ADD = "save", "sign", "add"


FEWEST_ROWS, MOST_ROWS, LETTERS_IN_A_ROW = 5, 40, 80
"""How tall a box is without a browser that lets it grow by itself."""


def _rows(text: str) -> int:
    """Return how many rows a text takes, so that it can be read without scrolling in its box."""
    rows = sum(1 + len(line) // LETTERS_IN_A_ROW for line in text.split("\n"))
    return min(max(rows + 1, FEWEST_ROWS), MOST_ROWS)


class NoteForm(base.PageForm):
    """A title, and for each section its heading and its text.

    `do` is the button that was pressed. A field of the class for each possible section lets the
    text be named when it is carried through a new sign-in (`web.typed`); a form keeps those that it
    shows.
    """

    version = base.version()
    count = forms.IntegerField(
        min_value=1, max_value=MOST_SECTIONS, widget=forms.HiddenInput, required=False
    )
    do = forms.ChoiceField(
        choices=[(SAVE, "Save"), (SIGN, "Sign"), (ADD, "Add a section")], required=False
    )
    title = base.line("Title", longest=limits.LINE)
    unseen = frozenset({"do"})

    def __init__(self, *args: Any, sections: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section_count = sections
        for number in range(sections, MOST_SECTIONS):
            del self.fields[f"text{number}"], self.fields[f"heading{number}"]
        for number in range(sections):
            self.fields[f"text{number}"].label = self._heading(number) or "Text"
        if sections == MOST_SECTIONS:
            self.may_add = False

    may_add = True
    """Whether another section fits."""

    @classmethod
    def showing(cls, text: NoteText, version: int) -> "NoteForm":
        """Return the form with the words of a note as they are."""
        sections = text.sections or (Section(""),)
        initial: dict[str, Any] = {"title": text.title, "version": version, "count": len(sections)}
        for number, section in enumerate(sections):
            initial |= {f"heading{number}": section.heading, f"text{number}": section.text}
        form = cls(initial=initial, sections=len(sections))
        for field in form.texts:
            field.field.widget.attrs["rows"] = _rows(str(field.value() or ""))
        return form

    @classmethod
    def sent(cls, request: HttpRequest) -> "NoteForm":
        """Return the form as somebody sent it, with as many sections as it says it has."""
        count = request.POST.get("count", "")
        known = count.isascii() and count.isdecimal() and 1 <= int(count[:3]) <= MOST_SECTIONS
        return cls(request.POST, sections=int(count[:3]) if known else 1)

    def clean(self) -> dict[str, Any]:
        """Refuse a form that is not whole: what it left out would be lost."""
        cleaned = super().clean() or {}
        if cleaned.get("count") != self.section_count:
            self.add_error(None, "This form is not whole. Open the page again.")
        return cleaned

    @property
    def text(self) -> NoteText:
        """What was written. A section with neither heading nor text is left out."""
        sections = map(self._section, self._numbers())
        written = tuple(one for one in sections if one.heading.strip() or one.text.strip())
        return NoteText(self.cleaned_data["title"], written or (Section(""),))

    @property
    def texts(self) -> list[forms.BoundField]:
        """The fields of what is written, in their order."""
        return [self[f"text{number}"] for number in self._numbers()]

    @property
    def headings(self) -> list[forms.BoundField]:
        """The fields of the headings, in their order."""
        return [self[f"heading{number}"] for number in self._numbers()]

    @property
    def headings_are_wrong(self) -> bool:
        """Whether there is a problem among the headings, which are folded away."""
        return any(field.errors for field in self.headings)

    def _numbers(self) -> range:
        return range(self.section_count)

    def _section(self, number: int) -> Section:
        said = self.cleaned_data
        return Section(said[f"heading{number}"], said[f"text{number}"])

    def _heading(self, number: int) -> str:
        name = f"heading{number}"
        said = self.data.get(name) if self.is_bound else self.initial.get(name)
        return str(said or "")


def _fields_of_sections() -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    for number in range(MOST_SECTIONS):
        found[f"heading{number}"] = base.line(
            f"Heading {number + 1}", longest=limits.LINE, required=False
        )
        found[f"text{number}"] = base.prose(
            f"Text {number + 1}", longest=limits.NOTE, required="", strip=False
        )
        found[f"text{number}"].required = False
    return found


NoteForm.base_fields.update(_fields_of_sections())


class BeginForm(forms.Form):
    """The template that a note begins with."""

    template = forms.CharField(max_length=36)
