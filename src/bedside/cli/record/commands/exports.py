"""Taking out: whole records as a file that a worker makes, and a clinic's report."""

from pathlib import Path
from typing import Literal

from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.commands.figures import NARROWED
from bedside.schemas.jobs import Job
from bedside.schemas.reports import TableName

_OUT = {"out": Option(Path, "The file to make; only you will be able to read it.", needed=True)}
_ORDER = {
    **_OUT,
    "format": Option(
        Literal["json", "csv", "ndjson", "fhir"], "How it is written down. Without: json."
    ),
    "why": Option(
        Literal["patient-asks", "referral", "moving", "law", "backup", "other"],
        "What it is for; patients need not say it.",
    ),
    "words": Option(str, "What it is for, in your words; with --why other."),
}
EXPORT: dict[str, Command] = {
    "record": Command(
        "Take a patient's whole record out as a file (ZIP).",
        "POST patients/{patient}/record-file",
        Job,
        {},
        options=_ORDER,
        saves=True,
        proves=True,
    ),
    "clinic": Command(
        "Take the records of all of a facility's patients out as a file (ZIP).",
        "POST facilities/{facility}/record-file",
        Job,
        {},
        options=_ORDER,
        saves=True,
        proves=True,
    ),
    "report": Command(
        "Save a clinic's report as a PDF.",
        "POST facilities/{facility}/report/pdf",
        None,
        {},
        options={**_OUT, **NARROWED},
        saves=True,
    ),
    "table": Command(
        "Save one table of a clinic's report as CSV.",
        "POST facilities/{facility}/report/table",
        None,
        {},
        options={**_OUT, "table": Option(TableName, "Which table.", needed=True), **NARROWED},
        saves=True,
    ),
}
