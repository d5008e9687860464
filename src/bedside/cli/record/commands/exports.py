"""Taking out: records and what administrators may know as files that a worker makes; a report."""

from pathlib import Path
from typing import Literal

from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.commands.figures import NARROWED
from bedside.cli.record.commands.trail import NARROWED_LOG
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
_ADMINISTRATION = {
    **_OUT,
    "what": Option(
        Literal["facilities", "staff", "memberships", "audit"], "Which of them.", needed=True
    ),
    "why": Option(
        Literal["review", "incident", "law", "planning", "moving", "other"],
        "What it is for.",
        needed=True,
    ),
    "format": Option(Literal["csv", "ndjson"], "How it is written down. Without: csv."),
    "words": Option(str, "What it is for, in your words; with --why other."),
    **NARROWED_LOG,
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
    "administration": Command(
        "Take facilities, staff, memberships or the audit log out as a file; nothing about health.",
        "POST administration/file",
        Job,
        {},
        role="administrator",
        options=_ADMINISTRATION,
        saves=True,
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
