"""What stands above the questions: whom to call, because of words, answers or what is being asked.

Words propose and answers decide. Words alone give no level and end no interview; but nobody who
writes that their lips are blue should have to look for the number, and none of it waits for a tick.
A sentence stands for as long as the words do: a finding that was answered no counts no more, except
that whoever wrote of ending their life keeps the crisis line. That stands above every screen that
asks about it as well, before anything is ticked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bedside.assessment.facts import NO, NOT_STATED, NOT_SURE, YES, Patient, Value
from bedside.assessment.flags import newly_fired
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.learn import tell
from bedside.assessment.questions import phrase
from bedside.assessment.report import Stored
from bedside.assessment.words.heard import Heard

SELF_HARM = (
    "self-harm-thoughts", "hopelessness", "cuts-self", "self-harm-attempt", "self-harm-intent",
    "self-harm-plan", "self-harm-means", "in-danger-from-self", "overdose.on-purpose",
    "poisoning.on-purpose",
)  # fmt: skip
"""With any of these somebody may be thinking of ending their life (no source: wording, no rule)."""
_OF_A_CRISIS = frozenset(SELF_HARM)
_MOST_HURRIED = ("ambulance-now", "hospital-now")


@dataclass(frozen=True, slots=True)
class Notice(Stored):
    """Sentences with room for this place's numbers: ``emergency`` says when to call or go,
    ``crisis`` has the crisis line. Either may be empty, never both."""

    emergency: str = ""
    crisis: str = ""


def notice_of(
    knowledge: Knowledge, heard: Heard, patient: Patient, asking: Iterable[str] = ()
) -> Notice | None:
    """Return what to say above the question; None when nothing is alarming.

    ``patient`` is known by now: what they denied is no longer among the words. ``asking`` are the
    findings that the screen asks about.
    """
    within = _danger(knowledge, heard, patient)
    notice = Notice(
        emergency=phrase(knowledge, f"notice.{within}") if within else "",
        crisis=phrase(knowledge, "notice.crisis") if _is_crisis(heard, patient, asking) else "",
    )
    return notice if notice != Notice() else None


def tells_of_self_harm(heard: Heard) -> bool:
    """Whether the words speak of harming or ending oneself, doubtful ones too."""
    return not {*heard.present, *heard.unsure}.isdisjoint(SELF_HARM)


def _is_crisis(heard: Heard, patient: Patient, asking: Iterable[str]) -> bool:
    told = (patient.values.get(name) for name in SELF_HARM)
    is_told = any(value in (YES, NOT_SURE) for value in told)
    return is_told or tells_of_self_harm(heard) or not _OF_A_CRISIS.isdisjoint(asking)


def _danger(knowledge: Knowledge, heard: Heard, patient: Patient) -> str:
    """By when a red flag would have somebody seen if the words are so; only an emergency counts."""
    known = Patient(patient.age, patient.sex, patient.speaker, {}, knowledge.findings)
    said = _said(knowledge, heard, patient)
    so = tell(knowledge, known, _left_open(knowledge, said) | said)
    levels = {flag.within for flag in newly_fired(knowledge, Patient(), so, (), "")}
    return next((within for within in _MOST_HURRIED if within in levels), "")


def _left_open(knowledge: Knowledge, said: dict[str, Value]) -> dict[str, Value]:
    """What the words leave open about the symptoms in them ("slurred speech", since when?): the
    number stands there until it is asked."""
    symptoms = (knowledge.symptoms[name] for name in said if name in knowledge.symptoms)
    return {detail: NOT_STATED for one in symptoms for detail in one.follow_ups}


def _said(knowledge: Knowledge, heard: Heard, patient: Patient) -> dict[str, Value]:
    """What the words say, without what an answer has denied since."""
    said: dict[str, Value] = {**dict.fromkeys(heard.unsure, NOT_SURE), **dict(heard.details)}
    said |= dict.fromkeys(heard.present, YES)
    denied = {name for name, value in patient.values.items() if value == NO}
    return {
        name: value
        for name, value in said.items()
        if name in knowledge.findings and denied.isdisjoint((name, name.partition(".")[0]))
    }
