"""That no medicine is recorded against a recorded allergy without a word.

A list of allergies beside a list of medicines that do not know of each other is worse than paper,
where one eye sees both. What is compared are words: see `matching`. Nothing else is checked: no
interactions, no doses, no illnesses, no pregnancy. The pages say so (`NOT_CHECKED`).
"""

from bedside.clinic.allergy_check.guarding import compare_each, guard
from bedside.clinic.allergy_check.matching import Match, match

NOT_CHECKED = (
    "Bedside compares the words of medicines and allergies, and a short list of classes and brand "
    "names. It does not check interactions, doses, illnesses or pregnancy."
)

__all__ = ["NOT_CHECKED", "Match", "compare_each", "guard", "match"]
