"""Allergies and intolerances from somebody else's table (FHIR: AllergyIntolerance)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bedside.clinic.allergies.acts import ALLERGIES as LIST
from bedside.clinic.allergies.body import SEVERITIES, TYPES, AllergyBody
from bedside.clinic.allergies.none_known import none_known_any_more
from bedside.clinic.entries import many
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.imports.nouns import entries, whose
from bedside.imports.nouns.comparing import compared, must_be_unchanged
from bedside.imports.nouns.sheet import Place
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways

LABELS: Mapping[str, str] = {
    **whose.LABELS,
    "substance": "To what",
    "reaction": "How it shows",
    "severity": "How severe",
    "type": "Allergy or intolerance",
    "since": "Since",
    "until": "Until",
    "state": "Active or ended",
    "why_ended": "Why it ended",
    "despite": "Why it stands although a medicine on record speaks against it",
    **entries.KEY,
}
ALIASES: Mapping[str, str] = {
    **whose.ALIASES,
    "id": "key", "allergy id": "key",
    "substance": "substance", "allergy": "substance", "allergen": "substance",
    "allergic to": "substance", "title": "substance", "allergie": "substance",
    "allergène": "substance", "alergia": "substance",
    "reaction": "reaction", "reaktion": "reaction", "réaction": "reaction",
    "severity": "severity", "schweregrad": "severity", "type": "type",
    "since": "since", "onset": "since", "begdate": "since", "seit": "since",
    "until": "until", "enddate": "until", "bis": "until",
    "state": "state", "status": "state", "active": "state",
    "despite": "despite",
}  # fmt: skip
NO_SUBSTANCE = "Say which column holds to what somebody is allergic."
NO_SEVERITY = f"Write one of {', '.join(SEVERITIES)}, or leave it empty."
NO_TYPE = f"Write one of {', '.join(TYPES)}, or leave it empty."
_SEVERITIES = {
    **{one: one for one in SEVERITIES},
    "leicht": "mild", "mittel": "moderate", "schwer": "severe", "léger": "mild",
    "modéré": "moderate", "sévère": "severe", "leve": "mild", "moderado": "moderate",
    "grave": "severe", "life threatening": "severe",
}  # fmt: skip
_TYPES = {one: one for one in TYPES}


def read(said: Said, ways: Ways, _: date) -> Read:
    """Return an allergy from cells by field."""
    row = entries.Reader(said, ways)
    until = row.day("until")
    state = row.state(until)
    body = AllergyBody(
        substance=row.text("substance"),
        reaction=row.text("reaction"),
        severity=row.one_of("severity", _SEVERITIES, sentence=NO_SEVERITY) or "unknown",
        type=row.one_of("type", _TYPES, sentence=NO_TYPE) or "allergy",
        since=row.day("since"),
        until=until,
        why_ended=row.text("why_ended"),
    )
    body = row.checked(body, state)
    despite = row.reason("despite")
    cells = (body.substance, body.severity, entries.when(body.since), state)
    return Read(entries.Row(row.whom, body, state, despite, cells=cells), row.problems)


def look(rows: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Put allergies beside the record: whose they are, and which medicines answer to them."""
    return compared("allergy", "substance", rows, place)


def make(_: Place, judged: Sequence[Judged]) -> list[Made]:
    """Add them to the lists; where it was stated that none is known, that ends."""
    must_be_unchanged("allergy", "substance", judged)
    active = {entries.patient_of(one) for one in judged if one.item.state == ACTIVE}
    none_known_any_more(active)
    return entries.made(judged, many.add_each(LIST.kind, entries.new(judged)))


ALLERGIES = entries.sheet(
    LIST.kind,
    needed={"substance": NO_SUBSTANCE},
    code="allergies",
    verb="allergy.add",
    labels=LABELS,
    aliases=ALIASES,
    dates=("birth_date", "since", "until"),
    headings=("Patient", "Allergic to", "Severity", "Since", "State"),
    read=read,
    look=look,
    make=make,
)
