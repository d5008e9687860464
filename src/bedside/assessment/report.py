"""What an interview comes to, as types: how urgent it is, for the patient, for the doctor, and why.

Every door reads these and none looks into dictionaries. A result that was sent is never computed
again, so results of every older engine are read here for ever: what an older engine did not write
has a default, and what a newer one added is passed over. The order of the fields is the order of
the stored form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Literal, Self

from cattrs import Converter
from cattrs.gen import make_dict_structure_fn

from bedside.assessment.answers import Answered, plain, value_of
from bedside.assessment.facts import Value


class Stored:
    """Something with a stored form: JSON under the names of its fields."""

    __slots__ = ()

    def to_data(self) -> dict[str, Any]:
        """The stored form."""
        data: dict[str, Any] = _STORED.unstructure(self)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read a stored form. Raises KeyError, TypeError or ValueError for anything else, and
        never says what it found."""
        return _STORED.structure(data, cls)


@dataclass(frozen=True, slots=True)
class Said(Stored):
    """A finding and its value, both in words."""

    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Found(Stored):
    """A finding by its id, with its value in words."""

    id: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Fired(Stored):
    """A red flag as it fired: level and time (``within``) it forces, why, and from which answers.

    ``question_id`` is the question whose answer fired it.
    """

    id: str
    label: str
    reason: str
    level: str
    within: str
    source: str = ""
    question_id: str = ""
    answers: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction(Fired):
    """A flag that had fired and was taken back by undoing or changing ``answer``."""

    answer: Value = ""
    note: str = ""

    @classmethod
    def of(cls, fired: Fired, answer: Value) -> Correction:
        return cls(
            fired.id,
            fired.label,
            fired.reason,
            fired.level,
            fired.within,
            fired.source,
            fired.question_id,
            fired.answers,
            answer,
            f"was {fired.level}, corrected",
        )


@dataclass(frozen=True, slots=True)
class Condition(Stored):
    """A possible explanation, for the doctor to weigh; never a diagnosis, and ``note`` says so.

    ``weight`` is how well it fits, in words; ``supported_by`` is what is there that it explains.
    """

    id: str
    label: str
    icd10: str = ""
    weight: str = ""
    note: str = ""
    supported_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreItem(Stored):
    """One item of a score; ``points`` is None when it was not answered."""

    id: str
    label: str
    value: str = ""
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Score(Stored):
    """A published score. Not ``complete``, it is a lower bound, and ``label`` and ``band`` say so.

    ``points`` are those of the items answered, by id; ``apart`` are answers that belong to the
    questionnaire and not to its total.
    """

    id: str
    label: str
    total: int
    complete: bool
    band: str = ""
    points: Mapping[str, int] = field(default_factory=dict)
    items: tuple[ScoreItem, ...] = ()
    apart: tuple[Said, ...] = ()
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class About(Stored):
    """Whom it is about and who answered. ``age`` is in words ("6 weeks"), ``age_days`` in days.

    ``patient_present`` and ``pregnant`` are answers (yes, no, not_sure) and None when not asked.
    """

    age: str | None = None
    age_days: int | None = None
    sex: str | None = None
    speaker: str | None = None
    patient_present: str | None = None
    answered_alone: bool = False
    pregnant: str | None = None

    @property
    def is_patient_elsewhere(self) -> bool:
        """Whoever answered was not, or may not have been, with the patient."""
        return self.patient_present in ("no", "not_sure")


@dataclass(frozen=True, slots=True)
class Onset(Stored):
    """Since when a symptom is there: in days, in words (``began``), and how it began."""

    id: str
    label: str
    days: float
    began: str = ""
    onset: str = ""


@dataclass(frozen=True, slots=True)
class Symptom(Stored):
    """A symptom that is there, with what was said about it."""

    id: str
    label: str
    details: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Background(Stored):
    """The person's health in general: what is there, and what was denied."""

    there: tuple[str, ...] = ()
    not_there: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary(Stored):
    """What the doctor reads first. ``complaint`` is in the patient's own words.

    ``timeline`` has the longest first; ``said_unconfirmed`` was told and never asked about,
    ``said_before`` was told as something of the past.
    """

    complaint: str = ""
    about: About = About()
    timeline: tuple[Onset, ...] = ()
    symptoms: tuple[Symptom, ...] = ()
    also_present: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    red_flags: tuple[Fired, ...] = ()
    corrected: tuple[Correction, ...] = ()
    background: Background = Background()
    safeguarding: tuple[Found, ...] = ()
    vitals: tuple[Found, ...] = ()
    scores: tuple[Score, ...] = ()
    conditions: tuple[Condition, ...] = ()
    said_unconfirmed: tuple[str, ...] = ()
    said_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuledOut(Stored):
    """A rule of a higher level that an answer ruled out."""

    id: str
    label: str
    level: str
    answers: tuple[Said, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Explanation(Stored):
    """Why this level: its reasons, the rules that fired, and the higher ones that did not.

    ``because`` speaks to the doctor, also where an older engine wrote it to the patient.
    ``self_care_rule`` is the id of the rule that proved self-care, if that is the level.
    """

    because: tuple[str, ...] = ()
    rules: tuple[Fired, ...] = ()
    why_not_higher: tuple[RuledOut, ...] = ()
    self_care_rule: str | None = None


@dataclass(frozen=True, slots=True)
class Advice(Stored):
    """What the patient reads: what to do, by when, why, and what would change it."""

    headline: str = ""
    what_to_do: tuple[str, ...] = ()
    by_when: str = ""
    why: tuple[str, ...] = ()
    worsening: tuple[str, ...] = ()
    if_no_better: str = ""
    self_care: tuple[str, ...] = ()
    notice: str = ""
    not_a_diagnosis: str = ""
    not_reviewed: str = ""


@dataclass(frozen=True, slots=True)
class Result(Stored):
    """A finished assessment.

    ``triage`` is emergency, urgent, routine or self-care; ``when`` is by when to be seen, such as
    within-24-hours; ``look_again_days`` is given with self-care only. ``advice`` says the same as
    ``patient`` in a few sentences. ``conditions``, ``summary``, ``explanation`` and ``scores`` are
    for the doctor.
    """

    type: ClassVar[Literal["result"]] = "result"

    triage: str
    when: str
    look_again_days: int | None = None
    advice: tuple[str, ...] = ()
    red_flags: tuple[Fired, ...] = ()
    conditions: tuple[Condition, ...] = ()
    summary: Summary = Summary()
    patient: Advice = Advice()
    explanation: Explanation = Explanation()
    knowledge_version: str = ""
    corrected: tuple[Correction, ...] = ()
    dropped: tuple[Answered, ...] = ()
    scores: tuple[Score, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """The stored form, which says that it is a result and no question."""
        return {"type": self.type, **Stored.to_data(self)}


_TO_THE_DOCTOR = {
    "Your answers fit explanations that should be looked at this soon.": (
        "The answers fit explanations that should be looked at this soon."
    ),
    "You describe it as very bad.": "The patient describes it as very bad.",
    "You answered by yourself, so a clinician should look at it with you.": (
        "The patient, a child, answered without anybody."
    ),
    "You wrote to us in the last 3 days, and part of that is still there.": (
        "The patient wrote in the last 3 days, and part of that is still there."
    ),
    "You asked about the same problem in the last 3 days and it is no better.": (
        "The patient asked about the same problem in the last 3 days and it is no better."
    ),
    "Nothing in your answers calls for more hurry, and a clinician should still look at it.": (
        "Nothing in the answers calls for more hurry, and a clinician should still look at it."
    ),
}
"""Reasons as engines wrote them that told doctor and patient the same, and what a doctor reads."""


def _text(found: object, _: type) -> str:
    """Nothing is made a text that is none: a null would read "None" in a chart."""
    if not isinstance(found, str):
        raise TypeError("a text was expected in a stored result")
    return found


def _reasons_to_the_doctor(read: Explanation) -> Explanation:
    return replace(
        read, because=tuple(_TO_THE_DOCTOR.get(reason, reason) for reason in read.because)
    )


def _converter() -> Converter:
    converter = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(Value, lambda data, _: value_of(data))
    converter.register_unstructure_hook(Value, plain)
    converter.register_structure_hook(Answered, lambda data, _: Answered.from_data(data))
    converter.register_unstructure_hook(Answered, Answered.to_data)
    explanation = make_dict_structure_fn(Explanation, converter)
    converter.register_structure_hook(
        Explanation, lambda data, kind: _reasons_to_the_doctor(explanation(data, kind))
    )
    return converter


_STORED = _converter()
