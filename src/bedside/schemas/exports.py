"""Asking for whole records as a file, and for what administrators may know."""

from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Incoming, example
from bedside.schemas.identifiers import GivenId
from bedside.schemas.text import Day, GivenPassword, Reason
from bedside.schemas.trail import ActorRole, Outcome, Verb

Form = Annotated[
    Literal["json", "csv", "ndjson", "fhir"],
    Field(
        description="How each list is written down; the file is a ZIP of them. `fhir` is a Bundle "
        "of one patient, or a file of lines for each type of resource of a facility."
    ),
]


class RecordOrder(Incoming):
    """How a record is written down and why; the password of whoever asks, once more."""

    model_config = example(password="seven lanterns by the harbour", format="json", why="referral")

    password: GivenPassword
    format: Form = "json"
    why: Annotated[
        Literal["patient-asks", "referral", "moving", "law", "backup", "other"] | None,
        Field(description="Doctors say it; patients need not."),
    ] = None
    words: Annotated[Reason, Field(description="What it is for; needed with `other`.")] = ""


class AdministrationOrder(Incoming):
    """What an administrator takes out, how it is written down and why. The rest narrows the log."""

    model_config = example(what="audit", why="review", format="csv")

    what: Literal["facilities", "staff", "memberships", "audit"]
    why: Literal["review", "incident", "law", "planning", "moving", "other"]
    format: Literal["csv", "ndjson"] = "csv"
    words: Annotated[Reason, Field(description="What it is for; needed with `other`.")] = ""
    action: Verb | None = None
    user: GivenId | None = None
    role: ActorRole | None = None
    outcome: Outcome | None = None
    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="until")] = None
