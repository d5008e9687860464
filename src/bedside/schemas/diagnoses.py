"""Coded diagnoses."""

from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Changes, Incoming, Outgoing, example
from bedside.schemas.codes import CodeText
from bedside.schemas.entries import Entry, entry
from bedside.schemas.identifiers import GivenId
from bedside.schemas.lists import Listing
from bedside.schemas.text import Comment, SomeDay

Status = Literal["suspected", "confirmed", "resolved", "refuted", "entered-in-error"]
Certainty = Literal["possible", "probable", "certain"]


class NewDiagnosis(Incoming):
    """A code that a diagnosis may carry today, and whether it is suspected or confirmed.

    Without `certainty` a confirmed one is certain and a suspected one possible.
    """

    model_config = example(code="J45.909", status="suspected", certainty="probable", onset="2026")

    code: CodeText
    status: Literal["suspected", "confirmed"] = "suspected"
    certainty: Certainty | None = None
    onset: SomeDay | None = None
    comment: Comment = ""
    encounter: GivenId | None = None
    repeated: Annotated[
        bool,
        Field(description="That it is meant to be there twice, when its code is active already."),
    ] = False


class DiagnosisChanges(Changes):
    """What to say differently; what is left out stays as it is. The code and status do not change
    this way."""

    EMPTIED = frozenset({"onset", "abated"})
    model_config = example(onset="2025-12")

    onset: SomeDay | None = None
    abated: SomeDay | None = None
    certainty: Certainty | None = None
    comment: Comment | None = None


class Turn(Incoming):
    """What goes with a new status, as far as it is known: `abated` with a resolved diagnosis."""

    model_config = example(certainty="certain")

    certainty: Certainty | None = None
    abated: SomeDay | None = None


class Coding(Outgoing):
    """A code as it stood in the release that it was taken from."""

    system: str
    code: str
    display: str
    release: str


class DiagnosisWords(Outgoing):
    """What a diagnosis says beside its code. Patients get no comment."""

    onset: str | None
    abated: str | None
    certainty: Certainty
    comment: str


class Diagnosis(Entry[DiagnosisWords]):
    """A diagnosis. The code is there even when the rest could not be opened."""

    model_config = entry(
        {"onset": "2026", "abated": None, "certainty": "probable", "comment": ""},
        state="suspected",
        may=["change", "confirm", "mark_as_error", "refute", "resolve"],
        code={
            "system": "http://hl7.org/fhir/sid/icd-10-cm",
            "code": "J45.909",
            "display": "Unspecified asthma, uncomplicated",
            "release": "2026-04-01",
        },
    )

    state: Status
    code: Coding


class Diagnoses(Listing):
    """A page of diagnoses, the newest first. Patients get those that are, or were, certain."""

    items: list[Diagnosis]
