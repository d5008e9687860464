"""Are textbook vignettes recognised from their words, through the whole interview?

The vignettes of ``short_vignettes.jsonl`` are written like those of the published sets, in two or
three sentences and a line of denials, by the author of the conditions: they show that nothing on
the way from words to ranking is lost, and are no measure of how good the ranking is.
"""

from __future__ import annotations

import json
from pathlib import Path

from bedside.assessment import Age, Knowledge
from bedside.evaluation.cases import Part, Sex, Story
from bedside.evaluation.interviews import hold

LINES = (Path(__file__).parent / "short_vignettes.jsonl").read_text("utf-8").splitlines()
VIGNETTES = [json.loads(line) for line in LINES]


def _story(vignette: dict[str, str]) -> Story:
    told = Part("said", f"{vignette['complaint']}. {vignette['text']}")
    denied = Part("denied", vignette["denied"])
    sex: Sex = "female" if vignette["sex"] == "female" else "male"
    return Story(vignette["complaint"], (told, denied), Age.written(vignette["age"]), sex)


def test_textbook_vignettes_are_recognised(knowledge: Knowledge) -> None:
    top = {
        place: hold(knowledge, _story(one), "full", "narrative").top
        for place, one in enumerate(VIGNETTES)
    }
    first = [at for at in top if _right(at) in top[at][:1]]
    third = [at for at in top if _right(at) in top[at][:3]]
    missed = {_right(at): top[at][:3] for at in top if at not in third}
    assert len(third) >= 0.88 * len(VIGNETTES), missed
    assert len(first) >= 0.70 * len(VIGNETTES)


def _right(at: int) -> str:
    return VIGNETTES[at]["condition"]
