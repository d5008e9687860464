"""Taking something out of the house: on paper, or as files that other programs read."""

from bedside.exports.administration import (
    AdministrationWish,
    What,
    WhyTaken,
    ask_for_administration,
)
from bedside.exports.bulk.fetching import (
    BulkFile,
    BulkView,
    call_off_bulk,
    read_bulk,
    read_bulk_file,
)
from bedside.exports.bulk.ordering import ordered
from bedside.exports.printing import PDF, Taken, assessment_pdf, chart_pdf, note_pdf, report_pdf
from bedside.exports.records.asking import RecordWish, Why, ask_for_clinic, ask_for_record
from bedside.exports.records.formats import Format

__all__ = [
    "PDF",
    "AdministrationWish",
    "BulkFile",
    "BulkView",
    "Format",
    "RecordWish",
    "Taken",
    "What",
    "Why",
    "WhyTaken",
    "ask_for_administration",
    "ask_for_clinic",
    "ask_for_record",
    "assessment_pdf",
    "call_off_bulk",
    "chart_pdf",
    "note_pdf",
    "ordered",
    "read_bulk",
    "read_bulk_file",
    "report_pdf",
]
