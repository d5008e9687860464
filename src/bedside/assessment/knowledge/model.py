"""The shapes of the knowledge: what a finding, a red flag, a condition or a self-care rule is.

Everything is frozen and built once by ``load``; the engine only ever reads it. Logic and wording
are apart: these items carry ids, codes and rules, and ``Texts`` carries what people read in one
language, keyed by the same ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from bedside.assessment.knowledge.clinical import ClinicalTexts
from bedside.assessment.rules import Rule

Kind = Literal["yes_no", "choice", "many", "number", "text"]
Part = Literal[
    "about",
    "life_threats",
    "complaint",
    "symptoms",
    "adaptive",
    "background",
    "vitals",
    "questionnaires",
]
Triage = Literal["emergency", "urgent", "routine", "self-care"]
NotSure = Literal["fires", "urgent", "ignored"]

KINDS = ("yes_no", "choice", "many", "number", "text")
PARTS = get_args(Part)
LEVELS: Mapping[str, int] = {"self-care": 0, "routine": 1, "urgent": 2, "emergency": 3}
WHENS: Mapping[str, str] = {
    "self-care": "self-care",
    "within-2-weeks": "routine",
    "within-3-days": "routine",
    "within-24-hours": "urgent",
    "hospital-now": "emergency",
    "ambulance-now": "emergency",
}
"""Each time to be seen, least hurried first, with the level it belongs to."""
HURRY: Mapping[str, int] = {when: place for place, when in enumerate(WHENS)}
NOT_SURE = ("fires", "urgent", "ignored")
SEXES = ("female", "male", "other")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read: what it is, who stands behind it, where it is and its terms."""

    title: str
    publisher: str
    where: str
    terms: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an item comes from. ``reviewed`` is empty until a clinician has signed it.

    ``locator`` and ``read`` (ISO date) are set where ``source`` is a text that was read for this
    item; ``supports`` says whether that text holds up the ``level`` or only describes the
    ``picture`` of the danger, how soon being our own judgement.
    """

    source: str
    licence: str
    reviewed: str = ""
    locator: str = ""
    read: str = ""
    supports: str = ""

    def cited(self) -> str:
        """Return the source as one line for people: with its place, its date and its limits."""
        if not self.locator:
            return self.source
        judged = "; how soon is our own judgement" if self.supports == "picture" else ""
        return f"{self.source}: {self.locator}; read {self.read}{judged}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that can be known about a patient, and so one question that can be asked.

    ``options`` are the ids to choose from (``choice``, ``many``); ``parent`` and ``attribute``
    are set on a follow-up such as ``headache.onset``. What is ``private``, or ``private_for``
    this patient, is never put to anybody but the patient, and neither are its follow-ups.
    """

    id: str
    kind: Kind
    system: str
    provenance: Provenance
    part: Part = "adaptive"
    options: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    parent: str = ""
    attribute: str = ""
    applies: Rule | None = None
    private: bool = False
    private_for: Rule | None = None
    asked: bool = True
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Symptom:
    """A finding that people come with: what to ask next when it is there."""

    id: str
    follow_ups: tuple[str, ...]
    associated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Several yes/no findings asked at once; those not ticked are answered no."""

    id: str
    part: Part
    offers: tuple[str, ...]
    applies: Rule | None
    provenance: Provenance
    private: bool = False


@dataclass(frozen=True, slots=True)
class LifeThreat:
    """One line of the checklist that comes before everything else."""

    finding: str
    clarify: str
    flag: str
    applies: Rule | None


@dataclass(frozen=True, slots=True)
class Case:
    """A little patient used to prove a rule: answers by finding id, with ``age`` and ``sex``."""

    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A reason to be seen sooner, and the level and time that it forces."""

    id: str
    when: Rule
    written: str
    level: Triage
    within: str
    not_sure: NotSure
    topic: str
    provenance: Provenance
    codes: Mapping[str, str]
    fires: tuple[Case, ...]
    quiet: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Prevalence:
    """How common a condition is for an age band and sex, as an ordinal word."""

    band: str
    age_from: int = 0
    age_to: int = 50_000
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A possible explanation; ``findings`` maps ``finding`` or ``finding=value`` to P(it|this)."""

    id: str
    system: str
    severity: int
    within: str
    prevalence: tuple[Prevalence, ...]
    findings: Mapping[str, float]
    sex: str
    codes: Mapping[str, str]
    provenance: Provenance

    @property
    def is_minor(self) -> bool:
        """Is it looked after at home, or of the least severity whoever is seen for it?"""
        return self.within == "self-care" or self.severity == 1


@dataclass(frozen=True, slots=True)
class SelfCare:
    """When a minor complaint may be looked after at home, and what must each be answered no.

    ``max_days`` is how long it may have lasted, None where that does not matter, and
    ``worsens_for`` for how many days getting worse belongs to its course. A rule that may stand
    ``alongside`` is about something small and local that makes nothing else more urgent.
    """

    id: str
    covers: tuple[str, ...]
    complaint: tuple[str, ...]
    excluded_by: tuple[tuple[str, Rule], ...]
    age_from: int
    age_to: int
    max_days: float | None
    worsens_for: float
    look_again_days: int
    alongside: bool
    provenance: Provenance
    cases: tuple[Case, ...]
    not_cases: tuple[Case, ...]

    @property
    def lasted_too_long(self) -> str:
        """The finding that asks just that, for whoever cannot say how long it has been."""
        return "" if self.max_days is None else f"lasted-over-{self.max_days:g}-days"


@dataclass(frozen=True, slots=True)
class FindingText:
    """What people read about one finding, and the words by which they say it themselves."""

    label: str
    question: str = ""
    why: str = ""
    help: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    well: tuple[str, ...] = ()
    watch_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlagText:
    """A red flag in plain words: a short name and the reason it matters."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConditionText:
    """A condition's name and one plain sentence on what it is."""

    label: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class SelfCareText:
    """What helps at home, what to watch for."""

    label: str
    helps: tuple[str, ...]
    watch_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything people read, in one language.

    ``everyday`` words are no misspelt symptom, and the words of ``sayings`` mean no finding.
    """

    language: str
    findings: Mapping[str, FindingText]
    flags: Mapping[str, FlagText]
    conditions: Mapping[str, ConditionText]
    self_care: Mapping[str, SelfCareText]
    phrases: Mapping[str, str]
    cues: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clinical: ClinicalTexts = field(default_factory=ClinicalTexts)
    everyday: frozenset[str] = frozenset()
    sayings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that shape an interview; each is explained in limits.toml."""

    screens: int
    adaptive: int
    follow_ups_for: int
    settled: float
    smallest_gain: float
    unknowns_in_a_row: int
    something_else: float
    strengths: Mapping[str, float]
    prevalence: Mapping[str, float]
    raised_by: Mapping[str, float]
    denied: float
    shared: float
    background: float
    background_signs: float
    background_by: Mapping[str, float]
