"""The interview: begin, answer, go back, change, resume. Pure and deterministic.

The state is a list of answers and what they taught. Each screen that was shown is remembered with
its options, so replaying answers never recomputes which question was chosen, and a turn costs the
same at the end of an interview as at its start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bedside.assessment.age import Age
from bedside.assessment.answers import Answered, InvalidAnswer, check, plain, value_of
from bedside.assessment.facts import NO, NOT_STATED, YES, Patient, Value
from bedside.assessment.flags import newly_fired
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.learn import COMPLAINT, learn, tell
from bedside.assessment.measured import with_figures, with_meaning
from bedside.assessment.moment import Moment, all_words, chosen_in
from bedside.assessment.notice import Notice
from bedside.assessment.opening import Opening
from bedside.assessment.posterior import explaining, posterior_of
from bedside.assessment.questions import Question, phrase
from bedside.assessment.rebuild import rebuild
from bedside.assessment.report import Correction, Fired, Result
from bedside.assessment.result import result_of
from bedside.assessment.stages import life_threats
from bedside.assessment.stages.order import next_question
from bedside.assessment.words import Heard, reader_for, recognise

Step = Question | Result


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is: screens answered, the most there can be, and the part it is in."""

    asked: int
    limit: int
    part: str


@dataclass(frozen=True, slots=True)
class Interview:
    """One interview; every function here returns a new one. ``step`` is the current screen, and
    ``notice`` what stands above it because of the words."""

    opening: Opening
    knowledge_version: str
    patient: Patient
    heard: Heard
    answers: tuple[Answered, ...]
    fired: tuple[Fired, ...]
    step: Step
    limit: int
    corrected: tuple[Correction, ...] = ()
    dropped: tuple[Answered, ...] = field(default=())
    notice: Notice | None = None

    @property
    def progress(self) -> Progress:
        part = self.step.part if isinstance(self.step, Question) else "result"
        return Progress(len(self.answers), self.limit, part)

    def to_data(self) -> dict[str, Any]:
        """The whole interview as JSON; ``from_data`` gives it back."""
        patient = self.patient
        return {
            "knowledge_version": self.knowledge_version,
            "opening": self.opening.to_data(),
            "patient": {
                "age_days": patient.age.in_days if patient.age else None,
                "sex": patient.sex,
                "speaker": patient.speaker,
                "values": {name: plain(value) for name, value in patient.values.items()},
            },
            "heard": self.heard.to_data(),
            "answers": [one.to_data() for one in self.answers],
            "fired": [one.to_data() for one in self.fired],
            "step": self.step.to_data(),
            "limit": self.limit,
            "corrected": [one.to_data() for one in self.corrected],
            "dropped": [one.to_data() for one in self.dropped],
            "notice": self.notice.to_data() if self.notice else None,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Interview:
        """Read a stored interview as it was, without replaying anything."""
        patient, step, notice = data["patient"], data["step"], data.get("notice")
        days = patient["age_days"]
        return cls(
            opening=Opening.from_data(data["opening"]),
            knowledge_version=data["knowledge_version"],
            patient=Patient(
                None if days is None else Age(days),
                patient["sex"],
                patient["speaker"],
                {name: value_of(value) for name, value in patient["values"].items()},
            ),
            heard=Heard.from_data(data["heard"]),
            answers=tuple(Answered.from_data(one) for one in data["answers"]),
            fired=tuple(Fired.from_data(one) for one in data["fired"]),
            step=Result.from_data(step) if step["type"] == "result" else Question.from_data(step),
            limit=data["limit"],
            corrected=tuple(Correction.from_data(one) for one in data["corrected"]),
            dropped=tuple(Answered.from_data(one) for one in data["dropped"]),
            notice=Notice.from_data(notice) if notice else None,
        )


def begin(knowledge: Knowledge, opening: Opening) -> Interview:
    """Start an interview: read the text, and choose the first screen."""
    return _stepped(_opened(knowledge, opening), (), ())


def advance(
    knowledge: Knowledge, interview: Interview, answer: Any, *, unstated: tuple[str, ...] = ()
) -> Interview:
    """Answer the current screen. Raises InvalidAnswer, leaving the state as it was.

    An unticked line of a tick list is a no, except those in ``unstated``: a program that knows a
    patient only from a text says nothing about them, and they stay unknown.
    """
    if not isinstance(interview.step, Question):
        raise InvalidAnswer("The interview is over; there is nothing to answer.")
    value = check(interview.step, answer)
    moment = _answered(_moment(knowledge, interview), interview.step, value, unstated)
    return _stepped(moment, interview.corrected, interview.dropped)


def complaint_of(interview: Interview) -> tuple[str, ...]:
    """The findings that somebody came with and confirmed, in their order."""
    values, ticked = interview.patient.values, interview.answers
    chosen = (name for one in ticked for name in chosen_in(one))
    brought = dict.fromkeys([*interview.heard.present, *chosen])
    return tuple(name for name in brought if values.get(name) == YES)


def go_on(knowledge: Knowledge, interview: Interview) -> Interview:
    """Ask on although there is a result, up to the limit of screens; for measuring only.

    Unchanged when there is nothing left to ask. What a patient is told is the first result.
    """
    if not isinstance(interview.step, Result) or len(interview.answers) >= interview.limit:
        return interview
    question = next_question(_moment(knowledge, interview))
    return interview if question is None else replace(interview, step=question)


def explanations(knowledge: Knowledge, interview: Interview) -> list[tuple[str, float]]:
    """Every condition with its share so far, highest first: the ranking before it is cut to the
    few that a doctor is shown. These shares order conditions; they are no likelihoods."""
    moment = _moment(knowledge, interview)
    posterior = posterior_of(knowledge, moment.patient)
    return explaining(knowledge, posterior, moment.told).ranked()


def undo(knowledge: Knowledge, interview: Interview) -> Interview:
    """Go back one answer; what it had fired is kept in ``corrected``.

    Raises InvalidAnswer when there is nothing to take back.
    """
    if not interview.answers:
        raise InvalidAnswer("There is no answer to take back.")
    kept, last = interview.answers[:-1], interview.answers[-1]
    before, _ = _replayed(knowledge, interview, kept)
    step = rebuild(before, last)
    corrected = _corrected(interview, before.fired)
    if step is None:
        return _stepped(before, corrected, interview.dropped)
    return _interview(before, step, corrected, interview.dropped)


def change(knowledge: Knowledge, interview: Interview, question_id: str, answer: Any) -> Interview:
    """Change an earlier answer and replay the rest; ``dropped`` lists answers no longer asked.

    Raises InvalidAnswer when the question was not answered or the new answer does not fit.
    """
    places = [at for at, one in enumerate(interview.answers) if one.question_id == question_id]
    if not places:
        raise InvalidAnswer("That question has not been answered.")
    at = places[-1]
    before, _ = _replayed(knowledge, interview, interview.answers[:at])
    question = rebuild(before, interview.answers[at])
    if question is None:
        raise InvalidAnswer("That question is no longer asked.")
    edited = replace(interview.answers[at], answer=check(question, answer), fired=(), unstated=())
    answers = (*interview.answers[:at], edited, *interview.answers[at + 1 :])
    after, dropped = _replayed(knowledge, interview, answers)
    return _stepped(after, _corrected(interview, after.fired), (*interview.dropped, *dropped))


def resume(knowledge: Knowledge, data: Mapping[str, Any]) -> Interview:
    """Take up a stored interview. When the knowledge has changed, its answers are replayed by
    question id, those that no longer fit are listed in ``dropped``, and fired flags stay."""
    stored = Interview.from_data(data)
    if stored.knowledge_version == knowledge.version:
        return replace(stored, patient=replace(stored.patient, findings=knowledge.findings))
    moment, dropped = _replayed(knowledge, stored, stored.answers)
    now = {one.id for one in moment.fired}
    kept = tuple(one for one in stored.fired if one.id not in now)
    moment = replace(moment, fired=(*kept, *moment.fired))
    return _stepped(moment, stored.corrected, (*stored.dropped, *dropped))


def restate_life_threats(knowledge: Knowledge, interview: Interview) -> Interview:
    """Show the life-threat checklist again (resuming after a day); then the interview goes on."""
    moment = _moment(knowledge, interview)
    question = life_threats.checklist(moment)
    return replace(interview, step=_as_shown(moment, question)) if question else interview


def _opened(knowledge: Knowledge, opening: Opening) -> Moment:
    """What the opening tells, and the flags that it fires."""
    heard = recognise(knowledge, opening.text, reader_for(opening.speaker))
    patient = _patient_of(knowledge, opening, heard)
    fired = newly_fired(knowledge, Patient(), patient, (), "opening")
    return Moment(knowledge, opening, patient, heard, (), fired)


def _patient_of(knowledge: Knowledge, opening: Opening, heard: Heard) -> Patient:
    """What the caller gave wins; what the text says fills the gaps."""
    age = opening.age
    if age is None and heard.age_days is not None:
        age = Age(heard.age_days)
    patient = Patient(
        age, opening.sex or heard.sex, opening.speaker or heard.speaker, {}, knowledge.findings
    )
    if opening.pregnant is not None and "pregnant" in knowledge.findings:
        patient = tell(knowledge, patient, {"pregnant": YES if opening.pregnant else NO})
    return with_figures(knowledge, patient, heard)


def _moment(knowledge: Knowledge, interview: Interview) -> Moment:
    patient = replace(interview.patient, findings=knowledge.findings)
    return Moment(
        knowledge, interview.opening, patient, interview.heard, interview.answers, interview.fired
    )


def _answered(
    moment: Moment, question: Question, value: Value, unstated: tuple[str, ...] = ()
) -> Moment:
    """The moment after one answer: what it teaches, and which flags it fires."""
    offered = question.offered if question.kind in ("many", "confirm") else ()
    given = Answered(question.id, value, (), offered, question.preselected, question.part, unstated)
    heard, earlier = moment.heard, moment.patient
    if question.id == COMPLAINT:
        words = all_words(moment.opening, value)
        heard = recognise(moment.knowledge, words, reader_for(moment.patient.speaker))
        filled = _filled(moment.patient, heard)
        moment = replace(moment, patient=with_figures(moment.knowledge, filled, heard))
    told = tuple(one for one in offered if one not in unstated)
    patient = learn(moment.knowledge, moment.patient, heard, question.id, told, value)
    if question.part == "about":
        patient = with_meaning(moment.knowledge, patient)
    patient = _left_open(patient, moment.knowledge, offered, unstated)
    fired = newly_fired(moment.knowledge, earlier, patient, moment.fired, question.id)
    given = replace(given, fired=tuple(one.id for one in fired))
    return replace(
        moment,
        patient=patient,
        heard=heard,
        answers=(*moment.answers, given),
        fired=(*moment.fired, *fired),
    )


def _left_open(
    patient: Patient, knowledge: Knowledge, offered: tuple[str, ...], unstated: tuple[str, ...]
) -> Patient:
    """Mark lines that nothing was said about, so that they are not asked again."""
    fresh = [one for one in offered if one in unstated and one in knowledge.findings]
    said = {one: NOT_STATED for one in fresh if one not in patient.values}
    return replace(patient, values={**patient.values, **said}) if said else patient


def _filled(patient: Patient, heard: Heard) -> Patient:
    """Age, sex and speaker said in a text that came after the first screens."""
    age = Age(heard.age_days) if patient.age is None and heard.age_days is not None else patient.age
    return replace(
        patient, age=age, sex=patient.sex or heard.sex, speaker=patient.speaker or heard.speaker
    )


def _replayed(
    knowledge: Knowledge, interview: Interview, answers: tuple[Answered, ...]
) -> tuple[Moment, tuple[Answered, ...]]:
    """Answer the same screens again; returns the moment and the answers that no longer fit."""
    moment = _opened(knowledge, interview.opening)
    dropped = []
    for given in answers:
        question = rebuild(moment, given)
        try:
            if question is None:
                raise InvalidAnswer("That question is no longer asked.")
            value = check(question, _as_given(question, given.answer))
            moment = _answered(moment, question, value, given.unstated)
        except InvalidAnswer:
            dropped.append(given)
    return moment, tuple(dropped)


def _as_given(question: Question, answer: Value) -> Any:
    """A stored answer as it is given. Of a confirming screen where no line was answered nothing is
    known; an empty list would say that none of it is so."""
    return {} if question.kind == "confirm" and answer == () else plain(answer)


def _corrected(interview: Interview, fired: tuple[Fired, ...]) -> tuple[Correction, ...]:
    """Flags that stood before and no longer do, with the answer that had fired them."""
    now = {one.id for one in fired}
    answers = {one.question_id: one.answer for one in interview.answers}
    gone = (
        Correction.of(one, answers.get(one.question_id, ""))
        for one in interview.fired
        if one.id not in now
    )
    return (*interview.corrected, *gone)


def _stepped(
    moment: Moment, corrected: tuple[Correction, ...], dropped: tuple[Answered, ...]
) -> Interview:
    """Choose the next screen, or finish."""
    over = moment.is_emergency or len(moment.answers) >= moment.knowledge.limits.screens
    question = None if over else next_question(moment)
    step: Step = question or result_of(moment, corrected, dropped)
    return _interview(moment, step, corrected, dropped)


def _as_shown(moment: Moment, step: Step) -> Step:
    """What a screen reminds of: a private one may be skipped, and on a tick list nobody guesses
    what they cannot see."""
    if not isinstance(step, Question):
        return step
    if _is_private(moment, step):
        help_ = step.help or phrase(moment.knowledge, "private")
        return replace(step, private=True, help=help_)
    if step.help:
        return step
    is_list = step.kind == "many" and step.part in ("life_threats", "symptoms")
    if is_list and moment.is_elsewhere:
        return replace(step, help=phrase(moment.knowledge, "elsewhere"))
    return step


def _is_private(moment: Moment, step: Question) -> bool:
    """A screen that the knowledge writes says so itself, and the life threats never are."""
    if step.private or moment.is_private(step.id):
        return True
    if step.part == "life_threats" or step.id in moment.knowledge.screens:
        return False
    return any(moment.is_private(name) for name in step.offered)


def _interview(
    moment: Moment, step: Step, corrected: tuple[Correction, ...], dropped: tuple[Answered, ...]
) -> Interview:
    return Interview(
        moment.opening,
        moment.knowledge.version,
        moment.patient,
        moment.heard,
        moment.answers,
        moment.fired,
        _as_shown(moment, step),
        moment.knowledge.limits.screens,
        corrected,
        dropped,
        moment.notice(_asking(step)),
    )


def _asking(step: Step) -> tuple[str, ...]:
    """What a screen asks about. The life threats are asked of everybody and alarm nobody."""
    if not isinstance(step, Question) or step.part == "life_threats":
        return ()
    return (step.id, *step.offered)
