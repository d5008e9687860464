"""Putting on paper what somebody may read: an assessment, a chart, a note with its amendments,
a clinic's report.

Each is an act of its own, because what is on paper is out of the house: the audit log tells it
from a look at the screen. It is on record before anybody holds the paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bedside.accounts.acts import prepared_act
from bedside.audit import Actor
from bedside.chart.reading import find_with_facility, open_beside_record, open_chart, zone_at
from bedside.clinic.facilities.clocks import zone_of
from bedside.clinic.facilities.reach import find_facility
from bedside.clinic.notes import reading as notes
from bedside.clinic.notes.reach import find_note
from bedside.clinic.patients.reading import chain_of, find_patient, open_patients
from bedside.clinic.patients.views import PatientView
from bedside.errors import Conflict
from bedside.exports.paper import Sheet, pdf_of
from bedside.exports.paper.sheet import Block, apart
from bedside.exports.sheets import assessment as assessments
from bedside.exports.sheets import heads
from bedside.exports.sheets.chart import of_chart
from bedside.exports.sheets.note import of_note
from bedside.exports.sheets.report import of_report
from bedside.intake.models import Assessment
from bedside.intake.reach import find as find_assessment
from bedside.intake.reading import open_for
from bedside.reports import Asked, read_report

PDF = "application/pdf"


@dataclass(frozen=True)
class Taken:
    """Something taken out: a file's name, which says nothing about anybody, its type, its bytes."""

    name: str
    media_type: str
    content: bytes


def assessment_pdf(assessment: UUID, *, by: Actor) -> Taken:
    """Put an assessment on paper: for a doctor beside the record, for its patient what they are
    told. Raises NotFound, and Conflict before there is a result."""
    with prepared_act("assessment.export", by=by) as doing:
        row = find_assessment(assessment, doing=doing)
        patient, blocks = _assessment(row, by)
        zone = zone_of(row.facility_id)
        taken = _on_paper("Assessment", patient, blocks, by=by, zone=zone)
        with doing.commit():
            doing.note(format="pdf")
    return taken


def note_pdf(note: UUID, *, patient: UUID | None = None, by: Actor) -> Taken:
    """Put a note on paper, with its amendments. Raises NotFound, and Damaged for one that does not
    open."""
    with prepared_act("note.export", by=by) as doing:
        row = find_note(note, patient=patient, doing=doing)
        (whose,) = open_patients([find_patient(row.patient_id, by=by)], by=by)
        view = notes.shown(row, by=by)
        taken = _on_paper("Note", whose, of_note(view, role=by.role), by=by, zone=view.zone)
        with doing.commit():
            doing.note(format="pdf", count=1 + len(view.amendments))
    return taken


def chart_pdf(patient: UUID, *, by: Actor) -> Taken:
    """Put a patient's chart on paper. Raises NotFound."""
    with prepared_act("chart.export", by=by) as doing:
        row = find_with_facility(patient, by=by)
        doing.about(row.id)
        doing.chain = chain_of(row)
        view = open_chart(row, by=by)
        taken = _on_paper("Chart", view.patient, of_chart(view), by=by, zone=zone_at(row))
        with doing.commit():
            doing.note(format="pdf")
    return taken


def report_pdf(facility: UUID, asked: Asked, *, top: int, by: Actor) -> Taken:
    """Put a clinic's report on paper. Raises NotFound, and Invalid as `reports.read_report` does.

    One act, which names whom it shows one by one: reading it is a part of taking it out.
    """
    with prepared_act("report.export", by=by) as doing:
        place = find_facility(facility, doing=doing)
        doing.on(facility=place.id)
        with doing.taking_in_looks():
            view = read_report(facility, asked, top=top, by=by)
        doing.about(*(one.patient.id for one in view.top))
        now = timezone.now()
        printed = heads.printed(by=by, at=now, zone=view.time_zone)
        sheet = Sheet("Report", apart(view.name), printed, of_report(view, asked), wide=True)
        taken = Taken(f"report-{view.days.first}-{view.days.last}.pdf", PDF, pdf_of(sheet, at=now))
        with doing.commit():
            doing.note(format="pdf", patients=view.report.total, unopened=view.report.unopened)
            doing.note(**{f"by_{side}": True for side in asked.narrowed_by()})
    return taken


def _assessment(row: Assessment, by: Actor) -> tuple[PatientView, list[Block]]:
    if by.role == "doctor":
        seen = open_beside_record(row, by=by)
        return seen.banner.patient, assessments.for_doctor(seen)
    view = open_for(row, by=by)
    if view.result is None:
        raise Conflict("There is no result yet.")
    (whose,) = open_patients([row.patient], by=by)
    return whose, assessments.for_patient(view, view.result)


def _on_paper(
    title: str, patient: PatientView, blocks: Sequence[Block], *, by: Actor, zone: str
) -> Taken:
    now = timezone.now()
    printed = heads.printed(by=by, at=now, zone=zone)
    sheet = Sheet(title, heads.about(patient), printed, blocks)
    name = f"{title.lower()}-{now:%Y-%m-%d}.pdf"
    return Taken(name, PDF, pdf_of(sheet, at=now))
