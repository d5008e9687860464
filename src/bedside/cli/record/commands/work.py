"""What waits for a doctor, and what a patient sent."""

from typing import Any
from uuid import UUID

from bedside.cli.record.commands.cells import name_of
from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.showing import NOT_OPENED, ago
from bedside.schemas.assessments import Assessment
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
