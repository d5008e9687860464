"""The table of commands: what each asks of the API, and which columns its answer is shown in.

A new command is a row in its noun's module. Which of its options there are follows from the
schemas, so the command line refuses what the API would.
"""

from bedside.cli.record.commands.appointments import APPOINTMENTS, DESK, WAITING
from bedside.cli.record.commands.command import Command
from bedside.cli.record.commands.entries import ALLERGIES, DIAGNOSES, MEDICINES, PROBLEMS, VITALS
from bedside.cli.record.commands.exports import EXPORT
from bedside.cli.record.commands.facilities import FACILITIES, HOLIDAYS
from bedside.cli.record.commands.figures import COUNTS, REPORT, STATISTICS
from bedside.cli.record.commands.imports import IMPORTS
from bedside.cli.record.commands.merges import MERGES
from bedside.cli.record.commands.patients import CHART, PATIENTS
from bedside.cli.record.commands.staff import STAFF
from bedside.cli.record.commands.trail import TRAIL
from bedside.cli.record.commands.work import ASSESSMENT, NOTES, WORKLIST

NOUNS: dict[str, dict[str, Command]] = {
    "facilities": FACILITIES,
    "staff": STAFF,
    "holidays": HOLIDAYS,
    "patients": PATIENTS,
    "merges": MERGES,
    "imports": IMPORTS,
    "export": EXPORT,
    "appointments": APPOINTMENTS,
    "waiting": WAITING,
    "notes": NOTES,
    "allergies": ALLERGIES,
    "medicines": MEDICINES,
    "problems": PROBLEMS,
    "diagnoses": DIAGNOSES,
    "vitals": VITALS,
}
"""What has verbs: `bedside staff approve`."""

ALONE: dict[str, Command] = {
    "worklist": WORKLIST,
    "assessment": ASSESSMENT,
    "chart": CHART,
    "desk": DESK,
    "statistics": STATISTICS,
    "counts": COUNTS,
    "report": REPORT,
    "trail": TRAIL,
}
"""What is one command by itself: `bedside worklist`."""
