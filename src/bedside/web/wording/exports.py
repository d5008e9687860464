"""Taking out: what, for what, and how it is written down."""

from collections.abc import Mapping

RECORD_REASONS: Mapping[str, str] = {
    "patient-asks": "The patient asks for it",
    "referral": "Somebody else goes on with the treatment",
    "moving": "Moving to another system",
    "law": "The law asks for it",
    "backup": "A copy of our own",
    "other": "Something else",
}
"""For what a doctor takes whole records out."""
CLINIC_REASONS: Mapping[str, str] = {
    code: words for code, words in RECORD_REASONS.items() if code != "patient-asks"
}
"""For what all records of a clinic are taken out: no patient asks for others' records."""
ADMINISTRATION_FILES: Mapping[str, str] = {
    "facilities": "Facilities",
    "staff": "Accounts of staff",
    "memberships": "Who works where, worked and will work",
    "audit": "Who did what: the audit log",
}
"""What an administrator can take out."""
ADMINISTRATION_REASONS: Mapping[str, str] = {
    "review": "A regular review",
    "incident": "Something went wrong",
    "law": "The law asks for it",
    "planning": "Planning",
    "moving": "Moving to another system",
    "other": "Something else",
}
"""For what an administrator takes something out."""
IN_WORDS = "In your words, if it is something else"
"""What goes with a reason that is none of the list."""
FORMATS: Mapping[str, str] = {
    "json": "For programs (JSON)",
    "csv": "For spreadsheets (CSV)",
    "ndjson": "For programs that read line by line (NDJSON)",
    "fhir": "For the system of another clinic (FHIR)",
}
LIST_REASONS: Mapping[str, str] = {
    "planning": "Planning rooms or staff",
    "calling": "Calling patients",
    "billing": "Billing",
    "reporting": "A report that has to be made",
    "other": "Something else",
}
"""For what a list of appointments is taken out."""
