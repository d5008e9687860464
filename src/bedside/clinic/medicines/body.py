"""What a medicine says."""

from dataclasses import dataclass
from datetime import timedelta

from bedside import limits
from bedside.clinic.entries.body import Words


@dataclass(frozen=True, kw_only=True)
class MedicineBody(Words):
    """A medicine as it was written, and its dose in words ("one tablet in the morning").

    Nothing is looked up or corrected: what the box or the patient says is what stands here.
    """

    TEXTS = {**Words.TEXTS, "as_written": limits.ENTRY, "dose": limits.ENTRY}
    NEEDED = "as_written"
    AHEAD = timedelta(days=2 * 366)
    MAY_END_LATER = True

    as_written: str
    dose: str = ""
