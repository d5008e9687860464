"""What the doctors did with what was sent: taken, asked back, reviewed, closed, or nothing yet."""

from collections.abc import Callable
from random import Random

from bedside import intake
from bedside.audit import Actor
from bedside.cli.sampledata.interviews import Registered
from bedside.intake.views import AssessmentView

HANDLED = ("", "", "take", "", "review", "ask", "", "review", "close", "", "reply", "")
"""What becomes of the sent ones, in turn; nothing, so far, of most."""
_ASKED = (
    (
        "Have you had anything like this before, and what helped then?",
        "Once, about two years ago. It went away by itself after a week or so.",
    ),
    (
        "Which medicines do you take at the moment, also without a prescription?",
        "Only paracetamol, twice yesterday. Nothing else.",
    ),
    (
        "Could somebody come with you to the clinic this week, and on which days?",
        "My neighbour can drive me on any day after four.",
    ),
)
"""Questions to patients, and their replies."""


def handle(
    sent: AssessmentView, what: str, doctor: Actor, patient: Registered, random: Random
) -> None:
    """Let a doctor do something with what a patient sent; nobody asks back in an emergency."""
    if sent.triage == "emergency" and what in {"ask", "reply"}:
        what = "review"
    if what:
        _DEEDS[what](sent, doctor, patient, random)


def _take(sent: AssessmentView, doctor: Actor, _: Registered, __: Random) -> AssessmentView:
    return intake.take(sent.id, version=sent.version, by=doctor)


def _review(sent: AssessmentView, doctor: Actor, _: Registered, __: Random) -> AssessmentView:
    taken = intake.take(sent.id, version=sent.version, by=doctor)
    return intake.review(sent.id, version=taken.version, by=doctor)


def _close(
    sent: AssessmentView, doctor: Actor, patient: Registered, random: Random
) -> AssessmentView:
    reviewed = _review(sent, doctor, patient, random)
    return intake.close(sent.id, version=reviewed.version, by=doctor)


def _ask(sent: AssessmentView, doctor: Actor, _: Registered, random: Random) -> AssessmentView:
    return _asked(sent, doctor, random.choice(_ASKED)[0])


def _reply(
    sent: AssessmentView, doctor: Actor, patient: Registered, random: Random
) -> AssessmentView:
    question, reply = random.choice(_ASKED)
    asked = _asked(sent, doctor, question)
    return intake.reply(sent.id, reply, version=asked.version, by=patient.actor)


def _asked(sent: AssessmentView, doctor: Actor, question: str) -> AssessmentView:
    taken = intake.take(sent.id, version=sent.version, by=doctor)
    return intake.ask(sent.id, question, version=taken.version, by=doctor)


_DEEDS: dict[str, Callable[[AssessmentView, Actor, Registered, Random], AssessmentView]] = {
    "take": _take,
    "review": _review,
    "close": _close,
    "ask": _ask,
    "reply": _reply,
}
