"""An assessment on paper: as its doctor reads it beside the record, and as its patient does."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bedside.assessment import Result
from bedside.assessment.report import Score
from bedside.chart import SeenAssessment
from bedside.clinic.facilities.clocks import whose_clock, zone_of
from bedside.exports.paper.sheet import (
    Block,
    Line,
    apart,
    bullets,
    facts,
    heading,
    line,
    note,
    table,
    text,
    words,
)
from bedside.exports.sheets import heads
from bedside.exports.sheets.record import alerts_and_allergies, diagnoses, medicines, problems
from bedside.intake import AssessmentView, Contradiction
from bedside.intake.views import EnquiryView, StepView
from bedside.intake.wording import (
    LEVELS,
    STEPS,
    UNREAD,
    WHENS,
    due_in_words,
    filled,
    in_words,
    not_so,
    offered_beside,
)


def for_doctor(seen: SeenAssessment) -> list[Block]:
    """Return the whole assessment as a doctor reads it, in the order of its page."""
    view = seen.assessment
    zone = zone_of(view.facility_id)
    result = filled(view.result) if view.result else None
    return [
        *_urgency(view, zone),
        note(*alerts_and_allergies(seen.banner)),
        *(_told(view, result) if result else [note(heads.not_opened(view.id))]),
        *_against(seen.against),
        *_enquiries(view.enquiries, zone),
        *(_reasons(result) if result else []),
        heading("On record"),
        heading("Problems and diagnoses", 2),
        problems(seen.problems),
        diagnoses(seen.diagnoses),
        heading("Medicines", 2),
        medicines(seen.medicines),
        *(_findings(result, seen) if result else []),
        *_answers(view),
        *_steps(view.steps, zone),
        text(f"Version of the medical knowledge: {view.knowledge_version}", muted=True),
    ]


def for_patient(view: AssessmentView, result: Result) -> list[Block]:
    """Return what the patient is told, and their own answers."""
    result, zone, told = filled(result), zone_of(view.facility_id), filled(result).patient
    by = due_in_words(view)
    by = f"{_first_large(by)}." if by else ""
    return [
        line(Line(told.headline, strong=f"{LEVELS[result.triage]}.")),
        text(_standing_for_patient(view, zone), muted=True),
        heading("What to do"),
        *(text(sentence) for sentence in told.what_to_do),
        heading("By when"),
        line(Line(by, strong=told.by_when)),
        heading("Why"),
        bullets(told.why, nothing="Nothing stood out."),
        *([heading("What helps"), bullets(told.self_care)] if told.self_care else []),
        *_worsening(told.worsening),
        heading("If it is not better"),
        text(told.if_no_better),
        text(" ".join((told.notice, told.not_a_diagnosis, told.not_reviewed)), muted=True),
        heading("Your own words"),
        words(view.complaint or ""),
        heading("Your answers"),
        *(line(Line(apart(one.label), strong=one.text)) for one in filled(view.answers)),
    ]


def _worsening(signs: Sequence[str]) -> list[Block]:
    if not signs:
        return []
    return [
        heading("What would change this"),
        text("Any of these makes it more urgent. If one of them happens, do not wait."),
        bullets(signs),
    ]


def _standing_for_patient(view: AssessmentView, zone: str) -> str:
    if view.submitted_at is None:
        return "This is not sent to a clinic yet, and no clinician has seen it."
    if view.reviewed_at:
        return f"Reviewed by {heads.name(view.reviewed_by)} on {_time(view.reviewed_at, zone)}."
    return f"Sent on {_time(view.submitted_at, zone)}. No clinician has reviewed it yet."


def _urgency(view: AssessmentView, zone: str) -> list[Block]:
    by = due_in_words(view)
    level, when = LEVELS.get(view.triage or "", ""), WHENS.get(view.when or "", "")
    stands = (
        f"Reviewed by {heads.name(view.reviewed_by)} on {_time(view.reviewed_at, zone)}"
        if view.reviewed_at
        else "Not reviewed yet"
    )
    sent = [("Sent", _time(view.submitted_at, zone))] if view.submitted_at else []
    return [
        line(Line(", ".join(filter(None, (when, by))), strong=f"{level}:")),
        facts([*sent, ("State", stands)]),
    ]


def _told(view: AssessmentView, result: Result) -> list[Block]:
    return [
        heading("In the patient's own words"),
        *_speaker(result),
        words(view.complaint or ""),
        heading("Red flags"),
        bullets(
            (
                Line(
                    f"({flag.level}): {flag.reason}",
                    strong=flag.label,
                    muted=f"From: {because}" if (because := in_words(flag.answers)) else "",
                )
                for flag in result.red_flags
            ),
            nothing="No red flag.",
        ),
        *_safeguarding(result),
    ]


def _speaker(result: Result) -> list[Block]:
    about = result.summary.about
    if about.speaker in (None, "self"):
        return []
    where = ", not with the patient" if about.is_patient_elsewhere else ""
    return [text(f"Told by: {about.speaker}{where}.")]


def _safeguarding(result: Result) -> list[Block]:
    found = result.summary.safeguarding
    if not found:
        return []
    return [
        heading("Safeguarding"),
        text("From the answers. Nothing was reported to anybody. See the patient alone."),
        facts((_first_large(one.label), one.value) for one in found),
    ]


def _against(against: Sequence[Contradiction]) -> list[Block]:
    if not against:
        return []
    found = [
        Line(f"on record {apart('; '.join(one.on_record))}", strong=f"{_first_large(one.label)}:")
        for one in against
    ]
    return [note(Line(strong="Denied, but on record. Please ask again."), *found)]


def _enquiries(enquiries: Sequence[EnquiryView], zone: str) -> Iterator[Block]:
    for one in enquiries:
        yield heading(f"{heads.name(one.asked_by)} asked on {_time(one.asked_at, zone)}", 2)
        yield words(one.question or "Could not be opened")
        if one.replied_at:
            yield text(f"Reply on {_time(one.replied_at, zone)}:")
            yield words(one.reply or "Could not be opened")
        else:
            yield text("The doctor went on without it." if one.withdrawn_at else "No reply yet.")


def _reasons(result: Result) -> list[Block]:
    higher = [
        Line(f"ruled out by {not_so(rule.answers)}", strong=f"{rule.label}:")
        for rule in result.explanation.why_not_higher
    ]
    return [
        heading("Why this urgency"),
        bullets(result.explanation.because, nothing="No reason is kept."),
        *([heading("Why not higher", 2), bullets(higher)] if higher else []),
        heading("Possible conditions: not a diagnosis"),
        bullets(
            (
                Line(
                    f"{one.label}{f' ({one.icd10})' if one.icd10 else ''}: {one.weight}.",
                    muted=f"Because of {', '.join(one.supported_by)}." if one.supported_by else "",
                )
                for one in result.conditions
            ),
            nothing="None stood out.",
            numbered=True,
        ),
    ]


def _findings(result: Result, seen: SeenAssessment) -> list[Block]:
    found, said_first = result.summary, seen.denied_at_first
    doubtful = {one.label for one in seen.against}
    negatives = [one for one in found.denied if one not in doubtful | set(said_first)]
    denied = [one for one in found.background.not_there if one not in doubtful]
    return [
        heading("Symptoms"),
        *_symptoms(result),
        *_timeline(result),
        heading("Also present"),
        bullets(found.also_present, nothing="Nothing else."),
        heading("Pertinent negatives"),
        bullets(negatives, nothing="Nothing else was asked."),
        *([text(f"Not happening at first: {', '.join(said_first)}")] if said_first else []),
        heading("Not sure"),
        bullets(found.unsure, nothing="Nothing."),
        heading("Background"),
        bullets(found.background.there, nothing="Nothing reported."),
        *([text(f"Denied: {', '.join(denied)}")] if denied else []),
        *_measured(result),
        *(block for score in result.scores for block in _score(score)),
    ]


def _symptoms(result: Result) -> Iterator[Block]:
    symptoms = result.summary.symptoms
    for one in symptoms:
        if one.details:
            rows = [(_first_large(row.label), row.value) for row in one.details]
            yield table(_first_large(one.label), ("What", "Answer"), rows)
    bare = [one.label for one in symptoms if not one.details]
    if bare:
        yield text(f"Without more about them: {', '.join(bare)}.")
    if not symptoms:
        yield text("None recognised.")


def _timeline(result: Result) -> list[Block]:
    found = result.summary
    before = [text(f"In the past: {', '.join(found.said_before)}")] if found.said_before else []
    told = [
        f"{_first_large(one.label)}: {', '.join(filter(None, (one.began, one.onset)))}"
        for one in found.timeline
    ]
    if not (before or told):
        return []
    return [heading("Timeline"), *before, *([bullets(told, numbered=True)] if told else [])]


def _measured(result: Result) -> list[Block]:
    found = [(_first_large(one.label), one.value) for one in result.summary.vitals]
    return [heading("Measurements"), facts(found)] if found else []


def _score(score: Score) -> list[Block]:
    said = f"{score.label}: {score.total}{f', {score.band}' if score.band else ''}"
    rows = [
        *((one.label, one.value, _points(one.points)) for one in score.items),
        *((one.label, one.value, "") for one in score.apart),
    ]
    return [
        heading("Score"),
        table(said, ("Item", "Answer", "Points"), rows),
        text(f"{score.note} {score.source}", muted=True),
    ]


def _points(points: int | None) -> str:
    return "" if points is None else str(points)


def _answers(view: AssessmentView) -> Iterator[Block]:
    corrections = filled(view.corrections)
    if corrections:
        yield heading("Corrected answers")
        yield bullets(f"{one.text} Was: {apart(one.label)}" for one in corrections)
    yield heading("All answers")
    for one in filled(view.answers):
        others = offered_beside(one)
        also = f"Asked too: {'; '.join(others)}" if others else ""
        yield line(Line(apart(one.label), strong=one.text, muted=also))


def _steps(steps: Sequence[StepView], zone: str) -> list[Block]:
    if not steps:
        return []
    return [heading("What was done with it"), bullets(_step(one, zone) for one in steps)]


def _step(step: StepView, zone: str) -> str:
    unread = UNREAD.get(step.unread, "")
    what = STEPS.get(step.event, step.event)
    without = f" without being read ({unread.lower()})" if unread else ""
    who = f", {heads.name(step.by)}" if step.by else ""
    return f"{what}{without}{who}: {heads.time(step.at, zone)}"


def _time(at: datetime, zone: str) -> str:
    return f"{heads.time(at, zone)} ({whose_clock(zone)})"


def _first_large(said: str) -> str:
    return said[:1].upper() + said[1:]
