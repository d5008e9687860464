"""What the doctor reads first: the story in order, what is there, what is not, what is possible."""

from __future__ import annotations

from bedside.assessment.facts import NO, NOT_STATED, NOT_SURE, YES, Value
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.learn import PRESENT
from bedside.assessment.matrix import explained_by
from bedside.assessment.moment import Moment
from bedside.assessment.report import (
    About,
    Background,
    Condition,
    Correction,
    Found,
    Onset,
    Score,
    Summary,
    Symptom,
)
from bedside.assessment.triage import Verdict
from bedside.assessment.wording import days_in_words, label_of, value_in_words

_MOST_CONDITIONS = 5
_BANDS = ((0.50, "fits well"), (0.15, "fits"))
_LEAST_OF_BEST = 0.10
_LEAST_OF_BEST_DANGEROUS = 0.03
_DANGEROUS = 4
NOT_A_DIAGNOSIS = "not a diagnosis"
SAFEGUARDING = "safeguarding"


def summary_of(
    moment: Moment,
    conditions: tuple[Condition, ...],
    scores: tuple[Score, ...],
    corrected: tuple[Correction, ...],
) -> Summary:
    """The doctor's summary; everything in it is in a fixed order."""
    return Summary(
        complaint=complaint_of(moment),
        about=_about(moment),
        timeline=_timeline(moment),
        symptoms=tuple(_symptom(moment, name) for name in moment.symptoms),
        also_present=_with_answer(moment, YES, background=False),
        denied=_with_answer(moment, NO, background=False),
        unsure=_unsure(moment),
        red_flags=moment.fired,
        corrected=corrected,
        background=_background(moment),
        safeguarding=_safeguarding(moment),
        vitals=_values(moment, "vitals"),
        scores=scores,
        conditions=conditions,
        said_unconfirmed=_unconfirmed(moment),
        said_before=_before(moment),
    )


def complaint_of(moment: Moment) -> str:
    """The patient's own words: the opening, and what was added when it told nothing we know."""
    return moment.words


def _unconfirmed(moment: Moment) -> tuple[str, ...]:
    return tuple(
        label_of(moment.knowledge, name)
        for name in moment.heard.present
        if name not in moment.patient.values
    )


def _before(moment: Moment) -> tuple[str, ...]:
    return tuple(
        label_of(moment.knowledge, one.finding)
        for one in moment.heard.mentions
        if one.status == "past"
    )


def conditions_of(moment: Moment, verdict: Verdict) -> tuple[Condition, ...]:
    """The explanations that come near the best one; a dangerous one may be further behind.

    How well each fits is its share among the known explanations of what was brought.
    """
    ranked = verdict.posterior.ranked()
    known = float(verdict.posterior.shares[:-1].sum())
    if not moment.symptoms or not known:
        return ()
    listed = [
        _explanation(moment, name, share / known)
        for name, share in ranked[: _MOST_CONDITIONS * 2]
        if share > 0 and share >= ranked[0][1] * _least(moment, name)
    ]
    return tuple(listed[:_MOST_CONDITIONS])


def _least(moment: Moment, condition: str) -> float:
    is_dangerous = moment.knowledge.conditions[condition].severity >= _DANGEROUS
    return _LEAST_OF_BEST_DANGEROUS if is_dangerous else _LEAST_OF_BEST


def _explanation(moment: Moment, name: str, share: float) -> Condition:
    return Condition(
        id=name,
        label=moment.knowledge.texts.conditions[name].label,
        icd10=moment.knowledge.conditions[name].codes.get("icd10", ""),
        weight=next((word for bound, word in _BANDS if share >= bound), "fits partly"),
        note=NOT_A_DIAGNOSIS,
        supported_by=_support(moment, name),
    )


def _support(moment: Moment, condition: str) -> tuple[str, ...]:
    """What is there that this condition would explain."""
    knowledge, values = moment.knowledge, moment.patient.values
    explained = explained_by(knowledge, condition)
    common = knowledge.limits.strengths["common"]
    names = [
        name
        for name, value in values.items()
        if value == YES and explained.get(name, 0) >= common and knowledge.findings[name].asked
    ]
    return tuple(label_of(knowledge, name) for name in names)


def _about(moment: Moment) -> About:
    patient = moment.patient
    return About(
        age=patient.age.in_words() if patient.age else None,
        age_days=patient.age.in_days if patient.age else None,
        sex=patient.sex,
        speaker=patient.speaker,
        patient_present=_answer(moment, PRESENT),
        answered_alone=moment.is_child_alone,
        pregnant=_answer(moment, "pregnant"),
    )


def _answer(moment: Moment, name: str) -> str | None:
    said = moment.patient.values.get(name)
    return said if isinstance(said, str) else None


def _timeline(moment: Moment) -> tuple[Onset, ...]:
    """Symptoms by how long ago they began, longest first."""
    began = (_onset(moment, name) for name in moment.symptoms)
    known = [one for one in began if one is not None]
    return tuple(sorted(known, key=lambda one: (-one.days, one.id)))


def _onset(moment: Moment, name: str) -> Onset | None:
    knowledge, values = moment.knowledge, moment.patient.values
    days, onset = values.get(f"{name}.duration"), values.get(f"{name}.onset")
    if not isinstance(days, float):
        return None
    return Onset(
        id=name,
        label=label_of(knowledge, name),
        days=days,
        began=days_in_words(days) + ("" if days == 0 else " ago"),
        onset=value_in_words(knowledge, f"{name}.onset", onset) if onset else "",
    )


def _symptom(moment: Moment, name: str) -> Symptom:
    knowledge, values = moment.knowledge, moment.patient.values
    details = tuple(
        Found(one, _attribute(knowledge, one), value_in_words(knowledge, one, value))
        for one, value in values.items()
        if knowledge.findings.get(one)
        and knowledge.findings[one].parent == name
        and value != NOT_STATED
    )
    return Symptom(name, label_of(knowledge, name), details)


def _attribute(knowledge: Knowledge, name: str) -> str:
    """``headache.onset`` is "onset" in a table about headache."""
    finding = knowledge.findings[name]
    return finding.attribute.replace("-", " ") if finding.attribute else label_of(knowledge, name)


def _unsure(moment: Moment) -> tuple[str, ...]:
    """What was answered with *not sure*, and what the words doubt and nobody has settled."""
    open_still = (one for one in moment.heard.unsure if one not in moment.patient.values)
    doubted = (label_of(moment.knowledge, name) for name in open_still)
    return tuple(dict.fromkeys((*_with_answer(moment, NOT_SURE, background=None), *doubted)))


def _with_answer(moment: Moment, answer: str, background: bool | None) -> tuple[str, ...]:
    """Labels of yes/no findings with this answer; symptoms present have their own table."""
    knowledge = moment.knowledge
    labels = []
    for name, value in moment.patient.values.items():
        finding = knowledge.findings.get(name)
        if value != answer or finding is None or finding.kind not in ("yes_no", "choice", "number"):
            continue
        if answer == YES and name in knowledge.symptoms:
            continue
        if background is False and finding.part in ("background", "about"):
            continue
        if finding.part == "questionnaires":
            continue  # the scores have them
        labels.append(label_of(knowledge, name))
    return tuple(dict.fromkeys(labels))


def _background(moment: Moment) -> Background:
    knowledge, values = moment.knowledge, moment.patient.values
    there: list[str] = []
    not_there: list[str] = []
    for name, value in values.items():
        finding = knowledge.findings.get(name)
        if finding is None or finding.part != "background" or value in (NOT_STATED, NOT_SURE, ""):
            continue
        if value == NO:
            not_there.append(label_of(knowledge, name))
        else:
            there.append(_named(knowledge, name, value))
    return Background(tuple(there), tuple(not_there))


def _safeguarding(moment: Moment) -> tuple[Found, ...]:
    """What was said about violence, neglect and injuries nobody can explain, *not sure* too."""
    knowledge = moment.knowledge
    said = [
        (name, value)
        for name, value in moment.patient.values.items()
        if name in knowledge.findings and knowledge.findings[name].system == SAFEGUARDING
    ]
    unsure = [
        (one.question_id, one.answer)
        for one in moment.answers
        if one.question_id.startswith(f"{SAFEGUARDING}.") and one.answer == NOT_SURE
    ]
    return tuple(
        Found(name, label_of(knowledge, name), value_in_words(knowledge, name, value))
        for name, value in (*said, *unsure)
        if value not in (NO, NOT_STATED, "")
    )


def _named(knowledge: Knowledge, name: str, value: Value) -> str:
    label = label_of(knowledge, name)
    return label if value == YES else f"{label}: {value_in_words(knowledge, name, value)}"


def _values(moment: Moment, part: str) -> tuple[Found, ...]:
    """What was measured; a value read from the text is given with the words it came from."""
    knowledge = moment.knowledge
    quotes = _quotes(moment)
    return tuple(
        Found(
            name,
            label_of(knowledge, name),
            value_in_words(knowledge, name, value) + quotes.get((name, value), ""),
        )
        for name, value in moment.patient.values.items()
        if name in knowledge.findings
        and knowledge.findings[name].part == part
        and value != NOT_STATED
    )


def _quotes(moment: Moment) -> dict[tuple[str, Value], str]:
    """The words of the text behind each value that was read from it."""
    text = moment.words
    return {
        (one.finding, one.value): f" (“{text[one.start : one.end]}”)"
        for one in moment.heard.pieces
        if not isinstance(one.value, tuple)
    }
