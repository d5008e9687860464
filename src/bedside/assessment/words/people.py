"""Who is speaking, about whom, how old and of which sex, as far as the text says.

Age and sex are read from the patient's nouns, titles and pronouns, not the speaker's: in "my son
has a fever, I am his mother" the patient is the son.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bedside.assessment.age import Age
from bedside.assessment.words.numbers import NUMBERS
from bedside.assessment.words.tokens import Token

_UNITS = {"y": Age.years, "m": Age.months, "w": Age.weeks, "d": Age.days}
_COUNT = r"(\d{1,3}|" + "|".join(NUMBERS) + ")"
_AGES = (
    re.compile(_COUNT + r"[\s-]*(y|m|w|d)(?:ears?|rs?|onths?|eeks?|ays?)?[\s-]*(?:olds?|o)\b"),
    re.compile(
        r"\b(?:aged?|i am|i'm|im|is|he's|she's|turned)\s+"
        + _COUNT
        + r"\b(?!\s*(?:out|/|weeks|days|months|hours|minutes|kg|cm|mg|degrees))"
    ),
    re.compile(r"\b(\d{1,3})\s*/?\s*[mf]\b(?!\s*(?:g|m|l)\b)|(?<!['’])\b[mf]\s*/?\s*(\d{1,3})\b"),
)
_SEX_LETTER = re.compile(
    r"\b\d{1,3}\s*(?:yo|y/o|yr|y)?\s*/?\s*([mf])\b|(?<!['’])\b([mf])\s*/?\s*\d{1,3}\b"
)

_NOT_BEFORE = frozenset({"from", "with", "to", "like", "than", "by"})
_NOT_AFTER = frozenset({"had", "died", "thinks", "thought", "says", "said", "told", "noticed"})


@dataclass(frozen=True, slots=True)
class People:
    """None where the text does not say."""

    speaker: str | None
    age_days: int | None
    sex: str | None


def people_in(text: str, tokens: list[Token], cues: Mapping[str, tuple[str, ...]]) -> People:
    """Read speaker, age in days and sex from a text."""
    said = [token.said for token in tokens]
    about = _whom(said, cues)
    speaker = {"child": "parent", "relative": "carer"}.get(about or "")
    if speaker is None and set(said) & set(cues.get("self", ())):
        speaker = "self"
    return People(speaker, _age(text.lower()), _sex(text.lower(), said, cues, about, speaker))


def _whom(said: list[str], cues: Mapping[str, tuple[str, ...]]) -> str | None:
    """``child`` or ``relative`` when the text opens about one of them: "my 3 year old son"."""
    for place, word in enumerate(said):
        if word not in ("my", "our", "the"):
            continue
        for following in said[place + 1 : place + 6]:
            for kind in ("child", "relative"):
                if following in cues.get(kind, ()) and _is_subject(said, place, following):
                    return kind
            if following in ("and", "i", "has", "is"):
                break
    return None


def _is_subject(said: list[str], place: int, who: str) -> bool:
    """ "My mother is dizzy", but not "from my mother", "my mother had cancer", "my mum thinks"."""
    after = said[said.index(who, place) + 1 : said.index(who, place) + 2]
    before = said[place - 1] if place else ""
    return place <= 3 and before not in _NOT_BEFORE and not set(after) & _NOT_AFTER


def _age(text: str) -> int | None:
    for pattern in _AGES:
        found = pattern.search(text)
        if not found:
            continue
        number = next(group for group in found.groups() if group and group not in _UNITS)
        unit = found[2] if pattern is _AGES[0] else "y"
        count = NUMBERS.get(number, -1) if not number.isdigit() else int(number)
        if 0 <= count <= (120 if unit == "y" else 999):
            return _UNITS[unit](count).in_days
    return None


def _sex(
    text: str,
    said: list[str],
    cues: Mapping[str, tuple[str, ...]],
    about: str | None,
    speaker: str | None,
) -> str | None:
    letter = _SEX_LETTER.search(text)
    if letter:
        return {"m": "male", "f": "female"}[letter[1] or letter[2]]
    kinds = {"female", "male"}
    if about:
        patient = [
            one for one in said if one in {*cues.get("child", ()), *cues.get("relative", ())}
        ]
        for one in patient[:1]:
            for sex in sorted(kinds):
                if one in cues.get(sex, ()):
                    return sex
    elif speaker == "self":
        return _own_sex(text)
    else:
        found = {sex for sex in kinds for word in said if word in cues.get(sex, ())}
        if len(found) == 1:
            return found.pop()
    pronouns = {sex for sex in kinds for word in said if word in cues.get(f"{sex}_pronouns", ())}
    return pronouns.pop() if len(pronouns) == 1 else None


def _own_sex(text: str) -> str | None:
    """The speaker's own sex only where they say it of themselves."""
    found = re.search(
        r"\b(?:i am|i'm|im|as) an? (?:\S+[\s-]+){0,5}?(woman|man|female|male|girl|boy)\b", text
    )
    if not found:
        return "female" if re.search(r"\bi(?:'m| am|m) (?:\w+ ){0,4}pregnant\b", text) else None
    return "female" if found[1] in ("woman", "female", "girl") else "male"
