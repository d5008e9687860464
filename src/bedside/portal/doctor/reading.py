"""The body of the chart as nodes: the order in which a doctor reads. Pure."""

from collections.abc import Iterable

from bedside.portal import words
from bedside.portal.paper import Node, bullets, div, facts, node, para, section, table
from bedside.schemas.assessments import Assessment
from bedside.schemas.results import Condition, RedFlag, Result, Score, Summary, Symptom

_SPEAKERS = {
    "self": "the patient",
    "parent": "a parent",
    "carer": "a carer",
    "staff": "a member of staff",
}


def chart(view: Assessment) -> list[Node]:
    """Who it is, their words, the flags, the story, what is not there, and what is possible."""
    parts = [
        _person(view),
        section(2, "In the patient's own words", node("blockquote", view.complaint)),
    ]
    if view.result is not None:
        parts += _found(view.result, view)
    parts.append(_answers(view))
    return [part for part in parts if part]


def _person(view: Assessment) -> Node:
    patient = view.patient
    if patient is None:
        return ""
    if not patient.readable:
        return div(para(words.unreadable("your administrator", patient.id)), class_="panel")
    age = "" if patient.age is None else f"{patient.age} years"
    born = patient.birth_date.isoformat() if patient.birth_date else ""
    sex = words.SEXES.get(patient.sex or "", patient.sex or "")
    phone: Node = ""
    if patient.phone:
        digits = "".join(sign for sign in patient.phone if sign.isdigit() or sign == "+")
        phone = node("a", patient.phone, href=f"tel:{digits}")
    pairs = [
        ("Age", age),
        ("Born", born),
        ("Sex", sex),
        ("Phone", phone),
        ("Email", patient.email or ""),
    ]
    return div(facts(pairs), class_="panel")


def _found(result: Result, view: Assessment) -> list[Node]:
    summary, explanation = result.summary, result.explanation
    if summary is None or explanation is None:
        return [_flags(result.red_flags)]
    return [
        _flags(result.red_flags),
        _corrected(view, summary),
        _why(explanation.because),
        div(_story(summary), _negatives(summary), class_="sides"),
        *(_symptom(one) for one in summary.symptoms),
        _safeguarding(summary),
        _background(summary),
        _measured(summary),
        *(_score(one) for one in summary.scores),
        _conditions(result.conditions or []),
    ]


def _flags(flags: Iterable[RedFlag]) -> Node:
    rows = [_flag(flag) for flag in flags]
    if not rows:
        return section(2, "Red flags", para("None."))
    columns = ("Red flag", "Level", "Why", "From the answers", "Source")
    return section(2, "Red flags", table("Rules that fired", columns, rows))


def _flag(flag: RedFlag) -> list[Node]:
    answers = "; ".join(f"{one.label}: {one.value}" for one in flag.answers)
    return [flag.label, words.level(flag.level), flag.reason, answers, flag.source]


def _corrected(view: Assessment, summary: Summary) -> Node:
    """A flag that had fired before the patient changed an answer is never hidden."""
    if not summary.corrected and not view.corrected:
        return ""
    flags = bullets(f"{one.label}: {one.note}" for one in summary.corrected)
    lead = para("An answer that had raised a red flag was changed later. What was said before:")
    before = bullets(f"{one.text} {one.label}" for one in view.corrections)
    return div(section(2, "Corrected by the patient", flags, lead, before), class_="note")


def _why(reasons: list[str]) -> Node:
    return section(2, "Why this urgency", bullets(reasons)) if reasons else ""


def _story(summary: Summary) -> Node:
    by = summary.about.speaker or ""
    entries = [
        " ".join(filter(None, (one.label, one.began, one.onset))) for one in summary.timeline
    ]
    entries += [f"In the past: {one}" for one in summary.said_before]
    lead = para(f"Told by {_SPEAKERS.get(by, by)}{_company(summary)}.") if by else ""
    present = (
        section(3, "Also present", bullets(summary.also_present)) if summary.also_present else ""
    )
    timeline = section(3, "Timeline", bullets(entries)) if entries else ""
    return section(2, "Summary", *(part for part in (lead, timeline, present) if part))


def _company(summary: Summary) -> str:
    """What a doctor must know about who answered."""
    if summary.about.patient_present in ("no", "not_sure"):
        return ", who was not with the patient"
    return ", a child without a grown-up" if summary.about.answered_alone else ""


def _negatives(summary: Summary) -> Node:
    none = para("None recorded.")
    denied = bullets(summary.denied) if summary.denied else none
    parts = [denied]
    if summary.unsure:
        parts.append(section(3, "Not sure", bullets(summary.unsure)))
    return section(2, "Pertinent negatives", *parts)


def _symptom(symptom: Symptom) -> Node:
    if not symptom.details:
        return ""
    rows = [[one.label, one.value] for one in symptom.details]
    title = symptom.label[:1].upper() + symptom.label[1:]
    return section(
        2, title, table(f"What was said about: {symptom.label}", ("Aspect", "Answer"), rows)
    )


def _background(summary: Summary) -> Node:
    there, absent = summary.background.there, summary.background.not_there
    if not there and not absent:
        return ""
    parts = [bullets(there)] if there else []
    if absent:
        parts.append(section(3, "Asked and not there", bullets(absent)))
    return section(2, "Background", *parts)


def _safeguarding(summary: Summary) -> Node:
    """What concerns the patient's safety stands by itself, where it cannot be overlooked."""
    if not summary.safeguarding:
        return ""
    told = facts((one.label, one.value) for one in summary.safeguarding)
    lead = para("From the answers. Nothing was reported to anybody. See the patient alone.")
    return div(section(2, "Safeguarding", lead, told), class_="note")


def _measured(summary: Summary) -> Node:
    pairs: list[tuple[str, Node]] = [(one.label, one.value) for one in summary.vitals]
    return section(2, "Measured", facts(pairs)) if pairs else ""


def _score(score: Score) -> Node:
    """The total first; then each item, so that a lower bound shows what is missing."""
    total = ", ".join(filter(None, (str(score.total), score.band)))
    rows: list[list[Node]] = [
        [one.label, one.value, "" if one.points is None else str(one.points)] for one in score.items
    ]
    rows += [[one.label, one.value, ""] for one in score.apart]
    items = table(f"Items of {score.label}", ("Item", "Answer", "Points"), rows) if rows else ""
    texts = [para(text) for text in (score.note, score.source) if text]
    parts = [part for part in (items, *texts) if part]
    return section(2, f"{score.label}: {total}", *parts)


def _conditions(conditions: Iterable[Condition]) -> Node:
    rows = [[one.label, one.icd10, one.weight, "; ".join(one.supported_by)] for one in conditions]
    title = "Possible conditions (not a diagnosis)"
    if not rows:
        return section(2, title, para("None stands out from the answers."))
    columns = ("Condition", "ICD-10", "How it fits", "Supported by")
    lead = para("This is not a diagnosis: it is what the answers fit, by a simple calculation.")
    return section(2, title, lead, table("Most fitting first", columns, rows))


def _answers(view: Assessment) -> Node:
    pairs: list[tuple[str, Node]] = [(one.text, one.label) for one in view.answers]
    listed = node("details", node("summary", "Every question and answer"), facts(pairs))
    return section(2, "The interview", listed)
