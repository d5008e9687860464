"""Medicines from somebody else's table (FHIR: MedicationStatement), as they are written there.

Only the sign in their numbers becomes that of this house, as it was confirmed for the whole file:
who reads "2,5 mg" here must not read 25 mg.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bedside.clinic.entries import many
from bedside.clinic.medicines.acts import MEDICINES as LIST
from bedside.clinic.medicines.body import MedicineBody
from bedside.imports.nouns import entries, whose
from bedside.imports.nouns.comparing import compared, must_be_unchanged
from bedside.imports.nouns.sheet import Place
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways

LABELS: Mapping[str, str] = {
    **whose.LABELS,
    "as_written": "Medicine, as written",
    "dose": "Dose",
    "since": "Since",
    "until": "Until",
    "state": "Active or ended",
    "why_ended": "Why it was stopped",
    "despite": "Why it is taken although an allergy on record speaks against it",
    **entries.KEY,
}
ALIASES: Mapping[str, str] = {
    **whose.ALIASES,
    "id": "key", "medication id": "key", "prescription id": "key", "order id": "key",
    "medicine": "as_written", "medication": "as_written", "drug": "as_written",
    "drug name": "as_written", "title": "as_written", "medikament": "as_written",
    "médicament": "as_written", "medicamento": "as_written", "as written": "as_written",
    "dose": "dose", "dosage": "dose", "dosierung": "dose", "posologie": "dose", "dosis": "dose",
    "since": "since", "start": "since", "start date": "since", "date started": "since",
    "begdate": "since", "seit": "since",
    "until": "until", "end": "until", "end date": "until", "enddate": "until", "bis": "until",
    "state": "state", "status": "state", "active": "state",
    "why stopped": "why_ended", "reason stopped": "why_ended", "despite": "despite",
}  # fmt: skip
NO_MEDICINE = "Say which column holds the medicine."


def read(said: Said, ways: Ways, _: date) -> Read:
    """Return a medicine from cells by field."""
    row = entries.Reader(said, ways)
    until = row.day("until")
    state = row.state(until, is_planned=MedicineBody.MAY_END_LATER)
    body = MedicineBody(
        as_written=row.dose("as_written"),
        dose=row.dose("dose"),
        since=row.day("since"),
        until=until,
        why_ended=row.text("why_ended"),
    )
    body = row.checked(body, state)
    despite = row.reason("despite")
    cells = (body.as_written, body.dose, entries.when(body.since), state)
    return Read(entries.Row(row.whom, body, state, despite, cells=cells), row.problems)


def look(rows: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Put medicines beside the record: whose they are, and which allergies answer to them."""
    return compared("medicine", "as_written", rows, place)


def make(_: Place, judged: Sequence[Judged]) -> list[Made]:
    """Add them to the lists."""
    must_be_unchanged("medicine", "as_written", judged)
    return entries.made(judged, many.add_each(LIST.kind, entries.new(judged)))


MEDICINES = entries.sheet(
    LIST.kind,
    needed={"as_written": NO_MEDICINE},
    code="medicines",
    verb="medicine.add",
    labels=LABELS,
    aliases=ALIASES,
    dates=("birth_date", "since", "until"),
    numbers=("as_written", "dose"),
    headings=("Patient", "Medicine", "Dose", "Since", "State"),
    read=read,
    look=look,
    make=make,
)
