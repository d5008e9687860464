"""Where an interview stands: everything the choice of the next screen may look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedside.assessment.age import Age
from bedside.assessment.answers import Answered
from bedside.assessment.facts import NO, NOT_STATED, NOT_SURE, YES, Patient, Value
from bedside.assessment.flags import hurry
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import HURRY
from bedside.assessment.learn import CHIPS, COMPLAINT, GROWN_UP, PRESENT, confirmed_lines
from bedside.assessment.notice import Notice, notice_of
from bedside.assessment.opening import Opening
from bedside.assessment.report import Fired
from bedside.assessment.rules import Truth
from bedside.assessment.words.heard import Heard

EMERGENCY = HURRY["hospital-now"]
CLOUDED = ("confusion", "drunkenness", "vitals.newly-confused")
"""What makes a person's own answers unsafe to rely on."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The facts of one point in the interview, and the small questions every stage asks of them."""

    knowledge: Knowledge
    opening: Opening
    patient: Patient
    heard: Heard
    answers: tuple[Answered, ...]
    fired: tuple[Fired, ...]

    @property
    def floor(self) -> int:
        """The hurry forced so far (a place in HURRY)."""
        return hurry(self.fired)

    @property
    def is_emergency(self) -> bool:
        return self.floor >= EMERGENCY

    def notice(self, asking: Iterable[str] = ()) -> Notice | None:
        """Whom to call, to be said above the question about these findings, if anybody."""
        return notice_of(self.knowledge, self.heard, self.patient, asking)

    @property
    def words(self) -> str:
        """The text that was heard: the opening's, and what was added when that told nothing."""
        return all_words(self.opening, self.patient.values.get(COMPLAINT))

    @property
    def for_somebody_else(self) -> bool:
        return self.patient.speaker in ("parent", "carer")

    @property
    def is_elsewhere(self) -> bool:
        """Somebody answers for a patient who is not with them."""
        return self.for_somebody_else and self.patient.values.get(PRESENT) in (NO, NOT_SURE)

    @property
    def _is_by_themselves(self) -> bool:
        """Somebody answers for themselves, or cannot say who is answering."""
        patient = self.patient
        return patient.speaker == "self" or patient.values.get("about.speaker") == NOT_SURE

    @property
    def is_too_young(self) -> bool:
        """Somebody below the age of self-use answers for themselves."""
        age = self.patient.age
        if age is None or not self._is_by_themselves:
            return False
        return age < Age.years(self.opening.self_use_age)

    @property
    def is_child_alone(self) -> bool:
        """No grown-up is there to answer together with them."""
        return self.is_too_young and self.patient.values.get(GROWN_UP) in ("nobody", NOT_SURE)

    @property
    def is_clouded(self) -> bool:
        """Somebody answers for themselves who is, or may be, confused or intoxicated."""
        return self._is_by_themselves and any(
            self.patient.present(name) >= Truth.UNSURE for name in CLOUDED
        )

    def asked(self, question_id: str) -> bool:
        return any(one.question_id == question_id for one in self.answers)

    def answer_to(self, question_id: str) -> Answered | None:
        for one in reversed(self.answers):
            if one.question_id == question_id:
                return one
        return None

    def screens(self, prefix: str) -> int:
        """How many screens with ids starting so were answered."""
        return sum(one.question_id.startswith(prefix) for one in self.answers)

    def is_open(self, name: str) -> bool:
        """Is this finding unknown and fit to be asked of this person?"""
        finding = self.knowledge.findings.get(name)
        if finding is None or name in self.patient.values:
            return False
        if self.for_somebody_else and self.is_private(name):
            return False
        if finding.parent and self.patient.present(finding.parent) is not Truth.YES:
            return False
        return self.patient.applies(name) is not Truth.NO

    def is_private(self, name: str) -> bool:
        """Private by itself, for this patient, or as the detail of something private."""
        finding = self.knowledge.findings.get(name)
        if finding is None:
            return False
        rule = finding.private_for
        if finding.private or (rule is not None and rule.truth(self.patient) is not Truth.NO):
            return True
        return self.is_private(finding.parent)

    def to_ask_first(self, name: str) -> str:
        """A detail of a symptom that nobody asked about yet stands for the symptom itself."""
        finding = self.knowledge.findings.get(name)
        parent = finding.parent if finding else ""
        return parent if parent and self.is_open(parent) else name

    def open_among(self, names: Iterable[str]) -> list[str]:
        return [name for name in dict.fromkeys(names) if self.is_open(name)]

    @property
    def symptoms(self) -> list[str]:
        """Symptoms that are there, those the person brought first."""
        values = self.patient.values
        brought = [*self.heard.present, *self.chosen]
        return [
            name
            for name in dict.fromkeys([*brought, *values])
            if name in self.knowledge.symptoms and values.get(name) == YES
        ]

    @property
    def brought(self) -> list[str]:
        """The symptoms that the person came with and confirmed."""
        mine = self._mine
        return [name for name in self.symptoms if name in mine]

    @property
    def comes_back(self) -> bool:
        """Somebody wrote about the same kind of problem within three days, and it is no better."""
        previous = self.opening.previous
        return previous is not None and previous.still_counts(self.symptoms)

    @property
    def told(self) -> list[str]:
        """What the person came with, in their order, as an explanation has to account for it: the
        symptoms brought, and details said unasked ("honey crusts") that are no symptom alone."""
        findings, values, mine = self.knowledge.findings, self.patient.values, self._mine
        return [
            name
            for name in dict.fromkeys([*self.heard.present, *self.chosen, *values])
            if name in mine
            and values.get(name) == YES
            and findings[name].part in ("symptoms", "adaptive")
        ]

    @property
    def _mine(self) -> set[str]:
        """What came from the person's own words and ticks, not from our questions."""
        heard = self.heard
        return {*heard.present, *heard.unsure, *heard.near, *self.chosen}

    @property
    def chosen(self) -> tuple[str, ...]:
        """What was ticked or said yes to on the complaint's own screens."""
        return tuple(name for one in self.answers for name in chosen_in(one))

    def unknowns_in_a_row(self, system: str) -> int:
        """How many of the latest answers on this topic were *not sure* or *not stated*."""
        row = 0
        for one in reversed(self.answers):
            finding = self.knowledge.findings.get(one.question_id)
            if finding is None or finding.system != system:
                continue
            if one.answer not in (NOT_SURE, NOT_STATED):
                break
            row += 1
        return row


def all_words(opening: Opening, added: Value | None) -> str:
    """The opening's words and those of the complaint's own screen, a line each."""
    told = (opening.text.strip(), added.strip() if isinstance(added, str) else "")
    return "\n".join(one for one in told if one)


def chosen_in(given: Answered) -> tuple[str, ...]:
    """What an answer to one of the complaint's own screens says yes to."""
    if not given.question_id.startswith("complaint.") or not isinstance(given.answer, tuple):
        return ()
    if given.question_id != CHIPS:
        return given.answer
    said = confirmed_lines(given.answer)
    # An interview stored before lines were answered apart has the ids that were ticked.
    return tuple(one for one, value in said.items() if value == YES) if said else given.answer
