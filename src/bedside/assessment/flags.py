"""Which red flags have fired, which still could, and which answers decided it.

A flag that fired stays fired for as long as answers are only added: ``fired`` carries everything
shown about it, so it survives even a change of the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from bedside.assessment.facts import Patient
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.knowledge.model import HURRY, RedFlag
from bedside.assessment.report import Fired, Said
from bedside.assessment.rules import Truth, options_named
from bedside.assessment.wording import spoken_value


def newly_fired(
    knowledge: Knowledge,
    earlier: Patient,
    patient: Patient,
    before: tuple[Fired, ...],
    question_id: str,
) -> tuple[Fired, ...]:
    """The flags that fire now and had not fired before, most hurried first, ties by id.

    Only flags that look at something that changed since ``earlier`` are weighed.
    """
    known = {one.id for one in before}
    fired = []
    for flag_id in _touched(knowledge, earlier, patient):
        flag = knowledge.flags[flag_id]
        if flag_id in known:
            continue
        truth = flag.when.truth(patient)
        if truth is Truth.YES or (truth is Truth.UNSURE and flag.not_sure != "ignored"):
            fired.append(_fired(knowledge, patient, flag, truth, question_id))
    return tuple(sorted(fired, key=lambda one: (-HURRY[one.within], one.id)))


def _touched(knowledge: Knowledge, earlier: Patient, patient: Patient) -> Iterable[str]:
    """Flags that a change could fire: those that look at a value that is new, or at any value
    when age, sex or speaker changed (and then those that age or sex alone may fire)."""
    index, old = flags_by_finding(knowledge), earlier.values
    if (earlier.age, earlier.sex, earlier.speaker) == (patient.age, patient.sex, patient.speaker):
        changed = [name for name, value in patient.values.items() if old.get(name) != value]
        unasked: tuple[str, ...] = ()
    else:
        changed, unasked = list(patient.values), flags_without_findings(knowledge)
    return dict.fromkeys([*unasked, *(flag for name in changed for flag in index.get(name, ()))])


def _fired(
    knowledge: Knowledge, patient: Patient, flag: RedFlag, truth: Truth, question_id: str
) -> Fired:
    softened = truth is Truth.UNSURE and flag.not_sure == "urgent" and flag.level == "emergency"
    text = knowledge.texts.flags[flag.id]
    return Fired(
        id=flag.id,
        label=text.label,
        reason=text.reason,
        level="urgent" if softened else flag.level,
        within="within-24-hours" if softened else flag.within,
        source=flag.provenance.cited(),
        question_id=question_id,
        answers=deciding_answers(knowledge, patient, flag),
    )


def deciding_answers(knowledge: Knowledge, patient: Patient, flag: RedFlag) -> tuple[Said, ...]:
    """Label and value of each known finding that the flag's rule looks at."""
    return tuple(
        Said(*pair)
        for name in sorted(flag.when.names())
        if (pair := spoken_value(knowledge, patient, name)) is not None
    )


def live_flags(
    knowledge: Knowledge, patient: Patient, fired: tuple[Fired, ...], floor: int
) -> Iterator[RedFlag]:
    """Flags that could still fire, would raise the floor, and rest on something already there."""
    known = {one.id for one in fired}
    index = flags_by_finding(knowledge)
    present = (name for name, value in patient.values.items() if value not in ("no", "not_stated"))
    near = dict.fromkeys(flag for name in present for flag in index.get(name, ()))
    for flag_id in sorted(near, key=lambda one: (-HURRY[knowledge.flags[one].within], one)):
        flag = knowledge.flags[flag_id]
        if flag_id in known or HURRY[flag.within] <= floor or flag.topic == "life-threat":
            continue
        if flag.when.truth(patient) is Truth.UNKNOWN:
            yield flag


def quiet_flags(
    knowledge: Knowledge, patient: Patient, fired: tuple[Fired, ...], floor: int
) -> Iterator[RedFlag]:
    """Flags of a higher level that touch what is present and that an answer has ruled out."""
    known = {one.id for one in fired}
    index = flags_by_finding(knowledge)
    near: dict[str, None] = {}
    for name, value in patient.values.items():
        if value not in ("no", "not_stated", "not_sure"):
            near |= dict.fromkeys(index.get(name, ()))
    for flag_id in sorted(near, key=lambda one: (-HURRY[knowledge.flags[one].within], one)):
        flag = knowledge.flags[flag_id]
        if flag_id in known or HURRY[flag.within] <= floor:
            continue
        if flag.when.truth(patient) is Truth.NO:
            yield flag


@lru_cache(maxsize=8)
def flags_by_finding(knowledge: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """The ids of the flags that look at each finding (arranged once)."""
    index: dict[str, list[str]] = {}
    for flag in knowledge.flags.values():
        for name in _looked_at(knowledge, flag):
            index.setdefault(name, []).append(flag.id)
    return {name: tuple(flags) for name, flags in index.items()}


@lru_cache(maxsize=8)
def flags_without_findings(knowledge: Knowledge) -> tuple[str, ...]:
    """The ids of the flags that may fire before anything was asked (arranged once)."""
    flags = knowledge.flags.values()
    return tuple(flag.id for flag in flags if not flag.when.needs_findings())


@lru_cache(maxsize=8)
def decisive(knowledge: Knowledge) -> frozenset[str]:
    """What a flag of an emergency looks at: findings, and ``finding=option`` (arranged once)."""
    rules = [flag.when for flag in knowledge.flags.values() if flag.level == "emergency"]
    names = frozenset().union(*(rule.names() for rule in rules))
    return names | {f"{name}={value}" for rule in rules for name, value in options_named(rule)}


def _looked_at(knowledge: Knowledge, flag: RedFlag) -> set[str]:
    """The findings of a flag and the symptoms its details belong to, and whatever decides
    whether they apply at all."""
    names = set(flag.when.names())
    for finding in [knowledge.findings[one] for one in names if one in knowledge.findings]:
        names |= {finding.parent} - {""}
        names |= finding.applies.names() if finding.applies else frozenset()
    return names


def hurry(fired: tuple[Fired, ...]) -> int:
    """How hurried the fired flags make it: a place in HURRY, 0 for none."""
    return max((HURRY[one.within] for one in fired), default=0)
