"""Alerts about a patient, for whoever treats them (FHIR: Flag)."""

from typing import Literal

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.entries import Entry, EntryState, entry
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Comment, Reason, SomeDay
from bedside.schemas.text import Entry as EntryText

FlagCategory = Literal[
    "safety",
    "clinical",
    "drug",
    "lab",
    "diet",
    "behavioral",
    "contact",
    "advance-directive",
    "admin",
    "research",
]
_SAID = {
    "title": "Takes an anticoagulant",
    "category": "drug",
    "comment": "Apixaban since the clot in 2024",
}


class NewFlag(Incoming):
    """What must not be missed, in a few words for the banner; the comment is what else to know.

    The category is one of FHIR's codes of flag-category.
    """

    model_config = example(**_SAID, since="2024-05")

    title: EntryText
    category: FlagCategory = "clinical"
    comment: Comment = ""
    since: SomeDay | None = None
    encounter: GivenId | None = None


class FlagChanges(Changes):
    """What to say differently; what is left out stays as it is."""

    EMPTIED = frozenset({"since", "until"})
    model_config = example(comment="Stopped before the operation on 3 June")

    title: EntryText | None = None
    category: FlagCategory | None = None
    comment: Comment | None = None
    since: SomeDay | None = None
    until: SomeDay | None = None
    why_ended: Reason | None = None


class FlagWords(Outgoing):
    """What an alert says."""

    title: str
    category: FlagCategory
    comment: str
    since: str | None
    until: str | None
    why_ended: str


class Flag(Entry[FlagWords]):
    """An alert. To end it is to say that it holds no longer."""

    model_config = entry(
        {**_SAID, "since": "2024-05", "until": None, "why_ended": ""},
        may=["change", "end", "mark_as_error"],
    )

    state: EntryState


class Flags(Listing):
    """A page of alerts, the newest first."""

    items: list[Flag]
