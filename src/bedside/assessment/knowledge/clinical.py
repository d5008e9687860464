"""What a clinician's note is read with: abbreviations, phrases, cues and headings of a language,
and the laboratory values with their units and reference ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClinicalWords:
    """How clinicians say one finding, beside the everyday words.

    ``history`` counts only where the past is told ("PMH: DVT"); ``absent`` are words for its
    absence ("afebrile"); ``beside`` are words that mean it only beside one of ``needs``.
    With ``alone`` the everyday words do not count; ``even_if_over`` is there though it has gone
    again, as the signs of a stroke are.
    """

    words: tuple[str, ...] = ()
    idioms: tuple[str, ...] = ()
    not_words: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    alone: bool = False
    even_if_over: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ClinicalTexts:
    """One language's clinical words. ``silent`` are names of diseases and body parts that alone
    are no symptom; ``lasting`` findings are still there when they are told as history; ``family``
    maps a finding to what it is when a relative has it."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, ClinicalWords] = field(default_factory=dict)
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    family: Mapping[str, str] = field(default_factory=dict)
    labs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()
    lasting: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reference:
    """What is normal for an age (in days) and sex, in the lab's own unit; both ends included."""

    low: float
    high: float
    age_from: int
    age_to: int
    sex: str


@dataclass(frozen=True, slots=True)
class Unit:
    """``value * factor + offset`` is the value in the lab's own unit; ``low`` to ``high`` is what a
    person can have, in this unit."""

    name: str
    factor: float
    low: float
    high: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Lab:
    """A laboratory value: the finding that holds it, its units, and what lies outside the range.

    ``when_low`` and ``when_high`` are findings that are there below ``far_low`` and above
    ``far_high``, or outside the normal range where these are None. ``assumed`` is the unit of a
    bare number, empty where it must be told by what is possible; ``whole`` are units in which
    nobody writes decimals.
    """

    id: str
    units: tuple[Unit, ...]
    normal: tuple[Reference, ...]
    when_low: tuple[str, ...]
    when_high: tuple[str, ...]
    far_low: float | None
    far_high: float | None
    assumed: str
    whole: tuple[str, ...]
