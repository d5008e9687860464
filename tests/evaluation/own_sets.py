"""The repository's own cases, sentences and stories, and how the assessment does on them.

Lines marked ``aside`` are scored apart, by ``--aside``: they were unseen until they were opened
(see README.md here).
Run ``python -m tests.evaluation.own_sets`` for the figures, with ``--show`` for what went wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bedside.assessment import Age, Knowledge, Opening, Question, advance, begin, load
from bedside.assessment.knowledge.load import load_folder
from bedside.assessment.rules import Present
from bedside.assessment.words import recognise
from bedside.evaluation.cases import Part, Story
from bedside.evaluation.figures import Share, share
from bedside.evaluation.interviews import opening_of
from bedside.evaluation.patient import Answer, SimulatedPatient
from bedside.evaluation.reader.notes import Read, Support
from bedside.evaluation.reader.sentences import first_sentence

HERE = Path(__file__).parent
Row = dict[str, Any]
LEVELS = {"emergency": "em", "urgent": "ne", "routine": "ne", "self-care": "sc"}


@cache
def rows(name: str) -> tuple[Row, ...]:
    """Every line of one of the files here."""
    return tuple(json.loads(line) for line in (HERE / f"{name}.jsonl").read_text().splitlines())


def of_set(name: str, aside: bool) -> list[Row]:
    return [row for row in rows(name) if (row.get("set") == "aside") == aside]


class AgreeingPatient(SimulatedPatient):
    """A patient who keeps what was understood of their words, unless the case denies it: with them
    a story says what the engine hears and what it makes of that."""

    def answer(self, question: Question) -> Answer:
        if question.kind != "confirm":
            return super().answer(question)
        # A detail has a line of its own, without a proposal, beside the words it was heard in.
        details = [one for one in question.offered if "=" in one]
        said = {**question.proposed, **dict.fromkeys(details, "yes")}
        denied = [one for one in said if (read := self.reads(one)) and not read.there]
        return Answer({**said, **dict.fromkeys(denied, "no")})

    def _suggests(self, finding: str) -> bool:
        return True


class ToldPatient(AgreeingPatient):
    """A patient who also knows the findings that the story lists as there or not there.

    Whoever knows a finding knows what it goes without saying: what it implies, the symptom it is a
    detail of, and the line of the first checklist that it clarifies.
    """

    def __init__(self, knowledge: Knowledge, story: Story, row: Row) -> None:
        super().__init__(knowledge, story, "narrative")
        there = goes_without_saying(knowledge, row["present"])
        self.told = dict.fromkeys(there, True) | dict.fromkeys(row["absent"], False)

    def reads(self, finding: str) -> Read | None:
        if finding in self.told:
            return Read(self.told[finding], Support(0, 0, ""))
        return super().reads(finding)


def goes_without_saying(knowledge: Knowledge, present: list[str]) -> set[str]:
    """These findings and all that must be there as well."""
    lines = {one.clarify: one.finding for one in knowledge.life_threats}
    known: set[str] = set()
    waiting = list(present)
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        finding = knowledge.findings.get(name)
        premise = finding.applies if finding else None
        if isinstance(premise, Present):
            waiting.append(premise.name)
        waiting += [lines[name]] if name in lines else []
        waiting += [one for one in knowledge.implications.get(name, ()) if "=" not in one]
    return known


# -- triage ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """One interview with a case of ours: what was due and what came out."""

    row: Row
    due: str
    triage: str

    @property
    def level(self) -> str:
        return LEVELS[self.triage]


def triage_case(knowledge: Knowledge, row: Row) -> Held:
    """Hold the interview: a patient tells all of the text, or a clinician reports it."""
    age = Age.years(row["age_years"]) if "age_years" in row else Age.months(row["age_months"])
    story = Story(
        first_sentence(row["text"]), (Part("said", row["text"]),), age, row.get("sex") or None
    )
    patient = AgreeingPatient(knowledge, story, "narrative")
    reported = opening_of(story, "full")
    if row["person"] == "first":
        speaker: Any = "self" if age >= Age.years(16) else "parent"
        reported = Opening(reported.text, reported.age, reported.sex, speaker)
    return Held(row, row["level"], level_of(knowledge, reported, patient))


def safety_story(knowledge: Knowledge, row: Row) -> Held:
    """The same with a patient who also knows the listed findings."""
    units = {"years": Age.years, "months": Age.months, "weeks": Age.weeks, "days": Age.days}
    age = units[row["age"]["unit"]](row["age"]["value"])
    story = Story(
        first_sentence(row["text"]), (Part("said", row["text"]),), age, row.get("sex") or None
    )
    patient = ToldPatient(knowledge, story, row)
    return Held(row, row["must"], level_of(knowledge, opening_of(story, "full"), patient))


def level_without_words(
    knowledge: Knowledge, row: Row, kind: type[ToldPatient] = ToldPatient
) -> str:
    """The level of a safety story when nothing is written and only screens are answered, from the
    listed findings alone, by the patient or a parent."""
    units = {"years": Age.years, "months": Age.months, "weeks": Age.weeks, "days": Age.days}
    age = units[row["age"]["unit"]](row["age"]["value"])
    mute = Story("", (Part("said", "Please help."),), age, row.get("sex") or None)
    patient = kind(knowledge, mute, row)
    speaker: Any = "self" if age >= Age.years(16) else "parent"
    return level_of(knowledge, Opening("", age, mute.sex, speaker), patient)


def level_of(knowledge: Knowledge, opening: Opening, patient: SimulatedPatient) -> str:
    """The level where the product stops."""
    interview = begin(knowledge, opening)
    while isinstance(interview.step, Question):
        said = patient.answer(interview.step)
        interview = advance(knowledge, interview, said.value, unstated=said.unstated)
    return interview.step.triage


@dataclass(frozen=True, slots=True)
class TriageScore:
    """``right`` overall and by level, and self-care sent to emergency."""

    right: Share
    by_level: dict[str, Share]
    alarmed: Share

    def lines(self) -> Iterator[str]:
        yield f"triage {self.right.percent:.1f} % ({self.right.hits} of {self.right.total})"
        for level, part in self.by_level.items():
            yield f"  {level} {part.percent:.1f} % ({part.hits} of {part.total})"
        yield f"  self-care sent to emergency {self.alarmed.percent:.1f} % ({self.alarmed.hits})"


def triage_score(held: list[Held]) -> TriageScore:
    return TriageScore(
        share(one.level == one.due for one in held),
        {
            level: share(one.level == level for one in held if one.due == level)
            for level in ("em", "ne", "sc")
        },
        share(one.level == "em" for one in held if one.due == "sc"),
    )


def stood_the_test(held: Held) -> bool:
    """An emergency was found, or a look-alike was not taken for one."""
    return (held.level == "em") == (held.due == "emergency")


# -- words -------------------------------------------------------------------------------------

STATUSES = ("present", "absent", "unsure")


@dataclass(frozen=True, slots=True)
class WordScore:
    """Findings with their status: said and heard, heard though not said, said but not heard.

    ``allowed`` counts of ``wrong`` are near ids that the writer could not tell apart by name.
    """

    right: int
    wrong: int
    allowed: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong - self.allowed)

    @property
    def strict_precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset((HERE / "vocabulary.txt").read_text().split())


@cache
def _near_groups() -> tuple[frozenset[str], ...]:
    return tuple(frozenset(one) for one in json.loads((HERE / "near_ids.json").read_text())["near"])


def sentence(knowledge: Knowledge, row: Row) -> tuple[set[Any], set[Any], set[Any], set[Any]]:
    """Right, wrong, allowed (among the wrong) and missed pairs of finding and status."""
    heard = recognise(knowledge, row["text"], row["reader"])
    said = {(one, status) for status in STATUSES for one in row[status]}
    got = {
        (one, status)
        for status in STATUSES
        for one in getattr(heard, status)
        if one in _vocabulary()
    }
    gold = {one for one, _ in said}
    allowed = {
        pair
        for pair in got - said
        if pair[0] not in gold and any(pair[0] in near and near & gold for near in _near_groups())
    }
    return got & said, got - said, allowed, said - got


def word_score(knowledge: Knowledge, lines: list[Row]) -> WordScore:
    counted: Counter[str] = Counter()
    for row in lines:
        for name, part in zip(
            ("right", "wrong", "allowed", "missed"), sentence(knowledge, row), strict=True
        ):
            counted[name] += len(part)
    return WordScore(counted["right"], counted["wrong"], counted["allowed"], counted["missed"])


_VITALS = {
    "systolic": "vitals.systolic",
    "diastolic": "vitals.diastolic",
    "heart_rate": "vitals.heart-rate",
    "respiratory_rate": "vitals.respiratory-rate",
    "spo2": "vitals.oxygen-saturation",
    "gcs": "vitals.gcs",
}
_YES_NO_VITALS = frozenset({"vitals.on-oxygen", "vitals.newly-confused"})


def vital_signs(knowledge: Knowledge, row: Row) -> tuple[set[Any], set[Any]]:
    """Vital signs that the line gives, and those that were read, as pairs of finding and value."""
    gold = {
        (_VITALS[name], float(value))
        for name, value in row.get("vitals", {}).items()
        if name in _VITALS
    }
    heat = row.get("vitals", {}).get("temperature")
    if heat:
        celsius = heat["value"] if heat["unit"] == "C" else (heat["value"] - 32) / 1.8
        gold.add(("temperature", round(celsius, 1)))
    read = {
        ("temperature" if name.endswith("temperature") else name, value)
        for name, value in recognise(knowledge, row["text"], row["reader"]).details
        if (name.startswith("vitals.") or name == "fever.temperature")
        and name not in _YES_NO_VITALS
    }
    return gold, read


def vital_score(knowledge: Knowledge, lines: list[Row]) -> Iterator[str]:
    """Vital signs of these lines: a value is right only when it is exactly what is written."""
    pairs = [vital_signs(knowledge, row) for row in lines]
    right = sum(len(gold & read) for gold, read in pairs)
    yield f"vital signs precision {right / max(1, sum(len(read) for _, read in pairs)):.3f}"
    yield f"vital signs recall {right / max(1, sum(len(gold) for gold, _ in pairs)):.3f}"


_UNITS = {"years": Age.years, "months": Age.months, "weeks": Age.weeks, "days": Age.days}
_ABOUT = {"parent": "child", "carer": "other"}


def circumstances(knowledge: Knowledge, row: Row) -> Iterator[tuple[str, Any, Any]]:
    """What was told beside findings, as (name, gold, read); None is "not told".

    A duration is in whole days, rounded up; a severity is compared where it is a figure of ten.
    """
    heard = recognise(knowledge, row["text"], row["reader"])
    years = None if heard.age_days is None else heard.age_days / 365.25
    if heard.speaker is None:
        about = "child" if years is not None and years < 16 else "self"
    else:
        about = _ABOUT.get(heard.speaker, heard.speaker)
    yield "about", row["about"], about
    gold = row["age"] and _UNITS[row["age"]["unit"]](row["age"]["value"]).in_days
    yield "age", gold, heard.age_days
    yield "sex", row["sex"], heard.sex
    lengths = [value for name, value in heard.details if name.endswith(".duration")]
    told = row["duration_days"]
    close = [one for one in lengths if told and abs(one - told) <= max(1, told / 10)]
    yield "duration", told, told if close else next(iter(lengths), None)
    figures = [value for name, value in heard.details if name.endswith(".severity")]
    of_ten = str(row["severity"] or "").removesuffix("/10")
    severity = float(of_ten) if of_ten.isdigit() else None
    yield "severity", severity, next(iter(figures), None)


def told_score(knowledge: Knowledge, lines: list[Row]) -> Iterator[str]:
    """How often about whom, age, sex, duration and severity are read as told, and only then."""
    right, read, told = Counter[str](), Counter[str](), Counter[str]()
    for row in lines:
        for name, gold, heard in circumstances(knowledge, row):
            told[name] += gold is not None
            read[name] += heard is not None
            right[name] += gold is not None and gold == heard
    for name in told:
        of_read = right[name] / max(1, read[name])
        of_told = right[name] / max(1, told[name])
        yield f"told {name} precision {of_read:.3f} recall {of_told:.3f} ({told[name]})"


# -- the figures -------------------------------------------------------------------------------


def figures(knowledge: Knowledge, *, aside: bool, show: bool) -> Iterator[str]:
    """One figure a line; ``show`` adds what went wrong on the open lines."""
    held = [triage_case(knowledge, row) for row in of_set("triage_cases", aside)]
    yield from triage_score(held).lines()
    for one in held if show else ():
        if one.level != one.due:
            yield f"    {one.row['id']} due {one.due} got {one.triage}: {one.row['text']}"
    if not aside:
        stories = [safety_story(knowledge, row) for row in rows("safety_stories")]
        for kind in ("typical", "atypical", "look-alike"):
            part = [one for one in stories if one.row["kind"] == kind]
            passed = share(map(stood_the_test, part))
            yield f"safety {kind} {passed.percent:.1f} % ({passed.hits} of {passed.total})"
            for one in part if show else ():
                if not stood_the_test(one):
                    yield f"    {one.row['id']} got {one.triage}: {one.row['text']}"
    for reader in ("lay", "clinician"):
        lines = [row for row in of_set("sentences", aside) if row["reader"] == reader]
        score = word_score(knowledge, lines)
        strict = score.strict_precision
        yield f"words {reader} precision {score.precision:.3f} (strict {strict:.3f})"
        yield f"words {reader} recall {score.recall:.3f}"
        more = vital_score if reader == "clinician" else told_score
        yield from more(knowledge, lines)
        for row in lines if show else ():
            _, wrong, allowed, missed = sentence(knowledge, row)
            if wrong - allowed or missed:
                yield f"    {row['id']} {row['text']}"
                yield f"        heard wrongly {sorted(wrong - allowed)} missed {sorted(missed)}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--show", action="store_true", help="what went wrong")
    parser.add_argument(
        "--aside", action="store_true", help="the lines that were set aside instead"
    )
    parser.add_argument("--folder", help="knowledge from a folder elsewhere")
    asked = parser.parse_args()
    knowledge = load_folder(asked.folder) if asked.folder else load()
    for line in figures(knowledge, aside=asked.aside, show=asked.show):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
