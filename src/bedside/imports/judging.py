"""What would become of a file, whatever it is: the one question before anything is made of it."""

from bedside.audit import Actor
from bedside.clinic.patients import rules
from bedside.imports.models import Import
from bedside.imports.nouns import Place
from bedside.imports.nouns.records import RECORDS
from bedside.imports.planning import Plan
from bedside.imports.previewing import Preview, judge, table_of
from bedside.imports.rows import Judged, Problem
from bedside.imports.sources import known_at, source_of_record
from bedside.interop.fhir.reading import Record, read_record

ROW = 1
"""A bundle is one row: its patient."""


def judged(row: Import, text: bytes, plan: Plan, *, by: Actor) -> Preview:
    """Return what would become of a file as it is planned, within an act. Raises Invalid."""
    if row.sheet == RECORDS.code:
        return _judged_record(row, text, plan, by)
    return judge(row, table_of(text, plan), plan, by=by)


def planned_record(text: bytes) -> Plan:
    """Return the plan of a bundle, about which nothing has to be guessed. Raises Invalid."""
    read_record(text, latest=rules.latest_birth_date())
    return Plan("utf-8", "comma", is_confirmed=True)


def _judged_record(row: Import, text: bytes, plan: Plan, by: Actor) -> Preview:
    record = read_record(text, latest=rules.latest_birth_date())
    source = source_of_record(row.facility_id, record.identity)
    is_known = bool(known_at(row.facility_id, [source]))
    is_whole = record.profile is not None and not is_known
    return Preview(
        rows=ROW,
        known=int(is_known),
        problems=tuple(Problem(ROW, one.path, one.sentence) for one in record.wrong),
        judged=(_beside(record, source, row, plan, by),) if is_whole else (),
        record=record,
    )


def _beside(record: Record, source: str, row: Import, plan: Plan, by: Actor) -> Judged:
    """Return the patient of a bundle beside those whom they may be already."""
    looked = RECORDS.look({ROW: record}, Place(row.facility, by, row.id))[ROW]
    decision = plan.decisions.get(ROW)
    return Judged(ROW, source, record, looked.cells, likely=looked.likely, decision=decision)
