"""What the document of a merge says: why, what the profile said before, and what was taken over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bedside import documents, limits
from bedside.clinic.merges.models import Merge
from bedside.clinic.patients.profile import Profile
from bedside.errors import Invalid


@dataclass(frozen=True)
class MergeWords:
    """`before` is the profile of the kept record as it was, `fields` the details that were taken
    over from the other one, `version` the kept record's when that was done."""

    reason: str
    before: Profile
    fields: tuple[str, ...]
    version: int
    undone_because: str = ""

    def undone(self, reason: str) -> "MergeWords":
        """Return it as it is when the records have been separated."""
        return replace(self, undone_because=reason)

    def given_back(self, now: Profile) -> dict[str, Any]:
        """Return the details that go back to what they were: those taken over, and not changed
        by anybody since."""
        return {
            name: getattr(self.before, name)
            for name in self.fields
            if now.changed_at.get(name, 1) <= self.version
        }

    def to_body(self) -> dict[str, Any]:
        return {
            "reason": self.reason,
            "before": self.before.to_body(),
            "fields": list(self.fields),
            "version": self.version,
            "undone_because": self.undone_because,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> "MergeWords":
        return cls(
            reason=body["reason"],
            before=Profile.from_body(body["before"]),
            fields=tuple(body["fields"]),
            version=body["version"],
            undone_because=body["undone_because"],
        )


def write(row: Merge, words: MergeWords, *, version: int) -> documents.Stored:
    """Seal and store what a merge says, under the key of the record that is kept."""
    return documents.write(
        patient=row.survivor_id,
        kind=Merge.KIND,
        document=row.id,
        version=version,
        body=words.to_body(),
    )


def needed(reason: str) -> str:
    """Return a reason without spaces around it. Raises Invalid when there is none, or too long."""
    tidy = limits.tidied(reason)
    if not limits.says_something(tidy):
        raise Invalid(fields={"reason": "Say why."})
    if len(tidy) > limits.REASON:
        raise Invalid(fields={"reason": limits.at_most(limits.REASON)})
    return tidy
