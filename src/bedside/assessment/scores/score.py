"""What every score says of itself, and how it is written for the doctor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bedside.assessment import report
from bedside.assessment.facts import NOT_STATED, Patient
from bedside.assessment.knowledge.build import Knowledge
from bedside.assessment.wording import label_of, value_in_words


@dataclass(frozen=True, slots=True)
class Score:
    """A published score: its items in order, and the points of those that were answered.

    ``band`` is what the publication calls this total. Without all items the total is a lower
    bound: ``complete`` is False, and the band is left to ``band_in_words``. ``apart`` are answers
    that belong to the questionnaire and not to its total.
    """

    id: str
    items: tuple[str, ...]
    points: Mapping[str, int]
    band: str
    bands: tuple[str, ...]
    source: str
    apart: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.points.values())

    @property
    def complete(self) -> bool:
        return len(self.points) == len(self.items)


def written(knowledge: Knowledge, patient: Patient, score: Score) -> report.Score:
    """The score as the doctor reads it; an item that was not answered has no points."""
    phrases = knowledge.texts.phrases
    partial = "" if score.complete else f" {phrases['score.partial']}"
    return report.Score(
        id=score.id,
        label=phrases[f"score.{score.id}.label"] + partial,
        total=score.total,
        complete=score.complete,
        band=band_in_words(knowledge, score),
        points=dict(score.points),
        items=tuple(_item(knowledge, patient, score, name) for name in score.items),
        apart=tuple(
            report.Said(label_of(knowledge, name), _value(knowledge, patient, name))
            for name in score.apart
            if name in patient.values
        ),
        note=phrases[f"score.{score.id}.note"],
        source=score.source,
    )


def band_in_words(knowledge: Knowledge, score: Score) -> str:
    """The band; of a lower bound only what it already proves."""
    phrases = knowledge.texts.phrases
    name = phrases[f"score.{score.id}.band.{score.band}"]
    if score.complete or score.band == score.bands[-1]:
        return name
    if score.band == score.bands[0]:
        return phrases["score.open"]
    return phrases["score.at-least"].replace("{band}", name)


def _item(knowledge: Knowledge, patient: Patient, score: Score, name: str) -> report.ScoreItem:
    return report.ScoreItem(
        id=name,
        label=label_of(knowledge, name),
        value=_value(knowledge, patient, name),
        points=score.points.get(name),
    )


def _value(knowledge: Knowledge, patient: Patient, name: str) -> str:
    value = patient.values.get(name, NOT_STATED)
    return value_in_words(knowledge, name, value)
