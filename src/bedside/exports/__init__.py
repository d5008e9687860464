"""Taking something out of the house: on paper, or as files that other programs read."""

from bedside.exports.printing import PDF, Taken, assessment_pdf, chart_pdf, note_pdf

__all__ = ["PDF", "Taken", "assessment_pdf", "chart_pdf", "note_pdf"]
