"""One patient's record in a FHIR Bundle: the patient and the entries of their lists.

When something was is what the bundle says; who brought it in, and when, is who and when recorded it
here. An active medicine that answers to an active allergy is kept as it was written, with that as
the reason, so that the chart shows the two together as it does of any other.

Somebody who is a patient already gets a record of its own, which a doctor makes one with theirs
afterwards (ADR 15): that can be taken back at any time, and a file never writes into a record of
which it knows nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bedside import codes
from bedside.accounts.acts import under_way
from bedside.clinic.allergies.acts import ALLERGIES
from bedside.clinic.allergy_check import match
from bedside.clinic.bringing_in import Brought, keep
from bedside.clinic.diagnoses.acts import DIAGNOSES, rows_of_codes
from bedside.clinic.duplicates import of_each
from bedside.clinic.elsewhere.acts import ELSEWHERE
from bedside.clinic.entries.bringing import brought
from bedside.clinic.entries.history import BROUGHT_IN, Change
from bedside.clinic.entries.kinds import Kind
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.flags.acts import FLAGS
from bedside.clinic.medicines.acts import MEDICINES
from bedside.clinic.models import Diagnosis, Patient
from bedside.clinic.patients.joining import join
from bedside.clinic.problems.acts import PROBLEMS
from bedside.clinic.rules import account_of
from bedside.clinic.vitals.acts import VITALS
from bedside.imports.nouns import patients
from bedside.imports.nouns.sheet import Place, Sheet
from bedside.imports.rows import Judged, Looked, Made, Read, Said, Ways
from bedside.interop.fhir.reading import Kept, Record

KINDS: Mapping[str, Kind[Any]] = {
    "diagnosis": DIAGNOSES.kind,
    "problem": PROBLEMS.kind,
    "medicine": MEDICINES.kind,
    "allergy": ALLERGIES.kind,
    "vitals": VITALS.kind,
    "flag": FLAGS.kind,
    "elsewhere": ELSEWHERE.kind,
}
"""By noun, in an order in which none refers to a later one."""
AS_WRITTEN = "Brought in as it was written elsewhere."


def contraindicated(kept: Collection[Kept]) -> list[tuple[Kept, Kept]]:
    """Return the active medicines of a record that answer to an active allergy of it, with that."""
    active = [one for one in kept if one.state == ACTIVE]
    allergies = [one for one in active if one.noun == "allergy"]
    return [
        (medicine, allergy)
        for medicine in active
        for allergy in allergies
        if medicine.noun == "medicine" and match(medicine.body.as_written, allergy.body.substance)
    ]


def look(records: Mapping[int, Any], place: Place) -> dict[int, Looked]:
    """Return who the patient of each record may be already."""
    profiles = [one.profile for one in records.values()]
    found = of_each(profiles, facility=place.facility.id, by=place.by)
    return {
        number: Looked(record, patients.cells_of(record.profile), likely=tuple(likely))
        for (number, record), likely in zip(records.items(), found, strict=True)
    }


def make(place: Place, judged: Sequence[Judged]) -> list[Made]:
    """Make the patients with all that their records say."""
    assert place.done_at is not None
    new = [one for one in judged if one.choice == "create"]
    made = join([one.profile for one in new], facility=place.facility.id)
    for one, patient in zip(new, made, strict=True):
        _enter(one.item, patient, place.done_at)
    return [Made(one.row, patient.id) for one, patient in zip(new, made, strict=True)]


def _enter(record: Record, patient: Patient, at: datetime) -> None:
    """Enter a record's entries for a patient, within the act that makes them."""
    doing = under_way()
    doing.note(**record.counts)
    user = account_of(doing.by)
    contrary = {one.path for one, _ in contraindicated(record.kept)}
    code_rows = rows_of_codes(codes.coding(one.code) for one in record.kept if one.code)
    rows: dict[str, Brought] = {}
    for one in sorted(record.kept, key=lambda kept: [*KINDS].index(kept.noun)):
        kind = KINDS[one.noun]
        row = kind.model(patient=patient, **({"code": code_rows[one.code]} if one.code else {}))
        despite = AS_WRITTEN if one.path in contrary else ""
        change = Change(BROUGHT_IN, at, user, one.state, _said(one, rows), despite=despite)
        rows[one.path] = brought(kind, row, [change])
    keep(list(rows.values()))


def _said(one: Kept, rows: Mapping[str, Brought]) -> Any:
    """Return what an entry says; a problem names its diagnosis by the row that this became."""
    related = rows[one.related].row if one.related in rows else None
    return replace(one.body, diagnosis=related.pk) if isinstance(related, Diagnosis) else one.body


def _no_columns(said: Said, ways: Ways, latest: date) -> Read:
    raise NotImplementedError("A bundle says itself what it holds: see `judging`.")


RECORDS = Sheet(
    code="records",
    verb="import.begin_record",
    labels={},
    aliases={},
    dates=(),
    headings=patients.HEADINGS,
    missing=lambda _: {},
    settled=dict,
    read=_no_columns,
    look=look,
    make=make,
    built_on=patients.built_on,
    take_back=patients.take_back,
)
