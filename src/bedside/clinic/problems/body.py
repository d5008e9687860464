"""What a problem says."""

from dataclasses import dataclass
from uuid import UUID

from bedside import limits
from bedside.clinic.entries.body import Words


@dataclass(frozen=True, kw_only=True)
class ProblemBody(Words):
    """A problem as written; `since` is its onset and `until` when it was resolved.

    `diagnosis` may name a coded diagnosis of the same patient; `comment` is for doctors.
    """

    READ = {**Words.READ, "diagnosis": UUID}
    TEXTS = {**Words.TEXTS, "title": limits.ENTRY, "comment": limits.COMMENT}
    NEEDED = "title"

    title: str
    comment: str = ""
    diagnosis: UUID | None = None
