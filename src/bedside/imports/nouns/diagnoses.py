"""Coded diagnoses from somebody else's table (FHIR: Condition).

What a row does not call confirmed is suspected, as it is by hand: a list says what was written,
not who was sure of it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from bedside import codes
from bedside.clinic.diagnoses.acts import DIAGNOSES as LIST
from bedside.clinic.diagnoses.acts import rows_of_codes
from bedside.clinic.diagnoses.body import DiagnosisBody
from bedside.clinic.diagnoses.lifecycle import CERTAIN, CONFIRMED, RESOLVED, SUSPECTED
from bedside.clinic.diagnoses.repeating import ACTIVE, active_codes
from bedside.clinic.entries import many
from bedside.clinic.entries.models import Entry
from bedside.errors import Conflict, Invalid
from bedside.imports.nouns import entries, whose
from bedside.imports.nouns.sheet import Place
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways

LABELS: Mapping[str, str] = {
    **whose.LABELS,
    "code": "ICD-10-CM code",
    "onset": "Since",
    "abated": "Until",
    "certainty": "Confirmed or suspected",
    "comment": "Comment, for doctors",
    **entries.KEY,
}
ALIASES: Mapping[str, str] = {
    **whose.ALIASES,
    "id": "key", "diagnosis id": "key", "condition id": "key",
    "code": "code", "icd": "code", "icd10": "code", "icd 10": "code", "icd 10 cm": "code",
    "diagnosis": "code", "diagnosis code": "code", "icd code": "code", "diagnose": "code",
    "since": "onset", "onset": "onset", "onset date": "onset", "begdate": "onset", "seit": "onset",
    "until": "abated", "abated": "abated", "end date": "abated", "enddate": "abated",
    "resolved": "abated", "bis": "abated",
    "certainty": "certainty", "status": "certainty", "verification": "certainty",
    "sicherheit": "certainty",
    "comment": "comment", "comments": "comment", "note": "comment", "kommentar": "comment",
}  # fmt: skip
NO_CODE = "Say which column holds the code."
NO_CERTAINTY = "Write confirmed or suspected, or leave it empty."
ON_RECORD = "A diagnosis with this code is on the patient's list already."
TWICE = "This code stands for this patient in row {} already."
_CERTAINTIES = {
    **dict.fromkeys(("confirmed", "certain", "final", "g", "gesichert", "confirmé"), CONFIRMED),
    **dict.fromkeys(
        ("suspected", "provisional", "presumed", "possible", "v", "verdacht", "suspecté"), SUSPECTED
    ),
}
MEANWHILE = "Somebody wrote to the diagnoses meanwhile."


def read(said: Said, ways: Ways, _: date) -> Read:
    """Return a diagnosis from cells by field; one that is over is resolved."""
    row = entries.Reader(said, ways)
    abated = row.day("abated")
    sure = row.one_of("certainty", _CERTAINTIES, sentence=NO_CERTAINTY) or SUSPECTED
    state = RESOLVED if abated else sure
    body = DiagnosisBody(
        onset=row.day("onset"),
        abated=abated,
        certainty=CERTAIN if sure == CONFIRMED else "",
        comment=row.text("comment"),
    )
    body = row.checked(body, state)
    coding = _coding(row.text("code"), row.problems)
    cells = (
        coding.code if coding else "",
        coding.display if coding else "",
        entries.when(body.onset),
        state,
    )
    return Read(entries.Row(row.whom, body, state, code=coding, cells=cells), row.problems)


def look(rows: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Put diagnoses beside the record: whose they are, and which are on the list already."""
    found, problems = entries.look_whose(rows, place)
    known = active_codes([view.id for view in found.views.values()])
    first: dict[tuple[UUID, str], int] = {}
    for number, view in found.views.items():
        row = rows[number]
        same = (view.id, row.code.code)
        if row.state not in ACTIVE:
            continue
        if same in known:
            problems.setdefault(number, {})["code"] = ON_RECORD
        elif first.setdefault(same, number) != number:
            problems.setdefault(number, {})["code"] = TWICE.format(first[same])
    return entries.looked(rows, found, problems)


def make(_: Place, judged: Sequence[Judged]) -> list[Made]:
    """Add them to the lists."""
    known = active_codes([entries.patient_of(one) for one in judged])
    if any((entries.patient_of(one), one.item.code.code) in known for one in _active(judged)):
        raise Conflict(MEANWHILE)
    of = rows_of_codes(one.item.code for one in judged)

    def give(rows: Sequence[Entry]) -> None:
        for row, one in zip(rows, judged, strict=True):
            row.code = of[one.item.code.code]  # type: ignore[attr-defined]

    return entries.made(judged, many.add_each(LIST.kind, entries.new(judged), prepare=give))


def _active(judged: Sequence[Judged]) -> list[Judged]:
    return [one for one in judged if one.item.state in ACTIVE]


def _coding(code: str, problems: dict[str, str]) -> codes.Coding | None:
    try:
        return codes.coding(code)
    except Invalid as error:
        problems.update(error.fields)
        return None


DIAGNOSES = entries.sheet(
    LIST.kind,
    needed={"code": NO_CODE},
    code="diagnoses",
    verb="diagnosis.add",
    labels=LABELS,
    aliases=ALIASES,
    dates=("birth_date", "onset", "abated"),
    headings=("Patient", "Code", "Diagnosis", "Since", "State"),
    read=read,
    look=look,
    make=make,
)
