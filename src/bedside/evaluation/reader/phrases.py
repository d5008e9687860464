"""What to look for in the case when a finding or an option is asked about."""

from __future__ import annotations

import re
from functools import lru_cache

from bedside.assessment import Knowledge
from bedside.evaluation.reader.words import content, sayings

_BRACKETS = re.compile(r"\(([^)]*)\)")
_OR = re.compile(r"(\S+) or (\S+)")
_PIECES = re.compile(r",| or |/")
_SIDE = frozenset({"side", "mostly"})
_MEASURING = frozenset({"onset", "timing", "trend", "amount", "recovery"})
_FAMILY = "family"
Phrase = tuple[str, ...]


@lru_cache(maxsize=8192)
def phrases_of(knowledge: Knowledge, finding: str) -> tuple[tuple[Phrase, ...], bool]:
    """The phrases of one finding, and whether they are about the family.

    They come from the words on the screen and from the patient's own sayings.
    """
    label = knowledge.texts.findings[finding].label
    said = sayings()["says"].get(finding, ())
    found = [content(one) for one in (*said, *_alternatives(label))]
    family = any(_FAMILY in phrase for phrase in found)
    if family:
        found = [tuple(form for form in phrase if form != _FAMILY) for phrase in found]
    never = {content(one) for one in sayings()["never"].get(finding, ())}
    return tuple(dict.fromkeys(one for one in found if one and one not in never)), family


@lru_cache(maxsize=8192)
def never_phrases(finding: str) -> tuple[Phrase, ...]:
    """What looks like the finding and is something else."""
    return tuple(content(one) for one in sayings()["never"].get(finding, ()))


def needed_for(finding: str) -> tuple[str, ...]:
    """The findings of which one must be told as well, for the words to mean this one."""
    return tuple(sayings()["only_with"].get(finding, ()))


@lru_cache(maxsize=8192)
def over_phrases(finding: str) -> tuple[Phrase, ...]:
    """What says of a finding that it is over."""
    return tuple(content(one) for one in sayings()["over"].get(finding, ()))


@lru_cache(maxsize=8192)
def provoked_phrases(finding: str) -> tuple[Phrase, ...]:
    """How a symptom is told together with what brings it on."""
    return tuple(content(one) for one in sayings()["provoked"].get(finding, ()))


def comes_and_goes(finding: str, text: str) -> re.Match[str] | None:
    """Where the text says of something that is asked about now that it comes only at times."""
    cues = sayings()["not_now"]
    if any(re.search(one, text, re.IGNORECASE) for one in cues["still"]):
        return None
    found = (re.search(one, text, re.IGNORECASE) for one in cues.get(finding, ()))
    return next((one for one in found if one), None)


@lru_cache(maxsize=1)
def events() -> frozenset[str]:
    """The findings that count although what was told has passed."""
    return frozenset(sayings()["events"]["names"])


@lru_cache(maxsize=8192)
def option_phrases(knowledge: Knowledge, finding: str, option: str) -> tuple[Phrase, ...]:
    """The phrases of one option: its own sayings, else its id and the pieces of its label.

    Options that measure ("over a few days") are met by their own sayings only: their labels are
    made of words that stand in any text.
    """
    label = knowledge.texts.findings[finding].options[option]
    said = sayings()["options"].get(option, ())
    pieces = (*_PIECES.split(_BRACKETS.sub("", label)), *_BRACKETS.findall(label))
    if not said and knowledge.findings[finding].attribute not in _MEASURING:
        said = [option.replace("-", " "), *pieces]
    found = (content(one) for one in said)
    bare = (tuple(form for form in phrase if form not in _SIDE) for phrase in found)
    return tuple(dict.fromkeys(phrase for phrase in bare if phrase))


def _alternatives(label: str) -> list[str]:
    """ "Swollen lips or face (oedema)" is swollen lips, swollen face, and oedema."""
    bracketed, plain = _BRACKETS.findall(label), _BRACKETS.sub("", label)
    found = _OR.search(plain)
    if found is None:
        return [plain, *bracketed]
    return [plain.replace(found[0], found[1]), plain.replace(found[0], found[2]), *bracketed]
