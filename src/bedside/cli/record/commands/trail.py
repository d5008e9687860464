"""Who did what, as the log of acts has it."""

from typing import Any
from uuid import UUID

from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.showing import moment
from bedside.schemas.trail import ActorRole, AuditEvents, Outcome


def _numbers(row: Any) -> str:
    """Return the record numbers that an act is shown with, and of how many more it speaks."""
    more = row.patients - len(row.named)
    return ", ".join([*(one.number for one in row.named), *([f"{more} more"] if more else [])])


_ACT = {
    "When (UTC)": lambda row: moment(row.at, "UTC"),
    "Who": lambda row: f"{row.who or row.role}",
    "What": lambda row: row.action + ("" if row.outcome == "done" else f", {row.outcome}"),
    "Patients": _numbers,
    "Facility": lambda row: row.facility,
}
NARROWED_LOG = {
    "action": Option(str, "Only this act, such as note.sign."),
    "user": Option(UUID, "Only by this account."),
    "role": Option(ActorRole, "Only by these."),
    "outcome": Option(Outcome, "Only what ended so."),
    "from_": Option(str, "The first day (UTC), as 2026-03-31."),
    "until": Option(str, "The last day."),
}
"""What the log may be narrowed to."""
TRAIL = Command(
    "Show who did what, the latest first, also what was refused.",
    "GET audit-events",
    AuditEvents,
    _ACT,
    role="administrator",
    options=NARROWED_LOG,
    paged=True,
    empty=lambda _: "Nothing like this is in the log.",
)
