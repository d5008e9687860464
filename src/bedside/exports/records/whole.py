"""A patient's whole record on paper: every row that has something to say, part by part."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bedside.audit import Actor
from bedside.chart.reading import zone_at
from bedside.clinic.patients.models import Patient
from bedside.clinic.patients.reading import open_patients
from bedside.exports.paper import Sheet, pdf_of
from bedside.exports.paper.sheet import Block, apart, facts, heading, text, words
from bedside.exports.records.parts import Part
from bedside.exports.records.rows import Row
from bedside.exports.sheets import heads

MOST = 2000
"""Rows on paper at most, about 200 pages; the files beside it have them all."""
TITLES = {
    "Patient": "Details",
    "Identifier": "Record numbers",
    "CareRelation": "Clinics that care for the patient",
    "MailChoice": "What the patient is not written about",
    "Encounter": "Encounters",
    "EncounterElsewhere": "Encounters at other clinics",
    "AllergyIntolerance": "Allergies",
    "NoKnownAllergy": "Statements that no allergy is known",
    "MedicationStatement": "Medicines",
    "Problem": "Problems",
    "Diagnosis": "Diagnoses",
    "Flag": "Alerts among staff",
    "Observation": "Measurements",
    "Note": "Notes",
    "Assessment": "Assessments",
    "AssessmentStep": "What was done with assessments",
    "AssessmentEnquiry": "What the patient was asked back",
    "Appointment": "Appointments",
    "AppointmentStep": "What was done with appointments",
    "FollowUp": "Follow-ups",
    "WaitingPlace": "Waiting lists",
    "Merge": "Records put together",
}
_LONG = {"text", "complaint", "question", "reply"}
_NOT_ON_PAPER = {"versionId", "document", "readable", "changedAt"}
_ID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class WholeRecord:
    """The record on paper, gathered row by row while the files are written."""

    def __init__(self, patient: Patient, *, by: Actor) -> None:
        self.patient = patient
        self._by = by
        self._parts: dict[str, list[Block]] = {}
        self._rows = 0

    def take(self, part: Part, row: Row) -> None:
        """Put a row on paper."""
        self._rows += 1
        if self._rows <= MOST:
            self._parts.setdefault(part.name, []).extend(_blocks(part, row))

    def pdf(self, *, at: datetime) -> bytes:
        """Return all of it as a document."""
        (view,) = open_patients([self.patient], by=self._by)
        zone = zone_at(self.patient)
        printed = heads.printed(by=self._by, at=at, zone=zone)
        return pdf_of(Sheet("Record", heads.about(view), printed, self._blocks()), at=at)

    def _blocks(self) -> list[Block]:
        left = self._rows - MOST
        more = [text(f"{left} more rows stand in the files beside this document.")]
        return [
            text("All that the clinic keeps, as it stands now. Times are in UTC.", muted=True),
            *(block for name in self._parts for block in self._section(name)),
            *(more if left > 0 else []),
        ]

    def _section(self, name: str) -> list[Block]:
        return [heading(TITLES[name]), *self._parts[name]]


def _blocks(part: Part, row: Row) -> Iterator[Block]:
    if row.get("readable") is False:
        yield text(f"Could not be opened. Reference: {row['id']}")
    yield facts(
        (_label(name), apart(_said(value)))
        for name, value in row.items()
        if name not in _NOT_ON_PAPER | _LONG and not _is_id(name, value)
    )
    for name in _LONG & row.keys():
        if row[name]:
            yield words(str(row[name]))
    if part.name == "Assessment" and row["document"]:
        turns = row["document"].get("turns", ())
        yield facts((_question(one), apart(str(one.get("label", "")))) for one in turns)


def _question(turn: Any) -> str:
    asked = turn.get("question")
    return str(asked.get("text", "")) if isinstance(asked, dict) else str(asked)


def _is_id(name: str, value: Any) -> bool:
    return name == "id" or (isinstance(value, str) and _ID.fullmatch(value) is not None)


def _label(name: str) -> str:
    spaced = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name)
    return spaced[:1].upper() + spaced[1:]


def _said(value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{name}: {one}" for name, one in value.items() if one)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)
