"""The simulated patient: answers every question from the case, and from nothing else.

Yes where the case says it is there, no where it says it is not. What the case neither mentions nor
implies is *not stated*, except that in the ``narrative`` mode a question that screens for danger
or for self-care is answered no: whoever wrote the case would have told. The same case and the same
question always get the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from typing import Any, Literal

from bedside.assessment import Age, Knowledge, Question
from bedside.evaluation.cases import Part, Story
from bedside.evaluation.reader import amounts, people
from bedside.evaluation.reader.notes import Notes, Phrase, Read, Seek, Support
from bedside.evaluation.reader.phrases import (
    comes_and_goes,
    events,
    needed_for,
    never_phrases,
    option_phrases,
    over_phrases,
    phrases_of,
    provoked_phrases,
)

Mode = Literal["narrative", "strict"]
MODES: tuple[Mode, ...] = ("narrative", "strict")
NOT_STATED = "not_stated"
_SCREENS = ("life-threats", "danger-signs", "home-care")
_NOT_SEVERE = 5.0
_OF_ONE = frozenset({"character", "trend", "timing", "amount"})
"""What tells of one symptom, and not of all in its sentence: a dry cough is no dry fever."""
_FROM_FIGURES: Mapping[str, tuple[Callable[[str], amounts.Amount | None], float, float]] = {
    "fever": (amounts.temperature, 38.0, 37.5),
    "high-blood-pressure-reading": (partial(amounts.vital, "vitals.systolic"), 140.0, 130.0),
    "high-blood-sugar": (amounts.sugar, 250.0, 140.0),
    "pregnant": (amounts.gestation, 1.0, 0.0),
}
"""What a figure says by itself: from which on it is there, and below which it is not."""
_CHOSEN = {"complaint.area", "complaint.list"}


@dataclass(frozen=True, slots=True)
class Answer:
    """``value`` is what the engine is told; ``unstated`` are lines that nothing is said about.

    ``support`` maps what was asked to where the case says it.
    """

    value: Any
    unstated: tuple[str, ...] = ()
    support: tuple[tuple[str, Support], ...] = ()


class SimulatedPatient:
    """One case, asked through the screens of the interview."""

    def __init__(self, knowledge: Knowledge, story: Story, mode: Mode) -> None:
        self.knowledge = knowledge
        self.story = story
        self.mode = mode
        self.notes = Notes(story)
        self._known: dict[str, Read | None] = {}

    def answer(self, question: Question) -> Answer:
        """Answer one screen."""
        if question.id.startswith("about.") or question.id == "complaint":
            return self._about(question)
        if question.kind == "yes_no":
            return self._yes_no(question.id)
        if question.kind == "confirm":
            return self._confirm(question)
        if question.kind == "number":
            return self._number(question)
        if question.kind == "choice" or question.id in self.knowledge.findings:
            return self._options(question)
        if question.id == "complaint.area":
            return self._areas(question)
        return (
            self._measured(question) if question.id == "vitals.measured" else self._list(question)
        )

    def reads(self, finding: str) -> Read | None:
        """What the case says about one finding."""
        if finding not in self._known:
            self._known[finding] = self._read(finding)
        return self._known[finding]

    def _read(self, finding: str) -> Read | None:
        if finding not in self.knowledge.texts.findings:
            return None
        if finding in lasting(self.knowledge):
            return self._lasted(lasting(self.knowledge)[finding])
        over = self.notes.together(over_phrases(finding))
        if over is not None:
            return Read(False, over.support)
        at_times = comes_and_goes(finding, self.notes.text)
        if at_times is not None:
            return Read(False, self.notes.quote(at_times.start(), at_times.end()))
        phrases, seek = self._seek(finding)
        read = self.notes.find(phrases, seek) or self.notes.find(
            provoked_phrases(finding), replace(seek, provoked=True)
        )
        if read is None:
            return self._figure(finding)
        needed = needed_for(finding)
        if read is not None and read.there and needed:
            others = (self.reads(one) for one in needed)
            return read if any(one is not None and one.there for one in others) else None
        return read

    def _figure(self, finding: str) -> Read | None:
        """What a figure that was measured says: a temperature of 38.4 is a fever, 36.8 is none."""
        if finding not in _FROM_FIGURES:
            return None
        figure, least, normal = _FROM_FIGURES[finding]
        found = figure(self.notes.text)
        if found is None or normal <= found.value < least:
            return None
        return Read(found.value >= least, self.notes.quote(found.start, found.end))

    def _seek(self, finding: str) -> tuple[tuple[Phrase, ...], Seek]:
        """The phrases of a finding and how to look for them."""
        phrases, family = phrases_of(self.knowledge, finding)
        # A symptom in the list of past illnesses ("several ear infections") is none of today.
        now = finding in self.knowledge.symptoms
        return phrases, Seek(family, now, never_phrases(finding), self._passes(finding))

    def _passes(self, finding: str) -> bool:
        """Is it about now, so that what is over counts no longer?"""
        known = self.knowledge.findings.get(finding)
        about_now = finding in self.knowledge.symptoms or finding.startswith("recent-")
        threat = known is not None and known.part == "life_threats"
        return (about_now or threat) and finding not in events()

    def _suggests(self, finding: str) -> bool:
        """Does a person who sees this line ticked find it in their own words, if loosely?"""
        phrases, seek = self._seek(finding)
        if self.notes.together(phrases, seek) is not None:
            return True
        known = self.knowledge.findings.get(finding)
        return not (known and known.private) and self.notes.alludes(phrases, seek)

    def _lasted(self, days: float) -> Read | None:
        """Whether anything in the story, which names no symptom here, went on for longer."""
        told = sorted(amounts.going_on(self.notes.text), key=lambda one: -one.value)
        if not told:
            return None
        return Read(told[0].value > days, self.notes.quote(told[0].start, told[0].end))

    def _yes_no(self, finding: str) -> Answer:
        read = self.reads(finding)
        if read is not None:
            return Answer("yes" if read.there else "no", (), ((finding, read.support),))
        return Answer("no" if self._screens_for(finding) else NOT_STATED)

    def _list(self, question: Question) -> Answer:
        """Tick what the case says is there, and untick what was understood of the patient's own
        words and is nowhere in them."""
        ticked, unstated, support = [], [], []
        screening = question.id.startswith(_SCREENS)
        for line in question.offered:
            read = self.reads(line)
            if read is not None:
                support.append((line, read.support))
                ticked += [line] if read.there else []
            elif line in question.quotes:
                ticked += [line] if self._suggests(line) else []
            elif not self._no_by_silence(line, screening):
                unstated.append(line)
        silent = not ticked and len(unstated) == len(question.offered)
        value: Any = NOT_STATED if silent and question.id not in _CHOSEN else ticked
        return Answer(value, tuple(unstated), tuple(support))

    def _confirm(self, question: Question) -> Answer:
        """Say of each line what the case says. Where it is silent, a denial that was understood
        stands, and so does what the words at least suggest; nobody takes up what was only offered.
        """
        said: dict[str, str] = {}
        support = []
        for line in question.offered:
            finding, _, option = line.partition("=")
            read = self._reads_option(finding, option) if option else self.reads(line)
            if read is not None:
                said[line] = "yes" if read.there else "no"
                support.append((line, read.support))
            elif line in question.denied:
                said[line] = "no"
            elif not option and self._is_confirmed(question, line):
                said[line] = "yes"
        return Answer(said, (), tuple(support))

    def _is_confirmed(self, question: Question, line: str) -> bool:
        """Is a line that gives back their own words found in them? What stands as yes, or what was
        only offered where nothing does, on a loose mention; else with its words in one sentence."""
        if line in question.preselected or not question.preselected:
            return self._suggests(line)
        return self.notes.together(*self._seek(line)) is not None

    def _reads_option(self, finding: str, option: str) -> Read | None:
        """What the case says about one option of a detail; silence is no denial."""
        told = self._told(self.knowledge.findings[finding].parent)
        phrases = option_phrases(self.knowledge, finding, option)
        return next(iter(self.notes.beside(phrases, told)), None)

    def _no_by_silence(self, line: str, screening: bool) -> bool:
        return self.mode == "narrative" and (screening or line in screened(self.knowledge))

    def _screens_for(self, finding: str) -> bool:
        return self._no_by_silence(finding, screening=False)

    def _areas(self, question: Question) -> Answer:
        """The parts of the body that something in the case belongs to."""
        findings = self.knowledge.findings
        reads = {name: self.reads(name) for name in self.knowledge.symptoms}
        there = [name for name, read in reads.items() if read is not None and read.there]
        areas = {findings[name].system for name in there}
        return Answer([one for one in question.offered if one in areas])

    def _options(self, question: Question) -> Answer:
        """The options named in a sentence that tells of the symptom."""
        finding = self.knowledge.findings[question.id]
        told = self._told(finding.parent)
        support = []
        for option in question.offered:
            phrases = option_phrases(self.knowledge, question.id, option)
            for read in self.notes.beside(phrases, told):
                if finding.attribute not in _OF_ONE or self._is_nearest(told, read.support):
                    support.append((option, read.support))
                    break
        if not support:
            return Answer(NOT_STATED)
        chosen = [option for option, _ in support]
        value: Any = chosen if question.kind == "many" else chosen[0]
        return Answer(value, (), tuple(support if question.kind == "many" else support[:1]))

    def _told(self, finding: str) -> list[Read]:
        """Every place that says it is there."""
        read = self.reads(finding) if finding else None
        if read is None or not read.there:
            return []
        phrases, seek = self._seek(finding)
        told = self.notes.mentions(phrases, replace(seek, now=True))
        return [one for one in told if one.there] or [read]

    def _number(self, question: Question) -> Answer:
        name = question.id
        if name in self.story.measured:
            return Answer(self.story.measured[name])
        if name.endswith(".severity"):
            return self._how_bad(question)
        if name.endswith(".duration"):
            return self._how_long(question)
        if name == "fever.temperature" and "vitals.temperature" in self.story.measured:
            return Answer(self.story.measured["vitals.temperature"])
        if name == "fever.temperature":
            return self._amount(question, amounts.temperature(self.notes.text))
        return self._amount(question, amounts.vital(name, self.notes.text))

    def _how_bad(self, question: Question) -> Answer:
        """Where a rule asks whether it is severe and the case does not call it so, it is not."""
        for read in self._told(question.id.rpartition(".")[0]):
            begin, end = self.notes.sentence_at(read.support.start)
            found = amounts.severity(
                self.notes.text[begin:end], read.support.start - begin, read.support.end - begin
            )
            if found is not None:
                return self._amount(
                    question, replace(found, start=begin + found.start, end=begin + found.end)
                )
        return Answer(_NOT_SEVERE if self._screens_for(question.id) else NOT_STATED)

    def _how_long(self, question: Question) -> Answer:
        """The length told nearest to the symptom in its own sentence; for what the patient came
        with, the first length of the story whose sentence is not about another symptom."""
        name = question.id.rpartition(".")[0]
        said = self._told(name)
        own = {self.notes.sentence_at(read.support.start) for read in said}
        found = amounts.going_on(self.notes.text)
        lengths = [one for one in found if self.notes.is_told(one.start)]
        near = [
            one
            for one in lengths
            if self.notes.sentence_at(one.start) in own
            and (one.value >= 1 or self._is_nearest(said, self.notes.quote(one.start, one.end)))
        ]
        if near:
            starts = [read.support.start for read in said]
            best = min(near, key=lambda one: min(abs(one.start - start) for start in starts))
            return self._amount(question, best)
        if not self._came_with(name):
            return Answer(NOT_STATED)
        others = self._sentences_of_symptoms
        free = (one for one in lengths if self.notes.sentence_at(one.start) not in others)
        return self._amount(question, next(free, None))

    def _is_nearest(self, said: list[Read], words: Support) -> bool:
        """Is no other symptom of the sentence told closer to these words?"""
        sentence = self.notes.sentence_at(words.start)
        here = [one for one in self._symptoms_told if self.notes.sentence_at(one.start) == sentence]
        own = min((_apart(one.support, words) for one in said), default=0)
        return all(_apart(one, words) >= own for one in here)

    @cached_property
    def _symptoms_told(self) -> list[Support]:
        """Every place that says of some symptom that it is there."""
        return [one.support for name in self.knowledge.symptoms for one in self._told(name)]

    def _came_with(self, name: str) -> bool:
        phrases, _ = phrases_of(self.knowledge, name)
        return Notes(Story("", (Part("said", self.story.statement),))).find(phrases) is not None

    @cached_property
    def _sentences_of_symptoms(self) -> set[tuple[int, int]]:
        """The sentences that say of some symptom that it is there."""
        reads = (self.reads(name) for name in self.knowledge.symptoms)
        return {self.notes.sentence_at(read.support.start) for read in reads if read and read.there}

    def _amount(self, question: Question, found: amounts.Amount | None) -> Answer:
        if found is None:
            return Answer(NOT_STATED)
        low, high = question.minimum, question.maximum
        if (low is not None and found.value < low) or (high is not None and found.value > high):
            return Answer(NOT_STATED)
        return Answer(found.value, (), ((question.id, self.notes.quote(found.start, found.end)),))

    def _measured(self, question: Question) -> Answer:
        text = self.notes.text
        given = [
            one
            for one in question.offered
            if one in self.story.measured or amounts.vital(one, text) is not None
        ]
        return Answer(given)

    def _about(self, question: Question) -> Answer:
        """Who is asked, and the age and sex that only the text tells."""
        if question.id == "complaint":
            return Answer(self.story.statement)
        if question.id == "about.sex":
            told = people.sex(self.notes.text)
            return Answer(self.story.sex or (told[0] if told else NOT_STATED))
        if question.id.startswith("about.age"):
            return self._age(question)
        if question.id == "about.speaker":
            return Answer(self.story.speaker or people.subject(self.notes.text)[0])
        return Answer("yes" if question.kind == "yes_no" else NOT_STATED)

    def _age(self, question: Question) -> Answer:
        told = age_of(self.story)
        if told is None:
            return Answer(NOT_STATED)
        unit = {"about.age": 365.25, "about.age-months": 365.25 / 12, "about.age-days": 1.0}
        value = float(int((told.in_days + 0.999) / unit[question.id]))
        fits = question.maximum is None or value <= question.maximum
        return Answer(value if fits else NOT_STATED)


def _apart(one: Support, other: Support) -> int:
    """The characters between two stretches; none where they overlap."""
    return max(0, one.start - other.end, other.start - one.end)


def age_of(story: Story) -> Age | None:
    """The age given, else the first one the text tells."""
    if story.age is not None:
        return story.age
    told = amounts.age(story.text)
    if told is not None:
        return told[0]
    speaker, _ = people.subject(story.text)
    return amounts.usual_age(story.text) if speaker == "parent" else None


@lru_cache(maxsize=8)
def screened(knowledge: Knowledge) -> frozenset[str]:
    """Every finding that a life threat, a red flag or a self-care rule looks at."""
    names = {one for threat in knowledge.life_threats for one in (threat.finding, threat.clarify)}
    for flag in knowledge.flags.values():
        names |= flag.when.names()
    for rule in knowledge.self_care.values():
        for _, excluded in rule.excluded_by:
            names |= excluded.names()
    # Whether the headache is severe also asks whether there is one.
    owners = {knowledge.findings[one].parent for one in names if one in knowledge.findings} - {""}
    return frozenset(names | owners | lasting(knowledge).keys())


@lru_cache(maxsize=8)
def lasting(knowledge: Knowledge) -> Mapping[str, float]:
    """The findings that ask only whether something has lasted too long for self-care, with days."""
    rules = knowledge.self_care.values()
    return {rule.lasted_too_long: rule.max_days for rule in rules if rule.max_days is not None}
