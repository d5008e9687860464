"""A patient's lists, which are read alike."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel

from bedside.cli.record.commands.command import Command, Option
from bedside.cli.record.showing import NOT_OPENED, Cell, moment
from bedside.schemas.allergies import Allergies
from bedside.schemas.diagnoses import Diagnoses, Status
from bedside.schemas.entries import EntryState
from bedside.schemas.medicines import Medicines
from bedside.schemas.problems_of_patients import PatientProblems
from bedside.schemas.vitals import VitalsList


def _said(name: str) -> Cell:
    """Return the cell of what an entry says, which may not have opened."""
    return lambda entry: getattr(entry.said, name) if entry.said else NOT_OPENED


def _no_allergies(answer: Allergies) -> str:
    return "No known allergy." if answer.none_known else "None written down; nobody said so."


def _measured(row: Any) -> str:
    """Return what was measured, with its units, in the order in which it is read out."""
    if row.said is None:
        return NOT_OPENED
    found = ((getattr(row.said, name), unit) for name, unit in _UNITS.items())
    pressure = f"{row.said.systolic:g}/{row.said.diastolic:g} mmHg" if row.said.systolic else ""
    return ", ".join(filter(None, [pressure, *(f"{n:g} {unit}" for n, unit in found if n)]))


_UNITS = {
    "pulse": "/min",
    "temperature": "°C",
    "breathing_rate": "breaths/min",
    "oxygen_saturation": "% O2",
    "weight": "kg",
    "height": "cm",
    "glucose": "mmol/L",
}
Measurements = Literal["final", "entered-in-error"]


def _entries(
    noun: str,
    answer: type[BaseModel],
    columns: Mapping[str, Cell],
    state: Any = EntryState,
    **more: Any,
) -> dict[str, Command]:
    """Return the commands of one of a patient's lists, which are alike."""
    listed = Command(
        f"List a patient's {noun}, the newest first.",
        f"GET patients/{{patient}}/{noun}",
        answer,
        columns,
        options={"state": Option(state, "Only these.")},
        paged=True,
        **more,
    )
    return {"list": listed}


ALLERGIES = _entries(
    "allergies",
    Allergies,
    {
        "Substance": _said("substance"),
        "Severity": _said("severity"),
        "Reaction": _said("reaction"),
        "State": lambda row: row.state,
    },
    empty=_no_allergies,
)
MEDICINES = _entries(
    "medicines",
    Medicines,
    {
        "Medicine": _said("as_written"),
        "Dose": _said("dose"),
        "Since": _said("since"),
        "State": lambda row: row.state,
    },
)
PROBLEMS = _entries(
    "problems",
    PatientProblems,
    {
        "Problem": _said("title"),
        "Since": _said("since"),
        "Comment": _said("comment"),
        "State": lambda row: row.state,
    },
)
DIAGNOSES = _entries(
    "diagnoses",
    Diagnoses,
    {
        "Code": lambda row: row.code.code,
        "Diagnosis": lambda row: row.code.display,
        "Onset": _said("onset"),
        "Status": lambda row: row.state,
    },
    state=Status,
)
VITALS = _entries(
    "vitals",
    VitalsList,
    {"Measured": lambda row: moment(row.measured_at), "Found": _measured},
    state=Measurements,
)
