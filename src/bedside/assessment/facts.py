"""What is known about the patient, in the form that rules ask about it.

An answer is ``"yes"``, ``"no"``, ``"not_sure"``, ``"not_stated"``, an option id, a list of option
ids, a number or a text. *Not sure* is a person hesitating; *not stated* comes from programs only
and neither fires nor proves absence, so it reads as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bedside.assessment.age import Age
from bedside.assessment.rules import Truth

Value = str | float | tuple[str, ...]

YES, NO, NOT_SURE, NOT_STATED = "yes", "no", "not_sure", "not_stated"
_WORDS = {YES: Truth.YES, NO: Truth.NO, NOT_SURE: Truth.UNSURE, NOT_STATED: Truth.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Patient:
    """Age, sex, speaker and every finding known so far (finding id to value)."""

    age: Age | None = None
    sex: str | None = None
    speaker: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)

    def present(self, name: str) -> Truth:
        """YES when said to be there; for a choice or number, when any value was given."""
        value = self.values.get(name)
        if value is None:
            return Truth.UNKNOWN
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
        if said is None or said == NOT_STATED:
            return Truth.UNKNOWN
        if said == NOT_SURE:
            return Truth.UNSURE
        if isinstance(said, tuple):
            return Truth.YES if value in said else Truth.NO
        return Truth.YES if said == value else Truth.NO

    def number(self, name: str) -> float | Truth:
        """The number itself, or how far it is unknown."""
        if name == "age":
            return self.age.in_days if self.age is not None else Truth.UNKNOWN
        value = self.values.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
        return Truth.UNSURE if value == NOT_SURE else Truth.UNKNOWN


def patient_of(answers: Mapping[str, object]) -> Patient:
    """Build a patient from a case written as data: ``age = "34y"``, ``fever = true``, lists, numbers.

    Raises ValueError for an age that cannot be read.
    """
    given = dict(answers)
    age, sex, speaker = (given.pop(key, None) for key in ("age", "sex", "speaker"))
    return Patient(
        age=Age.written(str(age)) if age is not None else None,
        sex=str(sex) if sex is not None else None,
        speaker=str(speaker) if speaker is not None else None,
        values={name: _value(said) for name, said in given.items()},
    )


def _value(said: object) -> Value:
    if said is True:
        return YES
    if said is False:
        return NO
    if isinstance(said, (list, tuple)):
        return tuple(str(one) for one in said)
    return float(said) if isinstance(said, (int, float)) else str(said)
