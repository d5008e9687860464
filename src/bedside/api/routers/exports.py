"""Taking out: documents on paper as PDF, and whole records as a file that a job makes."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from bedside import exports, reports
from bedside.api.call import Current
from bedside.api.problem import NO_STORE
from bedside.api.routers.jobs import accepted
from bedside.api.routing import BedsideRoute, needs
from bedside.clinic.trail import Narrowed
from bedside.exports import (
    PDF,
    AdministrationWish,
    Format,
    RecordWish,
    Taken,
    What,
    Why,
    WhyTaken,
)
from bedside.schemas.exports import AdministrationOrder, RecordOrder
from bedside.schemas.identifiers import GivenId
from bedside.schemas.jobs import Job
from bedside.schemas.reports import ReportQuestion

router = APIRouter(prefix="/api", tags=["exports"], route_class=BedsideRoute)
_ON_PAPER: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: {
            "description": "The document.",
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
}
"""What a route says of itself that answers with a PDF."""


@router.get("/assessments/{assessment}/pdf", summary="An assessment on paper", **_ON_PAPER)
@needs("assessment.export")
def export_assessment(call: Current, assessment: GivenId) -> Response:
    """Return a PDF: for a doctor the assessment beside the record, for its patient what to do."""
    return _file(exports.assessment_pdf(assessment, by=call.by))


@router.get("/patients/{patient}/pdf", summary="A chart on paper", **_ON_PAPER)
@needs("chart.export")
def export_chart(call: Current, patient: GivenId) -> Response:
    """Return a PDF of what matters about a patient now; the record holds more."""
    return _file(exports.chart_pdf(patient, by=call.by))


@router.get("/patients/{patient}/notes/{note}/pdf", summary="A note on paper", **_ON_PAPER)
@needs("note.export")
def export_note(call: Current, patient: GivenId, note: GivenId) -> Response:
    """Return a PDF of a note, if it is this patient's, with its amendments."""
    return _file(exports.note_pdf(note, patient=patient, by=call.by))


@router.post("/facilities/{facility}/report/pdf", summary="A clinic's report on paper", **_ON_PAPER)
@needs("report.export", repeatable=False)
def export_report(call: Current, facility: GivenId, body: ReportQuestion) -> Response:
    """Return a PDF of all tables of a clinic's report; who is shown by name finds it on record."""
    asked = reports.Asked(**body.model_dump(exclude={"top"}))
    return _file(exports.report_pdf(facility, asked, top=body.top, by=call.by))


@router.post("/patients/{patient}/record-file", status_code=202, summary="Ask for a whole record")
@needs("record_file.ask", repeatable=False)
def ask_for_record_file(call: Current, patient: GivenId, body: RecordOrder) -> Job:
    """Let everything that is kept about a patient be written into a file (ZIP); ask the job.

    With a document on paper and who looked. Patients may ask for their own.
    """
    return accepted(call, exports.ask_for_record(patient, _wish(body), by=call.by))


@router.post(
    "/facilities/{facility}/record-file",
    status_code=202,
    summary="Ask for all records of a facility",
)
@needs("clinic_file.ask", repeatable=False)
def ask_for_clinic_file(call: Current, facility: GivenId, body: RecordOrder) -> Job:
    """Let the records of a facility's patients be written into a file (ZIP); ask the job.

    Every patient in it finds on record that it was made.
    """
    return accepted(call, exports.ask_for_clinic(facility, _wish(body), by=call.by))


@router.post("/administration/file", status_code=202, summary="Ask for what administrators know")
@needs("administration_file.ask")
def ask_for_administration_file(call: Current, body: AdministrationOrder) -> Job:
    """Let facilities, staff, memberships or the audit log be written into a file; ask the job.

    Nothing about anybody's health is in it, and patients by record number only.
    """
    said = body.model_dump(exclude={"what", "why", "format", "words"})
    wish = AdministrationWish(
        What(body.what),
        WhyTaken(body.why),
        Format(body.format),
        body.words,
        Narrowed(**said),
    )
    return accepted(call, exports.ask_for_administration(wish, by=call.by))


def _wish(body: RecordOrder) -> RecordWish:
    why = Why(body.why) if body.why else None
    return RecordWish(body.password, Format(body.format), why, body.words)


def _file(taken: Taken) -> Response:
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="{taken.name}"'}
    return Response(taken.content, headers=headers, media_type=taken.media_type)
