"""Allergies and intolerances, and the statement that none is known."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.encounters import May, Person
from bedside.schemas.entries import ASHA, Entry, EntryState, entry
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Entry as EntryText
from bedside.schemas.text import Reason, SomeDay

Severity = Literal["mild", "moderate", "severe", "unknown"]
AllergyType = Literal["allergy", "intolerance", "unknown"]
_SAID = {"substance": "Penicillin", "reaction": "A rash on the chest", "severity": "moderate"}


class NewAllergy(Incoming):
    """To what, how it shows, how badly, and since when, as far as that is known.

    Refused (409, `urn:bedside:problem:contraindicated`) while a medicine on record names it, or is
    of the same or a related class, unless `despite` says why.
    """

    model_config = example(**_SAID, type="allergy", since="2019")

    substance: EntryText
    reaction: Reason = ""
    severity: Severity = "unknown"
    type: AllergyType = "allergy"
    since: SomeDay | None = None
    despite: Reason = ""
    encounter: GivenId | None = None


class AllergyChanges(Changes):
    """What to say differently; what is left out stays as it is."""

    EMPTIED = frozenset({"since", "until"})
    model_config = example(severity="severe")

    substance: EntryText | None = None
    reaction: Reason | None = None
    severity: Severity | None = None
    type: AllergyType | None = None
    since: SomeDay | None = None
    until: SomeDay | None = None
    why_ended: Reason | None = None
    despite: Reason = ""


class AllergyWords(Outgoing):
    """What an allergy says."""

    substance: str
    reaction: str
    severity: Severity
    type: AllergyType
    since: str | None
    until: str | None
    why_ended: str


class Allergy(Entry[AllergyWords]):
    """An allergy or an intolerance; `despite` is why it stands beside a medicine, for doctors."""

    model_config = entry(
        {**_SAID, "type": "allergy", "since": "2019", "until": None, "why_ended": ""},
        may=["change", "end", "mark_as_error"],
    )

    state: EntryState
    despite: str = ""


class NoneKnown(Outgoing):
    """Somebody asked, and no allergy is known."""

    model_config = example(
        id="0199a1f4-7c1e-7c3a-9b55-0d5c6a2f9e11",
        patient=ASHA,
        state="active",
        recorded_at="2026-03-02T09:15:00Z",
        recorded_by={
            "id": "0199a1f4-1c2d-7e5c-9d77-2f7e8c40bf32",
            "name": "Ayo Bello",
            "readable": True,
        },
        version=1,
        may=["take_back"],
    )

    id: UUID
    patient: UUID
    state: EntryState
    recorded_at: datetime
    recorded_by: Person
    version: int
    may: May


class Allergies(Listing):
    """A page of allergies, the newest first.

    `none_known` is the statement that there are none, if it stands; an empty list without it only
    says that nobody wrote anything down.
    """

    items: list[Allergy]
    none_known: NoneKnown | None
