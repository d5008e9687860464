"""What an answer teaches: the patient's values after a screen was answered.

This is the whole meaning of an answer, and it never looks at how the screen came to be chosen, so
replaying answers is cheap and gives the same patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bedside.assessment.age import Age
from bedside.assessment.facts import NO, NOT_STATED, NOT_SURE, YES, Patient, Value
from bedside.assessment.flags import decisive
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.heard import Heard

LIFE_THREATS, CLARIFY = "life-threats", "life-threats.clarify"
CHIPS, AREA, LIST = "complaint.chips", "complaint.area", "complaint.list"
COMPLAINT, MEASURED = "complaint", "vitals.measured"
PRESENT, GROWN_UP, CLEAR_HEAD = "about.patient-present", "about.grown-up", "about.clear-head"


def learn(
    knowledge: Knowledge,
    patient: Patient,
    heard: Heard,
    question_id: str,
    offered: tuple[str, ...],
    answer: Value,
) -> Patient:
    """Return the patient after this answer; ``offered`` is what the screen showed."""
    if question_id.startswith("about."):
        patient = _about(patient, question_id, answer)
    if question_id == CLARIFY:
        return _clarified(knowledge, patient, offered, answer)
    if question_id == CHIPS:
        return _confirmed(knowledge, patient, heard, offered, answer)
    if question_id in knowledge.findings:
        return tell(knowledge, patient, {question_id: answer})
    if question_id in (AREA, MEASURED):
        return _with(patient, {question_id: answer})
    return _ticked(knowledge, patient, question_id, offered, answer)


def tell(knowledge: Knowledge, patient: Patient, said: Mapping[str, Value]) -> Patient:
    """Add values and everything they imply."""
    values = dict(patient.values)
    waiting = list(said.items())
    values.update(said)
    while waiting:
        name, value = waiting.pop()
        for atom in _atoms(name, value):
            for implied in knowledge.implications.get(atom, ()):
                if _imply(values, knowledge, implied, said):
                    target = implied.partition("=")[0]
                    waiting.append((target, values[target]))
    return replace(patient, values=values)


def _atoms(name: str, value: Value) -> Iterable[str]:
    if value == YES:
        return (name,)
    if isinstance(value, tuple):
        return tuple(f"{name}={one}" for one in value)
    if isinstance(value, str):
        return () if value in (NO, NOT_STATED) else (f"{name}={value}",)
    return (f"{name}={value:g}",)


def _imply(
    values: dict[str, Value], knowledge: Knowledge, atom: str, said: Mapping[str, Value]
) -> bool:
    """Set what is implied; True when something changed.

    An earlier *no* gives way to what a later answer implies, as somebody who denied such thoughts
    may own to them when asked in other words. What was said in the same breath stands.
    """
    name, _, option = atom.partition("=")
    now = values.get(name)
    if now == NO and name not in said:
        now = None
    if not option:
        new: Value = YES
    elif knowledge.findings[name].kind == "many":
        had = now if isinstance(now, tuple) else ()
        new = had if option in had else (*had, option)
        now = None if isinstance(now, tuple) else now
    elif knowledge.findings[name].kind == "number":
        new = float(option)
    else:
        new = option
    if now not in (None, NOT_STATED, NOT_SURE) or values.get(name) == new:
        return False
    values[name] = new
    return True


def _with(patient: Patient, said: Mapping[str, Value]) -> Patient:
    return replace(patient, values={**patient.values, **said})


def _about(patient: Patient, question_id: str, answer: Value) -> Patient:
    if question_id == "about.speaker" and answer not in (NOT_SURE, NOT_STATED):
        return replace(patient, speaker=str(answer))
    if (question_id, answer) == (GROWN_UP, "i-am-the-adult"):
        return replace(patient, speaker="parent")
    if question_id == "about.sex" and answer not in (NOT_SURE, NOT_STATED):
        return replace(patient, sex=str(answer))
    if isinstance(answer, float):
        make = {"about.age": Age.years, "about.age-months": Age.months, "about.age-days": Age.days}
        if question_id in make:
            return replace(patient, age=make[question_id](int(answer)))
    return patient


def _ticked(
    knowledge: Knowledge,
    patient: Patient,
    question_id: str,
    offered: tuple[str, ...],
    answer: Value,
) -> Patient:
    """A tick list: ticked is yes, unticked is no.

    *Not sure* about a whole list says nothing about its lines yet: they are asked one by one
    where they matter. *Not stated* marks them as asked.
    """
    if answer == NOT_SURE:
        return patient
    known = [name for name in offered if name in knowledge.findings]
    if not isinstance(answer, tuple):
        fresh = (name for name in known if name not in patient.values)
        return tell(knowledge, patient, dict.fromkeys(fresh, NOT_STATED))
    said: dict[str, Value] = {}
    for name in known:
        if name in answer:
            said[name] = YES
        elif question_id == LIST:
            continue
        elif patient.values.get(name) != YES or question_id == LIFE_THREATS:
            said[name] = NO
    return tell(knowledge, patient, said)


def _clarified(
    knowledge: Knowledge, patient: Patient, offered: tuple[str, ...], answer: Value
) -> Patient:
    """What can be seen settles the line of the checklist it stands for."""
    said: dict[str, Value] = {}
    for threat in knowledge.life_threats:
        if threat.clarify not in offered or answer == NOT_STATED:
            continue
        if isinstance(answer, tuple):
            value: Value = YES if threat.clarify in answer else NO
        else:
            value = NOT_SURE
        if said.get(threat.clarify) != YES:
            said[threat.clarify] = value
        said[threat.finding] = value
    return tell(knowledge, patient, said)


def confirmed_lines(answer: tuple[str, ...]) -> dict[str, str]:
    """Each line of a confirming screen with its answer, from ``("fever=yes", ...)``."""
    return {line: said for line, _, said in (one.rpartition("=") for one in answer) if line}


def _confirmed(
    knowledge: Knowledge, patient: Patient, heard: Heard, offered: tuple[str, ...], answer: Value
) -> Patient:
    """Words propose, answers decide: only lines that were answered are known, denials too.

    Someone who is not sure of the whole screen, and a program that states nothing, leave the words
    to stand only where they decide nothing by themselves. A detail (since when, how bad) goes with
    its symptom, but one that a danger rests on has a line of its own and follows that.
    """
    if isinstance(answer, tuple):
        lines = confirmed_lines(answer)
    else:
        lines = {
            one: YES for one in heard.present if one in offered and one not in decisive(knowledge)
        }
    said: dict[str, Value] = {}
    for line, value in lines.items():
        name, _, option = line.partition("=")
        if not option:
            said[name] = value
        elif value == YES:
            said[name] = option
    asked_apart = {line.partition("=")[0] for line in offered if "=" in line}
    for name, detail in heard.details:
        if said.get(name.partition(".")[0]) == YES and name not in asked_apart:
            said[name] = detail
    return tell(
        knowledge,
        patient,
        {name: value for name, value in said.items() if name in knowledge.findings},
    )
