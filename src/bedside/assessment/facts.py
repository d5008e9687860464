"""What is known about the patient, in the form that rules ask about it.

A value is ``"yes"``, ``"no"``, ``"not_sure"``, ``"not_stated"``, an option id, a tuple of option
ids, a number or a text. *Not sure* is a person hesitating; *not stated* comes from programs only
and neither fires nor proves absence, so it reads as unknown; only a rule that says ``unanswered``
looks at it.

Two things are known without being asked: a follow-up of a symptom that is not there, and a
question that cannot apply (pregnancy in a man), both read as NO. A finding that was volunteered
is never overruled that way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.assessment.age import Age
from bedside.assessment.knowledge.model import Finding
from bedside.assessment.rules import Truth

Value = str | float | tuple[str, ...]

YES, NO, NOT_SURE, NOT_STATED = "yes", "no", "not_sure", "not_stated"
_WORDS = {YES: Truth.YES, NO: Truth.NO, NOT_SURE: Truth.UNSURE, NOT_STATED: Truth.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Patient:
    """Age, sex, speaker and every finding known so far (finding id to value).

    ``findings`` is the vocabulary, used only for what follows without being asked.
    """

    age: Age | None = None
    sex: str | None = None
    speaker: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict, repr=False, compare=False)

    def present(self, name: str) -> Truth:
        """YES when said to be there; for a choice or number, when any value was given."""
        value = self.values.get(name)
        if value is None:
            return self._without_asking(name)
        if isinstance(value, tuple):
            return Truth.YES if value else Truth.NO
        if isinstance(value, str):
            return _WORDS.get(value, Truth.YES)
        return Truth.YES

    def equals(self, name: str, value: str) -> Truth:
        """YES when ``value`` is the option chosen, or one of several."""
        if name in ("sex", "speaker"):
            said: Value | None = self.sex if name == "sex" else self.speaker
        else:
            said = self.values.get(name)
        if said is None:
            return self._without_asking(name)
        if isinstance(said, tuple):
            return Truth.YES if value in said else Truth.NO
        if said in (NOT_STATED, NOT_SURE):
            return _WORDS[str(said)]
        return Truth.YES if said == value else Truth.NO

    def number(self, name: str) -> float | Truth:
        """The number itself, or how far it is unknown."""
        if name == "age":
            return self.age.in_days if self.age is not None else Truth.UNKNOWN
        value = self.values.get(name)
        if isinstance(value, (int, float)):
            return float(value)
        return self._without_asking(name) if value is None else _WORDS.get(str(value), Truth.NO)

    def unanswered(self, name: str) -> Truth:
        """YES when it was asked and nothing came of it; UNKNOWN while nobody asked."""
        value = self.values.get(name)
        if value is None:
            return self._without_asking(name)
        return Truth.YES if value in (NOT_SURE, NOT_STATED) else Truth.NO

    def applies(self, name: str) -> Truth:
        """Could this finding apply to this patient at all?"""
        finding = self.findings.get(name)
        if finding is None or finding.applies is None:
            return Truth.YES
        return finding.applies.truth(Patient(self.age, self.sex, self.speaker, self.values))

    def _without_asking(self, name: str) -> Truth:
        finding = self.findings.get(name)
        if finding is None:
            return Truth.UNKNOWN
        if finding.parent and self.values.get(finding.parent) == NO:
            return Truth.NO
        if finding.applies is None:  # As nearly all are; a turn comes here a thousand times.
            return Truth.UNKNOWN
        return Truth.NO if self.applies(name) is Truth.NO else Truth.UNKNOWN


def patient_of(
    answers: Mapping[str, object], findings: Mapping[str, Finding] | None = None
) -> Patient:
    """Build a patient from a case as data: ``age = "34y"``, ``fever = true``, lists, numbers.

    Raises ValueError for an age that cannot be read.
    """
    given = dict(answers)
    age, sex, speaker = (given.pop(key, None) for key in ("age", "sex", "speaker"))
    return Patient(
        age=Age.written(str(age)) if age is not None else None,
        sex=str(sex) if sex is not None else None,
        speaker=str(speaker) if speaker is not None else None,
        values={name: _value(said) for name, said in given.items()},
        findings=findings or {},
    )


def _value(said: object) -> Value:
    if said is True:
        return YES
    if said is False:
        return NO
    if isinstance(said, (list, tuple)):
        return tuple(str(one) for one in said)
    return float(said) if isinstance(said, (int, float)) else str(said)
