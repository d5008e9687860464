"""Asking for whole records as a file."""

from typing import Annotated, Literal

from pydantic import Field

from bedside.schemas.base import Incoming, example
from bedside.schemas.text import GivenPassword, Reason

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
