"""What a patient denied although their record says otherwise, so that nobody signs it unawares.

People forget, misread a list or tap "none of these". A doctor who reads "denied: asthma" beside a
record that says asthma must see both in one line, and a note must not begin with the denial alone.
Nothing is decided here about who is right. Which finding is called what in a record is data
(`on_record.toml`), and only what stands there is compared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import tomli

from bedside.assessment import Result
from bedside.audit import Actor
from bedside.clinic import allergies, diagnoses, medicines, problems
from bedside.clinic.diagnoses import CONFIRMED, SUSPECTED
from bedside.clinic.entries.lifecycle import ACTIVE
from bedside.clinic.entries.views import views_of
from bedside.intake.engine import knowledge
from bedside.intake.views import AnsweredQuestion, Contradiction

_MOST = 1000
"""Entries of one list that are looked at; no list of what is active is as long."""
_NEVER = ("family history", "history of exposure", "screening", "excluded", "ruled out", "risk of")
"""What makes any entry one about something else."""


@dataclass(frozen=True)
class Entry:
    """One line of a record: what it says, and its code if it has one."""

    text: str
    code: str = ""


Record = Mapping[str, Sequence[Entry]]
"""The active `allergies`, `conditions` and `medicines` of a patient that could be opened."""


@dataclass(frozen=True)
class Where:
    """How one finding is found in a record; see on_record.toml."""

    lists: str
    words: re.Pattern[str] | None
    apart: re.Pattern[str]
    codes: tuple[str, ...]

    def matches(self, entry: Entry) -> bool:
        """Whether the entry says that the finding is there."""
        if self.apart.search(entry.text):
            return False
        if entry.code:
            return entry.code.startswith(self.codes)
        return self.words is None or bool(self.words.search(entry.text))


def contradictions(
    result: Result | None, answers: Iterable[AnsweredQuestion], record: Record
) -> list[Contradiction]:
    """Return what was denied and is on record, in the order of the table; nothing of no result."""
    denied = _denied(result, list(answers)) if result else {}
    found = ((name, label, _entries(name, record)) for name, label in denied.items())
    return [Contradiction(name, label, tuple(texts)) for name, label, texts in found if texts]


def denied_at_first(result: Result | None, answers: Iterable[AnsweredQuestion]) -> list[str]:
    """Return what of the summary's denials was settled by the checklist of life threats alone.

    It asks for what is happening right then ("pressure in the chest for more than 10 minutes"), so
    that beside a symptom that came up later it would read as its contradiction.
    """
    first = {
        knowledge().texts.findings[name].label
        for one in answers
        if one.question.part == "life_threats"
        for name, is_there in _findings(one)
        if not is_there and name in knowledge().texts.findings
    }
    return [label for label in result.summary.denied if label in first] if result else []


def record_of(patient: UUID, *, by: Actor) -> Record:
    """Open what the comparison needs of a patient's record, inside an act that has found them."""
    kinds: dict[Any, list[Any]] = {
        allergies: allergies.of_patient(patient, by=by, states=[ACTIVE], limit=_MOST),
        problems: problems.of_patient(patient, by=by, states=[ACTIVE], limit=_MOST),
        medicines: medicines.of_patient(patient, by=by, states=[ACTIVE], limit=_MOST),
        diagnoses: diagnoses.of_patient(patient, by=by, states=[CONFIRMED, SUSPECTED], limit=_MOST),
    }
    views = views_of(kinds, by=by)
    return record_in(views[allergies], views[problems], views[medicines], views[diagnoses])


def record_in(
    allergic: Iterable[allergies.AllergyView],
    troubled: Iterable[problems.ProblemView],
    taken: Iterable[medicines.MedicineView],
    coded: Iterable[diagnoses.DiagnosisView],
) -> Record:
    """Return the same of lists that were opened already; what did not open is left out."""
    return {
        "allergies": [Entry(_allergy(one.body)) for one in allergic if one.body],
        "conditions": [
            *(Entry(one.body.title) for one in troubled if one.body),
            *(Entry(_diagnosis(one), one.told["code"].code) for one in coded),
        ],
        "medicines": [Entry(one.body.as_written) for one in taken if one.body],
    }


def _allergy(body: allergies.AllergyBody) -> str:
    return body.substance + (" (severe)" if body.severity == "severe" else "")


def _diagnosis(one: diagnoses.DiagnosisView) -> str:
    code = one.told["code"]
    return f"{code.display} ({code.code}{', suspected' if one.state == SUSPECTED else ''})"


def _denied(result: Result, answers: list[AnsweredQuestion]) -> dict[str, str]:
    """Return the findings of the table that were denied, each as the summary calls it."""
    said = {*result.summary.denied, *result.summary.background.not_there}
    settled = [one for answered in answers for one in _findings(answered)]
    there = {name for name, is_there in settled if is_there}
    denied = {name for name, is_there in settled if not is_there} - there
    labels = {name: knowledge().texts.findings[name].label for name in _table()}
    return {name: label for name, label in labels.items() if name in denied or label in said}


def _findings(one: AnsweredQuestion) -> Iterator[tuple[str, bool]]:
    """Yield each finding that a screen settled, and whether it is there."""
    if one.answer in ("yes", "no"):
        yield one.question.id, one.answer == "yes"
    elif one.question.kind == "many" and isinstance(one.answer, list | tuple):
        for name in one.question.offered:
            yield name, name in one.answer


def _entries(name: str, record: Record) -> list[str]:
    where = _table()[name]
    return list(dict.fromkeys(one.text for one in record[where.lists] if where.matches(one)))


@cache
def _table() -> Mapping[str, Where]:
    told = tomli.loads(files("bedside.intake").joinpath("on_record.toml").read_text("utf-8"))
    return {name: _where(line) for name, line in told.items()}


def _where(line: Mapping[str, Any]) -> Where:
    words = line.get("words", ())
    return Where(
        lists=line["lists"],
        words=_pattern(words) if words else None,
        apart=_pattern((*_NEVER, *line.get("apart", ())), end=r"s?\b"),
        codes=tuple(line.get("codes", ())),
    )


def _pattern(words: Iterable[str], *, end: str = "") -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))}){end}", re.IGNORECASE)
