"""Which words of a text are denied, tell of the family, or only of what makes it worse.

A denial reaches forward to the end of its sentence, unless a turn ("but", "although") or the start
of a new statement after a comma ends it before. "Cannot" and "unable" deny nothing: they describe.
"""

from __future__ import annotations

import re

from bedside.evaluation.reader.words import Word, grammar

_DESCRIBES = frozenset({"could", "can", "would", "may", "might"})
_EXCEPTIONS = frozenset({"except"})
_SAYS_NOTHING = frozenset({"other", "normal"})
_LONGEST_ITEM = 6
_POSSESSIVES = frozenset({"his", "her"})
"""They open a new statement, but stand inside an item as well: "or trouble with her sight"."""
_RELATIVES = re.compile(
    r"\bfamily history\b|\bruns in (?:the|his|her) family\b"
    r"|\b(?:his|her|their|my|the patient's|patient's|a|one)\s+(?:\w+\s)?"
    r"(?:mother|father|brother|sister|parents|sibling|uncle|aunt|cousin|grand\w+|son|daughter)s?"
    r"\s+(?:also\s+)?(?:had|has|have|having|died|was|were|is|are|suffers?|with)\b",
    re.IGNORECASE,
)

_PROVOKED = re.compile(
    r"\b(?:exacerbat|aggravat|worse|reliev|eased|trigger|provok|precipitat)\w*\s+"
    r"(?:by|with|when|after|on|upon)\b",
    re.IGNORECASE,
)


def denied(text: str, words: list[Word], *, whole: bool) -> list[bool | None]:
    """For each word, whether it is denied; ``whole`` for a list of what is absent.

    None where neither follows: "no swelling of other joints" tells of one that is swollen, but
    not which.
    """
    if whole:
        return _all_but_exceptions(text, words)
    marks: list[bool | None] = [False] * len(words)
    for place, word in enumerate(words):
        if word.form in grammar("denials") and not _only_describes(words, place):
            for reached in range(place + 1, _end(text, words, place)):
                marks[reached] = True
    return marks


def never_before(words: list[Word]) -> list[bool]:
    """For each word, whether a "never" stands before it in its sentence, which is about other
    times than today."""
    begun = {}
    for word in reversed(words):
        if word.form == "never":
            begun[word.sentence] = word.at
    return [word.at > begun.get(word.sentence, word.at) for word in words]


def of_family(text: str, words: list[Word], *, whole: bool) -> list[bool]:
    """For each word, whether its sentence is about a relative's health."""
    if whole:
        return [True] * len(words)
    told = {word.sentence for word in words if _in_a_relative(text, word, words)}
    return [word.sentence in told for word in words]


def provoking(text: str, words: list[Word]) -> list[bool]:
    """For each word, whether it tells what brings a symptom on or eases it ("worse on coughing"):
    that says nothing about being there by itself."""
    marks = [False] * len(words)
    for found in _PROVOKED.finditer(text):
        sentence = next((one.sentence for one in words if one.start >= found.end()), -1)
        for place, word in enumerate(words):
            if word.start >= found.end() and word.sentence == sentence:
                marks[place] = True
    return marks


def _all_but_exceptions(text: str, words: list[Word]) -> list[bool | None]:
    """Every item of the list is absent, except one that names an exception or a norm."""
    items: list[list[Word]] = []
    last = 0
    for word in words:
        between = text[last : word.start]
        if not items or any(mark in between for mark in ",.;"):
            items.append([word])
        else:
            items[-1].append(word)
        last = word.end
    return [_item_is_absent(item) for item in items for _ in item]


def _item_is_absent(item: list[Word]) -> bool | None:
    forms = {one.form for one in item}
    if forms & _SAYS_NOTHING:
        return None
    return not forms & _EXCEPTIONS


def _only_describes(words: list[Word], place: int) -> bool:
    """ "Could not breathe", "not only", "no longer than": nothing is said to be absent."""
    before = words[place - 1].form if place else ""
    after = words[place + 1].form if place + 1 < len(words) else ""
    return before in _DESCRIBES or after in ("only", "relief", "improvement", "longer")


def _end(text: str, words: list[Word], cue: int) -> int:
    for place in range(cue + 1, len(words)):
        word, before = words[place], words[place - 1]
        if word.sentence != words[cue].sentence or word.form in grammar("turns"):
            return place
        if _says_something_new(words, place):
            return place
        between = text[before.end : word.start]
        if ";" in between or ":" in between or "(" in between:
            return place
        if "," in between and not _goes_on(text, words, place):
            return place
    return len(words)


def _goes_on(text: str, words: list[Word], place: int) -> bool:
    """Is what follows this comma one more short item of the same list?"""
    for reached in range(place, min(place + _LONGEST_ITEM, len(words))):
        word = words[reached]
        if _says_something_new(words, reached):
            return any(one.form == "or" for one in words[place:reached])
        begins = reached == place or word.form not in _POSSESSIVES
        if begins and word.form in grammar("new_statement"):
            return False
        ends = reached + 1 == len(words) or words[reached + 1].sentence != word.sentence
        if ends or "," in text[word.end : words[reached + 1].start]:
            return True
    return False


def _says_something_new(words: list[Word], place: int) -> bool:
    """ "No fever, rash or cough and is drinking well": the list ends at "and is"."""
    if words[place].form != "and" or place + 1 == len(words):
        return False
    after = words[place + 1].form
    return after in grammar("new_statement") and after not in _POSSESSIVES


def _in_a_relative(text: str, word: Word, words: list[Word]) -> bool:
    found = _RELATIVES.search(text, _begin(words, word.sentence), word.end)
    return found is not None


def _begin(words: list[Word], sentence: int) -> int:
    return next(word.start for word in words if word.sentence == sentence)
