"""What waits for a doctor, what a patient sent, and what is not signed yet."""

from typing import Any
from uuid import UUID

from bedside.cli.record.commands.cells import name_of
from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.showing import NOT_OPENED, ago, day
from bedside.schemas.assessments import Assessment
from bedside.schemas.notes import Notes
from bedside.schemas.worklist import Triage, Worklist, WorklistState


def _denied(row: Any) -> str:
    """Return what the patient denied although it is on record, with what stands there."""
    return "; ".join(f"{one.label}: {', '.join(one.on_record)}" for one in row.against or [])


_WAITING = {
    "Patient": lambda row: row.patient,
    "Level": lambda row: row.triage,
    "Waits": lambda row: ago(row.waiting) + (" !" if row.overdue else ""),
    "Name": lambda row: name_of(row) + (", taken" if row.claimed_by else ""),
}
_ASSESSMENT = {
    "Said": lambda row: row.complaint if row.readable else NOT_OPENED,
    "Level": lambda row: row.triage,
    "State": lambda row: row.state,
    "Denied, but on record": _denied,
}
_DRAFT = {
    "Patient": lambda row: row.patient,
    "Begun": lambda row: day(row.started_at),
    "Title": lambda row: row.title if row.readable else NOT_OPENED,
    "Kind": lambda row: "amendment" if row.amends else "note",
}
WORKLIST = Command(
    "Show what waits for a doctor, the most urgent first; ! is later than it should be.",
    "GET worklist",
    Worklist,
    _WAITING,
    options={
        "facility": Option(UUID, "Only there."),
        "state": Option(WorklistState, "Only these. Without: all that is open."),
        "triage": Option(Triage, "Only this level."),
        "mine": Option(bool, "Only what you have taken."),
    },
    paged=True,
    empty=lambda _: "Nothing waits.",
)
ASSESSMENT = Command(
    "Show an assessment that a patient sent, and what they denied although it is on record.",
    "GET assessments/{assessment}",
    Assessment,
    _ASSESSMENT,
)
NOTES: dict[str, Command] = {
    "unsigned": Command(
        "List the notes and amendments that you have not signed yet, the one begun last first.",
        "GET unsigned-notes",
        Notes,
        _DRAFT,
        paged=True,
        empty=lambda _: "All of yours are signed.",
    )
}
