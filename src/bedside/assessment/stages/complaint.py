"""The complaint: asked in their own words, understood, and given back to be confirmed.

Words propose, answers decide. What the words seem to say is shown once, beside the words: what was
said to be there stands as yes, what was denied as no, and what may be meant (a doubt, a near match,
a detail that a danger rests on) stands open. What would be an emergency if it were so comes first.
Where the words say nothing we know, people choose a kind of problem and then from a list, so that
a text in any language still leads somewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bedside.assessment.facts import NO, YES, Patient, Value
from bedside.assessment.flags import decisive, flags_by_finding, newly_fired
from bedside.assessment.learn import AREA, CHIPS, COMPLAINT, LIST, tell
from bedside.assessment.moment import Moment
from bedside.assessment.questions import (
    NONE,
    Option,
    Question,
    ask_finding,
    ask_many,
    line,
    phrase,
    wording_of,
)
from bedside.assessment.rules import Truth
from bedside.assessment.wording import label_of, value_in_words

_MOST_LINES = 12
_MOST_LINES_FOR_STAFF = 40
_LONGEST_QUOTE = 80


def next_question(moment: Moment) -> Question | None:
    """The words, then what was understood; where nothing is, an area and its list, and at last the
    words once more, so that nobody is judged who has told nothing."""
    if not moment.opening.text.strip() and not moment.asked(COMPLAINT):
        return ask_finding(moment.knowledge, COMPLAINT)
    if not _is_confirmed(moment) and (question := confirming(moment, lines(moment))):
        return question
    if moment.symptoms or moment.fired:
        return None
    if not moment.asked(AREA):
        return ask_area(moment)
    if not moment.asked(LIST) and (question := _ask_list(moment)):
        return question
    return None if moment.asked(COMPLAINT) else ask_again(moment)


def ask_again(moment: Moment) -> Question:
    """What is wrong, where the first words told nothing that we know."""
    asked = ask_finding(moment.knowledge, COMPLAINT)
    return replace(asked, help=phrase(moment.knowledge, "not-understood"))


def _is_confirmed(moment: Moment) -> bool:
    """Were the latest words given back already?"""
    ids = [one.question_id for one in moment.answers if one.question_id in (CHIPS, COMPLAINT)]
    return bool(ids) and ids[-1] == CHIPS


def confirming(moment: Moment, offered: Iterable[str]) -> Question | None:
    """The screen that gives these lines back, standing as the words have them; None without any."""
    offered, heard = tuple(offered), moment.heard
    if not offered:
        return None
    unsettled = [one for one in offered if one not in moment.patient.values]
    text, why = wording_of(moment.knowledge, CHIPS)
    return Question(
        id=CHIPS,
        kind="confirm",
        text=text,
        why=why,
        part="complaint",
        options=tuple(Option(one, _label(moment, one)) for one in offered),
        preselected=tuple(one for one in unsettled if one in heard.present),
        denied=tuple(one for one in unsettled if one in heard.absent),
        private=any(_is_private(moment, one) for one in offered),
        quotes=quotes(moment, offered),
    )


def lines(moment: Moment) -> list[str]:
    """What is to be confirmed: finding ids, and ``finding=option`` for a decisive detail."""
    heard = moment.heard
    there = _fit(moment, heard.present)
    alarming = _alarming(moment, there)
    there.sort(key=lambda one: one not in alarming)
    maybe = _fit(moment, (*_details(moment), *heard.unsure, *heard.near))
    weighed = _weighed(moment)
    denied = [one for one in _fit(moment, heard.absent) if one in weighed]
    most = _MOST_LINES_FOR_STAFF if moment.patient.speaker == "staff" else _MOST_LINES
    shown = {line for one in moment.answers if one.question_id == CHIPS for line in one.offered}
    return [one for one in dict.fromkeys([*there, *maybe, *denied]) if one not in shown][:most]


def quotes(moment: Moment, offered: Iterable[str]) -> dict[str, str]:
    """The words that each of these was heard in, where they are known."""
    wanted, text = frozenset(offered), moment.words
    found: dict[str, str] = {}
    for name, start, end in _heard_at(moment):
        if name in wanted:
            found.setdefault(name, _shortened(text[start:end]))
    return found


def _heard_at(moment: Moment) -> Iterable[tuple[str, int, int]]:
    for mention in moment.heard.mentions:
        yield mention.finding, mention.start, mention.end
    for piece in moment.heard.pieces:
        for option in piece.value if isinstance(piece.value, tuple) else (piece.value,):
            yield f"{piece.finding}={option}", piece.start, piece.end


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_QUOTE else f"{words[:_LONGEST_QUOTE].rstrip()} ..."


def _fit(moment: Moment, names: Iterable[str]) -> list[str]:
    """Those that can apply to this patient and are not settled."""
    return [one for one in dict.fromkeys(names) if _fits(moment, one)]


def _fits(moment: Moment, line_id: str) -> bool:
    name, _, option = line_id.partition("=")
    finding = moment.knowledge.findings.get(name)
    if finding is None:
        return False
    if option:
        return finding.parent in moment.heard.present and name not in moment.patient.values
    if finding.kind != "yes_no" or not _not_settled(moment, name):
        return False
    # What somebody says of themselves counts, whatever sex is recorded; but a floppy arm of an
    # adult is no floppy baby.
    return moment.patient.applies(name) is not Truth.NO or (
        name in moment.heard.present and finding.part != "life_threats"
    )


def _not_settled(moment: Moment, name: str) -> bool:
    """What was answered is not asked again, but for a symptom, which leads the questions, and a
    line of the first checklist that was left unticked although the words say it."""
    value = moment.patient.values.get(name)
    if value not in (NO, YES) or name in moment.knowledge.symptoms:
        return True
    return value == NO and name in moment.heard.present


def _alarming(moment: Moment, there: Iterable[str]) -> frozenset[str]:
    """What an emergency would rest on if all that was heard were so."""
    knowledge, patient = moment.knowledge, moment.patient
    said: dict[str, Value] = dict.fromkeys(there, YES)
    said |= {name: value for name, value in moment.heard.details if name in knowledge.findings}
    known = Patient(patient.age, patient.sex, patient.speaker, {}, knowledge.findings)
    fired = newly_fired(knowledge, Patient(), tell(knowledge, known, said), (), "")
    rules = [knowledge.flags[one.id].when for one in fired if one.level == "emergency"]
    return frozenset().union(*(rule.names() for rule in rules))


def _details(moment: Moment) -> list[str]:
    """Options of a detail that were heard and that an emergency would rest on."""
    named = decisive(moment.knowledge)
    atoms = (
        f"{name}={option}"
        for name, value in moment.heard.details
        for option in (value if isinstance(value, tuple) else (value,))
        if isinstance(option, str)
    )
    return [one for one in atoms if one in named]


def _weighed(moment: Moment) -> frozenset[str]:
    """What a red flag looks at, or a symptom that people come with: a denial of anything else
    would change nothing."""
    return frozenset(flags_by_finding(moment.knowledge)) | frozenset(moment.knowledge.symptoms)


def _label(moment: Moment, line_id: str) -> str:
    name, _, option = line_id.partition("=")
    if not option:
        return line(moment.knowledge, name)
    parent = label_of(moment.knowledge, moment.knowledge.findings[name].parent)
    return f"{parent}: {value_in_words(moment.knowledge, name, option)}"


def _is_private(moment: Moment, line_id: str) -> bool:
    return moment.knowledge.findings[line_id.partition("=")[0]].private


def ask_area(moment: Moment) -> Question:
    """The kinds of problem, to choose one or several."""
    knowledge = moment.knowledge
    systems = sorted({knowledge.findings[name].system for name in knowledge.symptoms})
    options = tuple(Option(one, _area(moment, one)) for one in systems)
    return Question(
        AREA,
        "many",
        *wording_of(knowledge, AREA),
        "complaint",
        (*options, Option(NONE, phrase(knowledge, "none"))),
    )


def _area(moment: Moment, system: str) -> str:
    named = moment.knowledge.texts.phrases.get(f"areas.{system}")
    return named or system.replace("-", " ").capitalize()


def _ask_list(moment: Moment) -> Question | None:
    given = moment.answer_to(AREA)
    areas = given.answer if given and isinstance(given.answer, tuple) else ()
    knowledge = moment.knowledge
    offered = [
        name
        for name in knowledge.symptoms
        if knowledge.findings[name].system in areas and moment.is_open(name)
    ]
    if not offered:
        return None
    return ask_many(knowledge, LIST, wording_of(knowledge, LIST), offered, "complaint")
