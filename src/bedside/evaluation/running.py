"""Running a whole set: every case in every way that is reported, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bedside.assessment import Knowledge
from bedside.evaluation.cases import Case, Evidence, Story
from bedside.evaluation.closed import ask, questionnaire
from bedside.evaluation.interviews import WAYS, Outcome, Way, hold
from bedside.evaluation.patient import Mode

HEADLINE: Way = "full"
OWN, EVERYTHING = "own-conditions", "all-conditions"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One case and its outcome in each way; the first way is the headline."""

    case: Case
    outcomes: Mapping[str, Outcome]

    @property
    def headline(self) -> Outcome:
        return next(iter(self.outcomes.values()))

    def to_data(self) -> dict[str, Any]:
        """The line of the results file."""
        outcome, truth = self.headline, self.case.truth
        return {
            "id": self.case.id,
            "triage": outcome.triage,
            "within": outcome.within,
            "gold": {"triage": truth.level, "diagnosis": truth.diagnosis},
            "flags": list(outcome.flags),
            "present": list(outcome.present),
            "others": {
                way: [other.triage, other.within, list(other.flags)]
                for way, other in self.outcomes.items()
                if other is not outcome
            },
            "top5": list(outcome.top),
            "questions": list(outcome.asked),
        }


def evaluate(
    knowledge: Knowledge,
    cases: list[Case],
    mode: Mode,
    *,
    ranking: bool = True,
    ways: Sequence[str] = (),
) -> Iterator[Evaluated]:
    """Run each case; the engine sees what the patient knows and never the truth.

    ``ways`` keeps to some of them; without ``ranking`` an interview ends where the product stops.
    """
    for case in cases:
        if isinstance(case.knows, Evidence):
            yield Evaluated(case, _asked(knowledge, case.knows))
        else:
            held = _interviewed(knowledge, case.knows, mode, ranking, ways)
            yield Evaluated(case, dict(held))


def side_by_side(one: Sequence[Evaluated], other: Sequence[Evaluated]) -> list[Evaluated]:
    """The same cases with the outcomes of both, those of ``one`` first; either may be empty."""
    if not one or not other:
        return list(one or other)
    pairs = zip(one, other, strict=True)
    return [Evaluated(a.case, {**a.outcomes, **b.outcomes}) for a, b in pairs]


def ways_of(mode: Mode) -> dict[str, tuple[Way, Mode]]:
    """Full, lay and first in this mode, and full in the other mode beside them."""
    other: Mode = "strict" if mode == "narrative" else "narrative"
    return {**{way: (way, mode) for way in WAYS}, other: (HEADLINE, other)}


def _interviewed(
    knowledge: Knowledge, story: Story, mode: Mode, ranking: bool, ways: Sequence[str]
) -> Iterator[tuple[str, Outcome]]:
    for name, (way, chosen) in ways_of(mode).items():
        if not ways or name in ways:
            yield name, hold(knowledge, story, way, chosen, ranking=ranking)


def _asked(knowledge: Knowledge, evidence: Evidence) -> dict[str, Outcome]:
    return {
        OWN: ask(questionnaire(knowledge, everything=False), evidence),
        EVERYTHING: ask(questionnaire(knowledge, everything=True), evidence),
    }
