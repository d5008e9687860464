"""Who the patient is, where only the text tells it: sex, and how whoever speaks calls them."""

from __future__ import annotations

import re

from bedside.evaluation.cases import Sex, Speaker
from bedside.evaluation.reader.amounts import Amount

_NOUNS = re.compile(
    r"\b(?:(woman|girl|female|lady|daughter)|(man|boy|male|gentleman|son))\b", re.IGNORECASE
)
_PRONOUNS = re.compile(r"\b(?:(she|her|hers)|(he|his|him))\b", re.IGNORECASE)


def sex(text: str) -> tuple[Sex, Amount] | None:
    """By the first noun for a person, else the first pronoun."""
    found = _NOUNS.search(text) or _PRONOUNS.search(text)
    if found is None:
        return None
    return "female" if found[1] else "male", Amount(0, found.start(), found.end())


_CHILD = (
    r"son|daughter|baby|toddler|child|kid|infant|newborn|grandson|granddaughter|boy|girl|"
    r"little one|year[- ]old|month[- ]old|week[- ]old|day[- ]old|twin"
)
_ADULT = (
    r"husband|wife|partner|boyfriend|girlfriend|mother|mum|mom|father|dad|brother|sister|friend|"
    r"grandmother|grandfather|grandma|grandpa|gran|nan|uncle|aunt|roommate|flatmate|neighbou?r"
)
_ABOUT_ANOTHER = re.compile(
    rf"\b(?:my|our)\s+(?:[\w.-]+\s+){{0,4}}?(?:({_CHILD})|({_ADULT}))\b"
    r"(?:\s*\([^)]*\)|,[^,]{1,30},)?(?:['’]s\b|\s+(?!(?:is|was)?\s*(?:worried|concerned|making)|"
    r"(?:says?|said|thinks?|told|wants?|helped?|suggested|noticed|asked|brought|gave|took me|"
    r"drove)\b)"
    r"(?:and\s+)?\w+)",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:[^.?!]*\b(?:hi|hello|hey|question|please|help|urgent\w*|note|advice|sorry|thanks?|dear|message|"
    r"reports?|check|worried|concerned|wondering|asking|subject|update)\b[^.?!]*[.?!:,—–-]+\s*)*"
    r"(?:(?!\b(?:i\s+(?:have|feel|am|was|had|took|get|got|keep|can['’]?t|cannot|started|woke)|i['’](?:m|ve)|"
    r"my|me)\b)[^.?!])*",
    re.IGNORECASE,
)
"""What may stand before another person is named, for the text to be about that person: a greeting
or a preamble, and nothing of oneself."""


def subject(text: str) -> tuple[Speaker, str | None]:
    """Who speaks, and how they call the patient ("son"); the patient, unless the text opens with
    somebody else."""
    found = _ABOUT_ANOTHER.search(text)
    if found is None or not _OPENS.fullmatch(text, 0, found.start()):
        return "self", None
    called = (found[1] or found[2]).lower()
    return ("parent" if found[1] else "carer"), called
