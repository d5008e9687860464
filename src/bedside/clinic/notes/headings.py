"""The headings of a note in the words of whoever reads it."""

_PLAIN = {
    "Subjective": "What you told us",
    "Objective": "What was found",
    "Assessment": "What the doctor thinks it is",
    "Plan": "What happens next",
}
"""What the headings of doctors mean. Every other heading stands as it was written."""


def heading_for(heading: str, role: str) -> str:
    """Return a heading in plain words for a patient, and as it was signed for everybody else."""
    return _PLAIN.get(heading, heading) if role == "patient" else heading
