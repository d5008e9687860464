"""Making two records one, and separating them again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict

from bedside import limits
from bedside.clinic.merges import KEPT, REPLACED, Detail
from bedside.clinic.patients.profile import CHANGEABLE, LANGUAGES, NEEDS, NextOfKin
from bedside.web.forms import base

LABELS: Mapping[str, str] = {
    "name": "Full name",
    "birth_date": "Birth date",
    "sex": "Sex",
    "phone": "Phone",
    "preferred_name": "Called",
    "gender": "Gender",
    "language": "Language",
    "needs": "Needs",
    "next_of_kin": "Next of kin",
    "former_names": "Former names",
}
"""What each detail of a profile is called beside another record's."""


def in_words(field: str, value: Any) -> str:
    """Return what a detail says, as people read it; a dash where nobody said anything."""
    if not value:
        return "–"
    if field == "birth_date":
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, NextOfKin):
        return ", ".join(filter(None, (value.name, value.relationship, value.phone)))
    if field == "needs":
        return ", ".join(NEEDS[code] for code in value)
    if field == "language":
        return LANGUAGES[value]
    return ", ".join(value) if isinstance(value, tuple) else str(value)


class MergeForm(base.PageForm):
    """Whose details are right, and why the two records are one person's.

    There is a field for each detail, so that a text carried through a new sign-in keeps its name;
    the form has those of them in which the two records differ.
    """

    version = base.version()
    replaced_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = base.prose(
        "How do you know that this is one person?",
        longest=limits.REASON,
        required="Say how you know",
        rows=3,
    )

    def __init__(self, *args: Any, details: Sequence[Detail] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in details:
            if one.outcome == "choose":
                self.fields[one.field] = _which(one)
        self.order_fields([*CHANGEABLE, "reason"])

    @property
    def choices(self) -> dict[str, str]:
        """Whose detail is right, by field."""
        chosen = {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.fields}
        return {name: whose for name, whose in chosen.items() if whose}

    def renewed_for_both(self, version: int, replaced_version: int) -> None:
        """Take the versions as they are now: what is shown above is what they say."""
        self.renewed(version)
        sent = cast(QueryDict, self.data).copy()
        sent[self.add_prefix("replaced_version")] = str(replaced_version)
        self.data = sent


def _which(one: Detail) -> forms.ChoiceField:
    said = [(KEPT, in_words(one.field, one.kept)), (REPLACED, in_words(one.field, one.replaced))]
    return forms.ChoiceField(
        label=LABELS[one.field],
        choices=[("", "Choose which one is right"), *said],
        required=False,
    )


_GOES = "goes-"
"""How the fields begin that ask where an entry goes; its id follows."""


@dataclass(frozen=True)
class Choosing:
    """An entry that may go to either record: what it is, where it is, and their names."""

    id: UUID
    label: str
    goes_to: str
    kept: str
    replaced: str


class SeparateForm(base.PageForm):
    """Why two records are two people's after all, and which entries go to the other one.

    There is a field for each entry that may; it stays where it is unless that is said.
    """

    version = base.version()
    reason = base.prose(
        "Why are they separated again?", longest=limits.REASON, required="Say why", rows=3
    )

    def __init__(self, *args: Any, entries: Sequence[Choosing] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in entries:
            self.fields[f"{_GOES}{one.id}"] = forms.ChoiceField(
                label=one.label,
                choices=[(KEPT, one.kept), (REPLACED, one.replaced)],
                initial=one.goes_to,
                required=False,
            )
        self.order_fields([*(name for name in self.fields if name.startswith(_GOES)), "reason"])

    @property
    def goes(self) -> dict[UUID, str]:
        """To which record each entry goes, by its id."""
        return {
            UUID(name.removeprefix(_GOES)): whose
            for name, whose in self.cleaned_data.items()
            if name.startswith(_GOES) and whose
        }
