"""The templates that every doctor has: headings to write under, and nothing that was not said."""

from bedside.clinic.notes.text import NoteText, Section

SOAP = "soap"
"""The one that can be filled from an assessment."""


def _template(code: str, title: str, *headings: str) -> NoteText:
    return NoteText(title, tuple(Section(heading) for heading in headings), code)


BUILT_IN: dict[str, NoteText] = {
    text.template: text
    for text in (
        _template(SOAP, "Consultation", "Subjective", "Objective", "Assessment", "Plan"),
        _template(
            "follow-up",
            "Follow-up",
            "Since the last visit",
            "Findings",
            "Changes to the treatment",
            "Next review",
        ),
        _template(
            "phone",
            "Phone call",
            "Who called and why",
            "What was said",
            "Advice given",
            "What to do if it gets worse",
        ),
        _template(
            "referral",
            "Referral letter",
            "To",
            "Reason for referral",
            "History and findings",
            "Medicines and allergies",
            "What is asked for",
        ),
        _template("free", "Note", ""),
    )
}
"""By code, in the order in which they are offered."""
