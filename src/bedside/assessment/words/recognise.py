"""From a text to findings: idioms first, then phrases with typos, then who denies what.

Idioms come first because the words of denial inside them are part of them ("can't catch my
breath" is a symptom). Only what stands in the text is taken; a near match is marked as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.words.clinical.labs import labs_in
from bedside.assessment.words.clinical.needs import with_what_they_need
from bedside.assessment.words.clinical.scopes import ClinicalScopes, Met
from bedside.assessment.words.clinical.sections import sections_of
from bedside.assessment.words.clinical.vitals import vitals_in
from bedside.assessment.words.clinical.written import Written, written_out
from bedside.assessment.words.cues import Cues, rows_of
from bedside.assessment.words.dangers import dangers_of
from bedside.assessment.words.details import details_of
from bedside.assessment.words.heard import Detail, Heard, Mention, Role, Status
from bedside.assessment.words.lexicon import Reader, lexicon_of
from bedside.assessment.words.lines import with_lines_joined
from bedside.assessment.words.matches import Match, matches_in
from bedside.assessment.words.negation import Scopes
from bedside.assessment.words.people import People, people_in
from bedside.assessment.words.phrases import Phrase
from bedside.assessment.words.reading import Reading, words_in
from bedside.assessment.words.tokens import Token
from bedside.assessment.words.topics import borrowed
from bedside.limits import COMPLAINT

Part = TypeVar("Part", Mention, Detail)
_HISTORY = "background"
_THERE = frozenset({"now", "comes and goes", "back again"})
_OFFERED = frozenset({"feared", "hypothetical", "asked"})
_FEW_WORDS = 2
_DENYING_NOTHING = frozenset({"near", "well"})
_OPPOSITE: dict[Status, Status | None] = {"present": "absent", "absent": "present", "unsure": None}


def reader_for(speaker: str | None) -> Reader:
    """Staff write as clinicians do; everybody else is read as a patient."""
    return "clinician" if speaker == "staff" else "lay"


def recognise(knowledge: Knowledge, text: str, reader: Reader = "lay") -> Heard:
    """Understand a text; never raises, whatever the script. At most COMPLAINT letters are read.

    The ``clinician`` reader is for what staff write; it also reads vital signs and test results.
    """
    text = with_lines_joined(text[:COMPLAINT], knowledge.texts.cues)
    return _clinician(knowledge, text) if reader == "clinician" else _lay(knowledge, text)


def _lay(knowledge: Knowledge, text: str) -> Heard:
    lexicon = lexicon_of(knowledge)
    cues = knowledge.texts.cues
    reading = Reading(lexicon, words_in(lexicon, text))
    tokens = reading.tokens
    found = matches_in(knowledge, lexicon, reading)
    found = _with_borrowed(found, borrowed(lexicon, reading, found))
    scopes = Scopes(text, tokens, Cues(rows_of(knowledge), tokens), _said(found), reading.topics)
    histories = frozenset(cues.get("histories", ()))
    meant = [(one, *_meant(knowledge, one, scopes, histories)) for one in found]
    told = tuple(
        one.places[0]
        for one, status, _ in meant
        if status in ("present", "absent") and one.phrase.finding in knowledge.symptoms
    )
    people = people_in(text, tokens, cues, told)
    of_others = frozenset(cues.get("of_others", ()))
    foreign = people.others | scopes.others
    # Several phrases of one finding may be met by the same words.
    spoken = _mentions(meant, tokens, replace(people, others=foreign), of_others)
    mentions = tuple(dict.fromkeys(spoken))
    pieces = details_of(knowledge, text, tokens, mentions, people.ages)
    mentions = _with_measured_fever(knowledge, mentions, pieces)
    return Heard(mentions, pieces, people.speaker, people.age_days, people.sex)


def _clinician(knowledge: Knowledge, text: str) -> Heard:
    """The same of a clinician's note: shorthand written out first, figures read as they stand."""
    clinical = knowledge.texts.clinical
    written = written_out(text, clinical)
    lexicon = lexicon_of(knowledge, "clinician")
    tokens = words_in(lexicon, written.text)
    reading = Reading(lexicon, list(tokens))
    found = matches_in(knowledge, lexicon, reading)
    listed = frozenset(clinical.cues.get("listed", ()))
    found = _with_borrowed(found, borrowed(lexicon, reading, found, listed))
    sections = sections_of(written.text, clinical.sections)
    met = Met(frozenset(_said(found)), frozenset(reading.topics), frozenset(_inner(found)))
    scopes = ClinicalScopes(written.text, tokens, knowledge, sections, met)
    said = with_what_they_need(list(_clinical_mentions(found, tokens, scopes)), clinical)
    told = details_of(knowledge, written.text, tokens, said)
    mentions = tuple(_moved(one, written) for one in said)
    worded = tuple(_moved(one, written) for one in told if one.finding != "fever.temperature")
    pieces = (*worded, *vitals_in(knowledge, text), *labs_in(knowledge, text))
    mentions = _with_measured_fever(knowledge, mentions, pieces)
    people = people_in(written.text, tokens, knowledge.texts.cues)
    return Heard(mentions, pieces, None, people.age_days, people.sex)


def _clinical_mentions(
    found: list[Match], tokens: list[Token], scopes: ClinicalScopes
) -> Iterator[tuple[Phrase, Mention]]:
    for match in found:
        first, last = match.places[0], match.places[-1]
        meant = scopes.meant(match.phrase, first, last)
        if meant is not None:
            yield match.phrase, Mention(*meant, tokens[first].start, tokens[last].end)


def _inner(found: list[Match]) -> Iterator[int]:
    """Where a "no" is part of a phrase: all of an idiom, and what does not open another one."""
    for one in found:
        if one.phrase.role == "idiom":
            yield from one.places
        elif one.phrase.role not in _DENYING_NOTHING:
            yield from one.places[1:]


def _moved(part: Part, written: Written) -> Part:
    start, end = written.span(part.start, part.end)
    return replace(part, start=start, end=end)


def _said(found: list[Match]) -> set[int]:
    """The places of everything that was met for certain.

    The "not" of "has not passed out" that says a thing is well denies other things as well.
    """
    return {
        place for one in found if one.phrase.role not in _DENYING_NOTHING for place in one.places
    }


def _with_borrowed(found: list[Match], more: list[Match]) -> list[Match]:
    """What a quality means of its topic replaces what it would mean alone."""
    meant = {place for match in more for place in match.places}
    kept = [one for one in found if not _is_told_better(one, meant)]
    return sorted([*kept, *more], key=lambda one: (one.places[0], one.phrase.finding))


def _is_told_better(match: Match, meant: set[int]) -> bool:
    """Is a single word, or a bare absence ("no swelling"), told of a topic at these places?"""
    if match.phrase.role == "absent":
        return match.places[-1] in meant
    return match.weight == 1 and meant.issuperset(match.places)


def _meant(
    knowledge: Knowledge, match: Match, scopes: Scopes, histories: frozenset[str]
) -> tuple[Status | None, Role]:
    """The status of a match, and what it is in the story: only what is now and the patient's is
    taken, what is feared, imagined or asked about is offered, and the rest says nothing."""
    status = _status(knowledge, match, scopes, histories)
    if status == "absent":
        own = scopes.roles.of(match.places[0], match.places[-1])
        if own is not None:
            return None, own  # "come back if he has no wet nappies"
        return status, "over" if scopes.is_over(match.places[-1]) else "now"
    role = scopes.role(match.places[0], match.places[-1])
    if status in ("present", "unsure") and _is_weak(knowledge, match, scopes):
        return "near", role
    if status in ("present", "unsure", "near") and not _counts(knowledge, match, role):
        return ("near" if role in _OFFERED else None), role
    return status, "old" if status == "past" else role


def _is_weak(knowledge: Knowledge, match: Match, scopes: Scopes) -> bool:
    """May these words mean something else: two of them far apart, or misspelt ones of a danger?"""
    is_wide = match.loose and match.weight <= _FEW_WORDS
    if match.phrase.finding not in dangers_of(knowledge):
        return is_wide
    return is_wide or match.loose or match.guessed or scopes.is_softened(match.places)


def _counts(knowledge: Knowledge, match: Match, role: Role) -> bool:
    """Is what is told in this role there? A plan is none for a complaint, which nobody plans."""
    is_symptom = match.phrase.finding in knowledge.symptoms
    if role == "planned":
        return is_symptom
    if role == "another's":
        return not is_symptom
    return role in _THERE


def _status(
    knowledge: Knowledge, match: Match, scopes: Scopes, histories: frozenset[str]
) -> Status | None:
    """How a match is meant; None when it says nothing. A history is there because it was."""
    first, last = match.places[0], match.places[-1]
    status: Status | None = scopes.status(first, last)
    role = match.phrase.role
    if role != "idiom" and status in ("present", "past") and scopes.is_denied(last, first, last):
        status = "absent"
    if role == "idiom" and status == "absent" and not scopes.is_denied(first, first, last):
        is_ended = scopes.is_over(last) or scopes.reach.answers.get(last) == "no"
        status = "absent" if is_ended else "present"
    finding = knowledge.findings.get(match.phrase.finding)
    is_history = match.phrase.finding in histories or (finding and finding.part == _HISTORY)
    if status == "past" and is_history:
        status = "present"
    if role == "well":
        if status == "absent" and scopes.denies_among(match.places):
            return None  # a denial of a denial says nothing for certain
        if status == "absent" and not scopes.denies_within(first):
            status = "present"  # "no rash, and breathes easily": that "no" was for the rash
        if status == "present" and scopes.reach.returns_after(last + 1, match.places):
            return "present"  # "cleared up but came back today"
        return _OPPOSITE.get(status) if status else None
    if role == "near":
        return "near" if status in ("present", "unsure") else None
    return status


def _mentions(
    meant: list[tuple[Match, Status | None, Role]],
    tokens: list[Token],
    people: People,
    of_others: frozenset[str],
) -> Iterator[Mention]:
    """What is said of the patient, and findings that are about somebody else by their nature."""
    for match, status, role in meant:
        first, last = match.places[0], match.places[-1]
        finding = match.phrase.finding
        if finding in of_others:
            is_foreign = not people.named.isdisjoint(match.places)
        else:
            is_foreign = tokens[first].clause in people.others
        if status is not None and not is_foreign:
            yield Mention(finding, status, tokens[first].start, tokens[last].end, role)


def _with_measured_fever(
    knowledge: Knowledge, mentions: tuple[Mention, ...], pieces: tuple[Detail, ...]
) -> tuple[Mention, ...]:
    """A thermometer reading of 38 °C or more is a fever, whether or not the word was used; what
    else its own words seem to say ("dropped from 39 to 37") is not meant."""
    measured = [
        one
        for one in pieces
        if one.finding == "fever.temperature" and isinstance(one.value, float) and one.value >= 38
    ][:1]
    if "fever" not in knowledge.findings or not measured:
        return mentions
    read = measured[0]
    kept = tuple(
        one
        for one in mentions
        if not (read.start <= one.start and one.end <= read.end)
        or (one.finding, one.status) == ("fever", "present")
    )
    if any(one.finding == "fever" and one.status == "present" for one in kept):
        return kept
    return (*kept, Mention("fever", "present", read.start, read.end))
