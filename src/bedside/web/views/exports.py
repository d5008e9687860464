"""What somebody takes out, as a file: documents on paper."""

from uuid import UUID

from django.http import HttpResponse

from bedside import exports
from bedside.exports import Taken
from bedside.web.access import page
from bedside.web.request import PageRequest


@page("assessment.export", "GET")
def assessment(request: PageRequest, assessment: UUID) -> HttpResponse:
    """Give an assessment as a PDF."""
    return _file(exports.assessment_pdf(assessment, by=request.actor))


@page("note.export", "GET")
def note(request: PageRequest, note: UUID) -> HttpResponse:
    """Give a note with its amendments as a PDF."""
    return _file(exports.note_pdf(note, by=request.actor))


@page("chart.export", "GET")
def chart(request: PageRequest, patient: UUID) -> HttpResponse:
    """Give a patient's chart as a PDF."""
    return _file(exports.chart_pdf(patient, by=request.actor))


def _file(taken: Taken) -> HttpResponse:
    response = HttpResponse(taken.content, content_type=taken.media_type)
    response["Content-Disposition"] = f'attachment; filename="{taken.name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
