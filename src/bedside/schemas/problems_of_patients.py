"""The problem list of a patient. (An error of the API is a problem too: see `schemas.problems`.)"""

from uuid import UUID

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.entries import Entry, EntryState, entry
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Comment, Reason, SomeDay
from bedside.schemas.text import Entry as EntryText


class NewPatientProblem(Incoming):
    """A problem in a doctor's words; `since` is its onset.

    `diagnosis` may name a coded diagnosis of the same patient; the comment is for doctors.
    """

    model_config = example(title="Trouble sleeping", since="2025-11", comment="Since moving house")

    title: EntryText
    comment: Comment = ""
    diagnosis: GivenId | None = None
    since: SomeDay | None = None
    encounter: GivenId | None = None


class PatientProblemChanges(Changes):
    """What to say differently; what is left out stays as it is."""

    EMPTIED = frozenset({"since", "until", "diagnosis"})
    model_config = example(title="Insomnia")

    title: EntryText | None = None
    comment: Comment | None = None
    diagnosis: GivenId | None = None
    since: SomeDay | None = None
    until: SomeDay | None = None
    why_ended: Reason | None = None


class PatientProblemWords(Outgoing):
    """What a problem says. Patients get no comment and no diagnosis here."""

    title: str
    comment: str
    diagnosis: UUID | None
    since: str | None
    until: str | None
    why_ended: str


class PatientProblem(Entry[PatientProblemWords]):
    """A problem. To end it is to call it resolved, to reinstate it is to say that it is back."""

    model_config = entry(
        {
            "title": "Trouble sleeping",
            "comment": "Since moving house",
            "diagnosis": None,
            "since": "2025-11",
            "until": None,
            "why_ended": "",
        },
        may=["change", "end", "mark_as_error"],
    )

    state: EntryState


class PatientProblems(Listing):
    """A page of problems, the newest first."""

    items: list[PatientProblem]
