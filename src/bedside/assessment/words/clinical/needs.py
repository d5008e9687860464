"""Words that mean a finding only beside another one: "LOC" is a blow's blackout after a blow."""

from __future__ import annotations

from collections.abc import Collection

from bedside.assessment.knowledge.clinical import ClinicalTexts
from bedside.assessment.words.heard import Mention
from bedside.assessment.words.phrases import Phrase


def with_what_they_need(
    said: Collection[tuple[Phrase, Mention]], clinical: ClinicalTexts
) -> tuple[Mention, ...]:
    """The mentions, without those whose words need a finding that the text does not tell of."""
    there = {one.finding for _, one in said if one.status in ("present", "unsure")}
    return tuple(
        one
        for phrase, one in said
        if phrase.role != "beside" or there.intersection(clinical.said[phrase.finding].needs)
    )
