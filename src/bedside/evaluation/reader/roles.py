"""Which words of a text speak of something that is not there now, without denying it.

*Unreal* words tell of what is only feared, asked about, watched for, prevented or treated by a
medicine ("tablets for fever"): they say nothing. Words that are *over* tell of something that was
there and has gone. The cues are rows of ``sayings.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bedside.evaluation.reader.sentences import sentences_of
from bedside.evaluation.reader.words import Word, sayings

Stretch = tuple[int, int]
_CLAUSE = re.compile(r"[;:]|,?\s\b(?:but|however|although|though|while|whereas)\b", re.IGNORECASE)
_STOP = re.compile(r"[;:,.]|\b(?:and|but|because|as|since|so)\b", re.IGNORECASE)
_ITEM = re.compile(r"[;:,.]|\b(?:and|but|or|with)\b", re.IGNORECASE)
_MEANS_ALL = re.compile(r"\W*(?:but|and)?\s*(?:it|this|both|all|they|these|that)\b", re.IGNORECASE)
_MEANS_ONE = re.compile(r"\s*(?:that|which)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:came|come|comes|coming|is|are|was|'s|now|started|starts|began)\s+(?:\w+\s+)?"
    r"(?:back|again|worse)\b|\breturn(?:s|ed|ing)?\b|\brecur",
    re.IGNORECASE,
)
_AGO = re.compile(r"\bago$|\byear$|\bchild(?:hood)?$", re.IGNORECASE)
_BEGAN = re.compile(
    r"\b(?:start|began|begin|since|onset|notic|diagnos|first|develop|appear|came on|for the)",
    re.IGNORECASE,
)
_FURTHEST = 7
"""The words of a sentence that only says that what was told before it is over."""


def unreal(text: str, words: list[Word]) -> list[bool]:
    """For each word, whether it is only feared, asked about, watched for or treated."""
    return _marked(words, _unreal_stretches(text))


def over(text: str, words: list[Word]) -> list[bool]:
    """For each word, whether what it tells has passed and not come back."""
    return _marked(words, _over_stretches(text))


def _marked(words: list[Word], stretches: Iterator[Stretch]) -> list[bool]:
    listed = list(stretches)
    return [any(begin <= word.start < end for begin, end in listed) for word in words]


@lru_cache(maxsize=16)
def _cues(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(one, re.IGNORECASE) for one in sayings()["roles"][kind])


def _unreal_stretches(text: str) -> Iterator[Stretch]:
    for found in _found("idioms", text, 0, len(text)):
        yield found.span()
    for begin, end in sentences_of(text):
        for found in _found("unreal_to_the_end", text, begin, end):
            yield found.end(), end
        for found in _found("unreal_to_the_comma", text, begin, end):
            yield found.end(), _next_item(text, found.end(), end)
        if text[:end].rstrip().endswith("?"):
            for found in _found("unreal_in_a_question", text, begin, end):
                yield found.end(), end


def _found(kind: str, text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    for cue in _cues(kind):
        yield from cue.finditer(text, begin, end)


def _next_item(text: str, at: int, end: int) -> int:
    found = _STOP.search(text, at, end)
    return found.start() if found else end


def _over_stretches(text: str) -> Iterator[Stretch]:
    before: Stretch | None = None
    for begin, end in sentences_of(text):
        for found in _found("over", text, begin, end):
            if not _BACK.search(text, found.end(), end):
                yield from _reached(text, (begin, end), found, before)
        before = (begin, end)


def _reached(
    text: str, sentence: Stretch, found: re.Match[str], before: Stretch | None
) -> Iterator[Stretch]:
    """What a cue says is over: what stands before it in its clause, the clause before it that a
    pronoun stands for, or the sentence before."""
    begin, _ = sentence
    at = found.start()
    if before is not None and not text[begin:at].strip(" \"'"):
        if _MEANS_ALL.match(found[0]) and len(found[0].split()) <= _FURTHEST:
            yield before
        return
    if _MEANS_ONE.match(found[0]):
        yield _last_item(text, begin, at), at
        return
    cuts = [one.start() for one in _CLAUSE.finditer(text, begin, at)]
    first = cuts[-1] if cuts else begin
    if _AGO.search(found[0]):
        first = _last_item(text, begin, at)
        if _BEGAN.search(text, first, at):
            return
    yield first, at


def _last_item(text: str, begin: int, at: int) -> int:
    """Where the words begin that "that has gone" or ", which has gone" is about."""
    cuts = [one.end() for one in _ITEM.finditer(text, begin, len(text[:at].rstrip(" ,")))]
    return cuts[-1] if cuts else begin
