"""The numbers of the administration's first page, in words."""

from bedside.intake import Counts


def in_words(counts: Counts) -> list[tuple[str, int]]:
    """Return (what, how many) in the order to show."""
    return [
        ("Colleagues waiting for approval", counts.staff_waiting_for_approval),
        ("Doctors", counts.doctors),
        ("Receptionists", counts.receptionists),
        ("Active facilities", counts.facilities),
        ("Patients", counts.patients),
        ("Assessments waiting", counts.waiting),
        ("Assessments reviewed", counts.reviewed),
    ]
