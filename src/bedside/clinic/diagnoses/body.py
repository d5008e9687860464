"""What a diagnosis says beside its code."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bedside import limits
from bedside.clinic.diagnoses.lifecycle import (
    CERTAIN,
    CERTAINTIES,
    CONFIRMED,
    POSSIBLE,
    RESOLVED,
    SUSPECTED,
)
from bedside.clinic.entries.body import Body, problem_of
from bedside.clinic.partial_dates import PartialDate
from bedside.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class DiagnosisBody(Body):
    """When it began and when it was over, how sure the doctor is, and a comment for doctors.

    An empty `certainty` is what goes without saying: certain if confirmed, else possible.
    """

    READ = {"onset": PartialDate.parse, "abated": PartialDate.parse}

    onset: PartialDate | None = None
    abated: PartialDate | None = None
    certainty: str = ""
    comment: str = ""

    def checked(self, state: str) -> "DiagnosisBody":
        unsaid = CERTAIN if state == CONFIRMED else POSSIBLE
        whole = replace(
            self, certainty=self.certainty or unsaid, comment=limits.tidied(self.comment)
        )
        bad = dict(whole._problems(state))
        if bad:
            raise Invalid(fields=bad)
        return whole

    def turned(self, state: str, certainty: str, abated: PartialDate | None) -> "DiagnosisBody":
        """Return what it says in another state; what is not given and still holds is kept."""
        if state in (SUSPECTED, CONFIRMED):
            return replace(self, certainty=certainty, abated=None)
        return replace(self, certainty=certainty or self.certainty, abated=abated or self.abated)

    def _problems(self, state: str) -> Iterator[tuple[str, str]]:
        if len(self.comment) > limits.COMMENT:
            yield "comment", limits.at_most(limits.COMMENT)
        if self.certainty not in CERTAINTIES:
            yield "certainty", f"Choose one of {', '.join(CERTAINTIES)}."
        if state == SUSPECTED and self.certainty == CERTAIN:
            yield "certainty", "A diagnosis that is certain is confirmed."
        if state == CONFIRMED and self.certainty != CERTAIN:
            yield "certainty", "A diagnosis that is confirmed is certain."
        for name, said in (("onset", self.onset), ("abated", self.abated)):
            if said and (problem := problem_of(said)):
                yield name, problem
        if self.onset and self.abated and self.abated.last < self.onset.first:
            yield "abated", "The end must not be before the beginning."
        if self.abated and state != RESOLVED:
            yield "abated", "Only a resolved diagnosis has an end."
