"""Taking something out of the house: on paper, or as files that other programs read."""

from bedside.exports.printing import PDF, Taken, assessment_pdf, chart_pdf, note_pdf, report_pdf
from bedside.exports.records.asking import RecordWish, Why, ask_for_clinic, ask_for_record
from bedside.exports.records.formats import Format

__all__ = [
    "PDF",
    "Format",
    "RecordWish",
    "Taken",
    "Why",
    "ask_for_clinic",
    "ask_for_record",
    "assessment_pdf",
    "chart_pdf",
    "note_pdf",
    "report_pdf",
]
